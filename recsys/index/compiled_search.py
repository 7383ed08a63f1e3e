"""Whole searches, compiled: for one question, for a few titles, and for the neighbours of many titles.

They do what :class:`recsys.index.exact.ExactIndex` describes for a plain sum of features and years: a scan
in whole numbers, then exact scores of those that it cannot rule out. The answers are the
same to the last bit.
"""

# numba finds the types of compiled functions itself.
# mypy: allow-untyped-defs, allow-untyped-decorators, allow-untyped-calls
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import frozen
from recsys.index import scan_units, upper_halves
from recsys.index.batch import PlainWeights
from recsys.index.compiled_part_scan import rows_into, scan_part_into
from recsys.index.compiled_rows import fill_table, score_into
from recsys.index.compiled_scan import collect_into, maxima_into, scan_into
from recsys.index.inverted import TILE
from recsys.index.just_in_time import compiled
from recsys.index.kernels import FEW, LANES
from recsys.index.protocol import Hits, Mask, QueryVector
from recsys.index.scan import reused
from recsys.index.scan_units import FOR_ARITHMETIC, HIGHEST

if TYPE_CHECKING:
    from recsys.index.exact import ExactIndex

PART = 64
"""One title in so many, or fewer, are scanned alone."""
_SPARE = 8
_WIDER = 8
_NOBODY = -1
_UNPLANNED = -2
_NOTHING = np.empty(0, dtype=np.int64)

_reach = compiled(scan_units.reach)
_slack_of = compiled(scan_units.slack_of)
_unit_of = compiled(scan_units.unit_of)
_start_of = compiled(scan_units.start_of)
_in_units = compiled(scan_units.in_units)
_floats_of = compiled(upper_halves.floats_of)


@compiled
def _places(columns, common):
    """Which column each feature is; -1 for those that have a posting list."""
    places = np.searchsorted(common, columns)
    for i in range(len(columns)):
        if places[i] == len(common) or common[places[i]] != columns[i]:
            places[i] = -1
    return places


@compiled
def _plan(question, by_position, by_feature, nearness):
    """Return unit (0: nothing to scan for), start, and the terms: see ``ScanPlan``."""
    columns, coefficients, _, _, seed_years, year_coefficients = question
    years, largest, common_features, most = by_position[2], by_feature[0], by_feature[1], by_feature[2]
    levels = (1 << by_feature[6]) - 1
    by_year = np.zeros(len(years))
    for i in range(len(years)):
        for j in range(len(seed_years) if years[i] != 0 else 0):
            by_year[i] += year_coefficients[j] * nearness[abs(np.int64(years[i]) - seed_years[j])]
    places, adds = _places(columns, common_features), coefficients * _floats_of(largest[columns])
    is_common, is_rare = places >= 0, (places < 0) & (adds > 0)
    common, rare = adds[is_common], adds[is_rare]
    down = -_reach(-common, -rare, -by_year, most)
    unit = _unit_of(_reach(common, rare, by_year, most), down, _slack_of(len(common), len(rare), most))
    measure = unit if unit > 0 else 1.0
    column_weights, posting_weights, amounts = _in_units(common, rare, by_year, measure, levels)
    features = columns[is_rare].astype(np.int64)
    terms = (places[is_common], column_weights, features, posting_weights, amounts)
    return unit, _start_of(down, measure), terms


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
def _collect(order, sums, maxima, which, low, high, tier, left_out, near):
    """Fill in the rows of a tier whose sums lie within a range; return how many."""
    n = 0
    if len(which):  # the scan of a part
        for i in range(len(which)):
            if low <= maxima[i] < high:
                near[n] = order[which[i]]
                n += 1
        return n
    for i in range(collect_into(sums, maxima, low, high, near)):
        row = order[near[i]]
        if tier[row] and row != left_out:
            near[n] = row
            n += 1
    return n


@compiled
def _best(rows, scores, k):
    """Return the k highest scores, ties broken by row."""
    if len(rows) > k:
        threshold = np.partition(scores, len(scores) - k)[len(scores) - k]
        above, tied = scores > threshold, np.sort(rows[scores == threshold])
        n_left = k - above.sum()
        rows = np.concatenate((rows[above], tied[:n_left]))
        scores = np.concatenate((scores[above], np.full(n_left, threshold)))
    by_row = np.argsort(rows)
    best = by_row[np.argsort(-scores[by_row], kind="mergesort")]  # stable
    return rows[best], scores[best]


