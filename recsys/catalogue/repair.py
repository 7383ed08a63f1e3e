"""Reading a row in spite of its faults: what is wrong is named and left out, the rest is used."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from recsys.catalogue.problems import RowReport, shown
from recsys.catalogue.row_model import LONGEST_LIST, TitleRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

Path = tuple[int | str, ...]
_ROUNDS = 5
_EXPECTED = {
    "int_type": "is not a whole number",
    "int_from_float": "is not a whole number",
    "float_type": "is not a number",
    "finite_number": "is not a finite number",
    "string_type": "is not text",
    "list_type": "is not a list",
    "dict_type": "is not an object",
    "model_type": "is not an object",
    "model_attributes_type": "is not an object",
}
# Faults in these take only the field with them. Any other fault takes the whole entry: a
# chart place without its country would become a global one, a credit without its role an actor.
_DETACHABLE = {
    "aliases": {"language"},
    "credits": {"native", "aliases", "character", "order", "nationality"},
    "studios": {"country"},
    "filming_places": {"country"},
    "setting_places": {"country"},
    "sources": {"name", "author"},
}
_NEEDED = ("id", "title")
_DOOMED = object()


def checked_row(row: Mapping[str, Any], report: RowReport) -> TitleRow | None:
    """Return the row without what is wrong in it, or None if its id or title is.

    Parameters
    ----------
    row : mapping
        A native row as it came out of JSON.
    report : RowReport
        Receives one problem for each piece that is left out.

    Returns
    -------
    TitleRow or None
        The valid rest.
    """
    usable: dict[str, Any] = dict(row)
    for _ in range(_ROUNDS):
        try:
            return TitleRow.model_validate(usable)
        except ValidationError as error:
            faults = error.errors(include_url=False)
        for fault in faults:
            report.add(path_text(fault["loc"]), _reason(fault))
        if any(fault["loc"][0] in _NEEDED for fault in faults):
            return None
        usable = _without(usable, faults)
    return None


def path_text(path: Path) -> str:
    """Return a path as it is written in messages: ``credits[2].role``.

    Parameters
    ----------
    path : tuple of int or str
        Keys and positions from the row inwards.

    Returns
    -------
    str
        The path, keys cut at 80 characters.
    """
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step[:80]}" for step in path)
    return text.removeprefix(".")


def _reason(fault: ErrorDetails) -> str:
    kind, value, context = fault["type"], fault["input"], fault.get("ctx", {})
    if kind == "missing":
        return "is missing"
    if kind == "value_error":
        return str(context["error"])
    if kind in _EXPECTED:
        return f"{shown(value)} {_EXPECTED[kind]}"
    if kind in ("enum", "literal_error"):
        return f"{shown(value)} is not {context['expected'].replace(chr(39), '')}"
    if kind in ("string_too_short", "too_short"):
        return "is empty"
    if kind == "string_too_long":
        return f"{len(value)} characters, more than {context['max_length']}: {shown(value)}"
    if kind == "too_long":
        return f"{len(value)} entries, more than {context['max_length']}"
    bounds = {"greater_than_equal": ("ge", "less than"), "less_than_equal": ("le", "more than")}
    if kind in bounds:
        bound, words = bounds[kind]
        return f"{shown(value)} is {words} {context[bound]}"
    return f"{shown(value)}: {fault['msg']}"


def _without(row: dict[str, Any], faults: list[ErrorDetails]) -> dict[str, Any]:
    """Return a copy of the row that lacks every faulty piece, or the end of what is too long."""
    rest = copy.deepcopy(row)
    for fault in faults:
        path = fault["loc"]
        if fault["type"] == "too_long" and len(path) == 1 and isinstance(fault["input"], list):
            rest[str(path[0])] = fault["input"][:LONGEST_LIST]
        elif path == ("synopsis",) and fault["type"] == "string_too_long":
            rest["synopsis"] = fault["input"][: fault["ctx"]["max_length"]]
        else:
            _doom(rest, _smallest_piece(path))
    kept: dict[str, Any] = _pruned(rest)
    return kept


def _smallest_piece(path: Path) -> Path:
    """Return the path of the piece whose loss does not change what the rest means."""
    field = str(path[0])
    if field == "external_ids":
        return path[:2]
    if len(path) > 2 and str(path[2]) in _DETACHABLE.get(field, ()):
        return path[:4] if len(path) > 3 and isinstance(path[3], int) else path[:3]
    return path[:2] if len(path) > 1 and isinstance(path[1], int) else path[:1]


def _doom(row: dict[str, Any], path: Path) -> None:
    holder: Any = row
    for step in path[:-1]:
        holder = holder[step]
        if holder is _DOOMED:
            return
    holder[path[-1]] = _DOOMED


def _pruned(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _pruned(part) for key, part in value.items() if part is not _DOOMED}
    if isinstance(value, list):
        return [_pruned(part) for part in value if part is not _DOOMED]
    return value
