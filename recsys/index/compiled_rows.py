"""Exact scores of some titles from their own rows, compiled: the same bits as the plain loops give."""

# numba finds the types of compiled functions itself.
# mypy: allow-untyped-defs, allow-untyped-decorators, allow-untyped-calls
from __future__ import annotations

import numpy as np

from recsys.index.compiled_unpacking import room_for, unpack_into
from recsys.index.just_in_time import compiled

_EMPTY = -1
_SPREAD = 8
"""Places of the table of columns for each of them: with many free ones hardly two meet."""
_TOGETHER = 32
_LINE = 64
"""So many bytes come from memory at once."""


@compiled
def fill_table(columns, values, flags, idf):
    """Return a table with open addressing: where a column stands among those of a question.

    Parameters
    ----------
    columns : ndarray of int32, shape (n,)
        Columns; no two are the same.
    values : ndarray of float64, shape (n,)
        What belongs to each.
    flags : ndarray of bool, shape (n,)
        The same.
    idf : ndarray of float64, shape (n,)
        What each column weighs within the catalogue.

    Returns
    -------
    tuple of ndarray of int32, float64, bool and float64
        Columns at their places, -1 elsewhere; what belongs to them at the same places, and nothing elsewhere.
    """
    size = 1
    while size < _SPREAD * len(columns):
        size *= 2
    keys, held, marked = np.full(size, _EMPTY, np.int32), np.zeros(size), np.zeros(size, np.bool_)
    weights = np.zeros(size)
    for j in range(len(columns)):
        place = columns[j] & (size - 1)
        while keys[place] != _EMPTY:
            place = (place + 1) & (size - 1)
        keys[place], held[place], marked[place], weights[place] = columns[j], values[j], flags[j], idf[j]
    return keys, held, marked, weights


@compiled
def dot_into(matrix, which, columns, values, idf, products):
    """Fill the products of some rows with a vector.

    Parameters
    ----------
    matrix : tuple of ndarray
        Titles × features: :attr:`recsys.index.packed_rows.PackedRows.given`.
    which : ndarray of int64, shape (n,)
        Rows.
    columns, values : ndarray of int32 and of float64, shape (n_columns,)
        The vector.
    idf : ndarray of float64, shape (n_columns,)
        What its columns weigh within the catalogue.
    products : ndarray of float64, shape (n,)
        Receives the products.
    """
    keys, held, _, weights = fill_table(columns, values, np.zeros(len(columns), np.bool_), idf)
    mask, room = np.uint32(len(keys) - 1), room_for(matrix, which)
    entries, ratios, factors = room[0], room[1], room[2]
    for i in range(len(which)):
        total = 0.0
        for entry in range(unpack_into(matrix, which[i], room)):
            column = entries[entry]
            place = np.uint32(column) & mask
            while keys[place] != column and keys[place] != _EMPTY:
                place = (place + np.uint32(1)) & mask
            value = np.float32(weights[place] * ratios[entry] * factors[entry])
            total += held[place] * np.float64(value)  # of an empty place, nothing
        products[i] = total


@compiled
def dot_many_into(matrix, which, columns, values, idf, products):
    """Fill the products of some rows with several vectors.

    Parameters
    ----------
    matrix : tuple of ndarray
        As :func:`dot_into` takes it.
    which : ndarray of int64, shape (n,)
        Rows.
    columns : ndarray of int32, shape (n_columns,)
        Columns of the vectors.
    values : ndarray of float64, shape (n_columns, n_vectors)
        The vectors.
    idf : ndarray of float64, shape (n_columns,)
        What the columns weigh within the catalogue.
    products : ndarray of float64, shape (n, n_vectors)
        Receives the products.
    """
    keys, places, _, weights = fill_table(
        columns, np.arange(len(columns), dtype=np.float64), np.zeros(len(columns), np.bool_), idf
    )
    mask, n_questions, room = len(keys) - 1, values.shape[1], room_for(matrix, which)
    entries, ratios, factors = room[0], room[1], room[2]
    for i in range(len(which)):
        product = products[i]
        product[:] = 0
        for entry in range(unpack_into(matrix, which[i], room)):
            column = entries[entry]
            place = column & mask
            while keys[place] != column and keys[place] != _EMPTY:
                place = (place + 1) & mask
            if keys[place] == column:
                value = np.float64(np.float32(weights[place] * ratios[entry] * factors[entry]))
                coefficients = values[np.int64(places[place])]
                for j in range(n_questions):
                    product[j] += coefficients[j] * value


@compiled
def score_into(rows, matrix, table, sharing, of_titles, seed_years, year_coefficients, scores):
    """Fill exact scores; titles that share no trait get one below all others.

    Parameters
    ----------
    rows : ndarray of int64, shape (n,)
        Titles.
    matrix : tuple of ndarray
        As :func:`dot_into` takes it.
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
    starts, packed = matrix[0], matrix[1]
    keys, values, is_trait, weights = table
    title_years, hubs, nearness = of_titles
    mask, room = np.uint32(len(keys) - 1), room_for(matrix, rows)
    entries, ratios, factors = room[0], room[1], room[2]
    touched = np.int64(0)
    for begin in range(0, len(rows), _TOGETHER):
        # A first look at all rows of a group lets the processor fetch them side by side.
        for i in range(begin, min(begin + _TOGETHER, len(rows))):
            for at in range(np.int64(starts[rows[i]]), np.int64(starts[rows[i] + 1]), _LINE):
                touched += packed[at]
        for i in range(begin, min(begin + _TOGETHER, len(rows))):
            total, term, shares, row = 0.0, 0.0, not sharing, rows[i]
            for entry in range(unpack_into(matrix, row, room)):
                column = entries[entry]
                place = np.uint32(column) & mask
                while keys[place] != column and keys[place] != _EMPTY:
                    place = (place + np.uint32(1)) & mask
                # Of an empty place all are nothing: no branch that a processor could guess wrong.
                value = np.float32(weights[place] * ratios[entry] * factors[entry])
                total += values[place] * np.float64(value)
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
