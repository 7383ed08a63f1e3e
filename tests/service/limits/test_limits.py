"""The limits, spoken to as a server speaks to them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from service.limits.load import LoadLimit
from service.limits.size import SizeLimit
from service.openapi import ERRORS


class Recorder:
    """An application that reads its body and answers with its length."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.after: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        message = await receive()
        self.bodies.append(message["body"])
        assert not message["more_body"]
        self.after.append((await receive())["type"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})


def chunks(*parts: bytes) -> list[Message]:
    last = len(parts) - 1
    return [{"type": "http.request", "body": part, "more_body": i < last} for i, part in enumerate(parts)]


def talk(app: Any, messages: Iterable[Message], **scope: Any) -> list[Message]:
    """Everything that an application sends, given what it may receive."""
    sent: list[Message] = []
    waiting = iter([*messages, {"type": "http.disconnect"}])

    async def receive() -> Message:
        return next(waiting)

    async def send(message: Message) -> None:
        sent.append(message)

    whole = {"type": "http", "path": "/", "raw_path": b"/", "query_string": b"", "headers": [], **scope}
    asyncio.run(app(whole, receive, send))
    return sent


def status(sent: list[Message]) -> int:
    return int(sent[0]["status"])


def limited(app: Any) -> SizeLimit:
    return SizeLimit(app, max_body=10, max_upload=10, max_target=20, seconds=5)


def test_body_comes_whole_and_once() -> None:
    app = Recorder()
    assert status(talk(limited(app), chunks(b"01234", b"", b"56789"))) == 200
    assert app.bodies == [b"0123456789"]
    assert app.after == ["http.disconnect"]


def test_streamed_body_is_counted_whatever_it_declares() -> None:
    app = Recorder()
    sent = talk(limited(app), chunks(b"01234", b"567890"), headers=[(b"content-length", b"3")])
    assert status(sent) == 413
    assert app.bodies == []
    assert json.loads(sent[1]["body"])["title"] == ERRORS[413][1]["title"] == "Content Too Large"


def test_endless_body_is_not_read_to_its_end() -> None:
    n_read = 0

    def endless() -> Iterable[Message]:
        nonlocal n_read
        while True:
            n_read += 1
            yield {"type": "http.request", "body": b"0123", "more_body": True}

    iterator = iter(endless())
    sent: list[Message] = []

    async def receive() -> Message:
        return next(iterator)

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {"type": "http", "path": "/", "query_string": b"", "headers": []}
    asyncio.run(limited(Recorder())(scope, receive, send))
    assert status(sent) == 413
    assert n_read == 3


def test_declared_length_is_refused_before_anything_is_read() -> None:
    sent = talk(limited(Recorder()), [], headers=[(b"content-length", b"11")])
    assert status(sent) == 413


@pytest.mark.parametrize("length", [b"-1", b"many", b"", "²".encode()])
def test_senseless_length_is_not_believed(length: bytes) -> None:
    assert status(talk(limited(Recorder()), chunks(b"01234"), headers=[(b"content-length", length)])) == 200


def test_client_that_goes_away_is_not_answered() -> None:
    app = Recorder()
    part: Message = {"type": "http.request", "body": b"0", "more_body": True}
    assert talk(limited(app), [part]) == []
    assert app.bodies == []


@pytest.mark.parametrize(("n_bytes", "expected"), [(19, 200), (20, 414)])
def test_path_and_query_are_measured_as_sent(n_bytes: int, expected: int) -> None:
    assert status(talk(limited(Recorder()), chunks(b""), query_string=b"x" * n_bytes)) == expected


def test_lifespan_is_let_through() -> None:
    seen = []

    async def app(scope: Scope, _: Receive, __: Send) -> None:
        seen.append(scope["type"])

    talk(
        SizeLimit(LoadLimit(app, most=1), max_body=1, max_upload=1, max_target=1, seconds=5),
        [],
        type="lifespan",
    )
    assert seen == ["lifespan"]


def load(path: str, *, most: int) -> list[int]:
    """Statuses of one request and of those that come while it is answered."""
    statuses: list[int] = []

    async def run() -> None:
        release = asyncio.Event()

        async def app(_: Scope, __: Receive, send: Send) -> None:
            await release.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body"})

        limit = LoadLimit(app, most=most)

        async def receive() -> Message:
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
                if message["status"] == 503:
                    assert dict(message["headers"])[b"retry-after"] == b"1"

        scope: Scope = {"type": "http", "path": path, "query_string": b"", "headers": []}
        first = [asyncio.create_task(limit(scope, receive, send)) for _ in range(3)]
        await asyncio.sleep(0)
        release.set()
        await asyncio.gather(*first)
        await limit(scope, receive, send)

    asyncio.run(run())
    return statuses


def test_request_beyond_the_limit_is_asked_to_come_again() -> None:
    assert load("/v1/model", most=2) == [503, 200, 200, 200]


def test_health_is_told_under_any_load() -> None:
    assert load("/readyz", most=1) == [200, 200, 200, 200]


def test_failed_request_gives_its_place_back() -> None:
    async def app(*_: Any) -> None:
        raise RuntimeError

    limit = LoadLimit(app, most=1)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            talk(limit, [])
