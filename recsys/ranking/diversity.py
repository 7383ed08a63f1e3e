"""Re-ranking for variety: marginal relevance over a fixed pool."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

POOL = 200
"""How many of the best titles are re-ranked; fixed, so that a longer list begins with the shorter."""


WINDOW, MOST_ALIKE, FEWEST = 10, 4, 50
"""No more than four titles of one director or country among ten, in a list of at least fifty."""

Labels = Sequence[frozenset[str]]
"""What must not repeat too often, for each title: its directors and countries."""


def maximal_marginal_relevance(
    scores: NDArray[np.float64],
    similarity: NDArray[np.float64],
    *,
    diversity: float,
    tiers: NDArray[np.int8] | None = None,
    labels: Labels | None = None,
) -> NDArray[np.int64]:
    """Return the order in which each next title is both relevant and unlike those before it.

    Greedy, as MMR (Carbonell and Goldstein 1998): the next title has the highest
    ``(1 − λ)·relevance − λ·mean similarity to those chosen``. The mean takes the place of their
    maximum, which makes it the greedy of max-sum diversification (Borodin, Lee and Ye 2012,
    section 4): what is measured, the similarity of all pairs, is what is lowered. With the
    maximum it rose again with λ for some seeds. Relevance is the score over the
    best score, and similarity is taken over that of the most similar pair: both reach 1, so
    that λ means the same in every catalogue. The first title is the best one whatever λ. A title
    whose label has been there four times among the ten of a page is passed over while another is
    left; not so in a list of less than five pages, which leaves little to choose from.

    Parameters
    ----------
    scores : ndarray of float64, shape (n,)
        Scores, best first within each tier.
    similarity : ndarray of float64, shape (n, n)
        Pairwise similarity of the titles, symmetric.
    diversity : float
        λ, from 0 (by score alone) to 1.
    tiers : ndarray of int8, shape (n,), or None
        Ascending; all of one tier come before the next. None is one tier.
    labels : sequence of frozenset of str, or None
        Directors and countries of each title; None limits nothing.

    Returns
    -------
    ndarray of int64, shape (n,)
        Positions in the new order; equal values keep the old order.
    """
    n = len(scores)
    if not n:
        return np.empty(0, dtype=np.int64)
    ranks = np.zeros(n, dtype=np.int8) if tiers is None else tiers
    relevance = scores / (np.abs(scores).max() or 1.0)
    pairs = similarity[np.triu_indices(n, 1)]
    likeness = similarity / (pairs.max(initial=0.0) or 1.0)
    bears = _incidence(labels if labels is not None and n >= FEWEST else [frozenset()] * n)
    order, summed = [0], likeness[0].copy()
    open_ = np.ones(n, dtype=np.bool_)
    open_[0] = False
    while open_.any():
        eligible = open_ & (ranks == ranks[open_].min())
        page = order[len(order) // WINDOW * WINDOW :]
        is_full = bears[page].sum(axis=0) >= MOST_ALIKE
        fresh = eligible & ~bears[:, is_full].any(axis=1)
        value = (1 - diversity) * relevance - diversity * summed / len(order)
        chosen = int(np.argmax(np.where(fresh if fresh.any() else eligible, value, -np.inf)))
        order.append(chosen)
        open_[chosen] = False
        summed += likeness[chosen]
    return np.array(order, dtype=np.int64)


def _incidence(labels: Labels) -> NDArray[np.bool_]:
    names = {name: place for place, name in enumerate(sorted(set().union(*labels)))}
    bears = np.zeros((len(labels), len(names)), dtype=np.bool_)
    for row, own in enumerate(labels):
        bears[row, [names[name] for name in own]] = True
    return bears


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
