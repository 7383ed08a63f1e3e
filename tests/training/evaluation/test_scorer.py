from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from recsys import query_from_json
from recsys.question import ask
from recsys.similarity import scores_between
from tests.training.evaluation.small import CATALOGUE
from training.evaluation import scorer as module
from training.evaluation.scorer import ModelScorer, chunks, weighted_mean
from training.pipeline import train

MODEL = train(CATALOGUE)
SEEDS, WEIGHTS = np.array([0, 4]), np.array([3.0, 1.0])


def test_scores_are_those_of_the_reference() -> None:
    np.testing.assert_allclose(ModelScorer(MODEL).scores(SEEDS), scores_between(MODEL, SEEDS))


def test_profile_is_what_a_question_with_many_likes_asks_for() -> None:
    likes = [
        {"id": MODEL.title(int(row)).id, "weight": float(weight)}
        for row, weight in zip(SEEDS, WEIGHTS, strict=True)
    ]
    vector = ask(MODEL, query_from_json({"like": likes, "blend": "nearest"})).vector
    np.testing.assert_allclose(
        ModelScorer(MODEL).profile(SEEDS, WEIGHTS), MODEL.index.scores(vector), atol=1e-9
    )


def test_the_mean_of_the_seeds_can_be_measured_as_well() -> None:
    one, other = scores_between(MODEL, SEEDS)
    found = ModelScorer(MODEL, combine=weighted_mean).profile(SEEDS, WEIGHTS)
    np.testing.assert_allclose(found, (3 * one + other) / 4)


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
