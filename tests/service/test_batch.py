"""Several questions at once: each answered as if it had been asked alone."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.schemas.batch import MOST_QUESTIONS, BatchAnswerDocument
from service.settings import Settings

QUESTIONS: list[dict[str, Any]] = [
    {"like": ["Moss Garden"], "k": 3},
    {"text": "a lantern maker and a translator", "k": 2},
    {"like": ["Salt Road"], "language": "ko"},
    {"like": ["Moss Garden"], "history": {"file": "seen.txt", "text": "Harbour Letters (2021)"}},
]
WRONG: list[dict[str, Any]] = [
    {"like": ["No Such Title At All"]},
    {"like": ["Tin Soldier"]},
    {"like": [], "k": 3},
]


def asked(client: TestClient, *questions: dict[str, Any]) -> list[dict[str, Any]]:
    response = client.post("/v1/batch", json={"questions": list(questions)})
    assert response.status_code == 200, response.text
    answers: list[dict[str, Any]] = response.json()["answers"]
    return answers


def test_answers_are_those_of_the_questions_asked_alone(client: TestClient) -> None:
    alone = [client.post("/v1/recommend", json=question) for question in [*QUESTIONS, *WRONG]]
    together = asked(client, *QUESTIONS, *WRONG)
    assert [item["status"] for item in together] == [each.status_code for each in alone]
    assert [item.get("answer") or item["problem"] for item in together] == [each.json() for each in alone]
    assert [item["status"] for item in together] == [200, 200, 200, 200, 404, 409, 422]


def test_answer_is_what_the_description_says(client: TestClient) -> None:
    body = {"questions": [*QUESTIONS, *WRONG]}
    BatchAnswerDocument.model_validate_json(client.post("/v1/batch", json=body).content)


@pytest.mark.parametrize("n", [0, MOST_QUESTIONS + 1])
def test_too_few_and_too_many_questions_are_refused(client: TestClient, n: int) -> None:
    refused = client.post("/v1/batch", json={"questions": QUESTIONS[:1] * n})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "body.questions"


def test_malformed_question_is_told_by_its_place(client: TestClient) -> None:
    refused = client.post("/v1/batch", json={"questions": [*QUESTIONS, {"k": -1}]})
    assert refused.json()["errors"][0]["field"] == "body.questions.4.k"


def test_question_without_time_left_is_to_be_asked_again(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = count()  # each look at the clock takes one
    monkeypatch.setattr("service.routes.batch.perf_counter", lambda: next(second))
    with TestClient(create_app(published, Settings(seconds=10, watch_seconds=0))) as client:
        items = asked(client, *QUESTIONS * 3)
    assert [item["status"] for item in items] == [200] * 6 + [503] * 6
