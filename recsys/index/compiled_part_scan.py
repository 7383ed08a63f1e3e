"""The scan of a few titles, compiled: the same sums as a scan of all gives to them.

Where one title in some hundred passes a filter, most of what a scan adds up would be thrown away.
"""

# numba finds the types of compiled functions itself.
# mypy: allow-untyped-defs, allow-untyped-decorators, allow-untyped-calls
from __future__ import annotations

import numpy as np

from recsys.index.compiled_scan import by_sign, of_year
from recsys.index.inverted import HALF, LEVELS, TILE
from recsys.index.just_in_time import compiled
from recsys.index.scan_units import ROUND_UP, SHIFT

_U16, _U32, _I32 = np.uint16, np.uint32, np.int32


@compiled
def _add_columns_of_part(sums, which, codes, places, weights, n_up):
    size = len(sums) // 2
    at, shift = np.empty(len(which), np.int64), np.empty(len(which), np.uint8)
    for i in range(len(which)):
        tile, offset = which[i] // TILE, which[i] % TILE
        at[i], shift[i] = tile * HALF + offset % HALF, offset // HALF * 4
    for j in range(len(places)):
        own, weight, less = codes[places[j] * size :], weights[j], _I32(j >= n_up)
        for i in range(len(which)):
            code = _I32((own[at[i]] >> shift[i]) & LEVELS)
            sums[which[i]] += _U16(weight * (max(code, less) - less))


@compiled
def _add_postings_of_part(sums, which, indptr, postings, code_bits, features, weights):
    shift, mask = _U32(code_bits), _U32((1 << code_bits) - 1)
    wanted = np.zeros(len(sums) // 64, np.uint64)  # one bit a title: they stay in the nearest cache
    for i in range(len(which)):
        wanted[which[i] >> 6] |= np.uint64(1) << np.uint64(which[i] & 63)
    for j in range(len(features)):
        weight = _U32(weights[j])
        for i in range(np.int64(indptr[features[j]]), np.int64(indptr[features[j] + 1])):
            position = _U32(postings[i] >> shift)
            if (wanted[position >> _U32(6)] >> np.uint64(position & _U32(63))) & np.uint64(1):
                share = (weight * (postings[i] & mask) + _U32(ROUND_UP)) >> _U32(SHIFT)
                sums[position] += _U16(share)


@compiled
def scan_part_into(by_position, by_feature, start, terms, which, sums, found):
    """Fill the coarse sums of a few titles.

    Parameters
    ----------
    by_position, by_feature, start, terms : tuple, tuple, int, tuple
        As :func:`scan_into` takes them.
    which : ndarray of int64, shape (n,)
        Their positions, ascending.
    sums : ndarray of uint16, shape (n_positions,)
        Memory to work in; at positions of other titles it is left as it was.
    found : ndarray of uint16, shape (n,)
        Receives the sums.
    """
    _, _, _, starts, hubs = by_position
    _, _, _, codes, indptr, postings, code_bits = by_feature
    places, column_weights, features, posting_weights, amounts = terms
    year = 0
    for position in which:
        while position >= starts[year + 1]:
            year += 1
        sums[position] = of_year(_I32(start), amounts[year], hubs[position])
    _add_columns_of_part(sums, which, codes, *by_sign(places, column_weights))
    _add_postings_of_part(sums, which, indptr, postings, code_bits, features, posting_weights)
    for i in range(len(which)):
        found[i] = sums[which[i]]


@compiled
def rows_into(words, rows):
    """Fill in which titles belong to a tier.

    Parameters
    ----------
    words : ndarray of uint64, shape (n,)
        The tier, a byte a title, eight at a time.
    rows : ndarray of int64
        Receives the rows, ascending; eight places more than there are rows.

    Returns
    -------
    int
        How many.
    """
    n = np.int64(0)
    for at in range(len(words)):
        if words[at] != 0:
            for byte in range(8):  # written in any case: no branch that a processor could guess wrong
                rows[n] = at * 8 + byte
                n += np.int64((words[at] >> np.uint64(8 * byte)) & np.uint64(1))
    return n
