"""A store for tests, `troubled://FOLDER`: a folder that fails, dawdles or lies when it is told to.

As in a store of objects, what is put appears at one stroke. What is asked of it is written down beside the
folder, so that several processes can be held to account together.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from time import sleep
from typing import Any
from uuid import uuid4

import fsspec
from fsspec import AbstractFileSystem


def _truly(_: str, raw: bytes) -> bytes:
    return raw


@dataclass
class Trouble:
    """What happens to whoever uses the store in this process.

    Parameters
    ----------
    at : int
        Number of the operation that is struck, from 1; 0 strikes none, -1 strikes all.
    strike : callable
        What happens then: raises, or never returns.
    seconds : float
        How long each block takes that is read.
    alter : callable
        Takes a path and its bytes, and returns what the store says that they are.
    """

    at: int = 0
    strike: Callable[[], None] = lambda: None
    seconds: float = 0.0
    alter: Callable[[str, bytes], bytes] = _truly
    n_operations: int = 0

    def __post_init__(self) -> None:
        self._counting = Lock()

    def operation(self) -> None:
        """Count something that is asked of the store, and strike if it is its turn."""
        with self._counting:
            self.n_operations += 1
            is_struck = self.at in (-1, self.n_operations)
        if is_struck:
            self.strike()


_trouble = Trouble()


def make(**what: Any) -> Trouble:
    """Begin another trouble, and end the one before."""
    global _trouble
    _trouble = Trouble(**what)
    return _trouble


class _Sent(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        _trouble.operation()
        sleep(_trouble.seconds)
        return super().read(size)


class TroubledFileSystem(AbstractFileSystem):  # type: ignore[misc]  # fsspec is untyped
    """What fsspec asks of the store."""

    protocol = "troubled"

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        _trouble.operation()
        path = self._strip_protocol(path)
        return {"name": path, "size": Path(path).stat().st_size, "type": "file"}

    def _open(self, path: str, mode: str = "rb", **_: Any) -> io.BytesIO:
        assert mode == "rb"
        _trouble.operation()
        raw = Path(path).read_bytes()
        _note("read", path)
        return _Sent(_trouble.alter(path, raw))

    def mkdir(self, path: str, create_parents: bool = True, **_: Any) -> None:
        assert not create_parents
        Path(self._strip_protocol(path)).mkdir()

    def put_file(self, lpath: str, rpath: str, **_: Any) -> None:
        _trouble.operation()
        target = Path(self._strip_protocol(rpath))
        if not target.parents[2].is_dir():
            raise FileNotFoundError(rpath)  # as where there is no such bucket
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = target.parents[1] / f"{uuid4().hex}.put"
        aside.write_bytes(Path(lpath).read_bytes())
        _trouble.operation()
        aside.replace(target)
        _note("put", rpath)


def register() -> None:
    """Let fsspec know of the store."""
    fsspec.register_implementation("troubled", TroubledFileSystem, clobber=True)


def asked(folder: Path) -> list[str]:
    """What was read and put so far, as lines such as `read CURRENT`."""
    try:
        return _ledger(folder).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []


def _note(kind: str, path: str) -> None:
    place = Path(path)
    folder = place.parent if place.name == "CURRENT" else place.parents[1]
    descriptor = os.open(_ledger(folder), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(descriptor, f"{kind} {place.name}\n".encode())
    os.close(descriptor)


def _ledger(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.asked")
