"""From ratings to pairs: titles that are liked by the same viewers, more than their fame explains."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from training.evaluation import Pairs, Ratings
from training.evaluation.viewers import liked_mask

LEAST_VIEWERS = 3
"""A pair counts that so many viewers like."""
N_TARGETS = 10
"""So many pairs a source."""


def co_liked_pairs(ratings: Ratings, *, n_titles: int) -> Pairs:
    """Return each title's nearest titles by who likes them.

    A viewer with n likes has the weight 1/n, so that a viewer who likes everything says no more
    than another. A pair is divided by the root of both titles' weights: the cosine, in which
    fame cancels. Of each title the ten highest of these are taken.

    Parameters
    ----------
    ratings : Ratings
        Ratings by viewers.
    n_titles : int
        Number of titles in the catalogue.

    Returns
    -------
    Pairs
        Weight: that cosine. Empty if no two titles are liked by the same three viewers.
    """
    liked = liked_mask(ratings)
    shape = (len(ratings.users), n_titles)
    table = sparse.csr_matrix((np.ones(int(liked.sum())), (ratings.user[liked], ratings.row[liked])), shape)
    n_likes = np.asarray(table.sum(axis=1)).ravel()
    fair = sparse.csr_matrix(sparse.diags(1 / np.maximum(n_likes, 1)) @ table)
    together = sparse.csr_matrix(table.T @ fair)
    size = np.sqrt(np.maximum(together.diagonal(), 1e-12))
    near = sparse.csr_matrix(sparse.diags(1 / size) @ together @ sparse.diags(1 / size))
    is_enough = sparse.csr_matrix(table.T @ table)
    is_enough.data = (is_enough.data >= LEAST_VIEWERS).astype(np.float64)
    near = sparse.csr_matrix(near.multiply(is_enough))
    near.setdiag(0)
    near.eliminate_zeros()
    found = [
        (source, int(near.indices[place]), float(near.data[place]))
        for source in range(n_titles)
        for place in _nearest(near, source)
    ]
    ordered = sorted(found)
    ends = np.array([(source, target) for source, target, _ in ordered], dtype=np.int64).reshape(-1, 2)
    return Pairs(ends[:, 0], ends[:, 1], np.array([weight for *_, weight in ordered], dtype=np.float64))


def _nearest(near: sparse.csr_matrix, source: int) -> list[int]:
    places = np.arange(near.indptr[source], near.indptr[source + 1])
    order = np.lexsort((near.indices[places], -near.data[places]))
    return [int(place) for place in places[order[:N_TARGETS]]]
