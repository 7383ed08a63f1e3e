"""How good one ranked list is, and how well scores tell good from bad."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def ndcg(gains: NDArray[np.float64], ideal: NDArray[np.float64], *, k: int) -> float:
    """Return the normalised discounted cumulative gain of a list.

    Järvelin and Kekäläinen 2002, with the discount ``1 / log2(1 + place)``. The ideal list holds
    as many hits as there are relevant titles, at most k.

    Parameters
    ----------
    gains : ndarray of float64, shape (n_shown,)
        Gain at each place, best place first; 0 for a title that is not relevant. A mean gain
        where titles tie for a place.
    ideal : ndarray of float64, shape (n_relevant,)
        Gains of all relevant titles, in any order; at least one above 0.
    k : int
        Places that count.

    Returns
    -------
    float
        0 to 1.
    """
    best = np.sort(ideal)[::-1]
    return float(_discounted(gains[:k]) / _discounted(best[:k]))


def recall(gains: NDArray[np.float64], *, n_relevant: int, k: int) -> float:
    """Return the share of the relevant titles that are shown.

    Parameters
    ----------
    gains : ndarray of float64, shape (n_shown,)
        1 at each place that holds a relevant title, best place first; a mean where titles tie.
    n_relevant : int
        Number of relevant titles; at least one.
    k : int
        Places that count.

    Returns
    -------
    float
        0 to 1; with more than k relevant titles 1 cannot be reached.
    """
    return float(gains[:k].sum() / n_relevant)


def auc(scores: NDArray[np.float64], is_good: NDArray[np.bool_]) -> float:
    """Return how often a good one scores above a bad one; a tie counts half.

    This is the area under the ROC curve, which equals the statistic of Mann and Whitney (1947)
    over the number of pairs of a good and a bad one.

    Parameters
    ----------
    scores : ndarray of float64, shape (n,)
        Scores; only their order matters.
    is_good : ndarray of bool, shape (n,)
        The judgement; at least one of each kind.

    Returns
    -------
    float
        0 to 1; .5 is chance.
    """
    return float(weighted_auc(scores, is_good, np.ones((1, len(scores))))[0])


def weighted_auc(
    scores: NDArray[np.float64], is_good: NDArray[np.bool_], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the AUC for several weightings of the same judgements at once.

    Parameters
    ----------
    scores : ndarray of float64, shape (n,)
        Scores; only their order matters.
    is_good : ndarray of bool, shape (n,)
        The judgement.
    weights : ndarray of float64, shape (m, n)
        How often each judgement counts, by weighting.

    Returns
    -------
    ndarray of float64, shape (m,)
        One AUC a weighting; NaN where only one kind has any weight.
    """
    order = np.argsort(scores, kind="stable")
    starts = np.flatnonzero(np.diff(scores[order], prepend=np.nan) != 0)
    sorted_weights, good = weights[:, order], is_good[order]
    # One column a group of equal scores.
    n_good = np.add.reduceat(sorted_weights * good, starts, axis=1)
    n_bad = np.add.reduceat(sorted_weights * ~good, starts, axis=1)
    worse = np.cumsum(n_bad, axis=1) - n_bad
    won = (n_good * (worse + n_bad / 2)).sum(axis=1)
    of = n_good.sum(axis=1) * n_bad.sum(axis=1)
    chances = np.full(len(weights), np.nan)
    np.divide(won, of, out=chances, where=of > 0)
    return chances


def _discounted(gains: NDArray[np.float64]) -> float:
    return float((gains / np.log2(np.arange(2, len(gains) + 2))).sum())
