"""What each piece of evidence adds to the score of one title, as a number and as named parts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from recsys.answer import Part
from recsys.arrays import SparseVector
from recsys.features import YEAR_SPAN, FeatureSpace, year_kernel
from recsys.index import effective_weights
from recsys.ranking.compose import YEAR, Evidence, column_weights, parted
from recsys.ranking.learned import LEARNED


@dataclass(frozen=True, slots=True)
class Candidate:
    """One title, spread out so that hundreds of likes are summed against it at little cost.

    Parameters
    ----------
    space : FeatureSpace
        The fitted space.
    weights : mapping of str to float
        Weight by block, of ``year``, and of what was ``learned``.
    plain : ndarray of float64, shape (n_features,)
        The title's features.
    weighted : ndarray of float64, shape (n_features,)
        The same with block weights multiplied in.
    year : int
        The title's year; 0 is unknown.
    names : dict of int to tuple of (str, str)
        Block and token of the columns that were named already.
    """

    space: FeatureSpace
    weights: Mapping[str, float]
    plain: NDArray[np.float64]
    weighted: NDArray[np.float64]
    year: int
    names: dict[int, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, vector: SparseVector, year: int, space: FeatureSpace, weights: Mapping[str, float]
    ) -> Candidate:
        """Return a title ready to be summed against.

        Parameters
        ----------
        vector : SparseVector
            Its features.
        year : int
            Its year; 0 is unknown.
        space : FeatureSpace
            The fitted space.
        weights : mapping of str to float
            Weight by block, and ``year``.

        Returns
        -------
        Candidate
            The same title.
        """
        plain, weighted = np.zeros(space.n_features), np.zeros(space.n_features)
        plain[vector.columns] = vector.values
        factors = column_weights(space, weights)[space.blocks_of(vector.columns)]
        weighted[vector.columns] = factors * vector.values
        return cls(space, weights, plain, weighted, year)

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
        features = float(self.weighted[item.vector.columns] @ item.vector.values)
        learned = float(self.plain[item.welcome.columns] @ item.welcome.values)
        total = features + self.weights.get(LEARNED, 0.0) * learned + self._nearness(item)
        return item.weight * total

    def parts(self, item: Evidence) -> Iterator[Part]:
        """Yield what evidence adds, feature by feature.

        Parameters
        ----------
        item : Evidence
            One that adds up.

        Yields
        ------
        Part
            None of them is 0; endings are named.
        """
        added = item.weight * self.weighted[item.vector.columns] * item.vector.values
        for place in np.flatnonzero(added):
            block, token = self._name(int(item.vector.columns[place]))
            yield Part(block, token, item.label, float(added[place]))
        if nearness := self._nearness(item):
            name = apart(abs(self.year - item.year))
            yield Part(YEAR, name, item.label, float(item.weight * nearness))
        factor = item.weight * self.weights.get(LEARNED, 0.0)
        welcome = factor * self.plain[item.welcome.columns] * item.welcome.values
        for place in np.flatnonzero(welcome):
            block, token = self._name(int(item.welcome.columns[place]))
            yield Part(LEARNED, f"{block}: {token}", item.label, float(welcome[place]))

    def _nearness(self, item: Evidence) -> float:
        weight = self.weights.get(YEAR, 0.0)
        if not (item.year and self.year and weight):
            return 0.0
        return weight * float(year_kernel(np.array([self.year - item.year]), span=YEAR_SPAN)[0])

    def _name(self, column: int) -> tuple[str, str]:
        if column not in self.names:
            self.names[column] = self.space.feature(column)
        return self.names[column]


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
