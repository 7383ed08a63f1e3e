"""Each request: its id, its time, its place in the metrics, its line in the log."""

from __future__ import annotations

import logging
import os
import re
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.watching.noted import OTHER, Noted, begin, current
from service.watching.request_line import LOGGER
from service.watching.route_names import RouteNames
from service.watching.watch import Watch

ID_HEADER = b"x-request-id"
_MODEL_HEADER = b"recsys-model"
_IS_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}").fullmatch
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_ANSWERED, _FAILED, _GONE = "answered", "failed", "client gone"

_log = logging.getLogger(LOGGER)


class Requests:
    """Gives each request an id, measures it, counts it and writes one line about it when it is over.

    It stands outside of everything else, so that what is refused or comes from memory is counted too.

    Parameters
    ----------
    app : ASGI application
        What answers.
    watch : Watch
        What counts.
    routes : RouteNames
        The routes of the application.
    log : bool
        Whether lines are written.
    """

    def __init__(self, app: ASGIApp, *, watch: Watch, routes: RouteNames, log: bool = True) -> None:
        self.app = app
        self.watch = watch
        self.routes = routes
        self.log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = _Request(self, scope, send)
        try:
            await self.app(scope, receive, request.send)
        except BaseException as error:
            # Without a status the server itself answers with 500, but for a task that was cancelled.
            request.end(_FAILED, 500 if isinstance(error, Exception) else None)
            raise
        request.end(_GONE, None)


class InFlight:
    """Counts requests that are being answered, and marks their answers as made now.

    It stands just behind the memory of answers: what comes from there does not reach it.

    Parameters
    ----------
    app : ASGI application
        What answers.
    watch : Watch
        What counts.
    """

    def __init__(self, app: ASGIApp, *, watch: Watch) -> None:
        self.app = app
        self.watch = watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if (noted := current()) is not None:
            noted.is_made = True
        self.watch.began()
        try:
            await self.app(scope, receive, send)
        finally:
            self.watch.ended()


class _Request:
    """One request on its way through."""

    __slots__ = ("_begun", "_is_over", "_layer", "_model", "_n_bytes", "_noted", "_scope", "_send", "_status")

    def __init__(self, layer: Requests, scope: Scope, send: Send) -> None:
        self._begun = perf_counter()
        self._layer = layer
        self._scope = scope
        self._send = send
        self._noted: Noted = begin(_given_id(scope) or os.urandom(8).hex())
        self._status: int | None = None
        self._model: str | None = None
        self._n_bytes = 0
        self._is_over = False
        scope.setdefault("state", {})["request_id"] = self._noted.request_id

    async def send(self, message: Message) -> None:
        """Send a part of the answer."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = message.get("headers", ())
            for name, value in headers:
                if name == _MODEL_HEADER:
                    self._model = value.decode("latin-1")
            # Another list: that of an answer from memory is sent again and again.
            own = (ID_HEADER, self._noted.request_id.encode())
            await self._send({**message, "headers": [*headers, own]})
            return
        await self._send(message)
        if message["type"] == "http.response.body":
            self._n_bytes += len(message.get("body", b""))
            if not message.get("more_body"):
                self.end(_ANSWERED, self._status)

    def end(self, how: str, status: int | None) -> None:
        """Count the request and write its line, unless it was over before."""
        if self._is_over:
            return
        self._is_over = True
        seconds = perf_counter() - self._begun
        status = self._status if self._status is not None else status
        layer, scope = self._layer, self._scope
        route = layer.routes.of(scope["path"])
        method = scope["method"] if scope["method"] in _METHODS else OTHER
        layer.watch.answered(route, method, status, seconds, self._noted)
        if layer.log:
            self._write(how, route, method, status, seconds)

    def _write(self, how: str, route: str, method: str, status: int | None, seconds: float) -> None:
        level = _level(how, status)
        if not _log.isEnabledFor(level):
            return
        noted = self._noted
        told = {
            "request_id": noted.request_id,
            "route": route,
            "method": method,
            "status": status,
            "ms": round(seconds * 1000, 3),
            "bytes": self._n_bytes,
            "model": self._model,
            "source": "made" if noted.is_made else "memory",
        }
        # Not `_log.info`: that looks for the line of code, which is always this one.
        _log.handle(_log.makeRecord(_log.name, level, __file__, 0, how, (), None, extra=told))


def _level(how: str, status: int | None) -> int:
    if how == _FAILED or (status is not None and status >= 500 and status != 503):
        return logging.ERROR
    return logging.WARNING if status == 503 else logging.INFO


def _given_id(scope: Scope) -> str | None:
    """The id that whoever stands before the service has given the request, if it can be one."""
    for name, value in scope["headers"]:
        if name == ID_HEADER and _IS_ID(value):
            return str(value, "ascii")
    return None
