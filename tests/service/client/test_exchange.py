"""What a client does with what comes back: errors, patience, answers that still hold."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import Any

import httpx2
import pytest

from service.client import (
    Ambiguous,
    Busy,
    Client,
    ClientError,
    InvalidRequest,
    ModelGone,
    NotFound,
    Refused,
    Unauthorized,
    Unreachable,
    UnreadableAnswer,
)
from service.openapi import ERRORS
from service.schemas.search import SearchDocument

FOUND = SearchDocument.model_json_schema()["examples"][0]

ERROR_OF = {400: InvalidRequest, 404: NotFound, 409: Ambiguous, 412: ModelGone, 413: InvalidRequest,
            414: InvalidRequest, 415: InvalidRequest, 422: InvalidRequest, 401: Unauthorized,
            408: Busy, 503: Busy}  # fmt: skip


class Service:
    """Answers with what it is given, one after the other, and remembers what it was asked."""

    def __init__(self, answers: Sequence[httpx2.Response | Exception]) -> None:
        self.answers = [*answers]
        self.requests: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that the client waited, without waiting."""
    seconds: list[float] = []
    monkeypatch.setattr(time, "sleep", seconds.append)

    return seconds


def client_of(service: Callable[[httpx2.Request], httpx2.Response], **settings: Any) -> Client:
    return Client("http://host/recsys", transport=httpx2.MockTransport(service), **settings)


def good(*, tag: str | None = None) -> httpx2.Response:
    return httpx2.Response(200, json=FOUND, headers={} if tag is None else {"etag": tag})


def problem(status: int, **headers: str) -> httpx2.Response:
    body = ERRORS[status][1] if status in ERRORS else {}
    content = json.dumps(body).encode()
    return httpx2.Response(
        status, content=content, headers={"content-type": "application/problem+json", **headers}
    )


# Errors


@pytest.mark.parametrize("status", sorted({*ERRORS, *ERROR_OF}))
def test_each_refusal_is_its_own_error(status: int) -> None:
    with pytest.raises(Refused) as raised:
        client_of(Service([problem(status)])).search("x")
    assert type(raised.value) is ERROR_OF.get(status, Refused)
    assert raised.value.status == status


def test_not_found_and_ambiguous_bear_the_choices() -> None:
    with pytest.raises(NotFound) as not_found:
        client_of(Service([problem(404)])).similar("Goblin 3")
    with pytest.raises(Ambiguous) as ambiguous:
        client_of(Service([problem(409)])).similar("Soul mate")
    assert [each.id for each in not_found.value.choices] == ["goblin-2016"]
    assert [each.label for each in ambiguous.value.choices] == [
        "Soul Mate (2025, series)",
        "Soulmate (2006, series)",
    ]


def test_invalid_request_bears_the_fields() -> None:
    with pytest.raises(InvalidRequest, match="one field is not valid") as raised:
        client_of(Service([problem(422)])).similar("Goblin", k=1000)
    assert [each.field for each in raised.value.fields] == ["query.k"]


def test_answer_of_something_on_the_way_is_an_error_too() -> None:
    page = httpx2.Response(502, html="<h1>Bad Gateway</h1>")
    with pytest.raises(Busy, match="<h1>Bad Gateway</h1>"):
        client_of(Service([page])).model()


def test_redirect_is_not_followed() -> None:
    service = Service([httpx2.Response(307, headers={"location": "http://elsewhere/"})])
    with pytest.raises(Refused):
        client_of(service).model()
    assert len(service.requests) == 1


def test_no_answer_is_unreachable() -> None:
    with pytest.raises(Unreachable, match="host does not answer: ConnectError refused"):
        client_of(Service([httpx2.ConnectError("refused")])).model()


@pytest.mark.parametrize("body", [b"", b"null", b'{"results": 1}', b"<html>", b"\xff"])
def test_answer_of_another_service_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableAnswer, match="/v1/titles"):
        client_of(Service([httpx2.Response(200, content=body)])).search("x")


