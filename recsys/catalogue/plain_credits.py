"""Credits that need no repair: most of a catalogue, and read without asking pydantic of each of them.

What is not certainly right is left to :mod:`recsys.catalogue.repair`, which says what is wrong; so this
is only a shorter way to what the full reading would give.
"""

from __future__ import annotations

from typing import Any

from recsys.catalogue.row_model import HIGHEST_COUNT, LONGEST_LIST, LONGEST_NAME
from recsys.title import Credit, Role

_RARE = frozenset({"native", "character", "person_id"})
_KEYS = _RARE | {"person", "role", "order"}
_ROLES = {str(role): role for role in Role}


def plain_credits(pieces: Any) -> tuple[Credit, ...] | None:
    """Return the credits of a native row if each of them is certainly as it should be.

    Parameters
    ----------
    pieces : object
        What the row says of its credits.

    Returns
    -------
    tuple of Credit or None
        In the order of the row, repeated ones too; None if anything has to be looked at more closely.
    """
    if type(pieces) is not list or len(pieces) > LONGEST_LIST:
        return None
    found = []
    for piece in pieces:
        if (credit := _credit(piece)) is None:
            return None
        found.append(credit)
    return tuple(found)


def _credit(piece: Any) -> Credit | None:
    if type(piece) is not dict or not _KEYS.issuperset(piece):
        return None
    person, role, order = _name(piece.get("person")), piece.get("role"), piece.get("order")
    kind = _ROLES.get(role) if isinstance(role, str) else None
    if person is None or kind is None or not _is_billing(order):
        return None
    if not _RARE.isdisjoint(piece):
        others = {key: piece[key] for key in _RARE if piece.get(key) is not None}
        names = {key: name for key, value in others.items() if (name := _name(value)) is not None}
        if len(names) < len(others):
            return None
        native, character, person_id = (names.get(key) for key in ("native", "character", "person_id"))
        return Credit(person, kind, native, (), character, order, (), person_id)
    return Credit(person, kind, order=order)


def _name(value: Any) -> str | None:
    """Text of which at most blanks had to be removed, or None if more may be wrong with it."""
    if type(value) is not str or len(value) > LONGEST_NAME or not value.isprintable():
        return None
    return " ".join(value.split()) or None


def _is_billing(value: Any) -> bool:
    return value is None or (type(value) is int and 1 <= value <= HIGHEST_COUNT)
