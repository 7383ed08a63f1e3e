"""Claims about what scores are made of: blocks, weights, the matrix, factors and what was learned."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import type_of_codes, under
from recsys.features import BlockSpec
from recsys.features.tokens import PEOPLE_BLOCKS
from recsys.index.inverted import GREATEST_HUB, HUB_UNIT, N_DIALS, TILE
from recsys.index.postings import MOST_POSITIONS, code_bits_of
from recsys.index.unpacking import MOST_BLOCKS
from recsys.index.upper_halves import ENDLESS
from recsys.integrity.claim import Claims, Described, at_once, by_reading
from recsys.integrity.containers import ascending_strings, chosen_strings, cuts
from recsys.integrity.numbers import always_rise, are_finite, are_not_negative, are_positive, are_within
from recsys.integrity.packed_matrix import are_packed_rows
from recsys.integrity.posting_lists import are_largest, are_postings
from recsys.ranking import LEARNED, YEAR

_CONSTANTS = (
    *("pivot", "min_df", "constant", "typical", "half_trust", "half_length", "when_described"),
    "on_request",
)
"""Numbers of a block's declaration."""


_STRETCH = 2**18
"""Titles that one thread reads the rows of."""


def n_titles(model: Described) -> Claims:
    """Yield the claim that there are titles.

    Parameters
    ----------
    model : Described
        The model.

    Yields
    ------
    Claim
        All others compare lengths with their number.
    """
    yield at_once("n_titles", type(model.n_titles) is int and model.n_titles > 0)


def blocks(model: Described) -> Claims:
    """Yield the claims about the feature blocks and their weights.

    Parameters
    ----------
    model : Described
        The model.

    Yields
    ------
    Claim
        Blocks follow each other, and their numbers are numbers.
    """
    info, start = model.info, 0
    for entry in info.blocks:
        name = BlockSpec.from_json({key: entry[key] for key in BlockSpec.__dataclass_fields__}).name
        values, codes = (model.arrays[f"blocks.{name}.idf.{part}"] for part in ("values", "codes"))
        if name in PEOPLE_BLOCKS:
            yield from chosen_strings(model, f"blocks.{name}.terms", "people.keys", len(codes))
        else:
            yield from ascending_strings(model, f"blocks.{name}.terms", len(codes))
        is_described = (
            entry["start"] == start
            and _are_above_0(entry["mean_norm"], entry["scale"])
            and _are_constants(entry[key] for key in _CONSTANTS)
        )
        yield at_once(f"blocks.{name}", is_described)
        yield at_once(f"blocks.{name}.idf.codes", codes.dtype == type_of_codes(len(values)))
        yield by_reading(f"blocks.{name}.idf.values", always_rise, values)
        yield by_reading(f"blocks.{name}.idf.values", are_not_negative, values)
        yield by_reading(f"blocks.{name}.idf.codes", are_within, codes, 0, len(values))
        start += len(codes)
    learned = {LEARNED} if under(LEARNED, model.arrays) else set()
    known = {entry["name"] for entry in info.blocks} | {YEAR} | learned
    yield at_once("weights", set(info.weights) == known and set(info.on_request) <= known)
    for weights in (info.weights, info.on_request):
        yield at_once("weights", _are_weights(weights.values()))


def matrix(model: Described) -> Claims:
    """Yield the claims about titles × features.

    Parameters
    ----------
    model : Described
        The model.

    Yields
    ------
    Claim
        It has a row a title, whose features are in order and within those of the blocks, with numbers that
        are not below 0.
    """
    starts, entries, ratios = (model.arrays[f"rows.{part}"] for part in ("starts", "entries", "ratios"))
    idf = [under(f"blocks.{entry['name']}.idf", model.arrays) for entry in model.info.blocks]
    stops, weights = np.cumsum([len(own["codes"]) for own in idf]), [own["values"] for own in idf]
    yield at_once("rows.starts", len(starts) == model.n_titles + 1)
    yield at_once("blocks", 0 < len(idf) <= MOST_BLOCKS)
    yield from cuts("rows.starts", starts, len(entries))
    yield by_reading("rows.ratios", always_rise, ratios)
    yield by_reading("rows.ratios", are_not_negative, ratios)
    for first in range(0, model.n_titles, _STRETCH):
        own = starts[first : first + _STRETCH + 1]
        yield by_reading("rows.entries", are_packed_rows, entries, own, ratios, weights, stops)