@compiled
def _descend(matrix, order, of_titles, question, unit, start, sums, maxima, which, tier, left_out,
             sharing, k, wanted, near, scores):  # fmt: skip
    """Exact scores from the top of a scan down, until none below can be among the k best."""
    columns, coefficients, is_trait, idf, seed_years, year_coefficients = question
    table = fill_table(columns, coefficients, is_trait, idf)
    all_sums = maxima if len(which) else sums[: len(order)]
    found, high = 0, np.int64(HIGHEST + 1)
    low = max(np.int64(_reached(maxima, all_sums, wanted)), np.int64(1))
    while True:
        end = found + _collect(order, sums, maxima, which, low, high, tier, left_out, near[found:])
        score_into(near[found:end], matrix, table, sharing, of_titles, seed_years, year_coefficients,
                   scores[found:end])  # fmt: skip
        for i in range(found, end):
            if scores[i] > -np.inf:
                near[found], scores[found] = near[i], scores[i]
                found += 1
        kth = np.partition(scores[:found], found - k)[found - k] if found >= k else -1.0
        if low <= 1 or kth > max((low - 1 - start + FOR_ARITHMETIC) * unit, 0.0):
            return _best(near[:found], scores[:found], k)
        high = low
        if kth > 0:  # of 0 there may be any number of titles
            low = min(max(np.int64(kth / unit + start - FOR_ARITHMETIC), np.int64(1)), high - 1)
        else:
            wanted *= _WIDER
            low = min(max(np.int64(_reached(maxima, all_sums, wanted)), np.int64(1)), high - 1)


@compiled
def _search(matrix, by_position, by_feature, of_titles, question, tier, left_out, which, sharing, k, wanted,
            sums, maxima, near, scores):  # fmt: skip
    """Return rows and scores, best first, or nothing where a scan cannot be planned."""
    unit, start, terms = _plan(question, by_position, by_feature, of_titles[2])
    if unit == 0:
        return False, near[:0], scores[:0]
    order = by_position[0]
    if len(which):
        maxima = np.empty(len(which), np.uint16)
        scan_part_into(by_position, by_feature, start, terms, which, sums, maxima)
    else:
        scan_into(by_position, by_feature, start, terms, sums)
        sums[len(order) :] = 0  # where there is no title, whatever the columns say there
        maxima_into(sums, maxima)
    rows, found = _descend(matrix, order, of_titles, question, unit, start, sums, maxima, which, tier,
                           left_out, sharing, k, wanted, near, scores)  # fmt: skip
    return True, rows, found


@compiled
def _among(matrix, of_titles, question, rows, sharing, k, scores):
    """Return the best of a few titles, each of which gets its exact score."""
    columns, coefficients, is_trait, idf, seed_years, year_coefficients = question
    table = fill_table(columns, coefficients, is_trait, idf)
    score_into(rows, matrix, table, sharing, of_titles, seed_years, year_coefficients, scores)
    n_found = 0
    near = np.empty(len(rows), np.int64)
    for i in range(len(rows)):
        if scores[i] > -np.inf:
            near[n_found], scores[n_found] = rows[i], scores[i]
            n_found += 1
    return _best(near[:n_found], scores[:n_found], k)


@compiled
def _question_of(features, idf, year, weights, traits, year_weight):
    """The question for the neighbours of a title: its features and its year, as all titles weigh them."""
    columns, values = features
    is_asked = weights[columns] != 0
    columns, values, idf = columns[is_asked], values[is_asked], idf[is_asked]
    n_years = 1 if year != 0 and year_weight != 0 else 0
    seed_years = np.full(n_years, np.int64(year))
    coefficients = values.astype(np.float64) * weights[columns]
    return columns, coefficients, traits[columns], idf, seed_years, np.full(n_years, np.float64(year_weight))


@compiled
def _nearest(matrix, by_position, by_feature, of_titles, weights, traits, year_weight, tier, origins,
             asked, idf, nobody, sharing, k, sums, maxima, near, scores, found_rows,
             found_scores):  # fmt: skip
    indptr, indices, data = asked
    for number in range(len(origins)):
        row, own = origins[number], slice(indptr[number], indptr[number + 1])
        features, year = (indices[own], data[own]), of_titles[0][row]
        question = _question_of(features, idf[own], year, weights, traits, year_weight)
        if sharing and not question[2].any():
            continue
        is_planned, rows, scores_found = _search(
            matrix, by_position, by_feature, of_titles, question, tier, row, nobody, sharing, k, k + _SPARE,
            sums, maxima, near, scores,
        )  # fmt: skip
        found_rows[number, : len(rows)] = rows
        found_scores[number, : len(rows)] = scores_found
        if not is_planned:
            found_rows[number, 0] = _UNPLANNED


