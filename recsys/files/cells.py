"""What a cell of a table holds: nothing, text, or a list spelled as JSON or as Python."""

from __future__ import annotations

import ast
import json
import re
import warnings
from typing import Any

LITERAL_LIMIT = 2**18
"""Characters of a list within a cell; Python's parser takes a hundred times the memory of its text."""

_NOTHING = frozenset(
    {"", "n/a", "na", "nan", "none", "null", "nil", "unknown", "undefined", "-", "--", "?", "\\n", "[]", "{}",
     "tba", "tbd", "not available", "no info", "(no genres listed)"}
)  # fmt: skip
_DEEPEST = 50
_QUOTED = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""", re.DOTALL)
_HALVES = re.compile("[\ud800-\udfff]")


def is_nothing(text: str | None) -> bool:
    r"""Return whether a cell says that nothing is known.

    Parameters
    ----------
    text : str or None
        The cell.

    Returns
    -------
    bool
        True for blanks, ``N/A``, ``nan``, ``None``, ``\N`` and the like.
    """
    return text is None or text.strip().casefold() in _NOTHING


def literal_value(text: str) -> Any:
    """Return the value that a cell spells as JSON or as a Python literal.

    Parameters
    ----------
    text : str
        ``[{"name": "Drama"}]`` or ``['Drama', None]``.

    Returns
    -------
    object
        Lists, dictionaries, texts and numbers; nothing in it is ever run.

    Raises
    ------
    ValueError
        If it is neither, or longer or deeper than any honest cell.
    """
    if len(text) > LITERAL_LIMIT:
        msg = f"{len(text)} characters, more than {LITERAL_LIMIT}, are too many for a list in one cell"
        raise ValueError(msg)
    if _depth(text) > _DEEPEST:
        msg = f"is nested more than {_DEEPEST} levels deep"
        raise ValueError(msg)
    try:
        return without_halves(json.loads(text))
    except ValueError:
        pass
    try:
        with warnings.catch_warnings(action="ignore", category=SyntaxWarning):  # "1if" and the like
            return without_halves(ast.literal_eval(text.strip()))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        msg = "is neither a list of JSON nor one of Python"
        raise ValueError(msg) from None


def without_halves(value: Any) -> Any:
    """Return a value without halves of surrogate pairs, which literals can escape and UTF-8 cannot hold.

    Parameters
    ----------
    value : object
        Decoded from JSON or from a literal.

    Returns
    -------
    object
        The same with U+FFFD in their places; tuples and sets become lists, as JSON has them.

    Raises
    ------
    RecursionError
        If it is nested too deeply.
    """
    if isinstance(value, str):
        return _HALVES.sub("\ufffd", value)
    if isinstance(value, list | tuple | set):
        return [without_halves(entry) for entry in value]
    if isinstance(value, dict):
        return {without_halves(key): without_halves(entry) for key, entry in value.items()}
    return value


def literal_list(text: str) -> list[Any]:
    """Return the list that a cell spells; one value alone is a list of one.

    Parameters
    ----------
    text : str
        As for :func:`literal_value`; a cell that says nothing is an empty list.

    Returns
    -------
    list
        Its values without those that say nothing.

    Raises
    ------
    ValueError
        As for :func:`literal_value`.
    """
    if is_nothing(text):
        return []
    value = literal_value(text)
    values = list(value) if isinstance(value, list | tuple | set) else [value]
    return [
        entry for entry in values if not (entry is None or (isinstance(entry, str) and is_nothing(entry)))
    ]


def _depth(text: str) -> int:
    """Return an upper bound of how deep brackets nest, without parsing."""
    depth = deepest = 0
    for sign in _QUOTED.sub("", text):
        if sign in "[{(":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "]})":
            depth -= 1
    return deepest
