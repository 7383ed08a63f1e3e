"""A part of a JSON document, with a mark wherever something was left out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

LEFT_OUT = "…"
_WIDE = 100


def picked(document: Any, pick: Any, indent: str = "") -> str:
    """Return a document as text, with the picked fields only.

    A mapping picks fields of an object, and says what of each; ``(n, pick)`` the first entries of a
    list; ``None`` all there is. Of a fraction three digits are shown.
    """
    if pick is None and isinstance(document, dict):
        pick = dict.fromkeys(document)
    elif pick is None and isinstance(document, list):
        pick = (len(document), None)
    elif isinstance(document, float):
        return f"{document:.3f}{LEFT_OUT}"
    elif pick is None:
        return json.dumps(document, ensure_ascii=False)
    inner = indent + "  "
    if isinstance(document, list):
        most, each = pick
        pieces = [picked(entry, each, inner) for entry in document[:most]]
        return _laid_out("[", pieces + [LEFT_OUT] * (len(document) > most), "]", indent)
    chosen: Mapping[str, Any] = pick
    pieces = [
        f"{json.dumps(name, ensure_ascii=False)}: {picked(document[name], each, inner)}"
        for name, each in chosen.items()
    ]
    return _laid_out("{", pieces + [LEFT_OUT] * (len(document) > len(chosen)), "}", indent)


def _laid_out(opening: str, pieces: Sequence[str], closing: str, indent: str) -> str:
    line = ", ".join(pieces)
    if "\n" not in line and len(indent) + len(line) < _WIDE:
        return f"{opening}{line}{closing}"
    inner = "\n" + indent + "  "
    return f"{opening}{inner}{(',' + inner).join(pieces)}\n{indent}{closing}"
