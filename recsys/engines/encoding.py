"""Titles and questions as sparse vectors whose product is the score.

A title's vector holds its features times its hub factor; one dimension a year, with the hub factor; and
the two dials as they are. A question's holds its coefficients, for each year what the year kernel gives
it, and the weights of the dials. So a sum of features, years and dials is one product. Where the sum of
features and years is below 0, its hub factor is 1, and the product is another number.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import SparseVector
from recsys.features import year_nearness
from recsys.index import ExactIndex, QueryVector
from recsys.index.inverted import GREATEST_HUB

ENCODING = 1
"""Number of what this file does. Another title vector needs another number: what was written stays behind."""
_ESCAPISM, _FAME, _YEARS = 0, 1, 2
"""Dimensions after those of the features; year *y* is the one at ``_YEARS + y``."""


def title_vector(index: ExactIndex, row: int) -> SparseVector:
    """Return a title as an engine stores it.

    Parameters
    ----------
    index : ExactIndex
        The model's own index.
    row : int
        The title.

    Returns
    -------
    SparseVector
        Of what is unknown it has nothing.
    """
    features, hub, after = index.rows.row(row), float(index.hubs[row]), n_features(index)
    columns, values = [features.columns], [features.values * hub]
    for place, dial in ((_ESCAPISM, index.escapism[row]), (_FAME, index.fame[row])):
        if dial and not np.isnan(dial):
            columns.append(np.array([after + place], dtype=np.int32))
            values.append(np.array([dial], dtype=np.float64))
    if index.year[row]:
        columns.append(np.array([after + _YEARS + int(index.year[row])], dtype=np.int32))
        values.append(np.array([hub]))
    return SparseVector(np.concatenate(columns), np.concatenate(values))


def question_vector(index: ExactIndex, question: QueryVector) -> SparseVector:
    """Return the sum that a question is, without the power mean and the lifts.

    Parameters
    ----------
    index : ExactIndex
        The model's own index.
    question : QueryVector
        The question.

    Returns
    -------
    SparseVector
        Nothing in it is 0; it may be empty.
    """
    after = n_features(index)
    years = _years(index)
    dials = np.array([question.escapism, question.fame])
    columns = np.concatenate(
        [question.columns, np.array([after + _ESCAPISM, after + _FAME]), after + _YEARS + years]
    )
    values = np.concatenate([question.coefficients, dials, _year_terms(question, years)])
    kept = values != 0
    return SparseVector(columns[kept].astype(np.int32), values[kept])


def most_taken_away(index: ExactIndex, question: QueryVector) -> float:
    """Return what a question can take from a product at most.

    Parameters
    ----------
    index : ExactIndex
        The model's own index.
    question : QueryVector
        The question.

    Returns
    -------
    float
        At least 0: how far below 0 the negative summands of any title's product come.
    """
    against = np.minimum(question.coefficients, 0.0)
    features = float(-against @ index.inverted.largest_of(question.columns))
    years = -float(_year_terms(question, _years(index)).min(initial=0.0)) * GREATEST_HUB
    return features + years + highest_dials(question)


def is_against_something(question: QueryVector) -> bool:
    """Return whether a sum of features and years can be below 0.

    Parameters
    ----------
    question : QueryVector
        The question.

    Returns
    -------
    bool
        Whether any of their coefficients is.
    """
    return bool((question.coefficients < 0).any() or (question.year_coefficients < 0).any())


def highest_dials(question: QueryVector) -> float:
    """Return what the dials can add to a score at most.

    Parameters
    ----------
    question : QueryVector
        The question.

    Returns
    -------
    float
        The sizes of their weights together: a dial is between -1 and +1.
    """
    return abs(question.escapism) + abs(question.fame)


def n_features(index: ExactIndex) -> int:
    """Return how many features an index has; further dimensions follow them.

    Parameters
    ----------
    index : ExactIndex
        The model's own index.

    Returns
    -------
    int
        Columns of its matrix.
    """
    return len(index.inverted.largest)


def _years(index: ExactIndex) -> NDArray[np.int64]:
    years: NDArray[np.int64] = index.inverted.years.astype(np.int64)
    return np.asarray(years[years != 0])  # 0 stands for unknown


def _year_terms(question: QueryVector, years: NDArray[np.int64]) -> NDArray[np.float64]:
    terms = np.zeros(len(years))
    for year, coefficient in zip(question.years, question.year_coefficients, strict=True):
        terms += coefficient * year_nearness()[np.abs(years - year)]
    return terms
