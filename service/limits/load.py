"""How many requests are answered at once."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.admin_token import ADMIN
from service.errors import http_problem
from service.watching.noted import Refusal, note_refusal

# Whoever watches over the service must hear from it just when it is busy.
_ALWAYS_ANSWERED = frozenset({"/healthz", "/readyz", "/metrics"})


class LoadLimit:
    """Refuses requests (503, with Retry-After) while too many are being answered.

    A request gives its place back when its answer begins to be sent: whoever reads it slowly keeps
    nobody else waiting.

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
        if scope["type"] != "http" or scope["path"] in _ALWAYS_ANSWERED or scope["path"].startswith(ADMIN):
            await self.app(scope, receive, send)
        elif self.n_running >= self.most:
            note_refusal(Refusal.BUSY)
            refusal = http_problem(503, "too many requests at once: try again in a second", retry_after=1)
            await refusal(scope, receive, send)
        else:
            place = _Place(self)

            async def send_without_place(message: Message) -> None:
                place.give_back()
                await send(message)

            try:
                await self.app(scope, receive, send_without_place)
            finally:
                place.give_back()


class _Place:
    """One of the requests that are answered at once."""

    def __init__(self, limit: LoadLimit) -> None:
        self._limit: LoadLimit | None = limit
        limit.n_running += 1

    def give_back(self) -> None:
        """Let another request have it; the second time nothing happens."""
        if self._limit is not None:
            self._limit.n_running -= 1
            self._limit = None
