from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from recsys.index import effective_weights, power_mean

NUMBERS = arrays(np.float64, 5, elements=st.floats(-1, 4, allow_subnormal=False))
WEIGHTS = arrays(np.float64, 5, elements=st.floats(0.01, 10))


@given(NUMBERS, WEIGHTS)
def test_it_lies_between_the_mean_and_the_highest(
    scores: NDArray[np.float64], weights: NDArray[np.float64]
) -> None:
    positive = np.maximum(scores, 0)
    mean = float(power_mean(scores, weights))
    assert np.average(positive, weights=weights) - 1e-9 <= mean <= positive.max() + 1e-9


@given(NUMBERS, WEIGHTS)
def test_the_effective_weights_add_the_scores_up_to_it(
    scores: NDArray[np.float64], weights: NDArray[np.float64]
) -> None:
    summed = effective_weights(scores, weights) @ scores
    assert summed == pytest.approx(float(power_mean(scores, weights)), abs=1e-9)


@given(st.floats(0, 4), WEIGHTS)
def test_equal_scores_stay_as_they_are(score: float, weights: NDArray[np.float64]) -> None:
    assert float(power_mean(np.full(5, score), weights)) == pytest.approx(score)


def test_one_very_near_title_counts_more_than_several_that_are_a_little_near() -> None:
    near_one, near_all = np.array([0.9, 0.0, 0.0]), np.array([0.3, 0.3, 0.3])
    weights = np.ones(3)
    assert near_one.mean() == pytest.approx(near_all.mean())
    assert power_mean(near_one, weights) > power_mean(near_all, weights)


def test_many_titles_are_taken_together_at_once() -> None:
    scores = np.array([[1.0, 0.0], [0.0, 2.0]])
    expected = [(0.25 * 1.0) ** (1 / 3), (0.75 * 8.0) ** (1 / 3)]
    np.testing.assert_allclose(power_mean(scores, np.array([1.0, 3.0])), expected)


def test_where_nothing_is_near_nothing_counts() -> None:
    assert effective_weights(np.zeros(2), np.ones(2)).tolist() == [0.0, 0.0]
