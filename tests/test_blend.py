"""Several liked titles: near to all of them together, or to any one of them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from recsys import Answer, Model, QueryError, Recommender, query_from_json
from recsys.index import NEAREST, power_mean
from recsys.question import ask
from recsys.similarity import unscaled_scores_between
from tests.builders import model_of, title

ROMANCE, SPACE = ("romance", "drama"), ("sci-fi", "adventure")


@pytest.fixture(scope="module")
def model() -> Model:
    return model_of(
        title("liked-romance", genres=ROMANCE, tones=("slow-burn-romance", "healing"), year=2019),
        title("liked-space", genres=SPACE, tones=("space-opera", "epic"), year=2000),
        title("disliked", genres=("horror", "drama"), tones=("gory",), year=2010),
        title("pure-romance", genres=ROMANCE, tones=("slow-burn-romance", "healing"), year=2019),
        title("pure-space", genres=SPACE, tones=("space-opera", "epic"), year=2000),
        title("both-a-little", genres=("romance", "sci-fi"), tones=("healing", "epic"), year=2010),
        title("neither", genres=("crime",), tones=("gory",), year=1970),
    )


def answer(model: Model, **query: Any) -> Answer:
    likes = {"like": ["liked-romance", "liked-space"]}
    return Recommender(model).recommend(query_from_json(likes | query))


def test_nearest_asks_for_what_is_very_like_one_of_them(model: Model) -> None:
    found = [result.id for result in answer(model, blend="nearest").results]
    assert set(found[:2]) == {"pure-romance", "pure-space"}


def test_each_result_says_which_like_brought_it(model: Model) -> None:
    notes = {result.id: result.notes for result in answer(model, blend="nearest").results}
    assert "nearest to what you liked in Liked-Romance" in notes["pure-romance"]
    assert "nearest to what you liked in Liked-Space" in notes["pure-space"]


def test_without_being_asked_likes_are_taken_together(model: Model) -> None:
    assert answer(model) == answer(model, blend="mean")
    assert not any(note.startswith("nearest") for result in answer(model).results for note in result.notes)


def test_one_like_is_the_same_either_way(model: Model) -> None:
    mean, nearest = (answer(model, like=["liked-romance"], blend=blend) for blend in ("mean", "nearest"))
    assert [result.id for result in mean.results] == [result.id for result in nearest.results]
    for one, other in zip(mean.results, nearest.results, strict=True):
        assert one.score == pytest.approx(other.score)


@pytest.mark.parametrize(
    "more",
    [{}, {"dislike": ["disliked"]}, {"text": "a healing story"}, {"more": {"epic": 1}, "escapism": 0.5}],
)
def test_the_parts_still_sum_to_the_score(model: Model, more: dict[str, Any]) -> None:
    results = answer(model, blend="nearest", **more).results
    assert results
    for result in results:
        assert math.fsum(part.value for part in result.parts) == pytest.approx(result.score, abs=1e-9)


def test_the_index_computes_the_power_mean_of_the_reference_scores(model: Model) -> None:
    query = query_from_json(
        {"like": [{"id": "liked-romance", "weight": 2}, {"id": "liked-space"}], "blend": "nearest"}
    )
    question = ask(model, query)
    each = unscaled_scores_between(model, np.array(question.found.rows))
    expected = power_mean(each, np.array([2.0, 1.0]), NEAREST) * model.hubs
    np.testing.assert_allclose(model.index.scores(question.vector), expected, atol=1e-9)


def test_the_answer_repeats_how_the_likes_were_taken(model: Model) -> None:
    assert answer(model, blend="nearest").to_dict()["query"]["options"]["blend"] == "nearest"


def test_another_word_is_refused_by_its_name() -> None:
    with pytest.raises(QueryError, match="blend"):
        query_from_json({"like": ["a"], "blend": "max"})
