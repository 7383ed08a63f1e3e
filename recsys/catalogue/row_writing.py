"""A title as its native row: canonical, so that one title has one text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from enum import Enum
from typing import Any

from recsys.catalogue.row_model import NATIVE_KEYS, SCHEMA
from recsys.title import PartialDate, Title

_ALWAYS_WRITTEN = frozenset({"role"})
_NOTHING_SAID: tuple[Any, ...] = (None, "", (), [], {})


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
    row = {}
    for field in fields(piece):
        value = getattr(piece, field.name)
        if field.name in _ALWAYS_WRITTEN or (value not in _NOTHING_SAID and not _is_default(field, value)):
            row[field.name] = _json(value)
    return row


def _is_default(field: Field[Any], value: Any) -> bool:
    return field.default is not MISSING and bool(value == field.default)


def _json(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return value.text
    if isinstance(value, Enum):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)  # 4216247, not 4216247.0: the file says what its owner wrote
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple):
        return [_json(part) for part in value]
    return _written(value) if hasattr(value, "__dataclass_fields__") else value
