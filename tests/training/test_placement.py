from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.placement import placed

POINTS = st.lists(st.tuples(*[st.floats(-100, 100, allow_subnormal=False)] * 2), min_size=1, max_size=50)


@given(POINTS, st.integers(0, 30))
def test_all_titles_are_within_the_square_and_no_two_on_one_point(
    points: list[tuple[float, float]], n_isolated: int
) -> None:
    n_bound = len(points)
    found = placed(np.array(points).T, np.arange(n_bound), n_bound + n_isolated)
    assert np.abs(found).max() <= 1
    assert len(np.unique(found, axis=1).T) == n_bound + n_isolated


def test_the_picture_keeps_its_proportions() -> None:
    corners = np.array([[0, 40, 0, 40], [0, 0, 10, 10]], dtype=np.float64)
    found = placed(corners, np.arange(4), 4)
    assert found.T.tolist() == pytest.approx(np.array([[-1, -0.25], [1, -0.25], [-1, 0.25], [1, 0.25]]))


def test_a_single_title_stands_in_the_middle() -> None:
    assert placed(np.empty((2, 0)), np.empty(0, dtype=np.int64), 1).tolist() == [[0], [0]]


def test_isolated_titles_stand_below_the_others_in_the_order_of_their_rows() -> None:
    found = placed(np.array([[0.0, 1], [0, 1]]), np.array([1, 3]), 5)
    assert found[1, [0, 2, 4]].max() < found[1, [1, 3]].min()
    assert (np.diff(found[0, [0, 2, 4]]) > 0).all()


def test_titles_that_fall_on_one_point_stay_close() -> None:
    found = placed(np.array([[0.0, 0, 0, 9], [0, 0, 0, 9]]), np.arange(4), 4)
    assert np.ptp(found[:, :3], axis=1).max() < 1
    assert len(np.unique(found, axis=1).T) == 4


def test_places_have_four_decimals() -> None:
    found = placed(np.random.default_rng(0).random((2, 50)), np.arange(50), 50).astype(np.float64)
    np.testing.assert_allclose(found * 10_000, np.rint(found * 10_000), atol=1e-3)
