from __future__ import annotations

import asyncio
import re

import pytest
from starlette.concurrency import run_in_threadpool
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from service.watching.noted import current
from service.watching.requests import Requests
from service.watching.route_names import RouteNames
from service.watching.watch import Watch
from tests.service.watching.conftest import COUNT, REMEMBERED, Log, Watched, ask, exposed


async def fine(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": REMEMBERED})
    await send({"type": "http.response.body", "body": b"four", "more_body": True})
    await send({"type": "http.response.body", "body": b"five!"})


async def silent(scope: Scope, receive: Receive, send: Send) -> None:
    """The client is gone before its body has come: there is nobody to answer."""


async def broken(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200})
    msg = "said to nobody"
    raise RuntimeError(msg)


async def cancelled(scope: Scope, receive: Receive, send: Send) -> None:
    raise asyncio.CancelledError


def layer(app: ASGIApp, watch: Watch | None = None) -> Requests:
    return Requests(app, watch=watch or Watch(enabled=False), routes=RouteNames(["/v1"]))


@pytest.mark.parametrize("given", ["abc", "A-b_c.9", "x" * 64])
def test_an_id_that_was_given_stays(given: str) -> None:
    answer = TestClient(layer(fine)).get("/v1", headers={"x-request-id": given})
    assert answer.headers.get_list("x-request-id") == [given]


@pytest.mark.parametrize(
    "given", [b"", b"x" * 65, b"a b", b'a"b', b"a\tb", b"a\nb", b"a;b", "Ana María".encode()]
)
def test_what_cannot_be_an_id_is_replaced(given: bytes) -> None:
    headers = ask(layer(fine), {"headers": [(b"x-request-id", given)]})[0]["headers"]
    assert re.fullmatch(b"[0-9a-f]{16}", dict(headers)[b"x-request-id"])


def test_each_request_has_an_id_of_its_own() -> None:
    answers = [ask(layer(fine))[0]["headers"] for _ in range(50)]
    assert len({dict(headers)[b"x-request-id"] for headers in answers}) == 50


def test_routes_find_the_id_in_the_state_and_threads_in_what_is_noted() -> None:
    found = []

    async def looking(scope: Scope, receive: Receive, send: Send) -> None:
        noted = await run_in_threadpool(current)
        found.append((scope["state"]["request_id"], noted and noted.request_id))
        await fine(scope, receive, send)

    TestClient(layer(looking)).get("/v1", headers={"x-request-id": "abc"})
    assert found == [("abc", "abc")]


def test_headers_of_a_remembered_answer_are_not_changed() -> None:
    before = [*REMEMBERED]
    for _ in range(2):
        ask(layer(fine))
    assert before == REMEMBERED


def test_one_line_is_written_with_all_that_is_known(log: Log) -> None:
    TestClient(layer(fine)).get("/v1?like=Goblin", headers={"x-request-id": "abc"})
    (line,) = log.lines()
    assert 0 <= line.pop("ms") < 10_000
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", line.pop("time"))
    assert line == {
        "level": "INFO",
        "logger": "service.requests",
        "message": "answered",
        "request_id": "abc",
        "route": "/v1",
        "method": "GET",
        "status": 200,
        "bytes": 9,
        "model": "0123456789abcdef",
        "source": "memory",
    }


@pytest.mark.parametrize(
    ("app", "raised", "told"),
    [
        (silent, None, ("client gone", None, "INFO")),
        (broken, RuntimeError, ("failed", 200, "ERROR")),
        (cancelled, asyncio.CancelledError, ("failed", None, "ERROR")),
    ],
)
def test_a_request_without_a_whole_answer_is_logged_and_counted(
    log: Log, app: ASGIApp, raised: type[BaseException] | None, told: tuple[str, int | None, str]
) -> None:
    watch = Watch()
    if raised is None:
        ask(layer(app, watch))
    else:
        with pytest.raises(raised):
            ask(layer(app, watch))
    (line,) = log.lines()
    assert (line["message"], line["status"], line["level"]) == told
    series = exposed(watch.exposition()[0].decode())
    counted = [dict(labels)["status"] for name, labels, n in series if name == COUNT and n == 1]
    assert counted == ["2xx" if told[1] else "gone"]


def test_what_fails_without_an_answer_is_an_answer_of_500(log: Log) -> None:
    async def failing(scope: Scope, receive: Receive, send: Send) -> None:
        raise KeyError

    with pytest.raises(KeyError):
        ask(layer(failing))
    assert [(line["status"], line["level"]) for line in log.lines()] == [(500, "ERROR")]


def test_what_follows_the_last_byte_is_not_measured(log: Log) -> None:
    async def lingering(scope: Scope, receive: Receive, send: Send) -> None:
        await fine(scope, receive, send)
        await asyncio.sleep(0.05)

    ask(layer(lingering))
    assert log.lines()[0]["ms"] < 50


def test_a_service_may_be_without_lines(log: Log) -> None:
    ask(Requests(fine, watch=Watch(enabled=False), routes=RouteNames([]), log=False))
    assert log.text() == ""


def test_what_is_no_request_passes_untouched() -> None:
    seen = []

    async def lifespan(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)

    ask(layer(lifespan), {"type": "lifespan"})
    assert [scope["type"] for scope in seen] == ["lifespan"]
    assert "state" not in seen[0]


def test_refusals_are_warnings_and_faults_are_errors(watched: Watched, log: Log) -> None:
    for path in ("/healthz", "/v1/titles/none", "/boom/x"):
        watched.client.get(path)
    assert [line["level"] for line in log.lines()] == ["INFO", "INFO", "ERROR"]
