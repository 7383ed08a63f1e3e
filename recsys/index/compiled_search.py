"""A whole search without returning to Python, for questions that are plain sums.

What :mod:`recsys.index.exact` does step by step: the plan of :class:`recsys.index.scan_plan.ScanPlan`
(where the proof stands), the scan, and exact scores from the top down until none below can be among
the best. The answers are the same to the last bit.
"""

# numba finds the types of compiled functions itself.
# mypy: allow-untyped-defs, allow-untyped-decorators, allow-untyped-calls
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import frozen
from recsys.index.batch import PlainWeights
from recsys.index.compiled_kernels import EMPTY, collect_into, compiled, fill_table, maxima_into, scan_into
from recsys.index.inverted import GREATEST_HUB, LEVELS, POSTING_LEVELS
from recsys.index.protocol import Hits, Mask, QueryVector, Rows
from recsys.index.scan import reused
from recsys.index.scan_plan import FOR_ARITHMETIC, FOR_YEARS, HIGHEST, LEAST_UNIT, ROUNDED, SHIFT

if TYPE_CHECKING:
    from recsys.index.exact import ExactIndex

_SPARE = 8
_WIDER = 8
_NOBODY = -1
_UNPLANNED = -2
_TOGETHER = 32
_LINE = 16
"""So many numbers of four bytes come from memory at once."""


@compiled
def _greatest(values, most):
    """The sum of so many of the greatest values, those below 0 left out."""
    if most <= 0:
        return 0.0
    if len(values) > most:
        values = np.partition(values, len(values) - most)[len(values) - most :]
    return np.maximum(values, 0.0).sum()


@compiled
def _plan(columns, coefficients, by_year, largest, place_of, most, places, column_weights, features,
          posting_weights, amounts):  # fmt: skip
    """Fill the terms; return unit (0: nothing to scan for), start, excess, and how many there are."""
    n = len(columns)
    common, rare, n_common, n_rare = np.empty(n), np.empty(n), 0, 0
    for j in range(n):
        if place_of[columns[j]] >= 0:
            common[n_common], places[n_common] = coefficients[j] * largest[columns[j]], place_of[columns[j]]
            n_common += 1
        else:
            rare[n_rare], features[n_rare] = coefficients[j] * largest[columns[j]], columns[j]
            n_rare += 1
    common, rare = common[:n_common], rare[:n_rare]
    up = GREATEST_HUB * max(by_year.max(), 0.0) + _greatest(common, most[0]) + _greatest(rare, most[1])
    down = GREATEST_HUB * min(by_year.min(), 0.0) - _greatest(-common, most[0]) - _greatest(-rare, most[1])
    slack = (LEVELS / 2 + 1) * min(n_common, most[0]) + 2.0 * min(n_rare, most[1]) + 2 * FOR_YEARS
    room = HIGHEST - 2 * slack
    if room < HIGHEST / 4 or up <= down:
        return 0.0, 0, 0.0, 0, 0
    unit = (up - down) / room
    if unit < LEAST_UNIT:
        return 0.0, 0, 0.0, 0, 0
    for j in range(n_common):
        weight = np.rint(common[j] / (unit * LEVELS))
        column_weights[j] = np.uint16(np.int64(weight))
        common[j] = (weight + LEVELS + 0.5) / 2 if weight >= 0 else LEVELS / 2 - weight + 1
    for j in range(n_rare):
        weight = np.rint(rare[j] / (unit * POSTING_LEVELS) * (1 << SHIFT))
        posting_weights[j] = np.int32(weight)
        off = (weight + POSTING_LEVELS + 0.5) / 2 if weight >= 0 else POSTING_LEVELS / 2 - weight + 1
        rare[j] = off / (1 << SHIFT) + ROUNDED
    for year in range(len(by_year)):
        amounts[year] = np.int32(np.rint(by_year[year] / unit))
    excess = _greatest(common, most[0]) + _greatest(rare, most[1]) + FOR_YEARS + FOR_ARITHMETIC
    return unit, np.int64(np.ceil(slack - down / unit)), excess, n_common, n_rare


@compiled
def _score(rows, matrix, table, sharing, of_titles, seed_years, year_coefficients, scores):
    """Fill exact scores; those that share no trait get one below all others."""
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
                while keys[place] != column and keys[place] != EMPTY:
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


