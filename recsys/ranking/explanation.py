"""The exact parts of a score: which feature of which seed adds how much."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from recsys.answer import Part
from recsys.arrays import SparseVector
from recsys.catalogue.vocabulary import tone_vocabulary
from recsys.features import YEAR_SPAN, FeatureSpace, year_kernel
from recsys.features.tokens import TONE_BLOCKS
from recsys.index import effective_weights
from recsys.ranking.compose import ESCAPISM, HUBS, YEAR, Evidence, as_only_one, column_weights
from recsys.ranking.learned import LEARNED

ENDING = "ending"
"""What a part calls a tone that would give away how a story ends."""


def explain(
    evidence: Sequence[Evidence],
    space: FeatureSpace,
    weights: Mapping[str, float],
    vector: SparseVector,
    *,
    year: int,
    escapism: float,
    hub: float = 1.0,
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
    escapism : float
        What the dial adds for this title.
    hub : float
        The title's hub factor; what it adds or takes is a part of its own.

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
    if escapism:
        parts.append(Part(ESCAPISM, "dial", None, escapism))
    return tuple(
        sorted(parts, key=lambda part: (-abs(part.value), part.block, part.feature, part.seed or ""))
    )


def _as_summed(
    evidence: Sequence[Evidence],
    space: FeatureSpace,
    weights: Mapping[str, float],
    vector: SparseVector,
    year: int,
) -> Iterator[Evidence]:
    """The evidence with weights by which it adds up, also where scores join by a power mean."""
    yield from (item for item in evidence if not item.stands_alone)
    alone = [item for item in evidence if item.stands_alone]
    if alone:
        sums = [
            math.fsum(part.value for part in _summands(as_only_one(item), space, weights, vector, year))
            for item in alone
        ]
        shares = np.array([item.weight for item in alone])
        factors = shares.sum() * effective_weights(np.array(sums), shares)
        yield from (replace(item, weight=float(w)) for item, w in zip(alone, factors, strict=True))


def _summands(
    item: Evidence, space: FeatureSpace, weights: Mapping[str, float], vector: SparseVector, year: int
) -> Iterator[Part]:
    yield from _feature_parts(item, space, weights, vector)
    yield from _year_parts(item, weights, year)
    yield from _learned_parts(item, space, weights, vector)


def _feature_parts(
    item: Evidence, space: FeatureSpace, weights: Mapping[str, float], vector: SparseVector
) -> Iterator[Part]:
    shared, ours, theirs = np.intersect1d(
        item.vector.columns, vector.columns, assume_unique=True, return_indices=True
    )
    factors = item.weight * column_weights(space, weights)[space.blocks_of(shared)]
    values = factors * item.vector.values[ours] * vector.values[theirs]
    for column, value in zip(shared, values, strict=True):
        if value:
            block, token = space.feature(int(column))
            yield Part(block, _speakable(block, token), item.label, float(value))


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
            yield Part(LEARNED, f"{block}: {_speakable(block, token)}", item.label, float(value))


def _speakable(block: str, token: str) -> str:
    if block not in TONE_BLOCKS:
        return token
    vocabulary = tone_vocabulary()
    entry = vocabulary.get(vocabulary.by_name(token) or token)  # a tag may mean an ending, too
    return ENDING if entry is not None and entry.spoiler else token


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