def search(index: ExactIndex, vector: QueryVector, k: int, tier: Mask, *, sharing: bool) -> Hits:
    """Return the k best titles of a tier.

    Parameters
    ----------
    index : ExactIndex
        All titles, every number of them checked.
    vector : QueryVector
        A question that is a plain sum, and asks for something: no means, no dials, no lifts.
    k : int
        How many, at least 1.
    tier : ndarray of bool, shape (n_titles,)
        Titles that may be returned.
    sharing : bool
        Leave out titles that share no trait.

    Returns
    -------
    Hits
        Best first, ties broken by row.
    """
    tier, question = np.ascontiguousarray(tier), _question(index, vector, sharing=sharing)
    n_eligible, rows = _eligible(index, vector, k, tier, sharing=sharing)
    if n_eligible > max(FEW, k):
        which = np.sort(index.inverted.position_of[rows]).astype(np.int64)
        wanted = k + _SPARE if len(rows) else int((k + _SPARE) * len(tier) / n_eligible)
        is_planned, found, scores = _search(
            *(*index.given, question, frozen(tier), _NOBODY, frozen(which)),
            *(sharing, k, wanted, *_workspace(index)),
        )
        if is_planned:
            return Hits(found, scores)
        rows = rows if len(rows) else np.flatnonzero(tier)
    matrix, _, _, of_titles = index.given
    room = reused("scores", len(tier), np.float64)
    return Hits(*_among(matrix, of_titles, question, frozen(rows), sharing, k, room))


def _eligible(
    index: ExactIndex, vector: QueryVector, k: int, tier: Mask, *, sharing: bool
) -> tuple[int, NDArray[np.int64]]:
    """How many titles may be returned, and which, where they are so few that the others need no scan."""
    holders = _holders(index, vector.traits) if sharing else None
    if holders is not None:
        rows = holders[tier[holders]]
        return len(rows), rows
    n_eligible = int(np.count_nonzero(tier))
    if n_eligible > max(len(tier) // PART, FEW, k):
        return n_eligible, _NOTHING
    return n_eligible, _rows_of(tier, n_eligible)


def _holders(index: ExactIndex, traits: NDArray[np.int32]) -> NDArray[np.int64] | None:
    """Titles that have one of some rare traits; None if they may be many."""
    inverted = index.inverted
    if (inverted.places(traits) >= 0).any():
        return None
    starts, stops = inverted.indptr[traits], inverted.indptr[traits + 1]
    if (stops - starts).sum() > len(index.year) // PART:
        return None
    lists = [inverted.positions_of(trait) for trait in traits.tolist()]
    return np.unique(inverted.order[np.concatenate([*lists, _NOTHING])]).astype(np.int64)


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
    asked = index.rows.take(origins)
    _nearest(
        *index.given,
        *map(frozen, (plain.features, plain.is_trait)),
        plain.year,
        *map(frozen, (everyone, origins)),
        tuple(map(frozen, (asked.indptr, asked.indices, asked.data))),
        *map(frozen, (index.rows.idf.at(asked.indices), _NOTHING)),
        sharing,
        k,
        *_workspace(index),
        rows,
        scores,
    )
    return rows, scores


def _rows_of(tier: Mask, n_eligible: int) -> NDArray[np.int64]:
    whole = len(tier) // 8 * 8
    rows = np.empty(n_eligible + 8, dtype=np.int64)
    n = rows_into(frozen(tier[:whole]).view(np.uint64), rows)
    rows[n:n_eligible] = whole + np.flatnonzero(tier[whole:])
    return rows[:n_eligible]


def _question(index: ExactIndex, vector: QueryVector, *, sharing: bool) -> tuple[NDArray[Any], ...]:
    is_trait = np.isin(vector.columns, vector.traits) if sharing else np.zeros(len(vector.columns), np.bool_)
    # Copies, and of these types: so they are of one kind with those that _question_of makes.
    return (
        np.array(vector.columns, dtype=np.int32),
        np.array(vector.coefficients, dtype=np.float64),
        is_trait,
        index.rows.idf.at(vector.columns),
        np.array(vector.years, dtype=np.int64),
        np.array(vector.year_coefficients, dtype=np.float64),
    )


def _workspace(index: ExactIndex) -> tuple[NDArray[Any], ...]:
    n_titles, n_positions = len(index.year), index.inverted.n_positions
    return (
        reused("sums", n_positions, np.uint16),
        reused("maxima", n_positions // TILE * LANES, np.uint16),
        reused("near", n_titles, np.int64),
        reused("scores", n_titles, np.float64),
    )
