"""What a request may cost before anything looks at it: its size, and how many there are at once."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import http_problem

# Whoever watches over the service must hear from it just when it is busy.
_ALWAYS_ANSWERED = frozenset({"/healthz", "/readyz"})
# Where a viewer's history may come, as a file or within a question.
_UPLOADS = frozenset({"/history", "/v1/audit", "/v1/history", "/v1/recommend"})


class SizeLimit:
    """Refuses long targets (414) and long bodies (413), and reads a body before the app is called.

    Bytes are counted as they come, whatever Content-Length says. A body is at most
    ``max_body`` in memory, and a client that sends it slowly keeps no thread waiting.

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
    """

    def __init__(self, app: ASGIApp, *, max_body: int, max_upload: int, max_target: int) -> None:
        self.app = app
        self.max_body = max_body
        self.max_upload = max_upload
        self.max_target = max_target

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > self.max_target:
            refusal = http_problem(414, f"path and query are longer than {self.max_target} bytes")
            await refusal(scope, receive, send)
            return
        body = _Body(receive)
        most = self.max_upload if scope["path"] in _UPLOADS else self.max_body
        if _declared_length(scope) > most or not await body.read(most):
            refusal = http_problem(413, f"the body is longer than {most} bytes")
            await refusal(scope, receive, send)
        elif not body.is_cut_off:
            await self.app(scope, body.receive, send)


class _Body:
    """The body of one request: read whole first, then given on in one piece."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._content = bytearray()
        self._is_given = False
        self.is_cut_off = False

    async def read(self, limit: int) -> bool:
        """Whether all of it came within the limit; what exceeds it is not kept."""
        more = True
        while more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                self.is_cut_off = True
                break
            self._content += message.get("body", b"")
            more = message.get("more_body", False)
            if len(self._content) > limit:
                return False
        return True

    async def receive(self) -> Message:
        """Return the body, and after it whatever the server says."""
        if self._is_given:
            return await self._receive()
        self._is_given = True
        return {"type": "http.request", "body": bytes(self._content), "more_body": False}


class LoadLimit:
    """Refuses requests (503, with Retry-After) while too many are being answered.

    Parameters
    ----------
    app : ASGI application
        What answers.
    most : int
        Requests answered at once.
    """

    def __init__(self, app: ASGIApp, *, most: int) -> None:
        self.app = app
        self.most = most
        self.n_running = 0  # all on one event loop: no lock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or ask to come again."""
        if scope["type"] != "http" or scope["path"] in _ALWAYS_ANSWERED:
            await self.app(scope, receive, send)
        elif self.n_running >= self.most:
            refusal = http_problem(503, "too many requests at once: try again in a second", retry_after=1)
            await refusal(scope, receive, send)
        else:
            self.n_running += 1
            try:
                await self.app(scope, receive, send)
            finally:
                self.n_running -= 1


def _declared_length(scope: Scope) -> int:
    text = Headers(scope=scope).get("content-length", "")
    return int(text[:18]) if text.isdecimal() and text.isascii() else 0
