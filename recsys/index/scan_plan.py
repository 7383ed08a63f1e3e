"""A question in the whole numbers of a scan, and a proof that a scan is never too low."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recsys.features import year_nearness
from recsys.index.inverted import GREATEST_HUB, InvertedIndex
from recsys.index.protocol import QueryVector
from recsys.index.scan_units import (
    FOR_ARITHMETIC,
    HIGHEST,
    OF_MEAN,
    in_units,
    reach,
    slack_of,
    start_of,
    unit_of,
)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ScanTerms:
    """What one scan adds up, in whole units.

    Parameters
    ----------
    places : ndarray of int64, shape (n_common,)
        Columns to add, dials included.
    column_weights : ndarray of int16, shape (n_common,)
        Their weights.
    features : ndarray of int64, shape (n_rare,)
        Posting lists to add; none has a weight below 0.
    posting_weights : ndarray of int32, shape (n_rare,)
        Their weights, in 256ths.
    amounts : ndarray of int32, shape (n_years,)
        What each year adds before the hub factor.
    inner : tuple of ScanTerms
        Scans whose mean comes on top.
    shares : ndarray of float64, shape (n_inner,)
        How much each counts in the mean.
    power : float
        Power of the mean.
    """

    places: NDArray[np.int64]
    column_weights: NDArray[np.int16]
    features: NDArray[np.int64]
    posting_weights: NDArray[np.int32]
    amounts: NDArray[np.int32]
    inner: tuple[ScanTerms, ...]
    shares: Floats
    power: float


@dataclass(frozen=True, slots=True)
class ScanPlan:
    """The scans of a question, and what their sums mean.

    A scan gives the title at each position an unsigned sum ``A`` of 16 bits, which stands for
    ``(A - start) · unit``. **A title's score, if it is above 0, is never greater than
    ``(A - start + excess) · unit``**, lifts apart. Proof: every summand is rounded up, and a feature
    that the title lacks adds nothing to either side. In units, with ``L`` a feature's largest value as it is
    stored, rounded up, ``c`` its weight, ``x`` the title's value and ``k`` its code, which is
    ``x/L · levels`` rounded up, so that ``L/levels · (k - 1) < x ≤ L/levels · k``:

    - *Common feature*, with the weight ``w``, which is ``c L / levels`` rounded up. If ``c ≥ 0``, then
      ``c x ≤ c L / levels · k ≤ w k``, and the scan adds ``w k``. If ``c < 0``, then ``c x ≤ c L / levels
      · (k - 1) ≤ w (k - 1)``, and the scan adds that.
    - *Posting*: the same with as many levels as its code has, and a weight in 256ths; what is added is
      rounded up again. If ``c < 0``, nothing is scanned, as ``c x ≤ 0``: of rare features few titles have
      enough to matter, and those get their exact score.
    - *Year*: its amount, the hub factor and their product are rounded up; where the amount is below 0,
      the factor is rounded down: its code less one.
    - *Dial*: a common feature with ``x`` from 0 to 2; its weight is taken off again, as a dial
      counts from -1. The sum ``S`` of all but the dials is not multiplied by its hub factor ``g`` where it is
      below 0, though the scan does so: that is ``(g - 1) |S|`` too low. As the score is above 0, ``|S|`` is
      at most what the dials add; and ``g`` is at most 2. That is the excess. (What is scanned of ``S`` is
      ``S' ≥ S``, without rare features that take off. At or above 0 it is not too low; below 0 it is
      nearer to 0 than ``S``.)
    - *Mean of scores* (:mod:`recsys.index.power_mean`): it grows with each of its scores, so that the
      mean of ``A - start + excess`` of their own scans, with 0 for those below 0, is not below it;
      it is rounded up.

    The excess holds :data:`FOR_ARITHMETIC` besides. A title has no more common features and no more
    others than the one that has most. So its sum is not above that of so many features at their
    largest values, with the at most ``levels`` that rounding a weight up adds to each. The unit is so
    large that this stays within the 16 bits.

    Parameters
    ----------
    unit : float
        What one unit is in scores.
    start : int
        Sum of a title that has nothing, dials aside.
    excess : float
        See above; units.
    terms : ScanTerms
        What is added.
    """

    unit: float
    start: int
    excess: float
    terms: ScanTerms

    @classmethod
    def of(cls, vector: QueryVector, inverted: InvertedIndex) -> ScanPlan | None:
        """Return the plan of a question.

        Parameters
        ----------
        vector : QueryVector
            The question.
        inverted : InvertedIndex
            What will be scanned.

        Returns
        -------
        ScanPlan or None
            None if the question has nothing to scan for, or too much for 16 bits.
        """
        summands = _Summands.of(vector, inverted, 1.0)
        unit = unit_of(summands.up, summands.down, summands.slack)
        if not unit:
            return None
        # See "Dial": the hub factor of what is below 0.
        dials = abs(vector.escapism) + abs(vector.fame)
        features = replace(summands, common=summands.common[: len(summands.common) - summands.n_dials])
        unscaled = min(-(GREATEST_HUB - 1) * features.down, dials)
        return cls(
            unit=unit,
            start=start_of(summands.down, unit),
            excess=FOR_ARITHMETIC + (unscaled - vector.escapism - vector.fame) / unit,
            terms=summands.in_units(unit),
        )

    def score_below(self, threshold: int) -> float:
        """Return what no title exceeds whose sum is below a threshold.

        Parameters
        ----------
        threshold : int
            Sum of a scan.

        Returns
        -------
        float
            A score, or 0.
        """
        return max((threshold - 1 - self.start + self.excess) * self.unit, 0.0)

    def threshold_for(self, score: float) -> int:
        """Return a threshold below which no title reaches a score.

        Parameters
        ----------
        score : float
            A score.

        Returns
        -------
        int
            The greatest one, within the 16 bits.
        """
        return int(np.clip(np.floor(score / self.unit + self.start - self.excess), 0, HIGHEST))


@dataclass(frozen=True, slots=True)
class _Summands:
    """What each feature and year can add at most, as scores."""

    places: NDArray[np.int64]
    common: Floats
    features: NDArray[np.int64]
    rare: Floats
    by_year: Floats
    most: NDArray[np.int64]
    inner: tuple[_Summands, ...]
    shares: Floats
    power: float
    n_dials: int
    posting_levels: int

    @classmethod
    def of(cls, vector: QueryVector, inverted: InvertedIndex, share: float) -> _Summands:
        most = share * vector.coefficients * inverted.largest_of(vector.columns)
        place = inverted.places(vector.columns)
        is_common, is_rare = place >= 0, (place < 0) & (most > 0)
        dials = np.array([vector.escapism, vector.fame])
        is_turned = np.flatnonzero(dials)
        return cls(
            places=np.concatenate([place[is_common], inverted.n_common + is_turned]),
            common=np.concatenate([most[is_common], 2 * dials[is_turned]]),
            features=vector.columns[is_rare].astype(np.int64),
            rare=most[is_rare],
            by_year=share * _by_year(vector, inverted.years),
            most=inverted.most,
            inner=tuple(cls.of(one, inverted, share * vector.share) for one in vector.each),
            shares=vector.each_weights / (vector.each_weights.sum() or 1.0),
            power=vector.power,
            n_dials=len(is_turned),
            posting_levels=inverted.posting_levels,
        )

    @property
    def up(self) -> float:
        own = reach(self.common, self.rare, self.by_year, self.most)
        return own + max((one.up for one in self.inner), default=0.0)

    @property
    def down(self) -> float:
        own = -reach(-self.common, -self.rare, -self.by_year, self.most)
        return min(own, *(one.down for one in self.inner), 0.0)

    @property
    def slack(self) -> float:
        own = slack_of(len(self.common), len(self.rare), self.most)
        return own + max((one.slack + OF_MEAN for one in self.inner), default=0.0)

    def in_units(self, unit: float) -> ScanTerms:
        column_weights, posting_weights, amounts = in_units(
            self.common, self.rare, self.by_year, unit, self.posting_levels
        )
        return ScanTerms(
            places=self.places,
            column_weights=column_weights,
            features=self.features,
            posting_weights=posting_weights,
            amounts=amounts,
            inner=tuple(one.in_units(unit) for one in self.inner),
            shares=self.shares,
            power=self.power,
        )


def _by_year(vector: QueryVector, years: NDArray[np.int16]) -> Floats:
    if not len(vector.years):
        return np.zeros(len(years))
    distances = np.abs(years.astype(np.int64)[None, :] - vector.years[:, None])
    table = vector.year_coefficients @ year_nearness()[distances]
    table[years == 0] = 0.0
    return np.asarray(table, dtype=np.float64)
