"""What stands in files, folders and archives; packed files are unpacked within bounds, as they are read."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from recsys.catalogue.problems import shown
from recsys.errors import BadData
from recsys.files.limits import LARGEST_HELD, MOST_FILES, MOST_UNPACKED, MOST_UPLOADED, PACKED_ALLOWANCE
from recsys.files.source import AnyPath, Source, source_of_bytes, telling

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
# What Apple's archiver adds to every archive.
_NOBODYS = ("__MACOSX/", ".DS_Store")


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
        If it is packed in a way that is not read, or holds more files than an upload may.
    """
    own = PurePosixPath(name.replace("\\", "/")).name[:200] or "upload"
    sources = _unpacked(source_of_bytes(own, data), len(data))
    _refuse_many(own, len(sources), MOST_UPLOADED)
    return sources


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
        inner = Source(source.name.removesuffix(".gz"), partial(_gunzipped, source, budget))
        return _tar_members(_held(inner)) if _is_tar(inner.head(_HEAD)) else [inner]
    return _tar_members(source) if _is_tar(head) else [source]


def _is_tar(head: bytes) -> bool:
    return head[_TAR_MAGIC_AT : _TAR_MAGIC_AT + len(_TAR)] == _TAR


def _gunzipped(source: Source, budget: _Budget) -> BinaryIO:
    raw = source.opener()
    return cast(BinaryIO, _Spending(gzip.GzipFile(fileobj=raw), budget, source.name, beneath=raw))


def _held(source: Source) -> Source:
    """Return an unpacked archive in memory, where its members can be looked up."""
    with source.open() as handle:
        data = handle.read(LARGEST_HELD + 1)
    if len(data) > LARGEST_HELD:
        msg = f"{source.name} unpacks to more than {LARGEST_HELD} bytes: unpack it into a folder first"
        raise BadData(msg)
    return source_of_bytes(source.name, data)


def _zip_members(source: Source, budget: _Budget) -> list[Source]:
    with telling(source.name):
        # One for all members: each new one would read the whole directory again.
        archive = zipfile.ZipFile(source.path or source.opener())
        members = {info.filename: info for info in archive.infolist() if not info.is_dir()}
    _refuse_many(source.name, len(members))
    return [
        Source(f"{source.name}/{name}", partial(_zip_member, archive, members[name], budget))
        for name in sorted(members)
        if not name.startswith(_NOBODYS)
    ]


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget) -> BinaryIO:
    if info.compress_type not in _ZIP_METHODS:
        msg = "it is packed by a method that is not read: use deflate"
        raise NotImplementedError(msg)
    member = archive.open(info.filename)
    return cast(BinaryIO, _Spending(member, budget, info.filename, beneath=member))


def _tar_members(source: Source) -> list[Source]:
    """Members of a tar archive lie there unpacked, one after the other."""
    members: dict[str, Source] = {}
    with telling(source.name), source.opener() as raw, tarfile.open(fileobj=raw, mode="r:") as archive:
        for member in archive:
            _refuse_many(source.name, len(members))
            if member.isreg() and not member.issparse() and not member.name.startswith(_NOBODYS):
                name = f"{source.name}/{member.name}"
                members[name] = Source(name, partial(_tar_member, source, member.offset_data, member.size))
    return [members[name] for name in sorted(members)]


def _tar_member(source: Source, start: int, size: int) -> BinaryIO:
    return cast(BinaryIO, _Part(source.opener(), start, size))


def _refuse_many(name: str, count: int, most: int = MOST_FILES) -> None:
    if count > most:
        msg = f"{name} holds more than {most} files"
        raise BadData(msg)


class _Budget:
    """How many bytes a packed file may still unpack to, all its members together.

    What is read again, as by those who only look what a file is, is counted once.
    """

    def __init__(self, limit: int) -> None:
        self.limit = self.left = limit
        self._read: dict[str, int] = {}

    def spend(self, member: str, position: int) -> None:
        before = self._read.get(member, 0)
        if position > before:
            self._read[member] = position
            self.left -= position - before
        if self.left < 0:
            msg = f"it unpacks to more than {self.limit} bytes, far more than its size explains"
            raise OSError(msg)


class _Spending(io.RawIOBase):
    """An unpacked stream whose bytes count; closing it closes what lies beneath."""

    def __init__(self, inner: object, budget: _Budget, member: str, *, beneath: object) -> None:
        self._inner = cast(io.BufferedReader, inner)
        self._budget = budget
        self._member = member
        self._position = 0
        self._beneath = cast(BinaryIO, beneath)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        # read would lose what stands before damage.
        data = self._inner.read1(min(len(buffer), _CHUNK))
        self._position += len(data)
        self._budget.spend(self._member, self._position)
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
