"""A client that keeps its connection: bytes out, one answer in, and what became of the last request."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import perf_counter

from tests.faults.raw_http import request_head

PATIENCE = 30.0
"""Seconds after which a whole answer is not waited for any longer."""
_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
_NO_BODY = frozenset({204, 304})


class Lost(Exception):
    """A connection that ended before the answer was whole.

    Parameters
    ----------
    n_received : int
        Bytes of the answer that had come.
    """

    def __init__(self, n_received: int) -> None:
        super().__init__(f"the connection ended after {n_received} bytes of the answer")
        self.n_received = n_received


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer.

    Parameters
    ----------
    status : int
        Its status.
    head : bytes
        The status line and the headers.
    body : bytes
        What stood behind them.
    came : float
        When it was whole, by ``perf_counter``.
    """

    status: int
    head: bytes
    body: bytes
    came: float

    def header(self, name: str) -> str:
        """The value of a header; empty if there is none."""
        found = re.search(rb"(?i)\r\n%b: *([^\r]*)" % re.escape(name.encode()), self.head)
        return found[1].decode("latin-1") if found else ""


class KeptConnection(asyncio.Protocol):
    """A connection on which one question at a time is asked, with no more work than that takes."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._received = bytearray()
        self._waiting: asyncio.Future[Answer] | None = None
        self._length: int | None = None
        self._body_at = 0
        self.is_lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits."""
        self.is_lost = True
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(Lost(len(self._received)))

    def data_received(self, data: bytes) -> None:
        """Hand over the answer when it is whole."""
        self._received += data
        if self._length is None:
            end = self._received.find(b"\r\n\r\n")
            if end < 0:
                return
            self._body_at = end + 4
            self._length = self._length_told(bytes(self._received[:end]))
        if len(self._received) < self._body_at + self._length:
            return
        head, body = bytes(self._received[: self._body_at - 4]), bytes(self._received[self._body_at :])
        self._received.clear()
        self._length = None
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(Answer(int(head[9:12]), head, body, perf_counter()))

    @staticmethod
    def _length_told(head: bytes) -> int:
        found = _LENGTH.search(head)
        assert found or int(head[9:12]) in _NO_BODY, head
        return int(found[1]) if found else 0

    def begin(self, request: bytes) -> asyncio.Future[Answer]:
        """Send a request; return what becomes its answer, or :class:`Lost`."""
        self._waiting = asyncio.get_running_loop().create_future()
        if self._transport is None or self.is_lost:
            self._waiting.set_exception(Lost(0))
        else:
            self._transport.write(request)
        return self._waiting

    async def ask(self, request: bytes) -> Answer:
        """Return the answer to a request, when it is whole."""
        async with asyncio.timeout(PATIENCE):
            return await self.begin(request)

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.abort()


@asynccontextmanager
async def connecting(port: int) -> AsyncIterator[Callable[[], Awaitable[KeptConnection]]]:
    """What opens connections with a service on this machine; all are closed at the end of the block."""
    opened: list[KeptConnection] = []
    loop = asyncio.get_running_loop()

    async def connect() -> KeptConnection:
        _, connection = await loop.create_connection(KeptConnection, "127.0.0.1", port)
        opened.append(connection)
        return connection

    try:
        yield connect
    finally:
        for connection in opened:
            connection.close()
        await asyncio.sleep(0)  # the loop closes what was hung up in its next turn


def get(target: str, *headers: str) -> bytes:
    """A question in an address."""
    return request_head("GET", target, *headers)


def post(target: str, body: bytes, *headers: str) -> bytes:
    """A question as a JSON document, on a connection that is kept."""
    about = ("Content-Type: application/json", f"Content-Length: {len(body)}", *headers)
    return request_head("POST", target, *about) + body
