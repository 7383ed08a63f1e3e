from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from recsys.model import Model
from recsys.ranking import LEARNED, SecondStage
from recsys.similarity import scores_between, unscaled_scores_between
from recsys.title import Title
from tests.builders import model_of, title
from training.bulk_scores import BulkScores

GENRES = ("drama", "comedy", "crime", "romance", "war")
WORDS = tuple(
    f"{first}{second}" for first in ("sea", "moon", "stone", "glass") for second in ("bird", "fish")
)


def _titles(count: int) -> list[Title]:
    rng = np.random.default_rng(3)
    return [
        title(
            f"t{number:03}",
            genres=tuple(str(genre) for genre in rng.choice(GENRES, 2, replace=False)),
            year=int(rng.integers(1990, 2020)) if number % 7 else None,
            cast=(f"Ahn Example {number % 9}", f"Baek Example {number % 31}"),
            synopsis=" ".join(str(word) for word in rng.choice(WORDS, 4)),
        )
        for number in range(count)
    ]


MODEL = model_of(*_titles(90))
EVERYONE = np.arange(len(MODEL))


def _learned(model: Model) -> Model:
    rng = np.random.default_rng(4)
    columns = np.arange(6, dtype=np.int32)
    stage = SecondStage(
        columns, rng.normal(size=6).astype(np.float32), rng.normal(size=36).astype(np.float32)
    )
    weights = {**model.info.weights, LEARNED: 0.5}
    return replace(model, learned=stage, info=replace(model.info, weights=weights))


@pytest.mark.parametrize("model", [MODEL, _learned(MODEL)], ids=["plain", "learned"])
def test_scores_are_those_of_the_reference(model: Model) -> None:
    np.testing.assert_allclose(
        BulkScores(model).scores(EVERYONE), scores_between(model, EVERYONE), atol=1e-12
    )


def test_some_seeds_against_some_candidates_are_a_part_of_all() -> None:
    rows, columns = np.array([5, 2, 80]), np.array([7, 1])
    found = BulkScores(MODEL, columns).unscaled(rows)
    np.testing.assert_allclose(found, unscaled_scores_between(MODEL, rows, columns), atol=1e-12)


def test_seeds_that_are_named_beforehand_have_the_same_scores_to_the_last_bit() -> None:
    rows, columns = np.array([5, 2, 80]), np.array([7, 1, 5])
    of_any = BulkScores(MODEL, columns).scores(rows)
    np.testing.assert_array_equal(BulkScores(MODEL, columns, seeds=rows).scores(rows), of_any)


def test_a_model_whose_blocks_weigh_nothing_has_only_the_years() -> None:
    weights = {name: weight if name == "year" else 0.0 for name, weight in MODEL.info.weights.items()}
    model = replace(MODEL, info=replace(MODEL.info, weights=weights))
    np.testing.assert_allclose(
        BulkScores(model).scores(EVERYONE), scores_between(model, EVERYONE), atol=1e-12
    )


def test_coarse_scores_are_right_to_some_thousandths() -> None:
    found = BulkScores(MODEL, coarse=True).scores(EVERYONE)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, scores_between(MODEL, EVERYONE), atol=0.01)


def test_coarse_scores_are_sums_without_any_rounding() -> None:
    found = BulkScores(MODEL, coarse=True).unscaled(EVERYONE)
    np.testing.assert_array_equal(found, found.T)
    assert (found.astype(np.float64) * 2**22 == np.rint(found.astype(np.float64) * 2**22)).all()


def test_scores_that_can_be_negative_are_never_coarse() -> None:
    learned = _learned(MODEL)
    found = BulkScores(learned, coarse=True).scores(EVERYONE)
    assert found.min() < 0
    np.testing.assert_allclose(found, scores_between(learned, EVERYONE), atol=1e-12)
