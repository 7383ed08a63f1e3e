"""Whether two lists of the best titles are the same, as far as single precision can tell."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recsys.index import Hits

TOLERANCE = 2e-5
"""Peers add some fifty products in single precision, each with an error of 6e-8 of a score of at most
about 4."""


def difference(ours: Hits, rows: NDArray[np.int64], scores: NDArray[np.float64]) -> float:
    """Return how far a peer's list is from ours; at most :data:`TOLERANCE` for the same list.

    The scores of each rank are compared. A title that only the peer has counts by how far it is below our
    last one: titles whose scores are as good as equal may change places.

    Parameters
    ----------
    ours : Hits
        Our list.
    rows : ndarray of int64, shape (k,)
        The peer's titles, best first.
    scores : ndarray of float64, shape (k,)
        Their scores.

    Returns
    -------
    float
        Greatest difference of two scores; infinite for lists of other lengths.
    """
    if len(rows) != len(ours.rows):
        return float("inf")
    if not len(rows):
        return 0.0
    gap = float(np.abs(ours.scores - scores).max())
    strangers = ~np.isin(rows, ours.rows)
    below = np.abs(ours.scores[-1] - scores[strangers])
    return max(gap, float(below.max(initial=0.0)))


def assert_same(ours: Hits, rows: NDArray[np.int64], scores: NDArray[np.float64], *, what: str) -> None:
    """Raise an error unless a peer's list is ours.

    Parameters
    ----------
    ours : Hits
        Our list.
    rows : ndarray of int64, shape (k,)
        The peer's titles, best first.
    scores : ndarray of float64, shape (k,)
        Their scores.
    what : str
        What was asked, for the message.

    Raises
    ------
    AssertionError
        If they differ by more than rounding.
    """
    gap = difference(ours, rows, scores)
    if gap > TOLERANCE:
        msg = f"{what}: the lists differ by {gap:.3g}, more than the {TOLERANCE} that rounding explains"
        raise AssertionError(msg)


def best(scores: NDArray[np.float64], k: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the k highest scores as one does with numpy.

    Parameters
    ----------
    scores : ndarray of float64, shape (n_titles,)
        Score of every title.
    k : int
        How many, fewer than there are titles.

    Returns
    -------
    rows : ndarray of int64, shape (k,)
        Titles, best first.
    scores : ndarray of float64, shape (k,)
        Their scores.
    """
    rows = np.argpartition(scores, len(scores) - k)[len(scores) - k :]
    rows = rows[np.argsort(-scores[rows], kind="stable")]
    return rows.astype(np.int64), scores[rows]
