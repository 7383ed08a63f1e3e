"""The proof of the scan plan, hunted for violations."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from recsys.index import NEAREST, TOGETHER, QueryVector
from recsys.index.inverted import HUB_UNIT, InvertedIndex
from recsys.index.kernels import PLAIN
from recsys.index.scan import Scan
from recsys.index.scan_plan import ScanPlan
from recsys.index.scan_units import FOR_ARITHMETIC
from tests.index.catalogues import Drawn, drawn

SEEDS = st.integers(0, 2**32)


def assert_never_too_low(found: Drawn, vector: QueryVector) -> None:
    """No score above 0 is greater than its sum says, and no sum has left its 16 bits."""
    inverted = found.index.inverted
    scan = Scan.of(vector, inverted, PLAIN)
    if scan is None:
        return
    plan, sums = scan.plan, scan.sums[: found.n_titles].astype(np.int64)
    if not vector.each:
        assert sums.tolist() == wide_sums(plan, inverted).tolist()
    bounds = (sums - plan.start + plan.excess) * plan.unit
    scores = found.index.scores(vector)[inverted.order]
    above = scores > 0
    # Units that pay for the rounding of floating point are not needed for anything else.
    spare = 0.0 if vector.each else (FOR_ARITHMETIC - 0.05) * plan.unit
    assert (bounds[above] - scores[above] >= spare).all()


def wide_sums(plan: ScanPlan, inverted: InvertedIndex) -> NDArray[np.int64]:
    """What a scan adds up, in numbers so wide that nothing wraps around, title by title."""
    sums = np.full(len(inverted.order), plan.start)
    years = np.repeat(np.arange(len(inverted.years)), np.diff(inverted.year_starts))
    for position, year in enumerate(years.tolist()):
        amount, hub = int(plan.terms.amounts[year]), int(inverted.hubs[position])
        sums[position] += math.ceil(amount * (hub if amount >= 0 else hub - 1) / HUB_UNIT)
    for place, weight in zip(plan.terms.places.tolist(), plan.terms.column_weights.tolist(), strict=True):
        codes = inverted.column(place)[: len(sums)].astype(np.int64)
        sums += weight * np.where(codes > 0, codes - (weight < 0), 0)
    for feature, weight in zip(
        plan.terms.features.tolist(), plan.terms.posting_weights.tolist(), strict=True
    ):
        added = [math.ceil(weight * code / 256) for code in inverted.posting_codes_of(feature).tolist()]
        np.add.at(sums, inverted.positions_of(feature), added)
    assert sums.min() > 0
    assert sums.max() < 2**16
    return sums


@given(SEEDS, st.integers(1, 40), st.booleans())
def test_of_a_plain_sum(seed: int, n_columns: int, signed: bool) -> None:
    found = drawn(seed % 100)
    assert_never_too_low(found, found.question(signed=signed, n_columns=n_columns))


@given(SEEDS, st.integers(1, 3), st.integers(4, 8))
def test_of_rare_features_alone(seed: int, n_columns: int, code_bits: int) -> None:
    found = drawn(seed % 100, common=1.0, code_bits=code_bits)
    assert_never_too_low(found, found.question(n_columns=n_columns))


@given(SEEDS, st.integers(1, 40), st.integers(4, 7))
def test_of_postings_with_narrow_codes(seed: int, n_columns: int, code_bits: int) -> None:
    found = drawn(seed % 20, code_bits=code_bits)
    assert_never_too_low(found, found.question(signed=True, dials=True, n_columns=n_columns))


@given(SEEDS, st.integers(1, 40), st.booleans())
def test_of_a_single_tile_and_one_title_more(seed: int, n_columns: int, signed: bool) -> None:
    found = drawn(seed % 3, 4_096 + seed % 2)
    assert_never_too_low(found, found.question(signed=signed, n_columns=n_columns))


@given(SEEDS, st.integers(0, 4), st.sampled_from([0.1, 1.0]))
def test_of_dials_beside_a_little_that_is_disliked(seed: int, n_columns: int, common: float) -> None:
    found = drawn(seed % 100, common=common)
    vector = found.question(signed=True, dials=True, n_columns=n_columns)
    assert_never_too_low(found, replace(vector, coefficients=-0.05 * np.abs(vector.coefficients)))


def test_weights_so_small_that_nothing_is_proved_of_them_have_no_plan() -> None:
    found = drawn(1)
    vector = found.question()
    tiny = replace(
        vector, coefficients=vector.coefficients * 1e-318, year_coefficients=vector.year_coefficients * 0
    )
    assert Scan.of(tiny, found.index.inverted, PLAIN) is None


@given(SEEDS, st.sampled_from([NEAREST, TOGETHER, 1.5]), st.integers(1, 6))
def test_of_means(seed: int, power: float, n_each: int) -> None:
    found = drawn(seed % 100)
    each = tuple(found.question(signed=True) for _ in range(n_each))
    beside = found.question(signed=True, n_columns=4)
    joined = replace(beside, each=each, each_weights=np.ones(n_each), share=1.3, power=power)
    assert_never_too_low(found, joined)


@given(SEEDS, st.floats(1e-6, 1e6))
def test_of_any_scale_of_weights(seed: int, scale: float) -> None:
    found = drawn(seed % 100)
    vector = found.question(signed=True)
    assert_never_too_low(
        found,
        replace(
            vector,
            coefficients=scale * vector.coefficients,
            year_coefficients=scale * vector.year_coefficients,
        ),
    )


def test_a_question_about_nothing_has_no_plan() -> None:
    found = drawn(1)
    nothing = replace(found.question(n_columns=0), years=np.empty(0, np.int64), year_coefficients=np.empty(0))
    assert Scan.of(nothing, found.index.inverted, PLAIN) is None
