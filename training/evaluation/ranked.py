"""From scores to a ranked list: what may not be shown is left out, ties stand in random order.

A catalogue is often sorted by fame. If ties kept its order, a method that gives many titles
the same score would be lent that fame. So a list has its ties in random order, and what a list
is worth is the mean over all such orders, see :mod:`training.evaluation.ties`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DIGITS = 6
"""Scores that agree in so many decimals are equal: beyond them stands rounding, not similarity."""
SEED = 7


@dataclass(frozen=True, slots=True)
class Ranking:
    """All titles in the order of their scores.

    Parameters
    ----------
    scores : ndarray of float64, shape (n_titles,)
        Rounded scores; minus infinity for a title that may not be shown.
    unit : int
        Number of the source or user, which draws the order of ties.
    """

    scores: NDArray[np.float64]
    unit: int

    def contenders(self, k: int) -> NDArray[np.int64]:
        """Return the titles that one of k places may go to.

        Parameters
        ----------
        k : int
            Number of places; at least 1.

        Returns
        -------
        ndarray of int64
            Rows, best first: the first k of them are a list, the rest tie with its last.
        """
        k = min(k, len(self.scores))
        least = np.partition(self.scores, -k)[-k]
        rows = np.flatnonzero((self.scores >= least) & np.isfinite(self.scores))
        lots = np.random.default_rng([SEED, self.unit]).random(len(rows))
        return rows[np.lexsort((lots, -self.scores[rows]))]


def rank(scores: NDArray[np.float64], *, excluded: NDArray[np.int64], unit: int) -> Ranking:
    """Return the ranking of some scores.

    Parameters
    ----------
    scores : ndarray of float64, shape (n_titles,)
        Higher is better.
    excluded : ndarray of int64
        Rows that may not be shown.
    unit : int
        Number of the source or user: each has its own random order of ties.

    Returns
    -------
    Ranking
        Equal scores and units give equal rankings.

    Raises
    ------
    ValueError
        If a score is not a number.
    """
    if np.isnan(scores).any():
        msg = "a score is NaN: no title can be ranked by it"
        raise ValueError(msg)
    rounded = np.asarray(np.round(scores, DIGITS), dtype=np.float64)
    rounded[excluded] = -np.inf
    return Ranking(rounded, unit)
