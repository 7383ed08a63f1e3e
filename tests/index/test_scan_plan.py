"""The proof of the scan plan, hunted for violations."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recsys.index import NEAREST, TOGETHER, QueryVector
from recsys.index.kernels import PLAIN
from recsys.index.scan import Scan
from tests.index.catalogues import Drawn, drawn

SEEDS = st.integers(0, 2**32)


def assert_never_too_low(found: Drawn, vector: QueryVector) -> None:
    """No score above 0 is greater than its sum says, and no sum has left its 16 bits."""
    scan = Scan.of(vector, found.index.inverted, PLAIN)
    if scan is None:
        return
    order, plan = found.index.inverted.order, scan.plan
    sums = scan.sums[: found.n_titles].astype(np.float64)
    bounds = (sums - plan.start + plan.excess) * plan.unit
    scores = found.index.scores(vector)[order]
    assert (scores <= np.maximum(bounds, 0)).all()
    # What wrapped around is off by 2^16 units: no sum is that far above its score either.
    above = scores > 0
    assert (bounds[above] - scores[above] < 2**16 * plan.unit).all()


@given(SEEDS, st.integers(1, 40), st.booleans())
def test_of_a_plain_sum(seed: int, n_columns: int, signed: bool) -> None:
    found = drawn(seed % 100)
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
