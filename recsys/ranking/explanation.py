"""The exact parts of a score: which feature of which seed adds how much."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recsys.answer import Part
from recsys.arrays import SparseVector
from recsys.catalogue.vocabulary import tone_vocabulary
from recsys.features import YEAR_SPAN, FeatureSpace, year_kernel
from recsys.features.tokens import TONE_BLOCKS
from recsys.index import effective_weights
from recsys.ranking.compose import (
    ESCAPISM,
    EVERYBODY,
    FAME,
    HUBS,
    RANK,
    YEAR,
    Evidence,
    column_weights,
    parted,
)
from recsys.ranking.learned import LEARNED

ENDING = "ending"
"""What a part calls a tone that would give away how a story ends."""


@dataclass(frozen=True, slots=True)
class Added:
    """What is added to the score of one title besides its likeness; 0 adds nothing.

    Parameters
    ----------
    escapism, fame : float
        What the two dials add.
    lift : float
        What its places in charts add.
    lift_name : str
        Which places those are.
    """

    escapism: float = 0.0
    fame: float = 0.0
    lift: float = 0.0
    lift_name: str = ""

    def parts(self) -> Iterator[Part]:
        """Yield a part for each that is not 0.

        Yields
        ------
        Part
            Without a seed.
        """
        for block, name, value in (
            (ESCAPISM, "dial", self.escapism),
            (FAME, "dial", self.fame),
            (RANK, self.lift_name, self.lift),
        ):
            if value:
                yield Part(block, name, None, value)


NOTHING_ADDED = Added()


def explain(
    evidence: Sequence[Evidence],
    space: FeatureSpace,
    weights: Mapping[str, float],
    vector: SparseVector,
    *,
    year: int,
    added: Added = NOTHING_ADDED,
    hub: float = 1.0,
    spoilers: bool = False,
) -> tuple[Part, ...]:
    """Return the signed parts of one title's score, largest first.

    Parameters
    ----------
    evidence : sequence of Evidence
        As it went into the query vector.
    space : FeatureSpace
        The fitted space.
    weights : mapping of str to float
        Weight by block, and ``year``.
    vector : SparseVector
        The title's features.
    year : int
        The title's year; 0 is unknown.
    added : Added
        What the dials and charts add for this title.
    hub : float
        The title's hub factor; what it adds or takes is a part of its own.
    spoilers : bool
        Whether endings are named.

    Returns
    -------
    tuple of Part
        Summands of the score, in double precision.
    """
    parts = [
        part
        for item in _as_summed(evidence, space, weights, vector, year)
        for part in _summands(item, space, weights, vector, year)
    ]
    correction = (hub - 1) * max(math.fsum(part.value for part in parts), 0.0)
    if correction:
        parts.append(Part(HUBS, "near to many" if hub < 1 else "near to few", None, correction))
    parts += added.parts()
    told = parts if spoilers else [_discreet(part) for part in parts]
    return tuple(sorted(told, key=lambda part: (-abs(part.value), part.block, part.feature, part.seed or "")))


def viewer_sums(
    evidence: Sequence[Evidence],
    space: FeatureSpace,
    weights: Mapping[str, float],
    vector: SparseVector,
    *,
    year: int,
) -> list[float]:
    """Return what a title scores for each of several viewers alone.

    Parameters
    ----------
    evidence : sequence of Evidence
        As it went into the query vector.
    space : FeatureSpace
        The fitted space.
    weights : mapping of str to float
        Weight by block, and ``year``.
    vector : SparseVector
        The title's features.
    year : int
        The title's year; 0 is unknown.

    Returns
    -------
    list of float
        Without hub factors, in the order of the viewers; empty if there are none.
    """
    viewers = sorted({item.viewer for item in evidence} - {EVERYBODY})
    groups = [[replace(e, viewer=EVERYBODY) for e in evidence if e.viewer == one] for one in viewers]
    return [_sum(group, space, weights, vector, year) for group in groups]


def _sum(
    evidence: Sequence[Evidence],
    space: FeatureSpace,
    weights: Mapping[str, float],
    vector: SparseVector,
    year: int,
) -> float:
    summed = _as_summed(evidence, space, weights, vector, year)
    return math.fsum(_value(item, space, weights, vector, year) for item in summed)


def _as_summed(
    evidence: Sequence[Evidence],
    space: FeatureSpace,
    weights: Mapping[str, float],
    vector: SparseVector,
    year: int,
) -> Iterator[Evidence]:
    """The evidence with weights by which it adds up, also where scores join by a power mean."""
    summed, joins = parted(evidence)
    yield from summed
    for join in joins:
        groups = [list(_as_summed(group, space, weights, vector, year)) for group in join.groups]
        sums = [_sum(group, space, weights, vector, year) for group in groups]
        factors = join.share * effective_weights(np.array(sums), join.weights, join.power)
        for group, factor in zip(groups, factors, strict=True):
            yield from (replace(e, weight=float(e.weight * factor)) for e in group)


def _summands(
    item: Evidence, space: FeatureSpace, weights: Mapping[str, float], vector: SparseVector, year: int
) -> Iterator[Part]:
    yield from _feature_parts(item, space, weights, vector)
    yield from _year_parts(item, weights, year)
    yield from _learned_parts(item, space, weights, vector)


def _value(
    item: Evidence, space: FeatureSpace, weights: Mapping[str, float], vector: SparseVector, year: int
) -> float:
    """The sum of these summands, without their names: a question of hundreds of likes needs only that."""
    _, values = _products(item, space, weights, vector)
    learned = (part.value for part in _learned_parts(item, space, weights, vector))
    dated = (part.value for part in _year_parts(item, weights, year))
    return math.fsum((*values, *learned, *dated))


def _products(
    item: Evidence, space: FeatureSpace, weights: Mapping[str, float], vector: SparseVector
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Shared columns, and what each adds."""
    shared, ours, theirs = np.intersect1d(
        item.vector.columns, vector.columns, assume_unique=True, return_indices=True
    )
    factors = item.weight * column_weights(space, weights)[space.blocks_of(shared)]
    return shared, factors * item.vector.values[ours] * vector.values[theirs]


