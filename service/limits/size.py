"""How large a request may be, and how long it may be on its way."""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from service.admin_token import ADMIN
from service.errors import http_problem
from service.request_body import NoMemory, RequestBody, SharedMemory
from service.watching.noted import Refusal, note_refusal

# Where a viewer's history may come, as a file or within a question, or a library's ids.
_UPLOADS = frozenset(
    {"/history", "/v1/audit", "/v1/batch", "/v1/external/recommend", "/v1/history", "/v1/recommend"}
)
_CLOSED = {"connection": "close"}
"""After a body that was not read to its end: the rest may come at any time."""
_UPLOADS_AT_ONCE = 8
"""Bodies of the greatest length that are kept at once: clients that send slowly must not fill the memory."""


class SizeLimit:
    """Refuses long targets (414), long bodies (413) and slow ones (408).

    A body is read whole before the application is called: a client that sends it slowly keeps no thread
    waiting. Bytes are counted as they come, whatever Content-Length says. Where all bodies that are being
    read take too much memory together, one more is asked to come again (503).

    Parameters
    ----------
    app : ASGI application
        What answers.
    max_body : int
        Bytes of a body.
    max_upload : int
        Bytes of a body that may hold a viewer's history.
    max_target : int
        Bytes of path and query string together, as they were sent.
    seconds : float
        How long a body may be on its way.
    """

    def __init__(
        self, app: ASGIApp, *, max_body: int, max_upload: int, max_target: int, seconds: float
    ) -> None:
        self.app = app
        self.max_body = max_body
        self.max_upload = max_upload
        self.max_target = max_target
        self.seconds = seconds
        self.shared = SharedMemory(max(max_upload, max_body) * _UPLOADS_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > self.max_target:
            detail = f"path and query are longer than {self.max_target} bytes"
            refusal = http_problem(414, detail, headers=_CLOSED)
            await refusal(scope, receive, send)
            return
        is_upload = scope["path"] in _UPLOADS or scope["path"].startswith(ADMIN)
        most = self.max_upload if is_upload else self.max_body
        body = RequestBody(receive, self.shared)
        try:
            refusal_or_none = await self._read(scope, body, most)
            if refusal_or_none is not None:
                await refusal_or_none(scope, receive, send)
            elif not body.is_cut_off:
                await self.app(scope, body.receive, send)
        finally:
            body.forget()

    async def _read(self, scope: Scope, body: RequestBody, most: int) -> Response | None:
        """Read a body; return why it is refused, if it is."""
        declared = _declared_length(scope)
        too_long = http_problem(413, f"the body is longer than {most} bytes", headers=_CLOSED)
        if declared > most:
            return too_long
        try:
            async with asyncio.timeout(self.seconds):
                fits = await body.read(most)
        except TimeoutError:
            return http_problem(408, f"the body took longer than {self.seconds:g} seconds", headers=_CLOSED)
        except NoMemory:
            note_refusal(Refusal.BUSY)
            return http_problem(503, "too many bodies at once: try again in a second", retry_after=1)
        return None if fits else too_long


def _declared_length(scope: Scope) -> int:
    text = Headers(scope=scope).get("content-length", "")
    return int(text[:18]) if text.isdecimal() and text.isascii() else 0