@compiled
def _reached(maxima, sums, wanted):
    """A sum that about so many titles reach; 1 where there are not so many."""
    if wanted >= len(sums):
        return 1
    if wanted <= len(maxima) // 4:
        return np.int64(np.partition(maxima, len(maxima) - wanted)[len(maxima) - wanted])
    counts = np.zeros(HIGHEST + 1, np.int32)
    for total in sums:
        counts[total] += 1
    reached, n = HIGHEST + 1, 0
    while n < wanted:
        reached -= 1
        n += counts[reached]
    return reached


@compiled
def _best(rows, scores, k):
    """Return the k highest scores, ties broken by row."""
    by_row = np.argsort(rows)
    best = by_row[np.argsort(-scores[by_row], kind="mergesort")][:k]  # stable
    return rows[best], scores[best]


@compiled
def _search(matrix, by_year_order, by_feature, of_titles, columns, coefficients, is_trait, seed_years,
            year_coefficients, tier, left_out, sharing, k, wanted, sums, maxima, near, scores):  # fmt: skip
    """Return rows and scores, best first, or nothing where a scan cannot be planned."""
    order, years, starts, hub_codes = by_year_order
    largest, place_of, most, codes, lists, positions, posting_codes = by_feature
    n = len(columns)
    # 1. the question
    keys, values, traits = fill_table(columns, coefficients, is_trait)
    by_year = np.zeros(len(years))
    for i in range(len(years)):
        for j in range(len(seed_years) if years[i] != 0 else 0):
            by_year[i] += year_coefficients[j] * of_titles[2][abs(np.int64(years[i]) - seed_years[j])]
    places, features, amounts = np.empty(n, np.int64), np.empty(n, np.int64), np.empty(len(years), np.int32)
    column_weights, posting_weights = np.empty(n, np.uint16), np.empty(n, np.int32)
    unit, start, excess, n_common, n_rare = _plan(
        columns, coefficients, by_year, largest, place_of, most, places, column_weights, features,
        posting_weights, amounts,
    )  # fmt: skip
    if unit == 0:
        return False, near[:0], scores[:0]
    # 2. the scan
    scan_into(hub_codes, starts, codes, lists, positions, posting_codes, amounts, start, places[:n_common],
              column_weights[:n_common], features[:n_rare], posting_weights[:n_rare], sums)  # fmt: skip
    sums[len(order) :] = 0
    maxima_into(sums, maxima)
    found, high = 0, HIGHEST + 1
    low = max(_reached(maxima, sums[: len(order)], wanted), 1)
    # 3. exact scores from there down, until none below can be among the best
    while True:
        end = found
        for i in range(found, found + collect_into(sums, maxima, low, high, near[found:])):
            row = order[near[i]]
            if tier[row] and row != left_out:
                near[end] = row
                end += 1
        _score(near[found:end], matrix, (keys, values, traits), sharing, of_titles, seed_years,
               year_coefficients, scores[found:end])  # fmt: skip
        for i in range(found, end):
            if scores[i] > -np.inf:
                near[found], scores[found] = near[i], scores[i]
                found += 1
        kth = np.partition(scores[:found], found - k)[found - k] if found >= k else -1.0
        if low <= 1 or kth > max((low - 1 - start + excess) * unit, 0.0):
            break
        high = low
        if kth > 0:  # of 0 there may be any number of titles
            low = min(max(np.int64(kth / unit + start - excess), 1), high - 1)
        else:
            wanted *= _WIDER
            low = min(
                max(np.int64(_reached(maxima, sums[: len(order)], wanted)), np.int64(1)), np.int64(high - 1)
            )
    rows, sorted_scores = _best(near[:found], scores[:found], k)
    return True, rows, sorted_scores


@compiled
def _among(matrix, of_titles, columns, coefficients, is_trait, seed_years, year_coefficients, rows, sharing,
           k, scores):  # fmt: skip
    """Return the best of a few titles, each of which gets its exact score."""
    table = fill_table(columns, coefficients, is_trait)
    _score(rows, matrix, table, sharing, of_titles, seed_years, year_coefficients, scores)
    n_found = 0
    near = np.empty(len(rows), np.int64)
    for i in range(len(rows)):
        if scores[i] > -np.inf:
            near[n_found], scores[n_found] = rows[i], scores[i]
            n_found += 1
    return _best(near[:n_found], scores[:n_found], k)


