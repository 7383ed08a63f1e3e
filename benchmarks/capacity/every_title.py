"""The score of every title of a model by scipy alone, a piece of the matrix at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from recsys.index import QueryVector
from recsys.model import Model

_YEARS = 8.0
"""The kernel of years is ``exp(-|y - y'| / 8)``."""


def scores_of_all(model: Model, question: QueryVector) -> NDArray[np.float64]:
    """Return the score of every title for the likeness of one.

    Parameters
    ----------
    model : Model
        The model; may be larger than memory.
    question : QueryVector
        A sum of features and years, without dials.

    Returns
    -------
    ndarray of float64, shape (n_titles,)
        The scores.
    """
    wanted = np.zeros(model.space.n_features)
    wanted[question.columns] = question.coefficients
    scores = np.empty(len(model))
    for first, piece in model.rows.pieces():
        own = sparse.csr_matrix((piece.data, piece.indices, piece.indptr), shape=(piece.n_rows, len(wanted)))
        scores[first : first + piece.n_rows] = own @ wanted
    years = np.asarray(model.facets.year, dtype=np.float64)
    for year, coefficient in zip(question.years.tolist(), question.year_coefficients.tolist(), strict=True):
        scores += np.where(years == 0, 0.0, coefficient * np.exp(-np.abs(years - year) / _YEARS))
    return np.where(scores > 0, scores * model.hubs, scores)


def best_of_all(
    model: Model, question: QueryVector, row: int, k: int
) -> tuple[list[int], NDArray[np.float64]]:
    """Return the best titles but one, and their scores.

    Parameters
    ----------
    model : Model
        The model.
    question : QueryVector
        As :func:`scores_of_all` takes it.
    row : int
        The title that was asked for.
    k : int
        How many.

    Returns
    -------
    tuple of list of int and ndarray of float64, shape (k,)
        Rows, best first, of equal ones the first; and their scores.
    """
    scores = scores_of_all(model, question)
    scores[row] = -np.inf
    best = np.lexsort((np.arange(len(scores)), -scores))[:k]
    return best.tolist(), scores[best]
