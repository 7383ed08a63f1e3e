"""A scan, compiled: the same sums as :func:`recsys.index.kernels.scan` writes, faster.

Loops are so plain that a compiler makes vector instructions of them: over one array, with numbers of one
width. All columns are added to one tile of titles before the next, so that their sums stay in the
processor's nearest cache.
"""

# numba finds the types of compiled functions itself.
# mypy: allow-untyped-defs, allow-untyped-decorators, allow-untyped-calls
from __future__ import annotations

import numpy as np

from recsys.index.inverted import HALF, HUB_SHIFT, LEVELS, TILE
from recsys.index.just_in_time import compiled
from recsys.index.kernels import LANES
from recsys.index.scan_units import ROUND_UP, SHIFT

_U16, _U32, _I32 = np.uint16, np.uint32, np.int32
_ROWS = TILE // LANES


@compiled
def of_year(start, amount, hub):
    """Return what the year adds to a title.

    Parameters
    ----------
    start, amount : int
        What every title begins with, and the amount of the year.
    hub : int
        Code of the title's hub factor.

    Returns
    -------
    int
        A sum, as uint16.
    """
    # Upside down, as a shift rounds down and the product has to be rounded up.
    return _U16(start - (_I32(-amount * (_I32(hub) - _I32(amount < 0))) >> HUB_SHIFT))


@compiled
def _fill_run(run, hubs, start, amount):
    if amount == 0:
        run[:] = _U16(start)
        return
    for i in range(len(run)):
        run[i] = of_year(start, amount, hubs[i])


@compiled
def _fill_years(sums, hubs, starts, amounts, start):
    """One amount a run of titles, times their hub factors; where there is no title, nothing."""
    for year in range(len(amounts)):
        run = slice(starts[year], starts[year + 1])
        _fill_run(sums[run], hubs[run], _I32(start), amounts[year])
    sums[starts[-1] :] = 0


@compiled
def _add_column(first, second, codes, weight):
    for i in range(HALF):
        first[i] += _U16(weight * (codes[i] & LEVELS))
        second[i] += _U16(weight * (codes[i] >> 4))


@compiled
def _add_column_less_one(first, second, codes, weight):
    for i in range(HALF):
        first[i] += _U16(weight * (max(codes[i] & LEVELS, 1) - 1))
        second[i] += _U16(weight * (max(codes[i] >> 4, 1) - 1))


@compiled
def _add_four(first, second, a, b, c, d, weights):
    s, t, u, v = weights[0], weights[1], weights[2], weights[3]
    for i in range(HALF):  # one load and store of a sum for four columns
        first[i] += (
            _U16(s * (a[i] & LEVELS))
            + _U16(t * (b[i] & LEVELS))
            + _U16(u * (c[i] & LEVELS))
            + _U16(v * (d[i] & LEVELS))
        )
        second[i] += (
            _U16(s * (a[i] >> 4)) + _U16(t * (b[i] >> 4)) + _U16(u * (c[i] >> 4)) + _U16(v * (d[i] >> 4))
        )


@compiled
def _add_columns(sums, codes, places, weights, n_up):
    """Columns that add, four at a time, and those that take off; weights are unsigned and wrap around."""
    size, by_four = len(sums) // 2, n_up - n_up % 4
    for tile in range(len(sums) // TILE):
        first, second = sums[tile * TILE : tile * TILE + HALF], sums[tile * TILE + HALF : (tile + 1) * TILE]
        own = codes[tile * HALF :]
        for j in range(0, by_four, 4):
            a, b, c, d = places[j] * size, places[j + 1] * size, places[j + 2] * size, places[j + 3] * size
            _add_four(first, second, own[a:], own[b:], own[c:], own[d:], weights[j : j + 4])
        for j in range(by_four, n_up):
            _add_column(first, second, own[places[j] * size :], weights[j])
        for j in range(n_up, len(places)):
            _add_column_less_one(first, second, own[places[j] * size :], weights[j])


@compiled
def _add_postings(sums, indptr, postings, code_bits, features, weights):
    shift, mask = _U32(code_bits), _U32((1 << code_bits) - 1)
    for j in range(len(features)):
        weight = _U32(weights[j])  # none is below 0, and unsigned numbers are the faster ones here
        for i in range(np.int64(indptr[features[j]]), np.int64(indptr[features[j] + 1])):
            posting = postings[i]
            sums[posting >> shift] += _U16((weight * (posting & mask) + _U32(ROUND_UP)) >> _U32(SHIFT))


@compiled
def maxima_into(sums, maxima):
    """Fill the greatest sum of each group of titles.

    Parameters
    ----------
    sums : ndarray of uint16, shape (n_positions,)
        Sums of all titles.
    maxima : ndarray of uint16, shape (n_groups,)
        Receives the maxima.
    """
    for tile in range(len(sums) // TILE):
        best = maxima[tile * LANES : (tile + 1) * LANES]
        best[:] = 0
        for row in range(_ROWS):
            at = tile * TILE + row * LANES
            for lane in range(LANES):
                best[lane] = max(best[lane], sums[at + lane])


@compiled
def by_sign(places, weights):
    """Return columns with those that take off at the end, and how many there are that add.

    Parameters
    ----------
    places : ndarray of int64, shape (n,)
        Columns.
    weights : ndarray of int16, shape (n,)
        Their weights.

    Returns
    -------
    tuple of ndarray of int64 and of uint16, and int
        Columns, weights that wrap around, and the number.
    """
    order = np.argsort(weights < 0, kind="mergesort")  # stable
    return places[order], weights[order].astype(np.uint16), (weights >= 0).sum()


@compiled
def scan_into(by_position, by_feature, start, terms, sums):
    """Fill the coarse sums of all titles.

    Parameters
    ----------
    by_position, by_feature : tuple
        Arrays of :class:`recsys.index.inverted.InvertedIndex`: ``order, position_of, years, year_starts,
        hubs`` and ``largest, common, most, codes, indptr, postings, code_bits``.
    start : int
        What every title begins with.
    terms : tuple of ndarray
        Fields of :class:`recsys.index.scan_plan.ScanTerms`: ``places, column_weights, features,
        posting_weights, amounts``.
    sums : ndarray of uint16, shape (n_positions,)
        Receives the sums.
    """
    _, _, _, starts, hubs = by_position
    _, _, _, codes, indptr, postings, code_bits = by_feature
    places, column_weights, features, posting_weights, amounts = terms
    _fill_years(sums, hubs, starts, amounts, start)
    _add_columns(sums, codes, *by_sign(places, column_weights))
    _add_postings(sums, indptr, postings, code_bits, features, posting_weights)


@compiled
def collect_into(sums, maxima, low, high, found):
    """Fill in where sums lie within a range, as far as there is room.

    Parameters
    ----------
    sums, maxima : ndarray of uint16
        Sums of all titles, and the greatest of each group.
    low, high : int
        At least, and below.
    found : ndarray of int64
        Receives positions, group by group.

    Returns
    -------
    int
        How many there are, with those for which there was no room.
    """
    n = 0
    for group in range(len(maxima)):
        if maxima[group] >= low:
            at = group // LANES * TILE + group % LANES
            for i in range(at, at + TILE, LANES):
                if low <= sums[i] < high:
                    if n < len(found):
                        found[n] = i
                    n += 1
    return n