@compiled
def _nearest(matrix, by_year_order, by_feature, of_titles, weights, traits, year_weight, tier, origins,
             sharing, k, sums, maxima, near, scores, found_rows, found_scores):  # fmt: skip
    indptr, indices, data = matrix
    for number in range(len(origins)):
        row = origins[number]
        columns = indices[indptr[row] : indptr[row + 1]]
        coefficients, is_trait, n_left = np.empty(len(columns)), np.empty(len(columns), np.bool_), 0
        kept = np.empty(len(columns), np.int32)
        for j in range(len(columns)):
            if weights[columns[j]] != 0:
                kept[n_left], is_trait[n_left] = columns[j], traits[columns[j]]
                coefficients[n_left] = np.float64(data[indptr[row] + j]) * weights[columns[j]]
                n_left += 1
        if sharing and not is_trait[:n_left].any():
            continue
        n_years = 1 if of_titles[0][row] != 0 and year_weight != 0 else 0
        seed_years = np.full(n_years, np.int64(of_titles[0][row]))
        year_coefficients = np.full(n_years, np.float64(year_weight))
        is_planned, rows, scores_found = _search(
            matrix, by_year_order, by_feature, of_titles, kept[:n_left], coefficients[:n_left],
            is_trait[:n_left], seed_years, year_coefficients, tier, row, sharing, k, k + _SPARE,
            sums, maxima, near, scores,
        )  # fmt: skip
        found_rows[number, : len(rows)] = rows
        found_scores[number, : len(rows)] = scores_found
        if not is_planned:
            found_rows[number, 0] = _UNPLANNED


def search(
    index: ExactIndex, vector: QueryVector, k: int, tier: Mask, *, wanted: int, sharing: bool
) -> Hits | None:
    """Return the k best titles of a tier.

    Parameters
    ----------
    index : ExactIndex
        All titles, every number of them checked.
    vector : QueryVector
        A question that is a plain sum: no means, no dials, no lifts.
    k : int
        How many, at least 1.
    tier : ndarray of bool, shape (n_titles,)
        Titles that may be returned.
    wanted : int
        How many of all titles are about as good as the k best of the tier.
    sharing : bool
        Leave out titles that share no trait.

    Returns
    -------
    Hits or None
        None if the question cannot be scanned for.
    """
    is_trait = np.isin(vector.columns, vector.traits) if sharing else np.zeros(len(vector.columns), np.bool_)
    question = (vector.columns, vector.coefficients, is_trait, vector.years, vector.year_coefficients, tier)
    is_planned, rows, scores = _search(
        *index.given, *[frozen(array) for array in question], _NOBODY, sharing, k, wanted, *_workspace(index)
    )
    return Hits(rows, scores) if is_planned else None


def among(index: ExactIndex, vector: QueryVector, k: int, rows: Rows, *, sharing: bool) -> Hits:
    """Return the k best of some titles, all of them looked at.

    Parameters
    ----------
    index : ExactIndex
        All titles, every number of them checked.
    vector : QueryVector
        A question that is a plain sum: no means, no dials, no lifts.
    k : int
        How many, at least 1.
    rows : ndarray of int64, shape (n,)
        The titles.
    sharing : bool
        Leave out titles that share no trait.

    Returns
    -------
    Hits
        Best first.
    """
    is_trait = np.isin(vector.columns, vector.traits) if sharing else np.zeros(len(vector.columns), np.bool_)
    question = (vector.columns, vector.coefficients, is_trait, vector.years, vector.year_coefficients, rows)
    matrix, _, _, of_titles = index.given
    given = [frozen(array) for array in question]
    return Hits(*_among(matrix, of_titles, *given, sharing, k, reused("scores", len(index.year), np.float64)))


def nearest(
    index: ExactIndex, plain: PlainWeights, origins: NDArray[np.int64], k: int, *, sharing: bool
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the k nearest titles of each of some titles.

    Parameters
    ----------
    index : ExactIndex
        All titles, every number of them checked.
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
        Best first, ties broken by row; -1 where there are no more, and -2 in the first place where a title
        cannot be scanned for and has to be asked for by itself.
    scores : ndarray of float64, shape (n, k)
        Their scores.
    """
    rows = np.full((len(origins), k), _NOBODY, dtype=np.int64)
    scores = np.zeros((len(origins), k))
    everyone = np.ones(len(index.year), dtype=np.bool_)
    of_all = (plain.features, plain.is_trait)
    _nearest(
        *index.given,
        *[frozen(array) for array in of_all],
        plain.year,
        frozen(everyone),
        frozen(origins),
        sharing,
        k,
        *_workspace(index),
        rows,
        scores,
    )
    return rows, scores


def _workspace(index: ExactIndex) -> tuple[NDArray[Any], ...]:
    n_titles, n_positions = len(index.year), index.inverted.n_positions
    return (
        reused("sums", n_positions, np.uint16),
        reused("maxima", n_positions // 64, np.uint16),
        reused("near", n_titles, np.int64),
        reused("scores", n_titles, np.float64),
    )
