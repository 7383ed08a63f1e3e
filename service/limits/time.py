"""How long a request may take to be answered."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.admin_token import ADMIN
from service.errors import http_problem
from service.watching.noted import Refusal, note_refusal


class TimeLimit:
    """Refuses a request (503, with Retry-After) whose answer takes too long.

    A thread that computes cannot be stopped. It goes on, and keeps its place in the number of requests
    that are answered at once, but nobody waits for it and what it finds is not sent.

    To verify a model or to write one takes as long as it takes: what the operator asks has no limit.

    Parameters
    ----------
    app : ASGI application
        What answers; it keeps its own count of what is running.
    seconds : float
        How long it may take.
    """

    def __init__(self, app: ASGIApp, *, seconds: float) -> None:
        self.app = app
        self.seconds = seconds
        self._refusals: set[asyncio.Task[None]] = set()  # the loop itself holds tasks only weakly

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it when its time is over."""
        if scope["type"] != "http" or scope["path"].startswith(ADMIN):
            await self.app(scope, receive, send)
            return
        once = _Once(send)

        def refuse() -> None:
            if once.take():
                note_refusal(Refusal.SLOW)
                task = asyncio.ensure_future(_refuse(scope, receive, send, self.seconds))
                self._refusals.add(task)
                task.add_done_callback(self._forget)

        timer = asyncio.get_running_loop().call_later(self.seconds, refuse)
        try:
            await self.app(scope, receive, once.send)
        finally:
            timer.cancel()

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._refusals.discard(task)
        if not task.cancelled():
            task.exception()  # the client is gone: nobody is left to be told


class _Once:
    """The way to the client, which either the answer takes or the refusal, never both."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._is_taken = False
        self._is_answered = False

    def take(self) -> bool:
        """Whether nobody has begun to answer; from now on somebody has."""
        was_taken, self._is_taken = self._is_taken, True
        return not was_taken

    async def send(self, message: Message) -> None:
        """Send what the application says, unless the request was refused."""
        if not self._is_answered:
            self._is_answered = self.take()
        if self._is_answered:
            await self._send(message)


async def _refuse(scope: Scope, receive: Receive, send: Send, seconds: float) -> None:
    refusal = http_problem(503, f"the answer takes longer than {seconds:g} seconds", retry_after=1)
    await refusal(scope, receive, send)
