"""A request is answered in time or refused, and what still computes keeps its place."""

from __future__ import annotations

import asyncio
import json
import threading
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from recsys.answer import Answer
from recsys.query import Query
from recsys.recommender import Recommender
from service.app import create_app
from service.limits.load import LoadLimit
from service.limits.size import SizeLimit
from service.limits.time import TimeLimit
from service.settings import Settings

SHORT = 0.05
SCOPE: Scope = {"type": "http", "path": "/", "raw_path": b"/", "query_string": b"", "headers": []}


async def nothing() -> Message:
    return {"type": "http.disconnect"}


class Recorder:
    """Keeps what is sent."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def send(self, message: Message) -> None:
        self.messages.append(message)

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"])


class Slow:
    """An application that answers when it is let."""

    def __init__(self) -> None:
        self.release = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.release.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"late"})


def test_slow_answer_is_refused_in_time_and_never_sent() -> None:
    sent = Recorder()

    async def run() -> None:
        app = Slow()
        task = asyncio.create_task(TimeLimit(app, seconds=SHORT)(SCOPE, nothing, sent.send))
        await asyncio.sleep(SHORT * 4)
        assert sent.status == 503
        app.release.set()
        await task

    asyncio.run(run())
    assert len(sent.messages) == 2
    assert dict(sent.messages[0]["headers"])[b"retry-after"] == b"1"
    assert json.loads(sent.messages[1]["body"])["detail"] == "the answer takes longer than 0.05 seconds"


def test_what_still_computes_keeps_its_place() -> None:
    async def run() -> list[int]:
        app = Slow()
        limit = LoadLimit(app, most=1)
        whole = TimeLimit(limit, seconds=SHORT)
        first, second, third = Recorder(), Recorder(), Recorder()
        task = asyncio.create_task(whole(SCOPE, nothing, first.send))
        await asyncio.sleep(SHORT * 4)
        await whole(SCOPE, nothing, second.send)
        assert limit.n_running == 1
        app.release.set()
        await task
        assert limit.n_running == 0
        await whole(SCOPE, nothing, third.send)
        return [first.status, second.status, third.status]

    assert asyncio.run(run()) == [503, 503, 200]


def test_answer_in_time_is_sent_as_it_is() -> None:
    sent = Recorder()

    async def run() -> None:
        app = Slow()
        app.release.set()
        await TimeLimit(app, seconds=SHORT)(SCOPE, nothing, sent.send)
        await asyncio.sleep(SHORT * 2)

    asyncio.run(run())
    assert [message["type"] for message in sent.messages] == ["http.response.start", "http.response.body"]
    assert sent.status == 200


def test_slow_reader_of_an_answer_keeps_no_place() -> None:
    async def run() -> None:
        reading = asyncio.Event()

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": []})

        async def slowly(_: Message) -> None:
            await reading.wait()

        limit = LoadLimit(app, most=1)
        slow = asyncio.create_task(limit(SCOPE, nothing, slowly))
        await asyncio.sleep(0)
        other = Recorder()
        await limit(SCOPE, nothing, other.send)
        assert other.status == 200
        reading.set()
        await slow
        assert limit.n_running == 0

    asyncio.run(run())


def limited(seconds: float) -> SizeLimit:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    return SizeLimit(app, max_body=1000, max_upload=10, max_target=100, seconds=seconds)


async def endless() -> Message:
    await asyncio.sleep(SHORT / 4)
    return {"type": "http.request", "body": b"x", "more_body": True}


def test_body_that_drips_is_refused_and_the_connection_closed() -> None:
    sent = Recorder()
    asyncio.run(limited(SHORT)(SCOPE, endless, sent.send))
    assert sent.status == 408
    assert dict(sent.messages[0]["headers"])[b"connection"] == b"close"


def test_bodies_that_drip_take_no_more_memory_together_than_they_may(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("service.request_body.OWN_BYTES", 2)

    async def run() -> list[int]:
        limit = limited(SHORT * 10)
        limit.shared.most = 20
        many = [Recorder() for _ in range(10)]
        await asyncio.gather(*(limit(SCOPE, endless, each.send) for each in many))
        assert limit.shared.n_bytes == 0
        return [each.status for each in many]

    statuses = asyncio.run(run())
    assert 503 in statuses
    assert set(statuses) <= {408, 503}


def test_short_body_finds_room_while_long_ones_take_it_all() -> None:
    async def once() -> Message:
        return {"type": "http.request", "body": b"0123456789", "more_body": False}

    limit, sent = limited(SHORT), Recorder()
    limit.shared.n_bytes = limit.shared.most
    asyncio.run(limit(SCOPE, once, sent.send))
    assert sent.status == 200


def test_slow_question_is_refused_by_the_service(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recommend, hold = Recommender.recommend, threading.Event()

    def slowly(self: Recommender, query: Query) -> Answer:
        hold.wait(10)
        return recommend(self, query)

    with TestClient(create_app(published, Settings(seconds=0.5, memory_bytes=0))) as client:
        monkeypatch.setattr(Recommender, "recommend", slowly)
        # The test's client waits until the service is done with the request, its thread included.
        threading.Timer(1.0, hold.set).start()
        refused = client.get("/v1/similar", params={"title": "Moss Garden"})
        monkeypatch.undo()
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
        assert "etag" not in refused.headers
        assert client.get("/v1/model").status_code == 200
