from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from recsys.similarity import scores_between
from tests.training.evaluation.small import CATALOGUE
from training.evaluation import scorer as module
from training.evaluation.scorer import ModelScorer, chunks
from training.pipeline import train

MODEL = train(CATALOGUE)
SEEDS, WEIGHTS = np.array([0, 4]), np.array([3.0, 1.0])


def test_scores_are_those_of_the_reference() -> None:
    np.testing.assert_allclose(ModelScorer(MODEL).scores(SEEDS), scores_between(MODEL, SEEDS))


def test_profile_is_the_weighted_mean_of_the_seeds() -> None:
    one, other = scores_between(MODEL, SEEDS)
    np.testing.assert_allclose(ModelScorer(MODEL).profile(SEEDS, WEIGHTS), (3 * one + other) / 4)


def test_how_seeds_are_combined_can_be_replaced() -> None:
    def best(seed_scores: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        del weights
        return np.asarray(seed_scores.max(axis=0))

    found = ModelScorer(MODEL, name="best seed", combine=best).profile(SEEDS, WEIGHTS)
    np.testing.assert_allclose(found, scores_between(MODEL, SEEDS).max(axis=0))


def test_profile_is_the_same_in_a_catalogue_too_large_to_remember(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered = ModelScorer(MODEL).profile(SEEDS, WEIGHTS)
    monkeypatch.setattr(module, "REMEMBERED", 1)
    np.testing.assert_allclose(ModelScorer(MODEL).profile(SEEDS, WEIGHTS), remembered)


def test_chunks_together_are_all_rows_in_their_order() -> None:
    pieces = list(chunks(np.arange(600)))
    assert max(len(piece) for piece in pieces) == module.CHUNK
    assert np.concatenate(pieces).tolist() == list(range(600))
