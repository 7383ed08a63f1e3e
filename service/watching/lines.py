"""Lines, written by a thread of their own: whoever has one to write never waits for whoever reads it."""

from __future__ import annotations

import atexit
import os
import time
from collections import deque
from collections.abc import Callable
from threading import Event, Lock, Thread

LONGEST_WRITE = 4096
"""Bytes of one write: as many reach a pipe in one piece, though other workers write to it too (PIPE_BUF)."""
_PAUSE = 0.03
"""Seconds in which lines gather, so that the thread is not woken for each of them."""
_LAST_SECONDS = 1.0


class Lines:
    """A bounded row of lines on their way to a file descriptor; what finds no place is dropped and counted.

    The thread begins with the first line, and in a forked process with the first one there: what waited
    in the parent is written by the parent.

    Parameters
    ----------
    descriptor : int
        Where they are written, 2 for the standard error output.
    most : int
        Lines that may wait.
    on_dropped : callable or None
        Is told how many lines were dropped, by the thread and once lines are taken again; what it returns
        is written, too.
    """

    def __init__(
        self, descriptor: int, *, most: int = 10_000, on_dropped: Callable[[int], str] | None = None
    ) -> None:
        self.descriptor = descriptor
        self.most = most
        self.on_dropped = on_dropped
        self._begin()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._begin)
        atexit.register(self.close)

    def _begin(self) -> None:
        self.n_dropped = self._n_told = 0
        self._waiting: deque[bytes] = deque()
        self._there = Event()
        self._starting = Lock()
        self._thread: Thread | None = None
        self._is_closing = False

    def put(self, line: str) -> None:
        """Have a line written; returns at once.

        Parameters
        ----------
        line : str
            Without its end; it must not have others within.
        """
        if len(self._waiting) >= self.most:
            self.n_dropped += 1
            return
        self._waiting.append(line.encode("utf-8", "replace") + b"\n")
        if not self._there.is_set():
            self._there.set()
        if self._thread is None:
            self._start()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = Thread(target=self._run, name="log", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Write what waits, but for no longer than a second: nobody may read it any more."""
        self._is_closing = True
        self._there.set()
        if self._thread is not None:
            self._thread.join(_LAST_SECONDS)

    def _run(self) -> None:
        while not self._is_closing:
            self._there.wait()
            self._there.clear()  # before looking: a line that comes meanwhile wakes the thread again
            self._write_waiting()
            if not self._is_closing:
                time.sleep(_PAUSE)
        self._write_waiting()

    def _write_waiting(self) -> None:
        batch = bytearray()
        while self._waiting:
            line = self._waiting.popleft()
            if batch and len(batch) + len(line) > LONGEST_WRITE:
                self._write(bytes(batch))
                batch.clear()
            batch += line
        if batch:
            self._write(bytes(batch))
        if (n_new := self.n_dropped - self._n_told) and self.on_dropped is not None:
            self._n_told += n_new
            self._write(self.on_dropped(n_new).encode("utf-8", "replace") + b"\n")

    def _write(self, data: bytes) -> None:
        while data:
            try:
                data = data[os.write(self.descriptor, data) :]
            except BlockingIOError:  # somebody has made it so for all who share it
                time.sleep(_PAUSE)
            except OSError:  # nobody reads any more
                self.n_dropped += data.count(b"\n")
                return
