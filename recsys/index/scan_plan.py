"""A question in the whole numbers of a scan, and a proof of how far a scan can be off."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recsys.features import year_nearness
from recsys.index.inverted import GREATEST_HUB, LEVELS, POSTING_LEVELS, InvertedIndex
from recsys.index.protocol import QueryVector

HIGHEST = 2**16 - 1
"""Sums of a scan are unsigned numbers of 16 bits."""
SHIFT = 8
"""Weights of postings are whole multiples of 2 to the power of minus this."""
HALF_UNIT = 1 << (SHIFT - 1)
_LEAST_ROOM = HIGHEST / 4
FOR_YEARS = 4
FOR_ARITHMETIC = 2
ROUNDED = 0.5
LEAST_UNIT = 1e-300
"""Numbers that are not much smaller have fewer digits, and nothing is proved of those."""
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
        Posting lists to add.
    posting_weights : ndarray of int32, shape (n_rare,)
        Their weights, in 256ths.
    amounts : ndarray of int32, shape (n_years,)
        What each year adds before the hub factor.
    most : ndarray of int64, shape (2,)
        How many columns and postings count for one title at most.
    inner : tuple of ScanTerms
        Scans whose mean comes on top; each one's sums may exceed its own by its excess.
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
    most: NDArray[np.int64]
    inner: tuple[ScanTerms, ...]
    shares: Floats
    power: float

    @property
    def excess(self) -> float:
        """By how many units a sum can be too low; the proof is :class:`ScanPlan`."""
        w, v = self.column_weights.astype(np.float64), self.posting_weights.astype(np.float64)
        of_columns = np.where(w >= 0, (w + LEVELS + 0.5) / 2, LEVELS / 2 - w + 1)
        of_postings = np.where(v >= 0, (v + POSTING_LEVELS + 0.5) / 2, POSTING_LEVELS / 2 - v + 1)
        errors = _greatest(of_columns, self.most[0])
        errors += _greatest(of_postings / (1 << SHIFT) + ROUNDED, self.most[1])
        return errors + FOR_YEARS + FOR_ARITHMETIC


@dataclass(frozen=True, slots=True)
class ScanPlan:
    """The scans of a question, and what their sums mean.

    A scan gives the title at each position an unsigned sum ``A`` of 16 bits, which stands for
    ``(A - start) · unit``. **A title's score, if it is above 0, is never greater than
    ``(A - start + excess) · unit``**, lifts apart. Proof, summand by summand, in units; a feature
    that the title lacks adds nothing to either side. ``L`` is a feature's largest value, ``c`` its
    weight over the unit, ``x`` the title's value, and ``k`` its code, which is ``x/L · levels``
    rounded, or 1 where that would be 0:

    - *Common feature*, with the weight ``w = round(c L / levels)``. If ``c ≥ 0``: ``c x ≤ (c L / levels)
      (k + 1/2) ≤ (w + 1/2)(k + 1/2) ≤ w k + w/2 + levels/2 + 1/4``. If ``c < 0``: ``x ≥ L/levels ·
      (k - 1)``, so ``c x ≤ (w + 1/2)(k - 1) ≤ w k + |w| + levels/2``.
    - *Posting*: the same with 255 levels and ``v = round(256 c L / 255)``, of which the scan adds
      ``v k / 256`` rounded: a 256th of that, and 1/2 for the rounding.
    - *Year*: its amount is rounded (1/2, times a hub factor of at most 2), the hub factor too (2^-15 of
      at most 2^16 units: 2), and the product is cut off (1).
    - *Dial*: a common feature with ``x`` from 0 to 2; its weight is taken off again, as a dial
      counts from -1. The sum ``S`` of all but the dials is not multiplied by its hub factor ``g`` where it is
      below 0, though the scan does so: that is ``(g - 1) |S|`` too low. As the score is above 0, ``|S|`` is
      at most what the dials add; and ``g`` is at most 2.
    - *Mean of scores* (:mod:`recsys.index.power_mean`): it grows with each of its scores, so that the
      mean of ``A - start + excess`` of their own scans, with 0 for those below 0, is not below it;
      it is rounded up.

    No title has more common features and more others than the one that has most. So neither its errors
    nor its score are greater than those of so many features that have the greatest ones.

    Two more units pay for the rounding of this arithmetic itself. No sum leaves the 16 bits at the
    end: all that is positive, all that is negative, and twice all errors fit between 0 and 2^16.

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
        room = HIGHEST - 2 * summands.slack
        if room < _LEAST_ROOM or summands.up <= summands.down:
            return None
        unit = (summands.up - summands.down) / room
        if unit < LEAST_UNIT:
            return None
        terms = summands.in_units(unit)
        # See "Dial": the hub factor of what is below 0.
        dials = abs(vector.escapism) + abs(vector.fame)
        features = replace(summands, common=summands.common[: len(summands.common) - summands.n_dials])
        unscaled = min(-(GREATEST_HUB - 1) * features.down, dials)
        return cls(
            unit=unit,
            start=int(np.ceil(summands.slack - summands.down / unit)),
            excess=terms.excess + (unscaled - vector.escapism - vector.fame) / unit,
            terms=terms,
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

    @classmethod
    def of(cls, vector: QueryVector, inverted: InvertedIndex, share: float) -> _Summands:
        most = share * vector.coefficients * inverted.largest[vector.columns]
        place = inverted.place[vector.columns].astype(np.int64)
        is_common = place >= 0
        dials = np.array([vector.escapism, vector.fame])
        is_turned = np.flatnonzero(dials)
        return cls(
            places=np.concatenate([place[is_common], inverted.n_common + is_turned]),
            common=np.concatenate([most[is_common], 2 * dials[is_turned]]),
            features=vector.columns[~is_common].astype(np.int64),
            rare=most[~is_common],
            by_year=share * _by_year(vector, inverted.years),
            most=inverted.most,
            inner=tuple(cls.of(one, inverted, share * vector.share) for one in vector.each),
            shares=vector.each_weights / (vector.each_weights.sum() or 1.0),
            power=vector.power,
            n_dials=len(is_turned),
        )

    @property
    def up(self) -> float:
        own = _greatest(self.common, self.most[0]) + _greatest(self.rare, self.most[1])
        year = GREATEST_HUB * float(self.by_year.max(initial=0.0))
        return own + year + max((one.up + one.doubt for one in self.inner), default=0.0)

    @property
    def doubt(self) -> float:
        """The part of the excess that grows with the weights, as a score."""
        columns, postings = np.abs(self.common) / LEVELS, np.abs(self.rare) / POSTING_LEVELS
        return _greatest(columns, self.most[0]) + _greatest(postings, self.most[1])

    @property
    def down(self) -> float:
        own = -_greatest(-self.common, self.most[0]) - _greatest(-self.rare, self.most[1])
        year = GREATEST_HUB * float(self.by_year.min(initial=0.0))
        return min(own + year, *(one.down for one in self.inner), 0.0)

    @property
    def slack(self) -> float:
        n_common, n_rare = min(len(self.common), self.most[0]), min(len(self.rare), self.most[1])
        own = (LEVELS / 2 + 1) * n_common + 2 * n_rare + 2 * FOR_YEARS
        # Twice: for what rounding adds to an inner sum, and for the excess that comes on top of it.
        return float(own) + 2 * max((one.slack for one in self.inner), default=0.0)

    def in_units(self, unit: float) -> ScanTerms:
        return ScanTerms(
            places=self.places,
            column_weights=np.rint(self.common / (unit * LEVELS)).astype(np.int16),
            features=self.features,
            posting_weights=np.rint(self.rare / (unit * POSTING_LEVELS) * (1 << SHIFT)).astype(np.int32),
            amounts=np.rint(self.by_year / unit).astype(np.int32),
            most=self.most,
            inner=tuple(one.in_units(unit) for one in self.inner),
            shares=self.shares,
            power=self.power,
        )


def _greatest(values: Floats, most: np.int64) -> float:
    """The sum of so many of the greatest values, those below 0 left out."""
    if most <= 0:
        return 0.0
    if len(values) > most:
        values = np.partition(values, len(values) - most)[len(values) - most :]
    return float(np.maximum(values, 0.0).sum())


def _by_year(vector: QueryVector, years: NDArray[np.int16]) -> Floats:
    if not len(vector.years):
        return np.zeros(len(years))
    distances = np.abs(years.astype(np.int64)[None, :] - vector.years[:, None])
    table = vector.year_coefficients @ year_nearness()[distances]
    table[years == 0] = 0.0
    return np.asarray(table, dtype=np.float64)
