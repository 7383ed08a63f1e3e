"""The nearest titles of many titles, one search after the other without returning to Python between.

Each search is that of :mod:`recsys.index.exact`, for a question that is one title's features and
year: the same plan (:class:`recsys.index.scan_plan.ScanPlan` has its proof), the same loops, the
same scores to the last bit. Threads run side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import frozen
from recsys.features import year_nearness
from recsys.index.compiled_kernels import _collect, _compiled, _group_maxima, _scan
from recsys.index.batch import PlainWeights
from recsys.index.inverted import LEVELS, POSTING_LEVELS
from recsys.index.scan_plan import HIGHEST, SHIFT

if TYPE_CHECKING:
    from recsys.index.exact import ExactIndex as Searched

_EMPTY = -1
_SPREAD = 8
_SPARE = 8
_MARGIN = 1.1


@_compiled
def _planned(columns, coefficients, year_weight, year, years, nearness, largest, place_of,  # type: ignore[no-untyped-def]
             places, column_weights, features, posting_weights, amounts):  # fmt: skip
    """Fill the terms of one question; return its unit, start, excess and the numbers of both kinds."""
    up, slack = 2.0 * year_weight if year else 0.0, 8.0
    for j in range(len(columns)):
        up += coefficients[j] * largest[columns[j]]
        slack += LEVELS / 2 + 1 if place_of[columns[j]] >= 0 else 2.0
    unit = up / (HIGHEST - 2 * slack)
    n_common, n_rare, excess = 0, 0, 6.0
    if up <= 0:
        return 0.0, 0, 0.0, 0, 0
    for j in range(len(columns)):
        most = coefficients[j] * largest[columns[j]]
        if most == 0:
            continue
        place = place_of[columns[j]]
        if place >= 0:
            weight = np.rint(most / (unit * LEVELS))
            places[n_common], column_weights[n_common] = place, np.uint16(weight)
            excess += (weight + LEVELS + 0.5) / 2
            n_common += 1
        else:
            weight = np.rint(most / (unit * POSTING_LEVELS) * (1 << SHIFT))
            features[n_rare], posting_weights[n_rare] = columns[j], np.int32(weight)
            excess += (weight + POSTING_LEVELS + 0.5) / 2 / (1 << SHIFT) + 1
            n_rare += 1
    for i in range(len(years)):
        is_known = year != 0 and years[i] != 0
        amounts[i] = np.int32(np.rint(year_weight * nearness[abs(years[i] - year)] / unit)) if is_known else 0
    return unit, np.int64(np.ceil(slack)), excess, n_common, n_rare


@_compiled
def _scored(rows, indptr, indices, data, keys, values, is_trait, sharing, origin, year, year_weight,  # type: ignore[no-untyped-def]
            title_years, nearness, hubs, scores):  # fmt: skip
    """Fill the exact scores; that of the origin, and of what shares no trait, is below all others."""
    size = len(keys)
    for i in range(len(rows)):
        total, shares, row = 0.0, not sharing, rows[i]
        for entry in range(indptr[row], indptr[row + 1]):
            column = indices[entry]
            place = column & (size - 1)
            while keys[place] != column and keys[place] != _EMPTY:
                place = (place + 1) & (size - 1)
            if keys[place] == column:
                total += values[place] * np.float64(data[entry])
                shares = shares or is_trait[column] != 0
        if year != 0 and title_years[row] != 0:
            total += year_weight * nearness[abs(np.int64(title_years[row]) - year)]
        if total > 0:
            total *= np.float64(hubs[row])
        scores[i] = total if shares and row != origin else -np.inf


@_compiled
def _nearest(indptr, indices, data, order, years, year_starts, hub_codes, largest, codes, place_of,  # type: ignore[no-untyped-def]
             lists, positions, posting_codes, title_years, hubs, nearness, weights, is_trait, sharing,
             year_weight, origins, k, found_rows, found_scores):  # fmt: skip
    n_titles, n_positions = len(order), len(hub_codes)
    sums, maxima = np.empty(n_positions, np.uint16), np.empty(n_positions // 64, np.uint16)
    near, scores = np.empty(n_titles, np.int64), np.empty(n_titles)
    longest = 0
    for origin in origins:
        longest = max(longest, indptr[origin + 1] - indptr[origin])
    size = 1
    while size < _SPREAD * longest:
        size *= 2
    keys, values = np.full(size, _EMPTY, np.int32), np.zeros(size)
    places, features = np.empty(longest, np.int64), np.empty(longest, np.int64)
    column_weights, posting_weights = np.empty(longest, np.uint16), np.empty(longest, np.int32)
    amounts, coefficients = np.empty(len(years), np.int32), np.empty(longest)
    for number in range(len(origins)):
        origin = origins[number]
        begin, end = indptr[origin], indptr[origin + 1]
        year = np.int64(title_years[origin])
        # 1. the question: its features by column, and the plan of its scan
        columns = indices[begin:end]
        keys[:] = _EMPTY
        n_traits = 0
        for j in range(end - begin):
            n_traits += is_trait[columns[j]]
            coefficients[j] = np.float64(data[begin + j]) * weights[columns[j]]
            place = columns[j] & (size - 1)
            while keys[place] != _EMPTY:
                place = (place + 1) & (size - 1)
            keys[place], values[place] = columns[j], coefficients[j]
        unit, start, excess, n_common, n_rare = _planned(
            columns, coefficients[: end - begin], year_weight, year, years, nearness, largest, place_of,
            places, column_weights, features, posting_weights, amounts,
        )  # fmt: skip
        if unit == 0 or (sharing and n_traits == 0):
            continue
        # 2. the scan, and where it is high
        _scan(hub_codes, year_starts, codes, lists, positions, posting_codes, amounts, start, places[:n_common],
              column_weights[:n_common], features[:n_rare], posting_weights[:n_rare], sums)  # fmt: skip
        sums[n_titles:] = 0
        _group_maxima(sums, maxima)
        wanted = min(k + _SPARE, len(maxima))
        low = max(np.int64(np.partition(maxima, len(maxima) - wanted)[len(maxima) - wanted] - _MARGIN * excess), 1)
        # 3. exact scores from there down, until none below can be among the best
        while True:
            n = _collect(sums, maxima, low, HIGHEST + 1, near)
            rows = np.sort(order[near[:n]])
            _scored(rows, indptr, indices, data, keys, values, is_trait, sharing, origin, year, year_weight,
                    title_years, nearness, hubs, scores)  # fmt: skip
            best = np.argsort(-scores[:n], kind="mergesort")[:k]  # stable: equal scores by row
            kth = scores[best[k - 1]] if n >= k else -np.inf
            if low <= 1 or kth > max((low - 1 - start + excess) * unit, 0.0):
                break
            if kth > 0:
                low = min(max(np.int64(kth / unit + start - excess), 1), low - 1)
            else:
                low = max(low - max(np.int64((low - start) // 4), 64), 1)
        for j in range(len(best)):
            if scores[best[j]] > -np.inf:
                found_rows[number, j], found_scores[number, j] = rows[best[j]], scores[best[j]]


def nearest(
    index: Searched, plain: PlainWeights, origins: NDArray[np.int64], k: int, *, sharing: bool
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the k nearest titles of each of some titles.

    Parameters
    ----------
    index : Searched
        All titles.
    plain : PlainWeights
        What each feature and the year weigh.
    origins : ndarray of int64, shape (n,)
        The titles; none is its own neighbour.
    k : int
        How many; at least 1.
    sharing : bool
        Leave out titles that share no trait.

    Returns
    -------
    rows : ndarray of int64, shape (n, k)
        Best first, ties broken by row; -1 where there are no more.
    scores : ndarray of float64, shape (n, k)
        Their scores.
    """
    inverted, rows = index.inverted, index.rows
    place_of = np.full(len(inverted.largest), _EMPTY, dtype=np.int16)
    place_of[inverted.common] = np.arange(len(inverted.common), dtype=np.int16)
    found_rows = np.full((len(origins), k), _EMPTY, dtype=np.int64)
    found_scores = np.zeros((len(origins), k))
    matrix = (rows.indptr, rows.indices, rows.data)
    by_year = (inverted.order, inverted.years, inverted.year_starts, inverted.hubs)
    by_feature = (inverted.largest, inverted.codes, place_of, inverted.indptr, inverted.positions)
    of_titles = (inverted.weights, index.year, index.hubs, year_nearness(), plain.features, plain.is_trait)
    given = (*matrix, *by_year, *by_feature, *of_titles)
    _nearest(*map(frozen, given), sharing, plain.year, frozen(origins), k, found_rows, found_scores)
    return found_rows, found_scores