def test_key_of_a_newer_release_is_passed_over() -> None:
    newer = httpx2.Response(200, json={**FOUND, "suggestions": ["y"]})
    assert client_of(Service([newer])).search("x").results[0].id == FOUND["results"][0]["id"]


@pytest.mark.parametrize("id", ["", ".", "..", "../model", "a/../../b"])
def test_id_that_leads_to_another_path_is_not_sent(id: str) -> None:
    service = Service([])
    with pytest.raises(ValueError, match="cannot stand in an address"):
        client_of(service).title(id)
    assert not service.requests


# Patience


def test_busy_service_is_asked_again_when_it_said(waited: list[float]) -> None:
    service = Service([problem(503, **{"retry-after": "3"}), problem(503, **{"retry-after": "1"}), good()])
    assert client_of(service).search("x").results
    assert waited == [3, 1]


def test_patience_ends_after_the_retries(waited: list[float]) -> None:
    service = Service([problem(503, **{"retry-after": "1"})] * 5)
    with pytest.raises(Busy) as raised:
        client_of(service, retries=1).search("x")
    assert (len(service.requests), waited, raised.value.retry_after) == (2, [1], 1)


@pytest.mark.parametrize(
    "headers", [{}, {"retry-after": "60"}, {"retry-after": "soon"}, {"retry-after": "²"}]
)
def test_service_that_does_not_say_when_or_too_late_is_not_asked_again(
    waited: list[float], headers: dict[str, str]
) -> None:
    answer = httpx2.Response(
        503, json=ERRORS[503][1], headers=[(k.encode(), v.encode()) for k, v in headers.items()]
    )
    service = Service([answer])
    with pytest.raises(Busy):
        client_of(service).search("x")
    assert not waited


# Answers that still hold


def test_held_answer_is_shown_again_when_it_still_holds() -> None:
    service = Service([good(tag='"one"'), httpx2.Response(304)])
    client = client_of(service)
    assert client.search("x") == client.search("x")
    assert "if-none-match" not in service.requests[0].headers
    assert service.requests[1].headers["if-none-match"] == '"one"'


def test_other_address_has_another_tag_and_a_new_answer_takes_the_place_of_the_old() -> None:
    service = Service([good(tag='"one"'), good(), good(tag='"two"'), httpx2.Response(304)])
    client = client_of(service)
    for name in ("x", "y", "x", "x"):
        client.search(name)
    tags = [request.headers.get("if-none-match") for request in service.requests]
    assert tags == [None, None, '"one"', '"two"']


def test_answer_that_was_not_asked_for_to_be_confirmed_is_an_error() -> None:
    with pytest.raises(ClientError):
        client_of(Service([httpx2.Response(304)])).search("x")


# What is sent


def test_token_is_sent_with_the_operators_requests_only() -> None:
    service = Service([good(), problem(401)])
    client = client_of(service, token="a secret of the operator")  # noqa: S106
    client.search("x")
    with pytest.raises(Unauthorized):
        client.reload()
    sent = [request.headers.get("authorization") for request in service.requests]
    assert sent == [None, "Bearer a secret of the operator"]
    assert "secret" not in repr(client)


def test_address_has_the_path_of_the_proxy_and_leaves_out_what_is_not_set() -> None:
    service = Service([good(), problem(404)])
    client = client_of(service, language="ko")
    client.search("a b", language=None)
    with pytest.raises(NotFound):
        client.similar_to_id("box/odd name", k=3, countries_any=["JP", "KR"], spoilers=True)
    assert [str(request.url) for request in service.requests] == [
        "http://host/recsys/v1/titles?q=a+b&limit=10",
        "http://host/recsys/v1/titles/box/odd%20name/similar?k=3&countries_any=JP&countries_any=KR&spoilers=true",
    ]
    assert {request.headers["accept-language"] for request in service.requests} == {"ko"}
