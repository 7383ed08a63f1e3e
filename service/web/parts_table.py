"""The exact parts of a score as one table: blocks with their sums, parts with a bar each."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from recsys.answer import Part
from recsys.names import PeopleIndex
from recsys.ranking import ENDING
from recsys.wording import ENGLISH, Language
from service.web.told import block_name, part_name

WIDTH = 100.0
"""Width of a bar's field in its own units."""

_UNNAMED = "how it ends (not told)"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, from the zero of the table to its left or right.

    Parameters
    ----------
    x, width : float
        Where it begins and how long it is, of :data:`WIDTH`.
    """

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of a score.

    Parameters
    ----------
    name : str
        What is shared, or why the title is held back or put forward.
    value : float
        What it adds.
    bar : Bar
        The same, drawn.
    """

    name: str
    value: float
    bar: Bar


@dataclass(frozen=True, slots=True)
class BlockRows:
    """The parts of one feature block.

    Parameters
    ----------
    name : str
        The block.
    value : float
        Sum of its parts.
    parts : tuple of PartRow
        The weightiest first.
    """

    name: str
    value: float
    parts: tuple[PartRow, ...]


def block_rows(
    parts: Sequence[Part], people: PeopleIndex, language: Language = ENGLISH
) -> tuple[BlockRows, ...]:
    """Return the parts of a score block by block.

    Parameters
    ----------
    parts : sequence of Part
        Largest first.
    people : PeopleIndex
        How people are spelled.
    language : Language
        The language of tones, genres and countries.

    Returns
    -------
    tuple of BlockRows
        The weightiest block first; all bars have one scale and one zero.
    """
    blocks: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        blocks[part.block].append(part)
    low = min((part.value for part in parts if part.value < 0), default=0.0)
    high = max((part.value for part in parts if part.value > 0), default=0.0)
    unit = WIDTH / ((high - low) or 1.0)
    rows = (
        BlockRows(
            block_name(name),
            math.fsum(part.value for part in members),
            tuple(
                PartRow(_name(part, people, language), part.value, _bar(part.value, low, unit))
                for part in members
            ),
        )
        for name, members in blocks.items()
    )
    return tuple(sorted(rows, key=lambda row: (-abs(row.value), row.name)))


def _name(part: Part, people: PeopleIndex, language: Language) -> str:
    return _UNNAMED if part.feature == ENDING else part_name(part, people, language)


def _bar(value: float, low: float, unit: float) -> Bar:
    return Bar(round(unit * (min(value, 0.0) - low), 2), round(unit * abs(value), 2))
