"""A disk on which one change fails, or is the last thing that a process begins.

Every change that Python makes is counted: files created, written, made to last, renamed and
removed. A write that is struck has written half.
"""

from __future__ import annotations

import builtins
import io
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

_CALLS = ("fsync", "mkdir", "chmod", "rename", "replace", "unlink", "remove", "rmdir", "truncate", "write")
Strike = Callable[[str], None]
"""What happens at the struck change, whose kind it is told: it raises, or never returns."""


class Disk:
    """The changes so far, of one thread.

    Parameters
    ----------
    at : int
        Number of the change that is struck, from 1; 0 strikes none.
    strike : callable
        What happens then.
    """

    def __init__(self, at: int, strike: Strike) -> None:
        self.kinds: list[str] = []
        self._at = at
        self._strike = strike
        self._thread = threading.get_ident()

    def change(self, kind: str, half: Callable[[], object] = lambda: None) -> None:
        """Count a change that is about to be made; ``half`` of it is made before it is struck."""
        if threading.get_ident() != self._thread:
            return
        self.kinds.append(kind)
        if len(self.kinds) == self._at:
            half()
            self._strike(kind)


class _Stream:
    """A file that is written, with its changes counted."""

    def __init__(self, stream: Any, disk: Disk) -> None:
        self._stream = stream
        self._disk = disk

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __enter__(self) -> _Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def write(self, data: Any) -> int:
        def half() -> None:
            self._stream.write(data[: len(data) // 2])
            self._stream.flush()

        self._disk.change("write", half)
        return int(self._stream.write(data))

    def flush(self) -> None:
        self._disk.change("flush")
        self._stream.flush()


@contextmanager
def disk(at: int, strike: Strike) -> Iterator[Disk]:
    """The disk of this thread until the end of the block."""
    watched = Disk(at, strike)
    with ExitStack() as patches:
        for name in _CALLS:
            patches.enter_context(patch.object(os, name, _counted(getattr(os, name), name, watched)))
        patches.enter_context(patch.object(os, "open", _creating(os.open, watched)))
        opening = _opening(io.open, watched)
        for module in (io, builtins):
            patches.enter_context(patch.object(module, "open", opening))
        yield watched


def _counted(call: Callable[..., Any], kind: str, watched: Disk) -> Callable[..., Any]:
    def counted(*args: Any, **kwargs: Any) -> Any:
        watched.change(kind)
        return call(*args, **kwargs)

    return counted


def _creating(call: Callable[..., int], watched: Disk) -> Callable[..., int]:
    def creating(path: Any, flags: int, *args: Any, **kwargs: Any) -> int:
        if flags & os.O_CREAT:
            watched.change("create")
        return call(path, flags, *args, **kwargs)

    return creating


def _opening(call: Callable[..., Any], watched: Disk) -> Callable[..., Any]:
    def opening(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if not set(mode) & set("wax+"):
            return call(file, mode, *args, **kwargs)
        if not isinstance(file, int):
            watched.change("create")
        return _Stream(call(file, mode, *args, **kwargs), watched)

    return opening
