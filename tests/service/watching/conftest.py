"""A service that is watched: its routes behind what counts and logs."""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import add_error_handlers
from service.models.current import ModelStore
from service.routes import PAGES, ROUTERS
from service.routes import metrics as metrics_route
from service.watching.log import LOGGERS, LineHandler, set_up_logging
from service.watching.requests import InFlight, Requests
from service.watching.route_names import RouteNames, templates_of
from service.watching.watch import Watch

COUNT = "recsys_request_seconds_count"


@dataclass(frozen=True)
class Watched:
    """A watched application, its client and what was counted."""

    client: TestClient
    watch: Watch

    def value(self, name: str, **labels: str) -> float:
        """The sum of all series of a metric that bear these labels."""
        return sum(
            value for series, found, value in self.series() if series == name and labels.items() <= found
        )

    def series(self) -> list[tuple[str, Any, float]]:
        """Name, labels and value of all that is exposed."""
        return exposed(self.watch.exposition()[0].decode())


def exposed(text: str) -> list[tuple[str, Any, float]]:
    """Name, labels and value of each line of the text format."""
    found = []
    for line in text.splitlines():
        if not line.startswith("#"):
            series, _, value = line.rpartition(" ")
            name, _, labels = series.partition("{")
            pairs = [pair.partition("=") for pair in labels.rstrip("}").split(",") if pair]
            found.append((name, {key: value.strip('"') for key, _, value in pairs}.items(), float(value)))
    return found


def boom(name: str) -> None:
    """Fail with a text that quotes the request."""
    kept = {"name": name}
    raise KeyError(kept.pop("name"))


def ask(app: ASGIApp, *more: dict[str, Any]) -> list[Message]:
    """All that is sent in answer to requests that come without a server; one if nothing is said of any."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def one_by_one() -> None:
        for each in more or ({},):
            scope = {"type": "http", "method": "GET", "path": "/v1", "query_string": b"", "headers": []}
            await app({**scope, **each}, receive, send)

    asyncio.run(one_by_one())
    return sent


ROUTED = (*ROUTERS, PAGES, metrics_route.router)


@pytest.fixture(scope="session")
def app(published: Path) -> FastAPI:
    """The routes over the small model, and one that fails."""
    app = FastAPI(docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.store = ModelStore(published)
    app.state.store.reload()
    app.get("/boom/{name}")(boom)
    for router in ROUTED:
        app.include_router(router)
    add_error_handlers(app)
    return app


def watched_by(watch: Watch, app: FastAPI) -> Watched:
    """The application behind what counts, and one answer that comes from memory."""
    app.state.watch = watch
    made = InFlight(app, watch=watch)

    async def remembering(scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("path") == "/v1/titles/remembered/similar":
            await send({"type": "http.response.start", "status": 200, "headers": REMEMBERED})
            await send({"type": "http.response.body", "body": b"{}"})
        else:
            await made(scope, receive, send)

    routes = RouteNames(["/boom/{name}", "/openapi.json", *templates_of(ROUTED)])
    layer = Requests(remembering, watch=watch, routes=routes)
    return Watched(TestClient(layer, raise_server_exceptions=False), watch)


REMEMBERED = [(b"content-type", b"application/json"), (b"recsys-model", b"0123456789abcdef")]


@pytest.fixture
def watched(app: FastAPI) -> Watched:
    """A service that counts from nought."""
    return watched_by(Watch(), app)


@dataclass(frozen=True)
class Log:
    """What was written to the log."""

    file: Path
    handler: LineHandler

    def text(self) -> str:
        """All of it, as soon as it is written; nothing more may be logged then."""
        self.handler.lines.close()
        return self.file.read_text(encoding="ascii")

    def lines(self) -> list[dict[str, Any]]:
        """Each line as an object."""
        return [json.loads(line) for line in self.text().splitlines()]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """The log in a file; logging is as before afterwards."""
    names = (None, "uvicorn.access", *LOGGERS)
    loggers = [logging.getLogger(name) for name in names]
    before = [(each, each.handlers, each.level, each.propagate) for each in loggers]
    file = tmp_path / "log"
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT)
    yield Log(file, set_up_logging(descriptor=descriptor))
    for each, handlers, level, propagate in before:
        each.handlers, each.propagate = handlers, propagate
        each.setLevel(level)
    os.close(descriptor)
