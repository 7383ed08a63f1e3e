"""The vocabularies that travel inside the package, read once and only when asked for."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def vocabulary_file(name: str) -> Any:
    """Return the contents of one JSON file of the folder ``builtin``.

    Parameters
    ----------
    name : str
        Name of the file, such as ``tones.json``.

    Returns
    -------
    object
        What the file holds; shared between callers, so not to be changed.
    """
    return json.loads((files("recsys.catalogue") / "builtin" / name).read_text(encoding="utf-8"))
