from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from recsys.model import Model
from recsys.query_document import query_from_json
from recsys.recommender import Recommender
from service.answers import AnswerDocument

QUESTIONS: list[dict[str, Any]] = [
    {"like": ["Paper Lanterns"]},
    {"like": [{"id": "moss-garden-2015", "weight": 2}, "Salt Road"], "dislike": ["Night Ferry"]},
    {"text": "letters of a translator and a zeppelin"},
    {"more": {"tearjerker": 1}, "diversity": 0.5, "escapism": 1},
    {"like": ["Night Ferry"], "relations": "include", "seed": 7, "weights": {"cast": 3}},
    {"like": ["Paper Lanterns"], "filters": {"countries": {"all": ["FR"]}, "unknown": "drop"}},
]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: "+".join(question))
def test_answer_is_that_of_the_library(client: TestClient, model: Model, question: dict[str, Any]) -> None:
    expected = Recommender(model).recommend(query_from_json(question)).to_dict()
    answer = client.post("/v1/recommend", json=question)
    assert answer.status_code == 200
    assert answer.json() == json.loads(json.dumps(expected))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: "+".join(question))
def test_answer_is_as_documented(client: TestClient, question: dict[str, Any]) -> None:
    answer = client.post("/v1/recommend", json=question).json()
    assert AnswerDocument.model_validate(answer).model_dump(mode="json") == answer


def test_ambiguous_and_unknown_seeds_are_told_apart(client: TestClient) -> None:
    assert client.post("/v1/recommend", json={"like": ["Tin Soldier"]}).status_code == 409
    assert client.post("/v1/recommend", json={"like": ["Never Made"]}).status_code == 404


@pytest.mark.parametrize(
    "question",
    [{}, {"dislike": ["Moss Garden"]}, {"like": ["Moss Garden", "Moss Garden"]}, {"like": [{"weight": 1}]}],
)
def test_question_without_sense_is_422(client: TestClient, question: dict[str, Any]) -> None:
    answer = client.post("/v1/recommend", json=question)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-query")
