from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from recsys.model import Model
from recsys.query_document import query_from_json
from recsys.recommender import Recommender
from service.schemas.answers import AnswerDocument

QUESTIONS: list[dict[str, Any]] = [
    {"like": ["Paper Lanterns"]},
    {"like": [{"id": "moss-garden-2015", "weight": 2}, "Salt Road"], "dislike": ["Night Ferry"]},
    {"text": "letters of a translator and a zeppelin"},
    {"more": {"tearjerker": 1}, "diversity": 0.5, "escapism": 1},
    {"like": ["Night Ferry"], "relations": "include", "seed": 7, "weights": {"cast": 3}},
    {"like": ["Paper Lanterns"], "filters": {"countries": {"all": ["FR"]}, "unknown": "drop"}},
    {"together": [{"like": ["Paper Lanterns"], "name": "Ana"}, {"like": ["Night Ferry"]}], "min_score": -1},
    {"like": ["Night Ferry"], "boost": {"rank:JP": 1}, "fame": 0.5, "language": "ko", "spoilers": True},
    {"filters": {"services": ["netflix"], "region": "SG", "within": ["Harbour Letters", "Salt Road"]}},
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


# The same in an address


@pytest.mark.parametrize(
    ("address", "question"),
    [
        ("like=Moss Garden&like=Salt Road&dislike=Night Ferry", {"like": ["Moss Garden", "Salt Road"]}),
        ("text=letters of a translator", {"text": "letters of a translator"}),
        ("tones=slow-burn-romance,restrained", {"filters": {"tones": ["slow-burn-romance", "restrained"]}}),
        ("max_minutes=600&genres=romance", {"filters": {"max_minutes": 600, "genres": ["romance"]}}),
        (
            "like=Paper Lanterns&more=tearjerker&less=restrained",
            {"like": ["Paper Lanterns"], "more": {"tearjerker": 1}, "less": {"restrained": 1}},
        ),
        (
            "services=Netflix&region=SG&unknown=drop",
            {"filters": {"services": ["Netflix"], "region": "SG", "unknown": "drop"}},
        ),
    ],
)
def test_question_in_an_address_is_answered_as_its_document(
    client: TestClient, address: str, question: dict[str, Any]
) -> None:
    if "dislike" in address:
        question = {**question, "dislike": ["Night Ferry"]}
    answer = client.get(f"/v1/recommend?{address}")
    assert answer.status_code == 200, answer.text
    assert answer.json()["results"]
    assert answer.json() == client.post("/v1/recommend", json=question).json()


def test_address_that_asks_nothing_is_422(client: TestClient) -> None:
    answer = client.get("/v1/recommend")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-query")


def test_chart_raises_a_title_by_what_the_answer_tells(client: TestClient) -> None:
    def found(**options: str) -> Any:
        answer = client.get("/v1/similar", params={"title": "Moss Garden", **options}).json()
        return next(result for result in answer["results"] if result["id"] == "harbour-letters-2021")

    plain, raised, twice = found(), found(boost="rank:JP"), found(boost="rank:JP:Netflix=2")
    (part,) = [part for part in raised["parts"] if part["block"] == "rank"]
    assert raised["score"] - plain["score"] == pytest.approx(part["value"], abs=1e-5)
    assert twice["score"] - plain["score"] == pytest.approx(2 * part["value"], abs=1e-5)
    assert any("Japan" in note for note in raised["notes"])
