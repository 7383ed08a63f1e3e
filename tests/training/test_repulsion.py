from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from training.repulsion import curve_order, distances, repulsion


def _rng(seed: int = 0) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def _by_all_pairs(places: NDArray[np.float64]) -> NDArray[np.float64]:
    away = places[:, :, None] - places[:, None, :]
    nearness = 1 / (1 + (away**2).sum(axis=0))
    total = nearness.sum() - places.shape[1]
    return np.asarray((away * nearness**2).sum(axis=2) / total)


def _length(pushes: NDArray[np.float64]) -> float:
    return float(np.sqrt((pushes**2).sum()))


@given(st.integers(2, 2000), st.integers(0, 5))
def test_weighted_distances_stand_for_every_pair_once(n_titles: int, seed: int) -> None:
    pairs = n_titles * sum(weight for _, weight in distances(n_titles, _rng(seed)))
    assert pairs == pytest.approx(n_titles * (n_titles - 1) / 2)


@given(st.integers(2, 2000), st.integers(0, 5))
def test_no_distance_is_taken_twice_and_none_beyond_half_the_ring(n_titles: int, seed: int) -> None:
    taken = [distance for distance, _ in distances(n_titles, _rng(seed))]
    assert len(set(taken)) == len(taken)
    assert all(1 <= distance <= n_titles // 2 for distance in taken)


@pytest.mark.parametrize("n_titles", [2, 3, 8, 17, 18])
def test_few_titles_are_pushed_by_all_others(n_titles: int) -> None:
    places = _rng(1).normal(size=(2, n_titles))
    np.testing.assert_allclose(repulsion(places, _rng()), _by_all_pairs(places), rtol=1e-9, atol=1e-12)


def test_many_titles_are_pushed_as_by_all_others_on_the_average() -> None:
    places = _rng(1).normal(size=(2, 300)) * 5
    rng = _rng()
    expected = _by_all_pairs(places)
    one, many = repulsion(places, rng), sum(repulsion(places, rng) for _ in range(400)) / 400
    assert _length(many - expected) < 0.1 * _length(expected)
    assert _length(many - expected) < 0.2 * _length(one - expected)


def test_what_pushes_is_pushed_back() -> None:
    places = _rng(1).normal(size=(2, 500)) * 5
    np.testing.assert_allclose(repulsion(places, _rng()).sum(axis=1), 0, atol=1e-12)


def test_titles_on_one_point_do_not_push_each_other() -> None:
    assert not repulsion(np.zeros((2, 40)), _rng()).any()


def test_titles_near_on_the_curve_are_mostly_near_in_the_plane() -> None:
    places = _rng(1).random((2, 1000))
    order = curve_order(places, _rng())
    assert sorted(order) == list(range(1000))
    steps = np.diff(places[:, order], axis=1)
    assert np.median(np.sqrt((steps**2).sum(axis=0))) < 0.1
