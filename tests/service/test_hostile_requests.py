"""Whatever is sent: an answer below 500, small, a problem document, and no echo of the input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from service.app import create_app
from service.schemas.problems import Problem
from tests.service.limits.test_limits import talk

SMALL = 4096
JSON = {"content-type": "application/json"}


def assert_refused(answer: Any) -> Problem:
    assert 400 <= answer.status_code < 500, answer.text[:200]
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.content) < SMALL
    problem = Problem.model_validate(answer.json())
    assert problem.status == answer.status_code
    return problem


BODIES = {
    "NaN as a title": b'{"like":[NaN]}',
    "Infinity as a weight": b'{"like":[{"id":"moss-garden-2015","weight":Infinity}]}',
    "a number beyond double": b'{"like":["Moss Garden"],"escapism":1e999}',
    "NaN as a dial": b'{"like":["Moss Garden"],"diversity":NaN}',
    "100,000 ids": json.dumps({"like": ["x"] * 100_000}).encode(),
    "as many ids as a body holds": json.dumps({"like": [1] * 20_000}).encode(),
    "as many unknown keys as a body holds": json.dumps({f"k{i}": 1 for i in range(5_000)}).encode(),
    "deep nesting": b"[" * 60_000,
    "deep nesting in a field": b'{"like":' + b"[" * 30_000 + b"]" * 30_000 + b"}",
    "a long key": json.dumps({"x" * 50_000: 1}).encode(),
    "a long tone": json.dumps({"more": {"y" * 50_000: 1}}).encode(),
    "a lone surrogate": b'{"like":["\\ud800"]}',
    "a lone surrogate as a text": b'{"text":"\\udfff"}',
    "a lone surrogate as a key": b'{"\\ud800":1}',
    "a lone surrogate as a tone": b'{"more":{"\\ud800":1}}',
    "NUL": b'{"like":["\\u0000"]}',
    "NUL in an unknown key": b'{"a\\u0000b":1}',
    "a number of 5,000 digits": b'{"like":["Moss Garden"],"k":' + b"9" * 5_000 + b"}",
    "true as a number": b'{"like":["Moss Garden"],"k":true}',
    "no JSON": b"like=Moss",
    "no UTF-8": b'{"like":["\xff\xfe"]}',
    "nothing": b"",
    "null": b"null",
    "a list": b"[]",
    "a body longer than the limit": b" " * 70_000,
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_hostile_body_is_refused_with_a_small_problem(client: TestClient, body: bytes) -> None:
    assert_refused(client.post("/v1/recommend", content=body, headers=JSON))


@pytest.mark.parametrize(
    "path",
    [
        "/v1/titles?q=" + "x" * 60_000,  # the longest that the test client sends
        "/v1/similar?title=" + "x" * 5_000,
        "/v1/titles?q=" + "%00" * 300,
        "/v1/titles/" + "x" * 5_000,
        "/v1/titles/" + "x" * 400,
        "/v1/titles/%ED%A0%80",
        "/v1/titles/%00",
        "/v1/similar?title=%ED%A0%80%00",
        "/v1/similar?title=Moss Garden&" + "&".join(f"a{i}=1" for i in range(500)),
        "/v1/similar?title=Moss Garden&cast=" + ",".join("a" for _ in range(1_000)),
        "/v1/similar?title=Moss Garden&" + "cast=a&" * 400,
        "/v1/similar?title=Moss Garden&tones=" + "x" * 1_500,
        "/v1/similar?title=Moss Garden&more=tearjerker:" + "9" * 400,
        "/v1/similar?title=Moss Garden&boost=rank:JP=" + "9" * 400,
        "/v1/similar?title=Moss Garden&boost=rank:" + "J" * 1_500,
        "/v1/similar?title=Moss Garden&cities_any=" + "x" * 1_500,
        "/v1/similar?title=Moss Garden&period_from=" + "9" * 4_000,
        "/v1/similar?title=Moss Garden&language=" + "x" * 20,
        "/v1/recommend?like=" + "x" * 501,
        "/v1/recommend?" + "like=a&" * 101,
        "/v1/recommend?text=" + "x" * 2_001,
    ],
)
def test_hostile_address_is_refused_with_a_small_problem(client: TestClient, path: str) -> None:
    assert_refused(client.get(path))


def test_query_of_a_million_letters_is_refused_with_a_small_problem(published: Path) -> None:
    app = create_app(published)
    start, body = talk(app, [], method="GET", path="/v1/titles", query_string=b"q=" + b"x" * 1_000_000)
    assert start["status"] == 414
    assert len(body["body"]) < SMALL


@pytest.mark.parametrize("path", ["/v1/titles?q=%ED%A0%80%00", "/v1/titles?q=" + "%F0%9F%98%80" * 50])
def test_odd_search_finds_nothing(client: TestClient, path: str) -> None:
    assert client.get(path).json()["results"] == []


def test_what_was_sent_is_not_repeated(client: TestClient) -> None:
    secret = "correct horse battery staple"
    for question in ({"like": secret}, {"k": secret}, {"filters": {"form": secret}}, {"like": [[secret]]}):
        assert secret not in client.post("/v1/recommend", json=question).text


def test_message_repeats_a_name_only_in_part(client: TestClient) -> None:
    problem = assert_refused(client.get("/v1/similar", params={"title": "ab" * 100}))
    assert "abab" in problem.detail
    assert "ab" * 50 not in problem.detail


def test_fields_are_named_as_they_were_sent(client: TestClient) -> None:
    question = {"like": ["Moss Garden", 3], "filters": {"year": [1, 2000]}, "liek": [], "k": 0}
    problem = assert_refused(client.post("/v1/recommend", json=question))
    fields = [error.field for error in problem.errors or ()]
    assert fields == ["body.like.1", "body.filters.year.0", "body.k", "body.liek"]


def test_body_that_is_not_declared_as_json_is_415(client: TestClient) -> None:
    answer = client.post("/v1/recommend", content=b'{"like":["Moss Garden"]}')
    assert assert_refused(answer).status == 415


@pytest.mark.parametrize("path", ["/v2", "/v1/titles//../x/", "/docs", "/redoc", "/v1/similar/"])
def test_unknown_page_is_a_problem_too(client: TestClient, path: str) -> None:
    assert assert_refused(client.get(path)).status == 404


def test_wrong_method_names_the_right_one(client: TestClient) -> None:
    answer = client.delete("/v1/recommend")
    assert assert_refused(answer).status == 405
    assert answer.headers["allow"] == "GET, POST"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
FIELDS = (
    "like dislike text more less weights filters together escapism fame boost min_score diversity relations"
    " exclude exclude_series blend spoilers language k offset seed history within_history"
).split()


@settings(max_examples=150)
@given(question=st.dictionaries(st.sampled_from(FIELDS), anything, max_size=4))
def test_no_question_is_a_fault_of_the_service(client: TestClient, question: dict[str, Any]) -> None:
    body = json.dumps({"like": ["Moss Garden"], **question}).encode()
    answer = client.post("/v1/recommend", content=body, headers=JSON)
    if answer.status_code != 200:
        assert_refused(answer)


@settings(max_examples=100)
@given(query=st.text(max_size=60))
def test_no_name_is_a_fault_of_the_service(client: TestClient, query: str) -> None:
    clean = query.encode("utf-8", "replace").decode()
    assert client.get("/v1/titles", params={"q": clean}).status_code in (200, 422)
    answer = client.get("/v1/similar", params={"title": clean})
    if answer.status_code != 200:
        assert_refused(answer)
