"""The loops of a search, compiled: the same results as :mod:`recsys.index.kernels`, faster.

The only file of the library that imports numba. Loops are so plain that a compiler makes vector
instructions of them: over one array, with numbers of one width. Nothing checks bounds here, so that
only indexes whose every number was checked may be scanned.
"""

# numba finds the types of compiled functions itself.
# mypy: allow-untyped-defs, allow-untyped-decorators, allow-untyped-calls
from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from recsys.arrays import Csr, SparseVector, frozen
from recsys.index.inverted import HALF, HUB_UNIT, LEVELS, TILE, InvertedIndex
from recsys.index.kernels import LANES, PLAIN, Kernels, Maxima, Means, Sums
from recsys.index.power_mean import NEAREST
from recsys.index.scan_plan import HALF_UNIT, SHIFT, ScanTerms

_U16, _I32, _I64 = np.uint16, np.int32, np.int64
_ROWS = TILE // LANES
EMPTY = -1
_THIRD = np.float32(1 / 3)
_GUESS = np.int32(709_921_077)
"""Two thirds of the exponent's bias, and what makes the guess right on average."""
_ROUNDED_UP = np.float32(1 + 2**-16)
_SPREAD = 8
"""Places of the table of columns for each of them: with many free ones hardly two meet."""

compiled: Any = njit(nogil=True, cache=True, error_model="numpy")


