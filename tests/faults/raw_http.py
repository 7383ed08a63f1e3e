"""HTTP byte by byte: requests that no client would send, and the answers as they came."""

from __future__ import annotations

import re
import selectors
import socket
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from time import perf_counter

PATIENCE = 10.0
"""Seconds after which an answer is not waited for any longer."""
_PIECE = 2**16
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back.

    Parameters
    ----------
    status : int or None
        None if the connection was closed without a word, or nothing came in time.
    body : bytes
        What stood behind the headers.
    seconds : float
        From when the answer could be known to when it was there.
    head : bytes
        The status line and the headers.
    """

    status: int | None
    body: bytes
    seconds: float
    head: bytes = b""


def request_head(method: str, target: str, *headers: str) -> bytes:
    """The beginning of a request, up to the empty line."""
    lines = (f"{method} {target} HTTP/1.1", "Host: localhost", *headers)
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def post(target: str, body: bytes, media_type: str, *headers: str, method: str = "POST") -> bytes:
    """A whole request with a body."""
    about = (f"Content-Type: {media_type}", f"Content-Length: {len(body)}", "Connection: close", *headers)
    return request_head(method, target, *about) + body


def exchange(port: int, pieces: bytes | Iterable[bytes], *, known_after: int = 0) -> Reply:
    """Return the first answer to what is sent, whoever stops first.

    Parameters
    ----------
    port : int
        Where the service listens, on this machine.
    pieces : bytes or iterable of bytes
        The request; what comes after the answer is not sent any more.
    known_after : int
        Bytes after which the answer could be known.

    Returns
    -------
    Reply
        The answer, or its absence.
    """
    waiting = iter([pieces] if isinstance(pieces, bytes) else pieces)
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.setblocking(False)
        return _talk(connection, waiting, known_after)


def _talk(connection: socket.socket, waiting: Iterator[bytes], known_after: int) -> Reply:
    left, received, n_sent = memoryview(b""), bytearray(), 0
    began = perf_counter()
    is_sending = True
    while True:
        if is_sending and not left:
            piece = next(waiting, None)
            is_sending = piece is not None
            left = memoryview(piece or b"")
        readable, writable = _ready(connection, to_send=bool(left))
        if not readable and not writable:
            return Reply(None, bytes(received), perf_counter() - began, b"no answer in time")
        try:
            if readable:
                came = connection.recv(_PIECE)
                received += came
                if not came or _is_whole(received):
                    return _reply(received, perf_counter() - began)
            else:
                n = connection.send(left[:_PIECE])
                if n_sent <= known_after:
                    began = perf_counter()
                n_sent += n
                left = left[n:]
        except (ConnectionResetError, BrokenPipeError):
            received += _left(connection)
            return _reply(received, perf_counter() - began)


def _left(connection: socket.socket) -> bytes:
    """What had come before the connection was reset: an answer, perhaps, while something was still sent."""
    pieces = []
    with suppress(OSError):
        while piece := connection.recv(_PIECE):
            pieces.append(piece)
    return b"".join(pieces)


def _ready(connection: socket.socket, *, to_send: bool) -> tuple[bool, bool]:
    """Whether it can be read from, and written to; neither if nothing happens for too long."""
    with selectors.DefaultSelector() as selector:
        selector.register(connection, selectors.EVENT_READ | (selectors.EVENT_WRITE if to_send else 0))
        found = selector.select(PATIENCE)
    events = found[0][1] if found else 0
    return bool(events & selectors.EVENT_READ), bool(events & selectors.EVENT_WRITE)


def _is_whole(received: bytearray) -> bool:
    head, found, body = bytes(received).partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: *(\d+)", head)
    return bool(found) and length is not None and len(body) >= int(length[1])


def _reply(received: bytearray, seconds: float) -> Reply:
    head, _, body = bytes(received).partition(b"\r\n\r\n")
    found = _STATUS.match(head)
    return Reply(int(found[1]) if found else None, body, seconds, head)


def chunked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """A body as chunks, with the end."""
    for piece in pieces:
        yield b"%x\r\n%b\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"
