from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import bootstrap

from training.evaluation.bootstrap import (
    N_RESAMPLES,
    difference_interval,
    mean_interval,
    ratio_interval,
    resampled_counts,
)

SKEWED = np.random.default_rng(5).exponential(size=400)


def test_interval_agrees_with_scipy() -> None:
    theirs = bootstrap(
        (SKEWED,), np.mean, n_resamples=N_RESAMPLES, method="percentile", rng=np.random.default_rng(1)
    ).confidence_interval
    ours = mean_interval(SKEWED)
    assert ours.low == pytest.approx(theirs.low, abs=0.015)
    assert ours.high == pytest.approx(theirs.high, abs=0.015)


def test_equal_values_leave_no_doubt() -> None:
    interval = mean_interval(np.full(10, 0.25))
    assert (interval.value, interval.low, interval.high) == (0.25, 0.25, 0.25)


def test_the_same_values_give_the_same_interval() -> None:
    assert mean_interval(SKEWED) == mean_interval(SKEWED)


def test_a_constant_lead_is_sure_however_hard_the_questions_are() -> None:
    interval = difference_interval(SKEWED + 0.1, SKEWED)
    assert interval.low == pytest.approx(0.1)
    assert interval.high == pytest.approx(0.1)


def test_a_constant_factor_is_sure_however_hard_the_questions_are() -> None:
    interval = ratio_interval(SKEWED * 2, SKEWED)
    assert interval is not None
    assert interval.low == pytest.approx(2.0)
    assert interval.high == pytest.approx(2.0)


def test_ratio_is_that_of_the_means_and_not_the_mean_of_ratios() -> None:
    interval = ratio_interval(np.array([1.0, 9.0]), np.array([1.0, 3.0]))
    assert interval is not None
    assert interval.value == 2.5


def test_nothing_is_any_number_of_times_nothing() -> None:
    assert ratio_interval(np.ones(5), np.zeros(5)) is None


def test_every_resample_draws_as_many_units_as_there_are() -> None:
    counts = np.concatenate(list(resampled_counts(7)))
    assert counts.shape == (N_RESAMPLES, 7)
    assert (counts.sum(axis=1) == 7).all()


@given(values=st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_the_interval_lies_within_the_values(values: list[float]) -> None:
    interval = mean_interval(np.array(values))
    assert min(values) - 1e-12 <= interval.low <= interval.high <= max(values) + 1e-12