@compiled
def _fill_years(sums, hubs, starts, amounts, start):
    for year in range(len(amounts)):
        amount = _I64(amounts[year])
        run, factors = sums[starts[year] : starts[year + 1]], hubs[starts[year] : starts[year + 1]]
        for i in range(len(run)):
            run[i] = _U16(start + (amount * _I64(factors[i])) // HUB_UNIT)


@compiled
def _add_column(first, second, codes, weight):
    for i in range(HALF):
        first[i] += _U16(weight * (codes[i] & LEVELS))
        second[i] += _U16(weight * (codes[i] >> 4))


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
def _add_columns(sums, codes, places, weights):
    size, n = len(sums) // 2, len(places)
    by_four = n - n % 4
    for tile in range(len(sums) // TILE):
        first, second = sums[tile * TILE : tile * TILE + HALF], sums[tile * TILE + HALF : (tile + 1) * TILE]
        own = codes[tile * HALF :]
        for j in range(0, by_four, 4):
            a, b, c, d = places[j] * size, places[j + 1] * size, places[j + 2] * size, places[j + 3] * size
            _add_four(first, second, own[a:], own[b:], own[c:], own[d:], weights[j : j + 4])
        for j in range(by_four, n):
            _add_column(first, second, own[places[j] * size :], weights[j])


@compiled
def _add_postings(sums, indptr, positions, codes, features, weights):
    for j in range(len(features)):
        weight = _I32(weights[j])
        for i in range(indptr[features[j]], indptr[features[j] + 1]):
            sums[np.uint32(positions[i])] += _U16((weight * _I32(codes[i]) + HALF_UNIT) >> SHIFT)


@compiled
def _join_cubes(sums, zero, share, means):
    for i in range(len(sums)):
        above = max(np.float32(sums[i]) - zero, np.float32(0))
        means[i] += share * above * above * above


@compiled
def _close_cubes(means, guesses, sums):
    # A third of the exponent is a third of the logarithm: a guess that is off by some per cent. From
    # any guess above 0, a step of Newton's method ends at the root or above it, as the arithmetic
    # mean of y, y and m/y² is at least their geometric one, which is the root.
    for i in range(len(sums)):
        y = guesses[i]
        y = (y + y + means[i] / (y * y)) * _THIRD
        y = (y + y + means[i] / (y * y)) * _THIRD
        sums[i] += _U16(y * _ROUNDED_UP + np.float32(1))


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
def scan_into(hubs, starts, codes, indptr, positions, posting_codes, amounts, start,
          places, column_weights, features, posting_weights, sums):  # fmt: skip
    """Fill the coarse sums: years, columns, posting lists.

    Parameters
    ----------
    hubs, starts, codes, indptr, positions, posting_codes : ndarray
        The arrays of :class:`recsys.index.inverted.InvertedIndex`.
    amounts, start, places, column_weights, features, posting_weights : ndarray or int
        The plan: :class:`recsys.index.scan_plan.ScanTerms`; weights of columns as uint16, which wrap around.
    sums : ndarray of uint16, shape (n_positions,)
        Receives the sums.
    """
    _fill_years(sums, hubs, starts, amounts, start)
    _add_columns(sums, codes, places, column_weights)
    _add_postings(sums, indptr, positions, posting_codes, features, posting_weights)


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
        Columns at their places, :data:`EMPTY` elsewhere; the values and flags at the same places.
    """
    size = 1
    while size < _SPREAD * len(columns):
        size *= 2
    keys, held, marked = np.full(size, EMPTY, np.int32), np.zeros(size), np.zeros(size, np.bool_)
    for j in range(len(columns)):
        place = columns[j] & (size - 1)
        while keys[place] != EMPTY:
            place = (place + 1) & (size - 1)
        keys[place], held[place], marked[place] = columns[j], values[j], flags[j]
    return keys, held, marked


@compiled
def _dot(indptr, indices, data, which, columns, values, products):
    keys, held, _ = fill_table(columns, values, np.zeros(len(columns), np.bool_))
    mask = np.uint32(len(keys) - 1)
    for i in range(len(which)):
        total = 0.0
        for entry in range(indptr[which[i]], indptr[which[i] + 1]):
            column = indices[entry]
            place = np.uint32(column) & mask
            while keys[place] != column and keys[place] != EMPTY:
                place = (place + np.uint32(1)) & mask
            total += held[place] * np.float64(data[entry])  # of an empty place, nothing
        products[i] = total


@compiled
def _dot_many(indptr, indices, data, which, columns, values, products):
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
            while keys[place] != column and keys[place] != EMPTY:
                place = (place + 1) & mask
            if keys[place] == column:
                weights, value = values[np.int64(places[place])], np.float64(data[entry])
                for j in range(n_questions):
                    product[j] += weights[j] * value


def scan(inverted: InvertedIndex, terms: ScanTerms, start: int, sums: Sums) -> None:
    """Write the coarse sum of every title; see :func:`recsys.index.kernels.scan`.

    Parameters
    ----------
    inverted : InvertedIndex
        All titles.
    terms : ScanTerms
        What to add up.
    start : int
        What every title begins with.
    sums : ndarray of uint16, shape (n_positions,)
        Receives the sums.
    """
    scan_into(
        inverted.hubs,
        inverted.year_starts,
        inverted.codes,
        inverted.indptr,
        inverted.positions,
        inverted.weights,
        terms.amounts,
        start,
        terms.places,
        terms.column_weights.astype(np.uint16),
        terms.features,
        terms.posting_weights,
        sums,
    )


def join(sums: Sums, zero: float, share: float, power: float, means: Means) -> None:
    """Add the sums of one scan to a power mean; see :func:`recsys.index.kernels.join`.

    Parameters
    ----------
    sums : ndarray of uint16, shape (n_positions,)
        As :func:`scan` wrote them.
    zero : float
        The sum that counts as 0; those below it do, too.
    share : float
        How much they count.
    power : float
        Power of the mean; only the common one, 3, is compiled.
    means : ndarray of float32, shape (n_positions,)
        Receives the powers on top of what stands there.
    """
    if power == NEAREST:
        _join_cubes(sums, np.float32(zero), np.float32(share), means)
    else:
        PLAIN.join(sums, zero, share, power, means)


def close(means: Means, power: float, sums: Sums) -> None:
    """Add a power mean to the sums of a scan, rounded up; see :func:`recsys.index.kernels.close`.

    Parameters
    ----------
    means : ndarray of float32, shape (n_positions,)
        As :func:`join` left them.
    power : float
        Power of the mean.
    sums : ndarray of uint16, shape (n_positions,)
        Receives the roots, or little more.
    """
    if power == NEAREST:
        _close_cubes(means, (means.view(np.int32) // 3 + _GUESS).view(np.float32), sums)
    else:
        PLAIN.close(means, power, sums)


def maxima_of(sums: Sums) -> Maxima:
    """Return the greatest sums of groups of titles; see :func:`recsys.index.kernels.maxima_of`.

    Parameters
    ----------
    sums : ndarray of uint16, shape (n_positions,)
        As :func:`scan` wrote them.

    Returns
    -------
    ndarray of uint16, shape (n_positions / (TILE / LANES),)
        The greatest of each group.
    """
    maxima = np.empty(len(sums) // TILE * LANES, dtype=np.uint16)
    maxima_into(sums, maxima)
    return maxima


def collect(sums: Sums, maxima: Maxima, low: int, high: int) -> NDArray[np.int64]:
    """Return where the sums lie within a range; see :func:`recsys.index.kernels.collect`.

    Parameters
    ----------
    sums : ndarray of uint16, shape (n_positions,)
        As :func:`scan` returned them.
    maxima : ndarray of uint16
        As :func:`maxima_of` returned them; groups that stay below the range are skipped.
    low, high : int
        At least, and below; ``low`` is above 0.

    Returns
    -------
    ndarray of int64
        Positions, ascending.
    """
    found = np.empty(1024, dtype=np.int64)
    n = collect_into(sums, maxima, low, high, found)
    if n > len(found):
        found = np.empty(n, dtype=np.int64)
        collect_into(sums, maxima, low, high, found)
    return np.sort(found[:n])


def dot(rows: Csr, which: NDArray[np.int64], vector: SparseVector) -> NDArray[np.float64]:
    """Return the products of some rows with a vector; see :func:`recsys.index.kernels.dot`.

    Parameters
    ----------
    rows : Csr
        Titles × features.
    which : ndarray of int64, shape (n,)
        Rows.
    vector : SparseVector
        Columns ascending.

    Returns
    -------
    ndarray of float64, shape (n,)
        The products.
    """
    products = np.empty(len(which))
    given = (rows.indptr, rows.indices, rows.data, which, vector.columns, vector.values)
    _dot(*[frozen(array) for array in given], products)
    return products


def dot_many(
    rows: Csr, which: NDArray[np.int64], columns: NDArray[np.int32], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the products of some rows with several vectors; see :func:`recsys.index.kernels.dot_many`.

    Parameters
    ----------
    rows : Csr
        Titles × features.
    which : ndarray of int64, shape (n,)
        Rows.
    columns : ndarray of int32, shape (n_columns,)
        Columns of the vectors.
    values : ndarray of float64, shape (n_columns, n_vectors)
        What each has there.

    Returns
    -------
    ndarray of float64, shape (n, n_vectors)
        The products.
    """
    products = np.empty((len(which), values.shape[1]))
    given = (rows.indptr, rows.indices, rows.data, which, columns, values)
    _dot_many(*[frozen(array) for array in given], products)
    return products


COMPILED = Kernels("numba", scan, join, close, maxima_of, collect, dot, dot_many)
