"""Exact search by scanning the posting lists of the question's features.

This is the reference of every faster index: the scores are one weighted sum over postings, in
double precision, and nothing is skipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import Csr
from recsys.features import YEAR_SPAN, year_kernel
from recsys.index.power_mean import power_mean
from recsys.index.protocol import Hits, Mask, QueryVector, Scores


@dataclass(frozen=True, slots=True)
class ScanIndex:
    """Posting lists with the columns that the score needs besides.

    Parameters
    ----------
    postings : Csr
        Features × titles: for each feature the rows that have it, and with which weight.
    year : ndarray of int16, shape (n_titles,)
        Year of each title; 0 is unknown.
    escapism, fame : ndarray of float32, shape (n_titles,)
        -1 to +1; NaN is unknown.
    hubs : ndarray of float32, shape (n_titles,)
        Hub factors, around 1.
    """

    postings: Csr
    year: NDArray[np.int16]
    escapism: NDArray[np.float32]
    fame: NDArray[np.float32]
    hubs: NDArray[np.float32]

    def top(self, vector: QueryVector, k: int, tiers: Sequence[Mask]) -> list[Hits]:
        """Return the k best titles of each tier; see :class:`recsys.index.protocol.Index`.

        Parameters
        ----------
        vector : QueryVector
            The question.
        k : int
            How many of each tier, at least 1.
        tiers : sequence of ndarray of bool, shape (n_titles,)
            Disjoint sets of titles that may be returned.

        Returns
        -------
        list of Hits
            For each tier exact scores, ties broken by row.
        """
        scores = self.scores(vector)
        return [top_k(scores, k=k, eligible=tier) for tier in tiers]

    def scores(self, vector: QueryVector) -> Scores:
        """Return the score of every title.

        Parameters
        ----------
        vector : QueryVector
            The question.

        Returns
        -------
        ndarray of float64, shape (n_titles,)
            Scores in row order.
        """
        scores = self._sum(vector)
        np.multiply(scores, self.hubs, out=scores, where=scores > 0)
        for weight, dial in ((vector.escapism, self.escapism), (vector.fame, self.fame)):
            if weight:
                scores += weight * np.nan_to_num(dial.astype(np.float64), nan=0.0)
        scores[vector.lifts.columns] += vector.lifts.values
        return scores

    def _sum(self, vector: QueryVector) -> Scores:
        """Blocks, years and what stands for itself, without hub factors."""
        scores = np.zeros(len(self.year))
        for column, coefficient in zip(vector.columns, vector.coefficients, strict=True):
            posting = self._posting(column)
            scores[self.postings.indices[posting]] += coefficient * self.postings.data[posting].astype(
                np.float64
            )
        if len(vector.years):
            scores += self._year_term(vector)
        if vector.each:
            each = (self._sum(one) for one in vector.each)
            scores += vector.share * power_mean(each, vector.each_weights, vector.power)
        return scores

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
        for column in vector.traits:
            shared[self.postings.indices[self._posting(column)]] = True
        return shared

    def _posting(self, column: np.int32) -> slice:
        return slice(int(self.postings.indptr[column]), int(self.postings.indptr[column + 1]))

    def _year_term(self, vector: QueryVector) -> Scores:
        # Few distinct years: one table of the whole sum, looked up for each title.
        calendar = np.arange(int(self.year.max()) + 1, dtype=np.int64)
        table = year_kernel(calendar[None, :] - vector.years[:, None], span=YEAR_SPAN)
        summed = vector.year_coefficients @ table
        summed[0] = 0.0  # year 0 stands for unknown
        return np.asarray(summed[self.year], dtype=np.float64)


def top_k(scores: Scores, *, k: int, eligible: Mask) -> Hits:
    """Return the k highest eligible scores, ties broken by row.

    Parameters
    ----------
    scores : ndarray of float64, shape (n_titles,)
        Score of every title.
    k : int
        How many, at least 1.
    eligible : ndarray of bool, shape (n_titles,)
        Titles that may be returned.

    Returns
    -------
    Hits
        At most k rows, best first.
    """
    rows = np.flatnonzero(eligible)
    found = scores[rows]
    if len(rows) > k:
        threshold = np.partition(found, len(found) - k)[len(found) - k]
        near = found >= threshold  # keeps every tie at the threshold
        rows, found = rows[near], found[near]
    order = np.lexsort((rows, -found))[:k]
    return Hits(rows[order], found[order])
