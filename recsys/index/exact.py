"""Exact top-k search: a coarse scan of all titles, and exact scores of those that it cannot rule out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import SparseVector, frozen
from recsys.features import year_nearness
from recsys.index.chosen_kernels import chosen_kernels
from recsys.index.inverted import InvertedIndex
from recsys.index.kernels import Kernels
from recsys.index.packed_rows import PackedRows
from recsys.index.power_mean import power_mean
from recsys.index.protocol import Hits, Mask, QueryVector, Rows, Scores
from recsys.index.scan import Scan
from recsys.index.scan_units import HIGHEST

FEW = 1024
"""So many titles, and one in :data:`FEW_OF` of all, are scored without a scan: that takes as long."""
FEW_OF = 1000
_SPARE = 1.4
"""So many times as many titles are looked at first as should be needed."""
_WIDER = 8


@dataclass(frozen=True)
class ExactIndex:
    """The titles' rows, the inverted index over them, and the columns that the score needs besides.

    Parameters
    ----------
    rows : PackedRows
        Titles × features, float32, unweighted blocks.
    inverted : InvertedIndex
        The same, coarsely, by feature.
    year : ndarray of int16, shape (n_titles,)
        Year of each title; 0 is unknown.
    escapism, fame : ndarray of float32, shape (n_titles,)
        -1 to +1; NaN is unknown.
    hubs : ndarray of float32, shape (n_titles,)
        Hub factors, around 1.
    is_checked : bool
        Whether every number was checked, so that compiled loops may run over them.
    """

    rows: PackedRows
    inverted: InvertedIndex
    year: NDArray[np.int16]
    escapism: NDArray[np.float32]
    fame: NDArray[np.float32]
    hubs: NDArray[np.float32]
    is_checked: bool = True

    @property
    def kernels(self) -> Kernels:
        """The loops that are used now."""
        return chosen_kernels(is_checked=self.is_checked)

    @cached_property
    def given(self) -> tuple[tuple[Any, ...], ...]:
        """All arrays as compiled searches take them: the matrix, by position, by feature, by title."""
        of_titles = (self.year, self.hubs, year_nearness())
        return (
            self.rows.given,
            *(self.inverted.by_position, self.inverted.by_feature),
            tuple(frozen(array) for array in of_titles),
        )

    def top(self, vector: QueryVector, k: int, tiers: Sequence[Mask], *, sharing: bool = False) -> list[Hits]:
        """Return the k best titles of each tier; see :class:`recsys.index.protocol.Index`.

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
        return [self._best(vector, k, tier, sharing) for tier in tiers]

    def _best(self, vector: QueryVector, k: int, tier: Mask, sharing: bool) -> Hits:
        kernels = self.kernels
        if kernels.searches is not None and vector.is_sum and not vector.is_empty:
            return kernels.searches.search(self, vector, k, tier, sharing=sharing)
        n_titles, n_eligible = len(self.year), int(np.count_nonzero(tier))
        if n_eligible > max(FEW + n_titles // FEW_OF, k) and not vector.is_empty:
            scanned = Scan.of(vector, self.inverted, kernels)
            if scanned is not None:
                wanted = int(_SPARE * k * n_titles / n_eligible) + 1
                return self._descend(vector, k, tier, wanted, scanned, sharing)
        rows = self._shared(vector, np.flatnonzero(tier), sharing)
        if vector.is_empty:
            return Hits(rows[:k], np.zeros(min(k, len(rows))))
        return best(rows, self.scores(vector, rows), k)

    def _descend(
        self, vector: QueryVector, k: int, tier: Mask, wanted: int, scanned: Scan, sharing: bool
    ) -> Hits:
        """Score titles from the top of the scan down, until none below can be among the best.

        This is the threshold algorithm (Fagin, Lotem and Naor 2003, section 4) with one list.
        """
        low, high = scanned.seed(wanted), HIGHEST + 1
        lifted = vector.lifts.columns
        rows = self._shared(vector, lifted[tier[lifted]].astype(np.int64), sharing)
        scores = self.scores(vector, rows)
        while True:
            more = self.inverted.order[scanned.between(low, high)].astype(np.int64)
            more = more[tier[more]]
            if len(lifted):
                more = np.setdiff1d(more, lifted)
            more = self._shared(vector, more, sharing)
            rows = np.concatenate([rows, more])
            scores = np.concatenate([scores, self.scores(vector, more)])
            kth = float(np.partition(scores, len(scores) - k)[len(scores) - k]) if len(scores) >= k else -1.0
            if low <= 1 or kth > scanned.plan.score_below(low):
                return best(rows, scores, k)
            high = low
            if kth > 0:  # of 0 there may be any number of titles
                low = max(scanned.plan.threshold_for(kth), 1)
            else:
                wanted *= _WIDER
                low = min(scanned.seed(wanted), high - 1) if wanted < len(self.year) else 1

    def _shared(self, vector: QueryVector, rows: Rows, sharing: bool) -> Rows:
        return self.sharing_rows(vector, rows) if sharing else rows

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
        which = np.arange(len(self.year)) if rows is None else rows
        if not len(which):
            return np.empty(0)
        scores = self._sum(vector, which)
        np.multiply(scores, self.hubs[which], out=scores, where=scores > 0)
        for weight, dial in ((vector.escapism, self.escapism), (vector.fame, self.fame)):
            if weight:
                scores += weight * np.nan_to_num(dial[which].astype(np.float64), nan=0.0)
        if len(vector.lifts.columns):
            place = np.searchsorted(vector.lifts.columns, which)
            place = np.minimum(place, len(vector.lifts.columns) - 1)
            scores += np.where(vector.lifts.columns[place] == which, vector.lifts.values[place], 0.0)
        return scores

    def _sum(self, vector: QueryVector, rows: Rows) -> Scores:
        """Blocks, years and what stands for itself, without hub factors."""
        scores = self.kernels.dot(self.rows, rows, SparseVector(vector.columns, vector.coefficients))
        if len(vector.years):
            scores += self._year_term(vector, rows)
        if vector.each:
            each = self._each(vector.each, rows)
            scores += vector.share * power_mean(each, vector.each_weights, vector.power)
        return scores

    def _each(self, questions: Sequence[QueryVector], rows: Rows) -> Iterator[Scores]:
        """The sums of several questions; of plain ones each row is read but once."""
        if any(one.each for one in questions):
            yield from (self._sum(one, rows) for one in questions)
            return
        columns = np.unique(np.concatenate([one.columns for one in questions]))
        values = np.zeros((len(columns), len(questions)))
        for place, one in enumerate(questions):
            values[np.searchsorted(columns, one.columns), place] = one.coefficients
        products = self.kernels.dot_many(self.rows, rows, columns, values)
        for place, one in enumerate(questions):
            own = products[:, place].copy()
            yield own + self._year_term(one, rows) if len(one.years) else own

    def _year_term(self, vector: QueryVector, rows: Rows) -> Scores:
        # One kernel of the distances for all questions; a sum in the order of the seeds.
        term, years = np.zeros(len(rows)), self.year[rows].astype(np.int64)
        for year, coefficient in zip(vector.years, vector.year_coefficients, strict=True):
            term += coefficient * year_nearness()[np.abs(years - year)]
        term[years == 0] = 0.0  # year 0 stands for unknown
        return term

    def sharing_rows(self, vector: QueryVector, rows: Rows) -> Rows:
        """Return those of a few titles that share at least one of the question's traits.

        Parameters
        ----------
        vector : QueryVector
            The question.
        rows : ndarray of int64, shape (n,)
            Titles.

        Returns
        -------
        ndarray of int64
            In the same order.
        """
        traits = SparseVector(vector.traits, np.ones(len(vector.traits)))
        return rows[self.kernels.dot(self.rows, rows, traits) > 0]

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
        shared = np.zeros(len(self.year), dtype=np.bool_)
        for feature in vector.traits:
            shared[self.inverted.holders(int(feature))] = True
        return shared


def best(rows: Rows, scores: Scores, k: int) -> Hits:
    """Return the k highest scores, ties broken by row.

    Parameters
    ----------
    rows : ndarray of int64, shape (n,)
        Titles.
    scores : ndarray of float64, shape (n,)
        Their scores.
    k : int
        How many, at least 1.

    Returns
    -------
    Hits
        At most k titles, best first.
    """
    if len(rows) > k:
        threshold = np.partition(scores, len(scores) - k)[len(scores) - k]
        above, tied = np.flatnonzero(scores > threshold), np.flatnonzero(scores == threshold)
        n_left = k - len(above)
        near = np.append(above, tied[np.argpartition(rows[tied], n_left - 1)[:n_left]])
        rows, scores = rows[near], scores[near]
    order = np.lexsort((rows, -scores))
    return Hits(rows[order], scores[order])
