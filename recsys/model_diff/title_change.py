"""A title that one model shows at another place than the other, and which block moved it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from recsys.answer import Result

_NOTHING = 1e-9


class Basis(StrEnum):
    """What a cause was read from."""

    CHANGE = "change"
    PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Cause:
    """The block that moved a title most.

    Parameters
    ----------
    block : str
        A feature block, or an added term such as ``year`` or ``hubs``.
    value : float
        ``change``: what the block adds in model B less what it adds in model A. ``parts``: what
        it adds in the one model that lists the title. In units of the mean score of the list,
        as a raw score says nothing beside one of another model.
    basis : Basis
        Which of the two.
    """

    block: str
    value: float
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleChange:
    """A title whose place is not the same in two answers.

    Parameters
    ----------
    id, title : str
        The title.
    year : int or None
        Year of first release.
    place_a, place_b : int or None
        Its place in the answer of either model, from 1; None where it stands beyond the places
        that were looked at, or may not be shown.
    order_change : int or None
        How many titles it overtook, less those that overtook it. Titles that one catalogue lacks, or
        whose place is not known, do not count and, for a title of both lists, nor do those that came
        in or went out. 0 says that it only made room or filled a place. None where one of its own
        places is not known.
    missing_in : str
        ``a`` or ``b`` if the catalogue of that model does not have the title; else empty.
    cause : Cause or None
        The block whose part changed most in the direction in which the title moved; where only one
        answer has the title, the largest there. None if no part of its own did, or if its order did
        not change in that direction: then other titles moved it.
    """

    id: str
    title: str
    year: int | None
    place_a: int | None
    place_b: int | None
    order_change: int | None = None
    missing_in: str = ""
    cause: Cause | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the change as JSON types, numbers with six decimals."""
        cause = self.cause and {
            "block": self.cause.block,
            "value": round(self.cause.value, 6),
            "basis": str(self.cause.basis),
        }
        own = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**own, "cause": cause}


def cause_of(
    a: Result | None, b: Result | None, *, unit_a: float, unit_b: float, direction: int | None
) -> Cause | None:
    """Return the block that moved a title most.

    Parameters
    ----------
    a, b : Result or None
        The title in the answer of either model; None where it is not listed.
    unit_a, unit_b : float
        What the parts of either answer are measured in, above 0.
    direction : int or None
        Above 0 where it went up, below 0 where it went down, None where only one answer has it.

    Returns
    -------
    Cause or None
        None if no block changed in the direction in which the title moved.
    """
    ours, theirs = _by_block(a, unit_a), _by_block(b, unit_b)
    if direction is None:
        return _largest(theirs if a is None else ours, 1, Basis.PARTS)
    changes = {name: theirs.get(name, 0.0) - ours.get(name, 0.0) for name in ours.keys() | theirs.keys()}
    return _largest(changes, direction, Basis.CHANGE)


def _by_block(result: Result | None, unit: float) -> Mapping[str, float]:
    values: dict[str, list[float]] = defaultdict(list)
    for part in result.parts if result is not None else ():
        values[part.block].append(part.value)
    return {block: math.fsum(each) / unit for block, each in values.items()}


def _largest(values: Mapping[str, float], direction: int, basis: Basis) -> Cause | None:
    block = max(sorted(values), key=lambda name: direction * values[name], default=None)
    if block is None or direction * values[block] <= _NOTHING:
        return None
    return Cause(block, values[block], basis)
