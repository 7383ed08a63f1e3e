"""Exact scores of some titles from their own rows, compiled: the same bits as the plain loops give."""

# numba finds the types of compiled functions itself.
# mypy: allow-untyped-defs, allow-untyped-decorators, allow-untyped-calls
from __future__ import annotations

import numpy as np

from recsys.index.just_in_time import compiled

_EMPTY = -1
_SPREAD = 8
"""Places of the table of columns for each of them: with many free ones hardly two meet."""
_TOGETHER = 32
_LINE = 16
"""So many numbers of four bytes come from memory at once."""


@compiled
def fill_table(columns, values, flags):
    """Return a table with open addressing: where a column stands among those of a question.

    Parameters
    ----------
    columns : ndarray of int32, shape (n,)
        Columns; no two are the same.
    values : ndarray of float64, shape (n,)
        What belongs to each.
    flags : ndarray of bool, shape (n,)
        The same.

    Returns
    -------
    tuple of ndarray of int32, float64 and bool
        Columns at their places, -1 elsewhere; the values and flags at the same places, and nothing elsewhere.
    """
    size = 1
    while size < _SPREAD * len(columns):
        size *= 2
    keys, held, marked = np.full(size, _EMPTY, np.int32), np.zeros(size), np.zeros(size, np.bool_)
    for j in range(len(columns)):
        place = columns[j] & (size - 1)
        while keys[place] != _EMPTY:
            place = (place + 1) & (size - 1)
        keys[place], held[place], marked[place] = columns[j], values[j], flags[j]
    return keys, held, marked


@compiled
def dot_into(matrix, which, columns, values, products):
    """Fill the products of some rows with a vector.

    Parameters
    ----------
    matrix : tuple of ndarray
        ``indptr, indices, data`` of the titles.
    which : ndarray of int64, shape (n,)
        Rows.
    columns, values : ndarray of int32 and of float64, shape (n_columns,)
        The vector.
    products : ndarray of float64, shape (n,)
        Receives the products.
    """
    indptr, indices, data = matrix
    keys, held, _ = fill_table(columns, values, np.zeros(len(columns), np.bool_))
    mask = np.uint32(len(keys) - 1)
    for i in range(len(which)):
        total = 0.0
        for entry in range(indptr[which[i]], indptr[which[i] + 1]):
            column = indices[entry]
            place = np.uint32(column) & mask
            while keys[place] != column and keys[place] != _EMPTY:
                place = (place + np.uint32(1)) & mask
            total += held[place] * np.float64(data[entry])  # of an empty place, nothing
        products[i] = total


@compiled
def dot_many_into(matrix, which, columns, values, products):
    """Fill the products of some rows with several vectors.

    Parameters
    ----------
    matrix : tuple of ndarray
        ``indptr, indices, data`` of the titles.
    which : ndarray of int64, shape (n,)
        Rows.
    columns : ndarray of int32, shape (n_columns,)
        Columns of the vectors.
    values : ndarray of float64, shape (n_columns, n_vectors)
        The vectors.
    products : ndarray of float64, shape (n, n_vectors)
        Receives the products.
    """
    indptr, indices, data = matrix
    keys, places, _ = fill_table(
        columns, np.arange(len(columns), dtype=np.float64), np.zeros(len(columns), np.bool_)
    )
    mask, n_questions = len(keys) - 1, values.shape[1]
    for i in range(len(which)):
        product = products[i]
        product[:] = 0
        for entry in range(indptr[which[i]], indptr[which[i] + 1]):
            column = indices[entry]
            place = column & mask
            while keys[place] != column and keys[place] != _EMPTY:
                place = (place + 1) & mask
            if keys[place] == column:
                weights, value = values[np.int64(places[place])], np.float64(data[entry])
                for j in range(n_questions):
                    product[j] += weights[j] * value


@compiled
def score_into(rows, matrix, table, sharing, of_titles, seed_years, year_coefficients, scores):
    """Fill exact scores; titles that share no trait get one below all others.

    Parameters
    ----------
    rows : ndarray of int64, shape (n,)
        Titles.
    matrix : tuple of ndarray
        ``indptr, indices, data`` of the titles.
    table : tuple of ndarray
        The question, by :func:`fill_table`; flags mark its traits.
    sharing : bool
        Whether to look for shared traits.
    of_titles : tuple of ndarray
        Years, hub factors, and the kernel of years by their distance.
    seed_years, year_coefficients : ndarray of int64 and of float64, shape (n_years,)
        The years of the question.
    scores : ndarray of float64, shape (n,)
        Receives the scores.
    """
    indptr, indices, data = matrix
    keys, values, is_trait = table
    title_years, hubs, nearness = of_titles
    mask = np.uint32(len(keys) - 1)
    touched = np.float32(0)
    for begin in range(0, len(rows), _TOGETHER):
        # A first look at all rows of a group lets the processor fetch them side by side.
        for i in range(begin, min(begin + _TOGETHER, len(rows))):
            for entry in range(indptr[rows[i]], indptr[rows[i] + 1], _LINE):
                touched += data[entry] * np.float32(indices[entry])
        for i in range(begin, min(begin + _TOGETHER, len(rows))):
            total, term, shares, row = 0.0, 0.0, not sharing, rows[i]
            for entry in range(indptr[row], indptr[row + 1]):
                column = indices[entry]
                place = np.uint32(column) & mask
                while keys[place] != column and keys[place] != _EMPTY:
                    place = (place + np.uint32(1)) & mask
                # Of an empty place both are nothing: no branch that a processor could guess wrong.
                total += values[place] * np.float64(data[entry])
                shares |= is_trait[place]
            if title_years[row] != 0:
                for j in range(len(seed_years)):
                    term += year_coefficients[j] * nearness[abs(np.int64(title_years[row]) - seed_years[j])]
                total += term
            if total > 0:
                total *= np.float64(hubs[row])
            scores[i] = total if shares else -np.inf
    if touched < 0:  # never, as nothing is below 0: else the compiler would leave the first look out
        scores[:] = -np.inf
