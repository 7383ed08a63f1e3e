"""Re-ranking for variety: maximal marginal relevance over a fixed pool."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

POOL = 200
"""How many of the best titles are re-ranked; fixed, so that a longer list begins with the shorter."""


def maximal_marginal_relevance(
    scores: NDArray[np.float64], similarity: NDArray[np.float64], *, diversity: float
) -> NDArray[np.int64]:
    """Return the order in which each next title is both relevant and unlike those before it.

    Greedy MMR (Carbonell and Goldstein 1998): the next title has the highest
    ``(1 − λ)·relevance − λ·max similarity to those chosen``. Relevance is the score over the
    best score, and similarity is taken over that of the most similar pair: both reach 1, so
    that λ means the same in every catalogue. The first title is the best one whatever λ.

    Parameters
    ----------
    scores : ndarray of float64, shape (n,)
        Scores, best first.
    similarity : ndarray of float64, shape (n, n)
        Pairwise similarity of the titles, symmetric.
    diversity : float
        λ, from 0 (by score alone) to 1.

    Returns
    -------
    ndarray of int64, shape (n,)
        Positions in the new order; equal values keep the old order.
    """
    if not len(scores):
        return np.empty(0, dtype=np.int64)
    relevance = scores / (np.abs(scores).max() or 1.0)
    pairs = similarity[np.triu_indices(len(scores), 1)]
    likeness = similarity / (pairs.max(initial=0.0) or 1.0)
    order, nearest = [0], likeness[0].copy()
    open_ = np.ones(len(scores), dtype=np.bool_)
    open_[0] = False
    while open_.any():
        value = np.where(open_, (1 - diversity) * relevance - diversity * nearest, -np.inf)
        chosen = int(np.argmax(value))
        order.append(chosen)
        open_[chosen] = False
        np.maximum(nearest, likeness[chosen], out=nearest)
    return np.array(order, dtype=np.int64)


def intra_list_similarity(similarity: NDArray[np.float64]) -> float:
    """Return the mean similarity of all pairs of a list.

    Parameters
    ----------
    similarity : ndarray of float64, shape (n, n)
        Pairwise similarity of the list's titles.

    Returns
    -------
    float
        1 minus the intra-list diversity of Ziegler et al. (2005); 0 for less than two titles.
    """
    n = len(similarity)
    return float(similarity[np.triu_indices(n, 1)].mean()) if n > 1 else 0.0
