from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve

from training.tagging.reliability import MOST_SURE, Calibration, fit_calibration, reliability


def test_error_of_two_bins_is_their_weighted_gap() -> None:
    found = reliability(np.array([0.25, 0.25, 0.25, 0.25, 0.95]), np.array([1.0, 0, 0, 0, 0]))
    assert [(b.count, b.confidence, b.right) for b in found.bins] == [(4, 0.25, 0.25), (1, 0.95, 0.0)]
    assert found.expected_calibration_error == pytest.approx(0.95 / 5)


def test_bins_agree_with_scikit_learn() -> None:
    rng = np.random.default_rng(2)
    sure = rng.random(500)
    right = (rng.random(500) < sure).astype(np.float64)
    shares, means = calibration_curve(right, sure, n_bins=10)
    found = reliability(sure, right).bins
    np.testing.assert_allclose([b.right for b in found], shares)
    np.testing.assert_allclose([b.confidence for b in found], means)


def test_a_confidence_on_the_border_belongs_to_the_upper_bin() -> None:
    assert len(reliability(np.array([0.3, 0.31]), np.array([0.0, 1.0])).bins) == 1


def test_without_a_guess_there_is_no_error() -> None:
    assert reliability(np.zeros((0, 3)), np.zeros((0, 3))).expected_calibration_error == 0


def test_calibration_finds_the_curve_that_drew_the_labels() -> None:
    rng = np.random.default_rng(3)
    scores = rng.random((4_000, 5))
    frequencies = np.full(5, 0.2)
    truth = Calibration(slope=1.5, frequency_slope=0.0, offset=-1.0)
    exact = truth.confidence(scores, frequencies)
    labels = (rng.random(scores.shape) < exact).astype(np.float64)
    found = fit_calibration(scores, labels, frequencies).confidence(scores, frequencies)
    assert np.abs(found - exact).mean() < 0.02


@given(st.floats(-50, 50), st.floats(0.001, 1))
def test_a_confidence_is_never_certain(score: float, frequency: float) -> None:
    curve = Calibration(slope=3.0, frequency_slope=-0.5, offset=1.0)
    found = curve.confidence(np.array([[score]]), np.array([frequency]))
    assert 0 <= found[0, 0] <= MOST_SURE


@given(st.lists(st.floats(0, 1), min_size=2, max_size=8))
def test_a_higher_score_is_never_less_sure(scores: list[float]) -> None:
    curve = Calibration(slope=2.0, frequency_slope=0.3, offset=0.0)
    found = curve.confidence(np.array([sorted(scores)]).T, np.array([0.1]))
    assert (np.diff(found[:, 0]) >= 0).all()
