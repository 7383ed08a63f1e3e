"""Questions to our index, ready as numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from recsys.index import Hits, QueryVector
from recsys.index.protocol import Mask
from recsys.model import Model
from recsys.ranking import Evidence, compose

K = 20
"""How many titles are asked for."""
N_QUESTIONS = 10


def chosen_rows(model: Model, n: int = N_QUESTIONS) -> NDArray[np.int64]:
    """Return some titles to ask for, the same ones in every run.

    Parameters
    ----------
    model : Model
        The model.
    n : int
        How many, or all of a smaller model.

    Returns
    -------
    ndarray of int64
        Rows.
    """
    return np.random.default_rng(5).choice(len(model), min(n, len(model)), replace=False)


def seed_question(model: Model, row: int) -> QueryVector:
    """Return the question for titles near to one.

    Parameters
    ----------
    model : Model
        The model.
    row : int
        The title.

    Returns
    -------
    QueryVector
        By the model's weights.
    """
    seed = Evidence("seed", 1.0, model.vector(row), year=int(model.facets.year[row]))
    return compose([seed], model.space, model.info.weights)


def seed_questions(model: Model, rows: NDArray[np.int64]) -> dict[int, QueryVector]:
    """Return :func:`seed_question` for some titles.

    Parameters
    ----------
    model : Model
        The model.
    rows : ndarray of int64
        The titles.

    Returns
    -------
    dict of int to QueryVector
        By row.
    """
    return {row: seed_question(model, row) for row in rows.tolist()}


def asker(
    model: Model, questions: Mapping[int, QueryVector], eligible: Mask | None = None, *, k: int = K
) -> Callable[[int], Hits]:
    """Return a function that asks our index; the titles asked for are never answers.

    Parameters
    ----------
    model : Model
        The model.
    questions : mapping of int to QueryVector
        Questions by the row of their title.
    eligible : ndarray of bool, shape (n_titles,), or None
        Titles that may be answers; None allows all.
    k : int
        How many.

    Returns
    -------
    callable
        From a row to its nearest titles.
    """
    index = model.index
    masks = {}
    for row in questions:
        masks[row] = np.ones(len(model), dtype=np.bool_) if eligible is None else eligible.copy()
        masks[row][row] = False

    def ask(row: int) -> Hits:
        (hits,) = index.top(questions[row], k, [masks[row]])
        return hits

    return ask
