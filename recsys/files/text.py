"""Lines of text out of bytes of any encoding, numbered from 1, none longer than the memory bears."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from recsys.catalogue.problems import RowReport, shown
from recsys.errors import BadData, DamagedFile
from recsys.files.limits import LONGEST_LINE
from recsys.files.source import Source

FALLBACK = "windows-1252"
"""How a line is read that is not UTF-8; what older programs in Europe and America write."""

_CHUNK = 2**16
_HEAD = 256
# The longer marks first: that of UTF-32 begins as that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MOST_TOLD = 20


def text_lines(source: Source, *, encoding: str | None = None) -> Iterator[tuple[int, str, RowReport]]:
    """Yield the lines of a text with their numbers, without their ends.

    Parameters
    ----------
    source : Source
        The text. A byte-order mark decides on its encoding, else it is UTF-8; a line that is
        not is read as Windows-1252 and reported.
    encoding : str or None
        Another encoding, such as ``cp949``, where the owner knows it.

    Yields
    ------
    tuple of int, str and RowReport
        Number from 1, the line, and what was wrong with it. Where the bytes cannot be read on,
        the last line is empty and its report says why.

    Raises
    ------
    BadData
        If there is no such encoding.
    """
    told = 0
    for number, line, fault in byte_lines(source, encoding=encoding):
        report = RowReport(source.name, number)
        if fault:
            report.add("", fault)
            yield number, "", report
            continue
        text, is_foreign = decoded(line)
        if is_foreign:
            told += 1
            if told <= _MOST_TOLD:
                more = "; later lines of this kind are not told" if told == _MOST_TOLD else ""
                report.add("", f"is not UTF-8: read as {FALLBACK}{more}")
        yield number, text.rstrip("\r\n"), report


def byte_lines(source: Source, *, encoding: str | None = None) -> Iterator[tuple[int, bytes, str]]:
    """Yield the lines of a text as bytes: what tables of millions of rows can afford.

    Parameters
    ----------
    source : Source
        The text.
    encoding : str or None
        See :func:`text_lines`.

    Yields
    ------
    tuple of int, bytes and str
        Number from 1; the line with its end; and why it could not be read, in which case the
        line is empty.

    Raises
    ------
    BadData
        If there is no such encoding.
    """
    number = 0
    with utf8_bytes(source, encoding=encoding) as handle:
        while True:
            number += 1
            try:
                line = _line(handle)
            except DamagedFile as error:
                yield number, b"", f"from here on: {error}"
                return
            if line == b"":
                return
            if line is None:
                yield number, b"", f"the line is longer than {LONGEST_LINE} bytes and is left out"
            else:
                yield number, line, ""


def decoded(line: bytes) -> tuple[str, bool]:
    """Return bytes as text.

    Parameters
    ----------
    line : bytes
        UTF-8, or what older programs write.

    Returns
    -------
    tuple of str and bool
        The text, and whether it had to be read as :data:`FALLBACK`.
    """
    try:
        return line.decode(), False
    except UnicodeDecodeError:
        return line.decode(FALLBACK, errors="replace"), True


@contextmanager
def utf8_bytes(source: Source, *, encoding: str | None = None) -> Iterator[BinaryIO]:
    """Open a text as UTF-8, without byte-order mark, whatever Unicode encoding it is in.

    Parameters
    ----------
    source : Source
        The text.
    encoding : str or None
        Its encoding where it is known; None looks at its first bytes.

    Yields
    ------
    BinaryIO
        UTF-8 if the text is Unicode or its encoding was given, else the bytes as they are.

    Raises
    ------
    BadData
        If there is no such encoding.
    """
    head = source.head(_HEAD)
    mark, found = next(((mark, name) for mark, name in _MARKS if head.startswith(mark)), (b"", None))
    chosen = _checked(encoding) or found or _unmarked(head)
    with source.open() as handle:
        handle.read(len(mark))
        if chosen in (None, "utf-8"):
            yield handle
        else:
            yield cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, _Transcoded(handle, chosen or ""))))


def _checked(encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        return codecs.lookup(encoding).name
    except (LookupError, ValueError) as error:
        msg = f"there is no encoding {shown(encoding)}: write a name such as utf-8, cp949 or shift_jis"
        raise BadData(msg) from error


def _unmarked(head: bytes) -> str | None:
    """Return UTF-16 that lacks its mark: every other byte of Latin text is zero."""
    if len(head) >= 8 and not head[1:8:2].strip(b"\0") and head[0:8:2].strip(b"\0"):
        return "utf-16-le"
    if len(head) >= 8 and not head[0:8:2].strip(b"\0") and head[1:8:2].strip(b"\0"):
        return "utf-16-be"
    return None


def _line(handle: BinaryIO) -> bytes | None:
    """Read one line; None for one that would fill the memory, which is skipped to its end."""
    line = rest = handle.readline(LONGEST_LINE + 1)
    while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
        rest = handle.readline(LONGEST_LINE + 1)
    return None if len(line) > LONGEST_LINE else line


class _Transcoded(io.RawIOBase):
    """Bytes of another encoding as UTF-8; what cannot be decoded becomes U+FFFD."""

    def __init__(self, inner: BinaryIO, encoding: str) -> None:
        self._inner = inner
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        while not self._ready:
            data = cast(io.BufferedReader, self._inner).read1(_CHUNK)
            self._ready = self._decoder.decode(data, final=not data).encode(errors="replace")
            if not data:
                break
        given, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)
