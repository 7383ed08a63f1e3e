from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy.stats import gmean, hmean

from recsys.index import NEAREST, TOGETHER, effective_weights, power_mean

NUMBERS = arrays(np.float64, 5, elements=st.floats(-1, 4, allow_subnormal=False))
POSITIVE = arrays(np.float64, 5, elements=st.floats(0.001, 4))
WEIGHTS = arrays(np.float64, 5, elements=st.floats(0.01, 10))
POWERS = st.sampled_from([NEAREST, TOGETHER, -1.0, -3.0])


@given(NUMBERS, WEIGHTS)
def test_the_nearest_of_many_likes_lies_between_the_mean_and_the_highest(
    scores: NDArray[np.float64], weights: NDArray[np.float64]
) -> None:
    positive = np.maximum(scores, 0)
    mean = float(power_mean(scores, weights, NEAREST))
    assert np.average(positive, weights=weights) - 1e-9 <= mean <= positive.max() + 1e-9


@given(POSITIVE, WEIGHTS)
def test_what_suits_all_together_lies_between_the_lowest_and_the_mean(
    scores: NDArray[np.float64], weights: NDArray[np.float64]
) -> None:
    mean = float(power_mean(scores, weights, TOGETHER))
    assert scores.min() - 1e-9 <= mean <= np.average(scores, weights=weights) + 1e-9


@given(POSITIVE, WEIGHTS)
def test_the_harmonic_and_the_geometric_mean_are_those_of_scipy(
    scores: NDArray[np.float64], weights: NDArray[np.float64]
) -> None:
    assert float(power_mean(scores, weights, -1)) == pytest.approx(hmean(scores, weights=weights))
    assert float(power_mean(scores, weights, 0)) == pytest.approx(gmean(scores, weights=weights))


@given(NUMBERS, WEIGHTS, POWERS)
def test_the_effective_weights_add_the_scores_up_to_it(
    scores: NDArray[np.float64], weights: NDArray[np.float64], power: float
) -> None:
    rounded = scores.round(6)  # beyond that lie numbers whose powers no computer holds
    summed = effective_weights(rounded, weights, power) @ rounded
    assert summed == pytest.approx(float(power_mean(rounded, weights, power)), abs=1e-9)


@given(st.floats(1e-6, 4), WEIGHTS, POWERS)
def test_equal_scores_stay_as_they_are(score: float, weights: NDArray[np.float64], power: float) -> None:
    assert float(power_mean(np.full(5, score), weights, power)) == pytest.approx(score, abs=1e-12)


def test_one_very_near_title_counts_more_than_several_that_are_a_little_near() -> None:
    near_one, near_all = np.array([0.9, 0.0, 0.0]), np.array([0.3, 0.3, 0.3])
    weights = np.ones(3)
    assert near_one.mean() == pytest.approx(near_all.mean())
    assert power_mean(near_one, weights, NEAREST) > power_mean(near_all, weights, NEAREST)


def test_what_has_nothing_for_one_of_several_viewers_is_worth_nothing_together() -> None:
    assert float(power_mean(np.array([0.9, 0.0]), np.ones(2), TOGETHER)) == 0


def test_many_titles_are_taken_together_at_once() -> None:
    scores = np.array([[1.0, 0.0], [0.0, 2.0]])
    expected = np.array([(0.25 * 1.0) ** (1 / 3), (0.75 * 8.0) ** (1 / 3)])
    np.testing.assert_allclose(power_mean(scores, np.array([1.0, 3.0]), NEAREST), expected)


@given(POWERS)
def test_where_nothing_is_near_nothing_counts(power: float) -> None:
    assert effective_weights(np.zeros(2), np.ones(2), power).tolist() == [0.0, 0.0]
