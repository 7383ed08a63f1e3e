"""What a search index is asked and what it answers; every index computes the same score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import SparseVector
from recsys.index.power_mean import NEAREST

Rows = NDArray[np.int64]
Scores = NDArray[np.float64]
Mask = NDArray[np.bool_]

NO_LIFTS = SparseVector(np.empty(0, dtype=np.int32), np.empty(0))


@dataclass(frozen=True, slots=True)
class QueryVector:
    """A question as numbers, block weights and seed weights multiplied in.

    The score of title *d* is ``g_d (Σ_j coefficients_j · x_dj + Σ_i year_coefficients_i ·
    k(y_i, y_d) + M_d) + escapism · e_d + fame · f_d + l_d`` with its hub factor ``g_d``, which is 1
    for a sum below 0; what is unknown adds 0. ``M_d`` is the power mean of the scores of the
    questions in ``each``, without hub factors: ``share · (Σ_s a_s s_d^p / Σ_s a_s)^(1/p)``, scores
    below 0 counted as 0. Each of these questions may hold further ones.

    Parameters
    ----------
    columns : ndarray of int32, shape (n,)
        Features that the question has, ascending.
    coefficients : ndarray of float64, shape (n,)
        Their signed weights.
    years : ndarray of int64, shape (m,)
        Known years of the seeds.
    year_coefficients : ndarray of float64, shape (m,)
        Their signed weights.
    escapism : float
        Weight of the grounded-escapist dial.
    traits : ndarray of int32
        Features of which a result must share at least one; all of them are among the columns.
    each : tuple of QueryVector
        Questions that stand for themselves, without dials and lifts of their own.
    each_weights : ndarray of float64, shape (len(each),)
        Their positive weights ``a_s``.
    share : float
        What the power mean counts.
    power : float
        ``p``; see :mod:`recsys.index.power_mean`.
    fame : float
        Weight of the dial between little known and famous.
    lifts : SparseVector
        What is added to single titles, by row.
    """

    columns: NDArray[np.int32]
    coefficients: NDArray[np.float64]
    years: NDArray[np.int64]
    year_coefficients: NDArray[np.float64]
    escapism: float
    traits: NDArray[np.int32]
    each: tuple[QueryVector, ...] = ()
    each_weights: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    share: float = 0.0
    power: float = NEAREST
    fame: float = 0.0
    lifts: SparseVector = NO_LIFTS

    @property
    def is_sum(self) -> bool:
        """Whether blocks, years and hub factors are all that there is."""
        return not (self.each or self.escapism or self.fame or len(self.lifts.columns))

    @property
    def is_empty(self) -> bool:
        """Whether it gives every title the score 0."""
        added = self.escapism or self.fame or len(self.lifts.columns)
        return not (len(self.columns) or len(self.years) or self.each or added)


@dataclass(frozen=True, slots=True)
class Hits:
    """Rows and their scores, best first; equal scores in the order of their rows."""

    rows: Rows
    scores: Scores


class Index(Protocol):
    """Exact top-k search over all titles of a model."""

    def top(self, vector: QueryVector, k: int, tiers: Sequence[Mask], *, sharing: bool = False) -> list[Hits]:
        """Return the k best titles of each tier, or all of them if they are fewer.

        Parameters
        ----------
        vector : QueryVector
            The question.
        k : int
            How many of each tier, at least 1.
        tiers : sequence of ndarray of bool, shape (n_titles,)
            Disjoint sets of titles that may be returned.
        sharing : bool
            Leave out titles that share none of the question's traits.

        Returns
        -------
        list of Hits
            For each tier exact scores, ties broken by row.
        """

    def scores(self, vector: QueryVector, rows: Rows | None = None) -> Scores:
        """Return exact scores.

        Parameters
        ----------
        vector : QueryVector
            The question.
        rows : ndarray of int64, shape (n,), or None
            Titles; None takes all.

        Returns
        -------
        ndarray of float64, shape (n,)
            In the order of the rows.
        """

    def sharing(self, vector: QueryVector) -> Mask:
        """Return which titles share at least one of the question's traits.

        Parameters
        ----------
        vector : QueryVector
            The question.

        Returns
        -------
        ndarray of bool, shape (n_titles,)
            True where a trait is shared.
        """