def inverted(model: Described) -> Claims:
    """Yield the claims about the inverted index, over which loops run that check nothing.

    Parameters
    ----------
    model : Described
        The model.

    Yields
    ------
    Claim
        Every title has a position, every position lies within the sums, and every list within its array.
    """
    arrays = under("inverted", model.arrays)
    n_titles, n_features = model.n_titles, model.n_features
    n_positions = -(-n_titles // TILE) * TILE
    order, starts, common = arrays["order"], arrays["year_starts"], arrays["common"]
    lengths = {
        "order": n_titles,
        "position_of": n_titles,
        "hubs": n_positions,
        "largest": n_features,
        "codes": (len(common) + N_DIALS) * n_positions // 2,
        "indptr": n_features + 1,
        "most": 2,
        "year_starts": len(arrays["years"]) + 1,
    }
    yield at_once("n_titles", n_positions <= MOST_POSITIONS)
    for name, length in lengths.items():
        yield at_once(f"inverted.{name}", len(arrays[name]) == length)
    yield from cuts("inverted.year_starts", starts, n_titles)
    yield from cuts("inverted.indptr", arrays["indptr"], len(arrays["postings"]))
    yield by_reading("inverted.order", _are_all_there, order)
    yield by_reading("inverted.position_of", _is_inverse, arrays["position_of"], order)
    yield by_reading("inverted.years", always_rise, arrays["years"])
    yield by_reading("inverted.years", are_within, arrays["years"], 0, 10_000)
    yield by_reading("inverted.common", always_rise, common)
    yield by_reading("inverted.common", are_within, common, 0, n_features)
    lists = (arrays["postings"], arrays["indptr"])
    yield by_reading("inverted.postings", are_postings, *lists, n_titles, code_bits_of(n_positions))
    yield by_reading("inverted.most", are_within, arrays["most"], 0, n_features + N_DIALS + 1)
    yield by_reading("inverted.hubs", are_within, arrays["hubs"], 0, GREATEST_HUB * HUB_UNIT + 1)
    yield by_reading("inverted.largest", are_within, arrays["largest"], 0, ENDLESS)
    yield by_reading("inverted.largest", are_largest, arrays["largest"], arrays["indptr"], common)


def _is_inverse(position_of: NDArray[np.int32], order: NDArray[np.int32]) -> bool:
    # With every row in the order once, this also says that every position is there once.
    is_within = are_within(position_of, 0, len(order))
    return is_within and bool((order[position_of] == np.arange(len(order))).all())


def _are_all_there(order: NDArray[np.int32]) -> bool:
    """Return whether every row stands in the order: as many entries as rows leave none to stand twice."""
    if not are_within(order, 0, len(order)):
        return False
    is_there = np.zeros(len(order), dtype=np.bool_)
    is_there[order] = True
    return bool(is_there.all())


def hubs(model: Described) -> Claims:
    """Yield the claims about the hub factors.

    Parameters
    ----------
    model : Described
        The model.

    Yields
    ------
    Claim
        One positive factor a title.
    """
    factors = model.arrays["hubs"]
    yield at_once("hubs", len(factors) == model.n_titles)
    yield by_reading("hubs", are_positive, factors)
    yield by_reading("hubs", are_within, factors, 0, GREATEST_HUB + 1e-6)


def learned(model: Described) -> Claims:
    """Yield the claims about what was learned from feedback, where anything was.

    Parameters
    ----------
    model : Described
        The model.

    Yields
    ------
    Claim
        Columns in order, and a coefficient for each and for each pair of them.
    """
    yield at_once(LEARNED, isinstance(model.info.learned, dict))
    arrays = under(LEARNED, model.arrays)
    if arrays:
        columns, prior, pairs = (arrays[name] for name in ("columns", "prior", "matrix"))
        n_known = len(columns)
        yield at_once(f"{LEARNED}.prior", len(prior) == n_known)
        yield at_once(f"{LEARNED}.matrix", len(pairs) == n_known**2)
        yield by_reading(f"{LEARNED}.columns", always_rise, columns)
        yield by_reading(f"{LEARNED}.columns", are_within, columns, 0, model.n_features)
        yield by_reading(f"{LEARNED}.prior", are_finite, prior)
        yield by_reading(f"{LEARNED}.matrix", are_finite, pairs)


def _are_constants(values: Iterable[object]) -> bool:
    return all(type(value) in (int, float) and 0 <= value < math.inf for value in values)  # type: ignore[operator]


def _are_above_0(*numbers: object) -> bool:
    return all(isinstance(number, float) and math.isfinite(number) and number > 0 for number in numbers)


def _are_weights(numbers: Any) -> bool:
    return all(isinstance(number, float) and math.isfinite(number) and number >= 0 for number in numbers)
