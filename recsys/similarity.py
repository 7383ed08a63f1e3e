"""Similarity of titles with each other, by the same weighted blocks as every score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from recsys.features import YEAR_SPAN, year_kernel
from recsys.model import Model
from recsys.ranking import LEARNED, YEAR, column_weights

if TYPE_CHECKING:
    from scipy import sparse


def weighted_rows(model: Model, rows: NDArray[np.int64]) -> sparse.csr_matrix:
    """Return titles × features with the block weights multiplied in once.

    Parameters
    ----------
    model : Model
        The model.
    rows : ndarray of int64, shape (n,)
        Titles.

    Returns
    -------
    scipy.sparse.csr_matrix of float64, shape (n, n_features)
        Its product with the unweighted rows is the score without the year term.
    """
    picked = matrix(model, rows).astype(np.float64)
    blocks = model.space.blocks_of(picked.indices)
    picked.data *= column_weights(model.space, model.info.weights)[blocks]
    return picked


def matrix(model: Model, rows: NDArray[np.int64] | None = None) -> sparse.csr_matrix:
    """Return the model's rows as a scipy matrix, in memory.

    Parameters
    ----------
    model : Model
        The model.
    rows : ndarray of int64, shape (n,), or None
        Titles; None takes all.

    Returns
    -------
    scipy.sparse.csr_matrix of float32, shape (n, n_features)
        Unweighted blocks.
    """
    from scipy import sparse  # a tenth of a second, which plain questions need not wait for

    found = model.rows.whole() if rows is None else model.rows.take(rows)
    shape = (found.n_rows, model.space.n_features)
    return sparse.csr_matrix((found.data, found.indices, found.indptr), shape=shape)


def scores_between(
    model: Model, rows: NDArray[np.int64], columns: NDArray[np.int64] | None = None
) -> NDArray[np.float64]:
    """Return the score of each of some titles as a seed, against others.

    This is the score of the contract for one seed, computed with scipy in a few lines: the
    reference that every index is tested against. It is not symmetric: each candidate's hub
    factor is its own.

    Parameters
    ----------
    model : Model
        The model.
    rows : ndarray of int64, shape (n,)
        Seeds.
    columns : ndarray of int64, shape (m,), or None
        Candidates; None takes all titles.

    Returns
    -------
    ndarray of float64, shape (n, m)
        Scores by the model's default weights.
    """
    hubs = model.hubs if columns is None else model.hubs[columns]
    scores = unscaled_scores_between(model, rows, columns) + _learned_between(model, rows, columns)
    return np.where(scores > 0, scores * hubs.astype(np.float64), scores)


def _learned_between(
    model: Model, rows: NDArray[np.int64], columns: NDArray[np.int64] | None
) -> NDArray[np.float64] | float:
    """What a second stage adds before the hub factors."""
    stage, weight = model.learned, model.info.weights.get(LEARNED, 0.0)
    if stage is None or not weight:
        return 0.0
    seeds, known = (matrix(model, own)[:, stage.columns].astype(np.float64) for own in (rows, columns))
    welcome = stage.prior.astype(np.float64) + seeds @ stage.square.astype(np.float64)
    return np.asarray(weight * (known @ welcome.T).T)


def unscaled_scores_between(
    model: Model, rows: NDArray[np.int64], columns: NDArray[np.int64] | None = None
) -> NDArray[np.float64]:
    """Return the same without the candidates' hub factors: symmetric.

    Parameters
    ----------
    model : Model
        The model.
    rows : ndarray of int64, shape (n,)
        Seeds.
    columns : ndarray of int64, shape (m,), or None
        Candidates; None takes all titles.

    Returns
    -------
    ndarray of float64, shape (n, m)
        The weighted blocks and the year term, without what was learned.
    """
    candidates = matrix(model, columns)
    scores = (weighted_rows(model, rows) @ candidates.astype(np.float64).T).toarray()
    years = np.asarray(model.facets.year, dtype=np.int64)
    theirs = years if columns is None else years[columns]
    kernel = year_kernel(years[rows][:, None] - theirs[None, :], span=YEAR_SPAN)
    known = (years[rows] != 0)[:, None] & (theirs != 0)[None, :]
    return np.asarray(scores + model.info.weights[YEAR] * kernel * known)


def pairwise_cosine(model: Model, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the cosine of every pair of titles in the weighted space.

    Parameters
    ----------
    model : Model
        The model.
    rows : ndarray of int64, shape (n,)
        Titles.

    Returns
    -------
    ndarray of float64, shape (n, n)
        Symmetric, at most 1, and 1 on the diagonal of titles that have any feature.
    """
    scores = unscaled_scores_between(model, rows, rows)
    norms = np.sqrt(np.maximum(scores.diagonal(), 1e-12))
    return scores / norms[:, None] / norms[None, :]
