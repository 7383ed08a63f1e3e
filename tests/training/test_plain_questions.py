from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from recsys import Model, Query, Seed
from recsys.features.tokens import INFERRED_TONES
from recsys.index import QueryVector
from recsys.question import ask
from recsys.ranking import LEARNED, SecondStage
from tests.builders import model_of, title
from training.plain_questions import PlainQuestions


def assert_all_are_equal(model: Model, rows: Iterable[int]) -> None:
    questions = PlainQuestions(model)
    for row in rows:
        asked = ask(model, Query(like=(Seed(model.title(row).id, is_id=True),))).vector
        for name in QueryVector.__dataclass_fields__:
            ours, theirs = getattr(questions.of(row), name), getattr(asked, name)
            if isinstance(theirs, np.ndarray):
                np.testing.assert_array_equal(ours, theirs, err_msg=name, strict=True)
            else:
                assert ours == theirs, name


def test_built_in_titles_are_asked_about_as_by_their_names(builtin: Model) -> None:
    assert_all_are_equal(builtin, range(0, len(builtin), 7))


@pytest.fixture(scope="module")
def small() -> Model:
    return model_of(
        title("a", genres=("drama",), tones=("grounded",), year=2020, countries=("KR",)),
        title("b", genres=("drama", "comedy"), tones=("grounded",), year=1999),
        title("c", countries=("KR",)),
        title("blank"),
    )


@pytest.mark.parametrize("weights", [{"year": 0.0}, {INFERRED_TONES: 0.5}, {"genres": 0.0}])
def test_other_weights_of_the_model_are_taken(small: Model, weights: dict[str, float]) -> None:
    info = replace(small.info, weights={**small.info.weights, **weights})
    assert_all_are_equal(replace(small, info=info), range(4))


def test_what_was_learned_is_part_of_the_question(small: Model) -> None:
    drama = small.vector(0).columns[:1]
    stage = SecondStage(drama, np.array([0.25], np.float32), np.array([2.0], np.float32))
    info = replace(small.info, weights={**small.info.weights, LEARNED: 0.3})
    assert_all_are_equal(replace(small, info=info, learned=stage), range(4))