def _feature_parts(
    item: Evidence, space: FeatureSpace, weights: Mapping[str, float], vector: SparseVector
) -> Iterator[Part]:
    shared, values = _products(item, space, weights, vector)
    for column, value in zip(shared, values, strict=True):
        if value:
            block, token = space.feature(int(column))
            yield Part(block, token, item.label, float(value))


def _learned_parts(
    item: Evidence, space: FeatureSpace, weights: Mapping[str, float], vector: SparseVector
) -> Iterator[Part]:
    """One part a feature of the title: how welcome it is to those who like the seed."""
    shared, ours, theirs = np.intersect1d(
        item.welcome.columns, vector.columns, assume_unique=True, return_indices=True
    )
    factor = item.weight * weights.get(LEARNED, 0.0)
    values = factor * item.welcome.values[ours] * vector.values[theirs]
    for column, value in zip(shared, values, strict=True):
        if value:
            block, token = space.feature(int(column))
            yield Part(LEARNED, f"{block}: {token}", item.label, float(value))


def _discreet(part: Part) -> Part:
    """The same part without the name of an ending."""
    block, token = part.block, part.feature
    if part.block == LEARNED:
        block, _, token = part.feature.partition(": ")
    if block not in TONE_BLOCKS or not _is_ending(token):
        return part
    return replace(part, feature=f"{block}: {ENDING}" if part.block == LEARNED else ENDING)


def _is_ending(token: str) -> bool:
    vocabulary = tone_vocabulary()
    entry = vocabulary.get(vocabulary.by_name(token) or token)  # a tag may mean an ending, too
    return entry is not None and entry.spoiler


def _year_parts(item: Evidence, weights: Mapping[str, float], year: int) -> Iterator[Part]:
    if item.year and year and weights.get(YEAR):
        nearness = year_kernel(np.array([year - item.year]), span=YEAR_SPAN)[0]
        yield Part(
            YEAR, apart(abs(year - item.year)), item.label, float(item.weight * weights[YEAR] * nearness)
        )


def apart(years: int) -> str:
    """Return what the part of two years is called.

    Parameters
    ----------
    years : int
        How far they lie apart, 0 or more.

    Returns
    -------
    str
        Such as "2 years apart".
    """
    return "same year" if not years else f"{years} year{'s' if years > 1 else ''} apart"
