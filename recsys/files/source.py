"""Where bytes come from: a file, a member of an archive, or an upload, unpacked within bounds."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from recsys.catalogue.problems import shown
from recsys.errors import BadData, DamagedFile, RecsysError
from recsys.files.limits import LARGEST_HELD, MOST_FILES, MOST_UNPACKED, PACKED_ALLOWANCE

AnyPath = str | os.PathLike[str]
_GZIP, _ZIP, _TAR = b"\x1f\x8b", b"PK\x03\x04", b"ustar"
_TAR_MAGIC_AT = 257
_ZIP_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_HEAD = 512
_CHUNK = 2**16
# Other packers, told by name rather than read as nonsense.
_NOT_OPENED = {
    b"BZh": "compressed with bzip2: use gzip, zip or none",
    b"\xfd7zXZ": "compressed with xz: use gzip, zip or none",
    b"\x28\xb5\x2f\xfd": "compressed with zstd: use gzip, zip or none",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive: use gzip, zip or none",
    b"Rar!": "a rar archive: use gzip, zip or none",
    b"%PDF": "a PDF document",
    b"SQLite format 3": "an SQLite database",
}


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
            A buffered stream. Whatever goes wrong while it is read is a :class:`DamagedFile`.

        Raises
        ------
        DamagedFile
            If it cannot be opened at all.
        """
        with _telling(self.name):
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
        try:
            with self.open() as handle:
                return handle.read(size)
        except DamagedFile:
            return b""


def open_sources(paths: AnyPath | Iterable[AnyPath]) -> list[Source]:
    """Return all that stands in files, folders and archives.

    Parameters
    ----------
    paths : path or iterable of paths
        Files; folders, with all files below them; zip and tar archives, with all their members;
        gzip files, unpacked. What a file is, its first bytes say, not its name.

    Returns
    -------
    list of Source
        In the order given; those of a folder or an archive sorted by name.

    Raises
    ------
    BadData
        If one of them cannot be read, or is plainly neither text nor JSON nor a table.
    """
    given = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    return [source for path in given for source in _of_path(Path(path))]


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


def sources_of_bytes(name: str, data: bytes) -> list[Source]:
    """Return all that stands in an uploaded file, unpacked as :func:`open_sources` does.

    Parameters
    ----------
    name : str
        Its name where it came from; only its last part is used.
    data : bytes
        Its bytes.

    Returns
    -------
    list of Source
        One, or the members of an archive.

    Raises
    ------
    BadData
        If it is packed in a way that is not read.
    """
    own = PurePosixPath(name.replace("\\", "/")).name[:200] or "upload"
    return _unpacked(source_of_bytes(own, data), len(data))


def _of_path(path: Path) -> Iterator[Source]:
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.is_file())
        _refuse_many(path.name, len(files))
        for file in files:
            name = file.relative_to(path.parent).as_posix()
            yield from _unpacked(Source(name, partial(_opened, file), file), file.stat().st_size)
        return
    try:
        with path.open("rb"):
            size = path.stat().st_size
    except OSError as error:
        msg = f"{shown(str(path))} cannot be read ({error.strerror}): expected a file, a folder or an archive"
        raise BadData(msg) from error
    yield from _unpacked(Source(path.name, partial(_opened, path), path), size)


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _unpacked(source: Source, size: int) -> list[Source]:
    head = source.head(_HEAD)
    for magic, what in _NOT_OPENED.items():
        if head.startswith(magic):
            msg = f"{source.name} is {what}"
            raise BadData(msg)
    budget = _Budget(PACKED_ALLOWANCE + MOST_UNPACKED * size)
    if head.startswith(_ZIP):
        return _zip_members(source, budget)
    if head.startswith(_GZIP):
        inner = Source(source.name.removesuffix(".gz"), partial(_gunzipped, source, budget.limit))
        return _tar_members(_held(inner)) if _is_tar(inner.head(_HEAD)) else [inner]
    return _tar_members(source) if _is_tar(head) else [source]


def _is_tar(head: bytes) -> bool:
    return head[_TAR_MAGIC_AT : _TAR_MAGIC_AT + len(_TAR)] == _TAR


