"""A server as a process of its own, and a client that costs as little as possible."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.processes import SINGLE_THREADED

HOST = "127.0.0.1"
_POLL = 0.005
_LONGEST_START = 600.0
_CHUNK = 2**16


@dataclass(frozen=True, slots=True)
class Server:
    """A running server.

    Parameters
    ----------
    pid : int
        Its process.
    port : int
        Where it listens.
    started : float
        When it was started, on the clock of :func:`time.perf_counter`.
    """

    pid: int
    port: int
    started: float


class Client:
    """One connection that stays open.

    Parameters
    ----------
    port : int
        Where the server listens.
    """

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection((HOST, port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, target: str) -> bytes:
        """Return the body of an answer.

        Parameters
        ----------
        target : str
            Path and query string.

        Returns
        -------
        bytes
            As sent.

        Raises
        ------
        RuntimeError
            If the status is not 200.
        """
        self._socket.sendall(f"GET {target} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more()
        head, _, body = received.partition(b"\r\n\r\n")
        if b" 200 " not in head.partition(b"\r\n")[0]:
            msg = f"{target}: {head.partition(bytes([13]))[0].decode()}"
            raise RuntimeError(msg)
        length = int(head.lower().partition(b"content-length:")[2].split()[0])
        pieces, missing = [body], length - len(body)
        while missing > 0:
            pieces.append(self._more())
            missing -= len(pieces[-1])
        return b"".join(pieces)

    def close(self) -> None:
        """End the connection."""
        self._socket.close()

    def _more(self) -> bytes:
        piece = self._socket.recv(_CHUNK)
        if not piece:
            msg = "the server closed the connection"
            raise RuntimeError(msg)
        return piece


@contextmanager
def serving(module: str, *arguments: str) -> Iterator[Server]:
    """Start a module of this project as a server; end it afterwards.

    Parameters
    ----------
    module : str
        As after ``python -m``; it is told where to listen by a last argument, ``--port=…``.
    *arguments : str
        What goes before.

    Yields
    ------
    Server
        As soon as it accepts connections.
    """
    port = _free_port()
    with started([sys.executable, "-m", module, *arguments, f"--port={port}"], port) as server:
        yield server


@contextmanager
def started(command: Sequence[str], port: int) -> Iterator[Server]:
    """Start a command, wait until it accepts connections, and end it afterwards.

    Parameters
    ----------
    command : sequence of str
        The command and its arguments.
    port : int
        Where it will listen.

    Yields
    ------
    Server
        As soon as it accepts connections.

    Raises
    ------
    RuntimeError
        If it ends, or does not listen within ten minutes.
    """
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, **SINGLE_THREADED})
    try:
        while not _accepts(port):
            if process.poll() is not None or time.perf_counter() - begin > _LONGEST_START:
                msg = f"{' '.join(command)} does not listen"
                raise RuntimeError(msg)
            time.sleep(_POLL)
        yield Server(process.pid, port, begin)
    finally:
        process.terminate()
        process.wait()


def _accepts(port: int) -> bool:
    try:
        socket.create_connection((HOST, port)).close()
    except OSError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
