"""Values of a title as the short text of a fact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from recsys.catalogue.row_model import clean_name
from recsys.title import (
    Alias,
    Availability,
    Credit,
    InferredTag,
    Period,
    Place,
    Rank,
    Relation,
    Release,
    Source,
    Studio,
    Tone,
    ToneState,
)

LONGEST_FACT = 200
"""Characters of a fact's value that merging writes; the value itself stands in the title."""


def worded(value: Any) -> str:
    """Return a value as text, cut if it is long.

    Parameters
    ----------
    value : object
        A value of a title's field.

    Returns
    -------
    str
        One line of at most 200 characters.
    """
    text = clean_name(_text(value)) or "-"
    return text if len(text) <= LONGEST_FACT else f"{text[: LONGEST_FACT - 1]}…"


def _text(value: Any) -> str:
    match value:
        case str():
            return value
        case float():
            return f"{value:g}"
        case tuple() | list():
            return ", ".join(map(_text, value))
        case Mapping():
            return ", ".join(f"{key} {_text(entry)}" for key, entry in sorted(value.items()))
        case Alias(name=name) | Studio(name=name) | Place(name=name) | InferredTag(name=name):
            return name
        case Credit():
            return value.person
        case Tone():
            return value.id if value.state is ToneState.YES else f"no {value.id}"
        case Release():
            return _joined(value.date.text, value.country)
        case Availability():
            return _joined(value.service, value.country, value.date.text if value.date else None)
        case Rank():
            return _joined(f"No. {value.rank} on {value.platform}", value.country, value.chart)
        case Source():
            return _joined(str(value.kind), value.name, value.author)
        case Relation():
            return _joined(str(value.kind), value.id)
        case Period():
            return str(value.start) if value.start == value.end else f"{value.start} to {value.end}"
        case _:
            return str(value)


def _joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)
