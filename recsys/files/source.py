"""Where bytes come from: a file, a member of an archive, or an upload; a name, and a way to open it."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from recsys.errors import DamagedFile, RecsysError

AnyPath = str | os.PathLike[str]
_CHUNK = 2**16


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes with a name, which can be opened again and again.

    Parameters
    ----------
    name : str
        What messages call it: ``ratings.csv``, or ``export.zip/ratings.csv``.
    opener : callable
        Opens it; use :meth:`open`.
    path : Path or None
        The file itself, where it is one that is not packed.
    """

    name: str
    opener: Callable[[], BinaryIO] = field(repr=False)
    path: Path | None = None

    @property
    def base(self) -> str:
        """Its own name in small letters, without folders and archives."""
        return PurePosixPath(self.name).name.casefold()

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open the bytes.

        Yields
        ------
        BinaryIO
            A buffered stream. Whatever goes wrong while it is read is a :class:`DamagedFile`;
            ``read1`` gives what stands before the damage.

        Raises
        ------
        DamagedFile
            If it cannot be opened at all.
        """
        with telling(self.name):
            raw = self.opener()
        with raw, io.BufferedReader(cast(io.RawIOBase, _Guarded(raw, self.name)), _CHUNK) as handle:
            yield cast(BinaryIO, handle)

    def head(self, size: int = _CHUNK) -> bytes:
        """Return its first bytes.

        Parameters
        ----------
        size : int
            How many at most.

        Returns
        -------
        bytes
            Fewer where there are no more, or where it is damaged.
        """
        return self._beginning(size)[0]

    def fault(self) -> str:
        """Return why it cannot be read from its beginning on, or an empty text."""
        return self._beginning(_CHUNK)[1]

    def _beginning(self, size: int) -> tuple[bytes, str]:
        try:
            with self.open() as handle:
                return read_up_to(handle, size)
        except DamagedFile as error:
            return b"", str(error)


def read_up_to(handle: BinaryIO, size: int) -> tuple[bytes, str]:
    """Return the next bytes of a stream, and why there are no more where it is damaged.

    Parameters
    ----------
    handle : BinaryIO
        As :meth:`Source.open` gives it.
    size : int
        How many bytes at most.

    Returns
    -------
    tuple of bytes and str
        Fewer bytes at the end, and before damage; the text is empty where all is well.
    """
    pieces: list[bytes] = []
    left = size
    try:
        # read would lose what it had read before it met the damage.
        while left > 0 and (piece := cast(io.BufferedReader, handle).read1(left)):
            pieces.append(piece)
            left -= len(piece)
    except DamagedFile as error:
        return b"".join(pieces), str(error)
    return b"".join(pieces), ""


def source_of_bytes(name: str, data: bytes) -> Source:
    """Return bytes under a name, as they are.

    Parameters
    ----------
    name : str
        What messages call them.
    data : bytes
        The bytes.

    Returns
    -------
    Source
        The source.
    """
    return Source(name, partial(io.BytesIO, data))


@contextmanager
def telling(name: str) -> Iterator[None]:
    """Return a context in which whatever an unpacker raises becomes words.

    Parameters
    ----------
    name : str
        What is opened or read.

    Yields
    ------
    None
        Errors of our own pass.

    Raises
    ------
    DamagedFile
        In place of any other error.
    """
    try:
        yield
    except RecsysError:
        raise
    except Exception as error:  # of bytes that are not what they seem, the unpackers raise anything
        msg = f"{name} is damaged: {str(error)[:80] or type(error).__name__}"
        raise DamagedFile(msg) from error


class _Guarded(io.RawIOBase):
    """A stream of which every fault is a :class:`DamagedFile` that names it."""

    def __init__(self, inner: BinaryIO, name: str) -> None:
        self._inner = inner
        self._name = name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        with telling(self._name):
            data = self._inner.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
