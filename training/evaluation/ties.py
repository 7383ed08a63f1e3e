"""What a list is worth on average over all orders of its ties.

A single random order would do, but its luck is as large as many a difference: on the test
half of the anime pairs the soup had nDCG@10 of .083 to .086 with ten seeds. The means are
exact and need no seed (McSherry and Najork 2008, *Computing information retrieval performance
measures efficiently in the presence of tied scores*).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def mean_gains(scores: NDArray[np.float64], gains: NDArray[np.float64], *, k: int) -> NDArray[np.float64]:
    """Return the mean gain at each of the first k places.

    Parameters
    ----------
    scores : ndarray of float64, shape (n,)
        Descending scores of all titles that one of the places may go to.
    gains : ndarray of float64, shape (n,)
        Their gains.
    k : int
        Number of places.

    Returns
    -------
    ndarray of float64, shape (min(n, k),)
        At each place the mean gain of the titles that tie for it.
    """
    group = np.cumsum(np.diff(scores, prepend=np.inf) != 0) - 1
    means = np.bincount(group, gains) / np.bincount(group)
    return np.asarray(means[group[:k]], dtype=np.float64)


def chance_of_hit(scores: NDArray[np.float64], hits: NDArray[np.bool_], *, k: int) -> float:
    """Return the chance that one of the first k places holds a hit.

    Parameters
    ----------
    scores : ndarray of float64, shape (n,)
        Descending scores of all titles that one of the places may go to.
    hits : ndarray of bool, shape (n,)
        Which of them are hits.
    k : int
        Number of places.

    Returns
    -------
    float
        0 or 1, and between them only where titles tie for the last places.
    """
    if not len(scores):
        return 0.0
    is_last = scores == scores[-1]
    if hits[~is_last].any():
        return 1.0
    left = k - int((~is_last).sum())
    return float(1 - _still_none(int(is_last.sum()), int(hits.sum()), left)[-1])


def mean_reciprocal_place(scores: NDArray[np.float64], relevant: NDArray[np.int64]) -> float:
    """Return the mean of 1 over the place of the first hit.

    Parameters
    ----------
    scores : ndarray of float64, shape (n_titles,)
        Scores of all titles in any order; minus infinity for one that is never shown.
    relevant : ndarray of int64, shape (n_relevant,)
        Rows of the hits.

    Returns
    -------
    float
        Over the whole ranking; 0 if no hit is ever shown.
    """
    best = scores[relevant].max()
    if not np.isfinite(best):
        return 0.0
    n_before, n_tied = int((scores > best).sum()), int((scores == best).sum())
    n_hits = int((scores[relevant] == best).sum())
    still_none = _still_none(n_tied, n_hits, n_tied - n_hits + 1)
    chances = -np.diff(still_none, prepend=1.0)
    return float((chances / (n_before + np.arange(1, len(chances) + 1))).sum())


def _still_none(n_tied: int, n_hits: int, n_places: int) -> NDArray[np.float64]:
    """Chance that the first 1, 2, … places among equals hold no hit (hypergeometric)."""
    drawn = np.arange(min(n_places, n_tied))
    chances = np.cumprod(np.maximum(n_tied - n_hits - drawn, 0) / (n_tied - drawn))
    return np.asarray(chances, dtype=np.float64)
