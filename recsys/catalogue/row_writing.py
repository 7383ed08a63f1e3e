"""A title as its native row: canonical, so that one title has one text."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any

from recsys.catalogue.row_model import NATIVE_KEYS, SCHEMA
from recsys.title import PartialDate, Title

_ALWAYS_WRITTEN = frozenset({"role"})
_NO_DEFAULT = object()


def row_from_title(title: Title) -> dict[str, Any]:
    """Return the canonical native row of a title: sorted keys, nothing that is unknown.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    dict
        JSON types only; the same title gives the same row, whatever the run.
    """
    row = {key: value for key, value in title.extra.items() if key not in NATIVE_KEYS}
    row.update(_written(title))
    row.pop("extra", None)
    if title.content_warnings is not None:
        row["content_warnings"] = list(title.content_warnings)
    row["schema"] = SCHEMA
    return dict(sorted(row.items()))


def row_text(title: Title) -> str:
    """Return the canonical native row of a title as one line of JSON without its end.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    str
        UTF-8 text proper; keys sorted at every depth.
    """
    return json.dumps(row_from_title(title), ensure_ascii=False, sort_keys=True, allow_nan=False)


def _written(piece: Any) -> dict[str, Any]:
    """Return a record as JSON types without unknowns and without what is the default."""
    names, defaults, values_of = _layout(piece.__class__)
    row = {}
    for name, default, value in zip(names, defaults, values_of(piece), strict=True):
        # Most fields of most titles are unknown, which is one and the same object in all of them.
        if value is default:
            continue
        if default is _NO_DEFAULT or not (_says_nothing(value) or value == default):
            row[name] = _json(value)
    return row


@cache
def _layout(record: type) -> tuple[tuple[str, ...], tuple[Any, ...], Callable[[Any], tuple[Any, ...]]]:
    """Names and defaults of the fields of a record, and what takes all values out of one at once."""
    found = fields(record)
    names = tuple(field.name for field in found)
    defaults = tuple(
        _NO_DEFAULT if name in _ALWAYS_WRITTEN else f.default for name, f in zip(names, found, strict=True)
    )
    return names, defaults, attrgetter(*names)


def _says_nothing(value: Any) -> bool:
    """Whether it is None or empty; a number never is."""
    return not value and not isinstance(value, int | float)


def _json(value: Any) -> Any:
    if value.__class__ is str or value.__class__ is int:
        return value
    if isinstance(value, Enum):
        return str(value)
    if isinstance(value, tuple):
        return [_json(part) for part in value]
    if isinstance(value, PartialDate):
        return value.text
    if hasattr(value, "__dataclass_fields__"):
        return _written(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)  # 4216247, not 4216247.0: the file says what its owner wrote
    return dict(value) if isinstance(value, Mapping) else value
