"""The loops that weigh blocks, compiled: the sums of :mod:`recsys.features.weighting`, to the last bit."""

# numba finds the types of compiled functions itself.
# mypy: allow-untyped-defs, allow-untyped-decorators, allow-untyped-calls
from __future__ import annotations

import numpy as np

from recsys.index.just_in_time import compiled

BINARY, VALUE, SATURATED = 0, 1, 2
"""How often a token counts: :class:`recsys.features.spec.TermFrequency`."""
_K1 = 1.2  # SATURATION: what is compiled stands in one file, and a test compares the results
_LANES = 8
LONGEST = 129
"""Entries; the squares of longer rows numpy adds up in halves, which is left to numpy."""


@compiled
def _raw(strengths, idf, indices, i, kind):
    if kind == BINARY:
        return idf[indices[i]]
    value = np.float64(strengths[i])
    if kind == SATURATED:
        value = (_K1 + 1) * value / (value + _K1)
    return value * idf[indices[i]]


@compiled
def _sum(squares, start, stop):
    """The sum of at most 128 numbers in the order of numpy's pairwise summation."""
    total, place = 0.0, start
    if stop - start >= _LANES:
        a, b, c, d = squares[start], squares[start + 1], squares[start + 2], squares[start + 3]
        e, f, g, h = squares[start + 4], squares[start + 5], squares[start + 6], squares[start + 7]
        for _ in range((stop - start) // _LANES - 1):
            place += _LANES
            a += squares[place]
            b += squares[place + 1]
            c += squares[place + 2]
            d += squares[place + 3]
            e += squares[place + 4]
            f += squares[place + 5]
            g += squares[place + 6]
            h += squares[place + 7]
        total = ((a + b) + (c + d)) + ((e + f) + (g + h))
        place += _LANES
    for i in range(place, stop):
        total += squares[i]
    return total


@compiled
def fill_norms(indptr, indices, strengths, idf, kind, norms):
    """Fill in the Euclidean length of each row that is not too long; 0 for the others.

    Parameters
    ----------
    indptr, indices : ndarray of int64 and of int32
        Where each row begins, and its tokens.
    strengths : ndarray of int32 or float64
        How strong each is; not looked at if they count once.
    idf : ndarray of float64
        Weight of each token.
    kind : int
        :data:`BINARY`, :data:`VALUE` or :data:`SATURATED`.
    norms : ndarray of float64, shape (n_rows,)
        Receives the lengths.
    """
    squares = np.empty(LONGEST)
    for row in range(len(norms)):
        begin, size = indptr[row], indptr[row + 1] - indptr[row]
        if 0 < size <= LONGEST:
            for i in range(size):
                raw = _raw(strengths, idf, indices, begin + i, kind)
                squares[i] = raw * raw
            # ``reduceat`` begins with the first number and adds the sum of the others.
            norms[row] = np.sqrt(squares[0] + _sum(squares, 1, size))
        else:
            norms[row] = 0.0


@compiled
def fill_rows(indptr, indices, strengths, idf, kind, factors, start, first, places, columns, values):
    """Fill the weighted rows of a block into those of the whole matrix.

    Parameters
    ----------
    indptr, indices, strengths, idf, kind : ndarray and int
        As :func:`fill_norms` takes them.
    factors : ndarray of float64, shape (n,)
        By which the weights of a row are multiplied, for n rows.
    start : int
        First column of the block.
    first : int
        The first of the rows.
    places : ndarray of int64, shape (n,)
        Where the block's part of each row begins; afterwards where it ends.
    columns, values : ndarray of int32 and of float32
        Receive the entries.
    """
    for row in range(first, first + len(places)):
        place = places[row - first]
        for i in range(indptr[row], indptr[row + 1]):
            columns[place] = indices[i] + start
            values[place] = np.float32(_raw(strengths, idf, indices, i, kind) * factors[row - first])
            place += 1
        places[row - first] = place
