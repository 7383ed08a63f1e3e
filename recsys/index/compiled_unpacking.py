"""Rows of titles from their bytes, compiled: what :mod:`recsys.index.packed_rows` describes."""

# numba finds the types of compiled functions itself.
# mypy: allow-untyped-defs, allow-untyped-decorators, allow-untyped-calls
from __future__ import annotations

import numpy as np

from recsys.index.just_in_time import compiled
from recsys.index.unpacking import FACTOR_BYTES, MOST_BLOCKS
from recsys.variable_bytes import BITS, MORE

_LOW = MORE - 1


@compiled
def room_for(matrix, rows):
    """Return room to unpack any of some rows.

    Parameters
    ----------
    matrix : tuple of ndarray
        Titles × features: :attr:`recsys.index.packed_rows.PackedRows.given`.
    rows : ndarray of int64, shape (n,)
        Titles.

    Returns
    -------
    tuple of ndarray of int32, float64, float64, uint8, uint8 and float32
        Columns, ratios, factors and blocks of one title's features; the bytes of its factors, and these.
    """
    starts, longest = matrix[0], np.int64(0)
    for row in rows:
        longest = max(longest, np.int64(starts[row + 1]) - np.int64(starts[row]))
    held, blocks = np.empty(MOST_BLOCKS * FACTOR_BYTES, np.uint8), np.empty(longest, np.uint8)
    own = held.view(np.float32)
    return np.empty(longest, np.int32), np.empty(longest), np.empty(longest), blocks, held, own


@compiled
def unpack_into(matrix, row, room):
    """Fill in the features of a title; return how many there are.

    Parameters
    ----------
    matrix : tuple of ndarray
        As :func:`room_for` takes it; every byte was checked.
    row : int
        The title.
    room : tuple of ndarray
        By :func:`room_for`, for this title among others.

    Returns
    -------
    int
        So many columns, ratios, factors and blocks were filled in.
    """
    starts, entries, known, stops = matrix
    columns, ratios, factors, blocks, held, own = room
    at, end = np.int64(starts[row]), np.int64(starts[row + 1])
    n_bytes = np.int64(entries[at]) * FACTOR_BYTES
    at += 1
    for i in range(n_bytes):
        held[i] = entries[at + i]
    at += n_bytes
    shift = np.int64(0)
    while (len(known) - 1) >> shift > 0:
        shift += 1
    mask = (np.int64(1) << shift) - 1
    n, block, which, stop, column, factor = 0, 0, -1, np.int64(0), np.int64(0), 0.0
    while at < end:
        number = np.int64(entries[at])
        at += 1
        if number >= MORE:
            number &= _LOW
            place = np.int64(BITS)
            while True:
                more = np.int64(entries[at])
                at += 1
                number |= (more & _LOW) << place
                place += BITS
                if more < MORE:
                    break
        ratio = 1.0
        if number & 1:
            number >>= 1
            ratio = known[number & mask]
            column += number >> shift
        else:
            column += number >> 1
        if column >= stop:
            while column >= stops[block]:
                block += 1
            which += 1
            stop, factor = stops[block], np.float64(own[which])
        columns[n], ratios[n], factors[n], blocks[n] = column, ratio, factor, block
        n += 1
    return n


@compiled
def count_into(matrix, indptr):
    """Fill in where the features of each title begin.

    Parameters
    ----------
    matrix : tuple of ndarray
        As :func:`room_for` takes it.
    indptr : ndarray of int64, shape (n_titles + 1,)
        Receives the places.
    """
    starts, entries = matrix[0], matrix[1]
    indptr[0] = 0
    for row in range(len(indptr) - 1):
        n = 0
        for at in range(starts[row] + 1 + np.int64(entries[starts[row]]) * FACTOR_BYTES, starts[row + 1]):
            n += entries[at] < MORE
        indptr[row + 1] = indptr[row] + n


@compiled
def unpack_all_into(matrix, indptr, columns, scales, factors, blocks):
    """Fill in the features of all titles.

    Parameters
    ----------
    matrix : tuple of ndarray
        As :func:`room_for` takes it.
    indptr : ndarray of int64, shape (n_titles + 1,)
        Where those of each begin, by :func:`count_into`.
    columns : ndarray of int32, shape (nnz,)
        Receives the columns.
    scales, factors : ndarray of float64, shape (nnz,)
        Receive ratios and factors.
    blocks : ndarray of uint8, shape (nnz,)
        Receives the block of each.
    """
    rows = np.arange(len(indptr) - 1)
    room = room_for(matrix, rows)
    for row in rows:
        n, begin = unpack_into(matrix, row, room), indptr[row]
        for i in range(n):
            columns[begin + i], scales[begin + i] = room[0][i], room[1][i]
            factors[begin + i], blocks[begin + i] = room[2][i], room[3][i]
