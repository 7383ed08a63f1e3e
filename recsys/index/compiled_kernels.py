"""The loops of a search, compiled: the same results as :mod:`recsys.index.kernels`, which explains them."""

# numba finds the types of compiled functions itself.
# mypy: allow-untyped-defs, allow-untyped-decorators, allow-untyped-calls
from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import Csr, SparseVector, frozen
from recsys.features import ColumnIdf
from recsys.index.compiled_rows import dot_into, dot_many_into
from recsys.index.compiled_scan import collect_into, maxima_into, scan_into
from recsys.index.compiled_unpacking import count_into, unpack_all_into
from recsys.index.inverted import TILE, InvertedIndex
from recsys.index.just_in_time import compiled
from recsys.index.kernels import LANES, PLAIN, Kernels, Maxima, Means, Sums
from recsys.index.packed_rows import PackedRows
from recsys.index.power_mean import NEAREST
from recsys.index.scan_plan import ScanTerms

_THIRD = np.float32(1 / 3)
_GUESS = np.int32(709_921_077)
"""Two thirds of the exponent's bias, and what makes the guess right on average."""
_ROUNDED_UP = np.float32(1 + 2**-16)


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
        sums[i] += np.uint16(y * _ROUNDED_UP + np.float32(1))


def _scan(inverted: InvertedIndex, terms: ScanTerms, start: int, sums: Sums) -> None:
    asked = (terms.places, terms.column_weights, terms.features, terms.posting_weights, terms.amounts)
    scan_into(inverted.by_position, inverted.by_feature, start, tuple(frozen(array) for array in asked), sums)


def _join(sums: Sums, zero: float, share: float, power: float, means: Means) -> None:
    if power == NEAREST:
        _join_cubes(sums, np.float32(zero), np.float32(share), means)
    else:
        PLAIN.join(sums, zero, share, power, means)


def _close(means: Means, power: float, sums: Sums) -> None:
    if power == NEAREST:
        _close_cubes(means, (means.view(np.int32) // 3 + _GUESS).view(np.float32), sums)
    else:
        PLAIN.close(means, power, sums)


def _maxima_of(sums: Sums) -> Maxima:
    maxima = np.empty(len(sums) // TILE * LANES, dtype=np.uint16)
    maxima_into(sums, maxima)
    return maxima


def _collect(sums: Sums, maxima: Maxima, low: int, high: int) -> NDArray[np.int64]:
    found = np.empty(1024, dtype=np.int64)
    n = collect_into(sums, maxima, low, high, found)
    if n > len(found):
        found = np.empty(n, dtype=np.int64)
        collect_into(sums, maxima, low, high, found)
    return np.sort(found[:n])


def _unpack(
    starts: NDArray[np.int64], entries: NDArray[np.uint8], ratios: NDArray[np.float64], idf: ColumnIdf
) -> Csr:
    given = tuple(frozen(array) for array in (starts, entries, ratios, idf.stops))
    indptr = np.empty(len(starts), np.int64)
    count_into(given, indptr)
    columns, blocks = np.empty(indptr[-1], np.int32), np.empty(indptr[-1], np.uint8)
    scales, factors = np.empty(indptr[-1]), np.empty(indptr[-1])
    unpack_all_into(given, indptr, columns, scales, factors, blocks)
    values = idf.at(columns, blocks)
    values *= scales
    values *= factors
    return Csr(indptr, columns, values.astype(np.float32))


def _dot(rows: PackedRows, which: NDArray[np.int64], vector: SparseVector) -> NDArray[np.float64]:
    products = np.empty(len(which))
    asked = (which, vector.columns, vector.values, rows.idf.at(vector.columns))
    dot_into(rows.given, *[frozen(array) for array in asked], products)
    return products


def _dot_many(
    rows: PackedRows, which: NDArray[np.int64], columns: NDArray[np.int32], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    products = np.empty((len(which), values.shape[1]))
    asked = (which, columns, values, rows.idf.at(columns))
    dot_many_into(rows.given, *[frozen(array) for array in asked], products)
    return products


COMPILED = Kernels(_scan, _join, _close, _maxima_of, _collect, _unpack, _dot, _dot_many)