def _gunzipped(source: Source, limit: int) -> BinaryIO:
    raw = source.opener()
    return cast(BinaryIO, _Spending(gzip.GzipFile(fileobj=raw), _Budget(limit), beneath=raw))


def _held(source: Source) -> Source:
    """Return an unpacked archive in memory, where its members can be looked up."""
    with source.open() as handle:
        data = handle.read(LARGEST_HELD + 1)
    if len(data) > LARGEST_HELD:
        msg = f"{source.name} unpacks to more than {LARGEST_HELD} bytes: unpack it into a folder first"
        raise BadData(msg)
    return source_of_bytes(source.name, data)


def _zip_members(source: Source, budget: _Budget) -> list[Source]:
    with _telling(source.name), source.opener() as raw, zipfile.ZipFile(raw) as archive:
        names = sorted({info.filename for info in archive.infolist() if not info.is_dir()})
    _refuse_many(source.name, len(names))
    return [Source(f"{source.name}/{name}", partial(_zip_member, source, name, budget)) for name in names]


def _zip_member(source: Source, name: str, budget: _Budget) -> BinaryIO:
    with ExitStack() as stack:
        raw = stack.enter_context(source.opener())
        archive = stack.enter_context(zipfile.ZipFile(raw))
        if archive.getinfo(name).compress_type not in _ZIP_METHODS:
            msg = "it is packed by a method that is not read: use deflate"
            raise NotImplementedError(msg)
        member = stack.enter_context(archive.open(name))
        return cast(BinaryIO, _Spending(member, budget, beneath=stack.pop_all()))


def _tar_members(source: Source) -> list[Source]:
    """Members of a tar archive lie there unpacked, one after the other."""
    members: dict[str, Source] = {}
    with _telling(source.name), source.opener() as raw, tarfile.open(fileobj=raw, mode="r:") as archive:
        for member in archive:
            _refuse_many(source.name, len(members))
            if member.isreg() and not member.issparse():
                name = f"{source.name}/{member.name}"
                members[name] = Source(name, partial(_tar_member, source, member.offset_data, member.size))
    return [members[name] for name in sorted(members)]


def _tar_member(source: Source, start: int, size: int) -> BinaryIO:
    return cast(BinaryIO, _Part(source.opener(), start, size))


def _refuse_many(name: str, count: int) -> None:
    if count > MOST_FILES:
        msg = f"{name} holds more than {MOST_FILES} files"
        raise BadData(msg)


@contextmanager
def _telling(name: str) -> Iterator[None]:
    """Turn whatever an unpacker raises into words."""
    try:
        yield
    except RecsysError:
        raise
    except Exception as error:  # of bytes that are not what they seem, the unpackers raise anything
        msg = f"{name} is damaged: {str(error)[:80] or type(error).__name__}"
        raise DamagedFile(msg) from error


class _Budget:
    """How many bytes a packed file may still unpack to, all its members together."""

    def __init__(self, limit: int) -> None:
        self.limit = self.left = limit

    def spend(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            msg = f"it unpacks to more than {self.limit} bytes, far more than its size explains"
            raise OSError(msg)


class _Spending(io.RawIOBase):
    """An unpacked stream whose bytes count; closing it closes what lies beneath."""

    def __init__(self, inner: object, budget: _Budget, *, beneath: object) -> None:
        self._inner = cast(BinaryIO, inner)
        self._budget = budget
        self._beneath = cast(BinaryIO, beneath)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        data = self._inner.read(min(len(buffer), _CHUNK))
        self._budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
            self._beneath.close()
        super().close()


class _Part(io.RawIOBase):
    """Some bytes in the middle of a stream that can be sought."""

    def __init__(self, inner: BinaryIO, start: int, size: int) -> None:
        self._inner = inner
        self._left = size
        inner.seek(start)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        data = self._inner.read(min(len(buffer), self._left))
        if not data and self._left:
            msg = "the archive ends too early"
            raise EOFError(msg)
        self._left -= len(data)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
        super().close()


class _Guarded(io.RawIOBase):
    """A stream of which every fault is a :class:`DamagedFile` that names it."""

    def __init__(self, inner: BinaryIO, name: str) -> None:
        self._inner = inner
        self._name = name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        with _telling(self._name):
            data = self._inner.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
