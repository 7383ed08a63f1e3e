"""What each piece of evidence adds to the score of one title, as a number and as named parts."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from recsys.answer import Part
from recsys.arrays import SparseVector
from recsys.features import YEAR_SPAN, FeatureSpace, year_kernel
from recsys.index import effective_weights
from recsys.ranking.compose import YEAR, Evidence, column_weights, parted
from recsys.ranking.learned import LEARNED

Naming = Callable[[int], tuple[str, str]]
"""From a column of the whole space to block and token."""
_Terms = dict[int, tuple[float, float]]
"""Block weight and value by column."""


class Summands:
    """Sums the evidence of one question against one title after the other.

    What evidence and title share is found as the common keys of two dictionaries: both have some
    forty features of a catalogue's millions. Those of the evidence are laid out once a question, so
    that hundreds of likes are summed against a title at little cost.

    Parameters
    ----------
    space : FeatureSpace
        The fitted space.
    weights : mapping of str to float
        Weight by block, of ``year``, and of what was ``learned``.
    """

    def __init__(self, space: FeatureSpace, weights: Mapping[str, float]) -> None:
        self.space = space
        self.weights = weights
        self._factors = column_weights(space, weights)
        self._year_weight = weights.get(YEAR, 0.0)
        self._learned_weight = weights.get(LEARNED, 0.0)
        # A vector is kept with its terms, so that its number stays its own.
        self._laid_out: dict[int, tuple[SparseVector, _Terms]] = {}

    def with_title(self, vector: SparseVector, year: int) -> Candidate:
        """Return a title ready to be summed against.

        Parameters
        ----------
        vector : SparseVector
            Its features.
        year : int
            Its year; 0 is unknown.

        Returns
        -------
        Candidate
            The same title.
        """
        features = dict(zip(vector.columns.tolist(), vector.values.tolist(), strict=True))
        return Candidate(self, features, year)

    def terms(self, vector: SparseVector) -> _Terms:
        """Return what a vector of evidence asks of each column, without the weight of the evidence.

        Parameters
        ----------
        vector : SparseVector
            Features of the evidence, without block weights.

        Returns
        -------
        dict of int to tuple of (float, float)
            Block weight and value by column.
        """
        known = self._laid_out.get(id(vector))
        if known is None:
            factors = self._factors[self.space.blocks_of(vector.columns)]
            pairs = zip(factors.tolist(), vector.values.tolist(), strict=True)
            known = vector, dict(zip(vector.columns.tolist(), pairs, strict=True))
            self._laid_out[id(vector)] = known
        return known[1]

    def nearness(self, year: int, other: int) -> float:
        """Return what the years of evidence and title add, without the weight of the evidence.

        Parameters
        ----------
        year, other : int
            The years; 0 is unknown.

        Returns
        -------
        float
            0 where one is unknown.
        """
        return self._year_weight * _kernel(year - other) if year and other and self._year_weight else 0.0

    def learned(self, item: Evidence, features: Mapping[int, float]) -> Iterator[tuple[int, float]]:
        """Yield what a second stage adds for each feature, without the weight of the evidence.

        Parameters
        ----------
        item : Evidence
            One that adds up.
        features : mapping of int to float
            A title's features by column.

        Yields
        ------
        tuple of (int, float)
            Column, and the learned weight times the title's value times the coefficient.
        """
        if not self._learned_weight:
            return
        welcome = item.welcome
        for column, value in zip(welcome.columns.tolist(), welcome.values.tolist(), strict=True):
            if column in features:
                yield column, self._learned_weight * features[column] * value


@dataclass(frozen=True, slots=True)
class Candidate:
    """One title, and what the evidence of a question adds to its score.

    Parameters
    ----------
    summands : Summands
        The question's.
    features : dict of int to float
        The title's features by column, without block weights.
    year : int
        The title's year; 0 is unknown.
    """

    summands: Summands
    features: dict[int, float]
    year: int

    def as_summed(self, evidence: Sequence[Evidence]) -> Iterator[Evidence]:
        """Yield evidence with weights by which it adds up, also where scores join by a power mean.

        Parameters
        ----------
        evidence : sequence of Evidence
            As it went into the query vector.

        Yields
        ------
        Evidence
            The sum of their parts is the score without hub factor.
        """
        summed, joins = parted(evidence)
        yield from summed
        for join in joins:
            groups = [list(self.as_summed(group)) for group in join.groups]
            sums = np.array([math.fsum(map(self.value, group)) for group in groups])
            factors = join.share * effective_weights(sums, join.weights, join.power)
            for group, factor in zip(groups, factors, strict=True):
                yield from (replace(e, weight=float(e.weight * factor)) for e in group)

    def value(self, item: Evidence) -> float:
        """Return what evidence adds.

        Parameters
        ----------
        item : Evidence
            One that adds up.

        Returns
        -------
        float
            The sum of its parts.
        """
        terms, features = self.summands.terms(item.vector), self.features
        shared = [terms[c][0] * features[c] * terms[c][1] for c in terms.keys() & features.keys()]
        learned = (value for _, value in self.summands.learned(item, features))
        nearness = self.summands.nearness(self.year, item.year)
        return item.weight * math.fsum((*shared, *learned, nearness))

    def parts(self, item: Evidence, name: Naming) -> list[Part]:
        """Return what evidence adds, feature by feature.

        Parameters
        ----------
        item : Evidence
            One that adds up.
        name : callable
            Gives block and token of a column, as parts are to call them.

        Returns
        -------
        list of Part
            None of them is 0.
        """
        summands, features, label, weight = self.summands, self.features, item.label, item.weight
        terms = summands.terms(item.vector)
        found = [
            Part(*name(column), label, added)
            for column in terms.keys() & features.keys()
            if (added := weight * (terms[column][0] * features[column]) * terms[column][1])
        ]
        if nearness := summands.nearness(self.year, item.year):
            found.append(Part(YEAR, apart(abs(self.year - item.year)), label, weight * nearness))
        for column, value in summands.learned(item, features):
            if added := weight * value:
                found.append(Part(LEARNED, ": ".join(name(column)), label, added))
        return found


@lru_cache(maxsize=4096)
def _kernel(years: int) -> float:
    """How near two years are that lie so far apart, at most 1."""
    return float(year_kernel(np.array([years]), span=YEAR_SPAN)[0])


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
