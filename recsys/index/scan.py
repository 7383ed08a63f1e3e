"""Exact search by scanning the posting lists of the question's features.

This is the reference of every faster index: the scores are one weighted sum over postings, in
double precision, and nothing is skipped.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import Csr
from recsys.features import YEAR_SPAN, year_kernel
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
    escapism : ndarray of float32, shape (n_titles,)
        -1 to +1; NaN is unknown.
    """

    postings: Csr
    year: NDArray[np.int16]
    escapism: NDArray[np.float32]

    def top(self, vector: QueryVector, k: int, eligible: Mask) -> Hits:
        """Return the k best eligible titles; see :class:`recsys.index.protocol.Index`.

        Parameters
        ----------
        vector : QueryVector
            The question.
        k : int
            How many, at least 1.
        eligible : ndarray of bool, shape (n_titles,)
            Titles that may be returned.

        Returns
        -------
        Hits
            Exact scores, ties broken by row.
        """
        return top_k(self.scores(vector), k=k, eligible=eligible)

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
        rows, values, lengths = self._gather(vector.columns)
        weights = values * np.repeat(vector.coefficients, lengths)
        scores = np.bincount(rows, weights=weights, minlength=len(self.year)).astype(np.float64)
        if len(vector.years):
            scores += self._year_term(vector)
        if vector.escapism:
            scores += vector.escapism * np.nan_to_num(self.escapism, nan=0.0)
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
        shared[self._gather(vector.traits)[0]] = True
        return shared

    def _gather(
        self, columns: NDArray[np.int32]
    ) -> tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.int64]]:
        starts, stops = self.postings.indptr[columns], self.postings.indptr[columns + 1]
        pieces = [slice(int(a), int(b)) for a, b in zip(starts, stops, strict=True)]
        rows = [self.postings.indices[piece] for piece in pieces]
        values = [self.postings.data[piece] for piece in pieces]
        return (
            np.concatenate([np.empty(0, np.int32), *rows]),
            np.concatenate([np.empty(0, np.float32), *values]).astype(np.float64),
            stops - starts,
        )

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
