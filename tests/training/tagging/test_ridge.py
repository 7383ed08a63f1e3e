from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.kernel_ridge import KernelRidge

from training.tagging.ridge import PENALTIES, fit_ridge

Problem = tuple[NDArray[np.float64], NDArray[np.float64]]
N_TITLES, N_LABELS = 25, 3


@pytest.fixture
def problem() -> Problem:
    rng = np.random.default_rng(5)
    evidence = rng.normal(size=(N_TITLES, 8)) / np.sqrt(8)
    return evidence, (rng.random((N_TITLES, N_LABELS)) < 0.4).astype(np.float64)


def test_scores_agree_with_scikit_learn(problem: Problem) -> None:
    evidence, labels = problem
    fitted = fit_ridge(evidence @ evidence.T, labels)
    oracle = KernelRidge(alpha=fitted.penalty).fit(evidence, labels - labels.mean(axis=0))
    new = np.random.default_rng(6).normal(size=(4, 8))
    np.testing.assert_allclose(
        fitted.scores(new @ evidence.T), labels.mean(axis=0) + oracle.predict(new), atol=1e-10
    )


def test_held_out_scores_are_those_of_a_regression_without_the_title(problem: Problem) -> None:
    evidence, labels = problem
    fitted, means = fit_ridge(evidence @ evidence.T, labels), labels.mean(axis=0)
    for row in range(N_TITLES):
        others = np.arange(N_TITLES) != row
        oracle = KernelRidge(alpha=fitted.penalty).fit(evidence[others], labels[others] - means)
        np.testing.assert_allclose(
            fitted.held_out[row], means + oracle.predict(evidence[[row]])[0], atol=1e-10
        )


def test_the_penalty_is_that_with_the_least_held_out_error() -> None:
    rng = np.random.default_rng(1)
    evidence = rng.normal(size=(60, 40)) / np.sqrt(40)
    nothing_to_learn = (rng.random((60, 4)) < 0.5).astype(np.float64)
    assert fit_ridge(evidence @ evidence.T, nothing_to_learn).penalty == max(PENALTIES)
    exactly_linear = evidence @ rng.normal(size=(40, 4))
    assert fit_ridge(evidence @ evidence.T, exactly_linear).penalty == min(PENALTIES)
