"""JSON documents and lists of any size: one value after the other, each with the line it begins on."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from recsys.catalogue.problems import RowReport
from recsys.errors import DamagedFile
from recsys.files.cells import without_halves
from recsys.files.limits import LARGEST_HELD, LONGEST_VALUE
from recsys.files.source import Source, read_up_to
from recsys.files.text import FALLBACK, utf8_bytes

_CHUNK = 2**18
_BLANK = re.compile(r"[ \t\r\n]*")
_FALLBACK = "recsys-windows-1252"
_LONGEST_WORD = 16  # a word or an escape that the end of the window may have cut
_HOPELESS = 1_000
_MOST_IN_VAIN = 8 * LONGEST_VALUE


def json_document(source: Source, report: RowReport) -> Any:
    """Return the one JSON value that a file holds.

    Parameters
    ----------
    source : Source
        The file; at most 128 MiB, as it is held as a whole.
    report : RowReport
        Receives what is wrong.

    Returns
    -------
    object
        The decoded value; None if it cannot be read, and the report says why.
    """
    try:
        with utf8_bytes(source) as handle:
            data = handle.read(LARGEST_HELD + 1)
    except DamagedFile as error:
        report.add("", str(error))
        return None
    if len(data) > LARGEST_HELD:
        report.add("", f"is larger than {LARGEST_HELD} bytes, too large for one JSON value")
        return None
    try:
        return without_halves(_DECODER.decode(data.decode(errors=_FALLBACK)))
    except (ValueError, RecursionError) as error:
        report.add("", f"is not JSON: {str(error)[:80]}")
        return None


def json_records(source: Source, *, inside: str | None = None) -> Iterator[tuple[Any, RowReport]]:
    """Yield the values of a list, or of lines of JSON, without ever holding more than one.

    Parameters
    ----------
    source : Source
        ``[…, …]``; or values one after the other, as in JSON lines; or one object.
    inside : str or None
        If the file is an object that has a list under this key: the values of that list. An
        object without it is one value.

    Yields
    ------
    tuple of object and RowReport
        A decoded value and the line it begins on; None where something cannot be read. What
        follows a value that cannot be read is given again from the next line on.
    """
    if inside is not None:
        with utf8_bytes(source) as handle:
            text = _Text(source, handle)
            if text.peek() == "{" and _enter(text, inside):
                yield from _elements(text)
                yield from text.ending()
                return
    with utf8_bytes(source) as handle:
        text = _Text(source, handle)
        yield from _elements(text) if text.peek() == "[" else _values(text)
        yield from text.ending()


class _Text:
    """A window over a text, from which values are decoded; knows the line that it stands on."""

    def __init__(self, source: Source, handle: BinaryIO) -> None:
        self.source = source
        self.line = 1
        self._handle = handle
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors=_FALLBACK)
        self._text = ""
        self._at = 0
        self._is_over = False
        self._damage = ""
        self._in_vain = 0

    def peek(self) -> str:
        """Return the next character that is not blank, without taking it; nothing at the end."""
        while True:
            self._move(_end_of_blank(self._text, self._at))
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def take(self) -> None:
        """Pass over the next character."""
        self.peek()
        self._move(self._at + 1)

    def value(self) -> Any:
        """Return the next value; ValueError if there is none that can be read."""
        self.peek()
        scanned = 0
        while True:
            scanned += len(self._text) - self._at
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
                if "\\u" in self._text[self._at : end]:
                    value = without_halves(value)
            except RecursionError:
                self._in_vain += scanned
                msg = "nested too deeply"
                raise ValueError(msg) from None
            except ValueError as error:
                if self._may_go_on(error):
                    continue
                self._in_vain += scanned if self._is_cut(error) else getattr(error, "pos", 0) - self._at
                raise ValueError(getattr(error, "msg", error)) from None
            # A number at the window's edge may go on beyond it.
            if end == len(self._text) and self._more():
                continue
            self._move(end)
            return value

    def _may_go_on(self, error: ValueError) -> bool:
        """Whether a value only ends with the window, and more could be read."""
        if not self._is_cut(error):
            return False
        if len(self._text) - self._at > LONGEST_VALUE:
            self._in_vain += 2 * LONGEST_VALUE
            msg = f"one value is longer than {LONGEST_VALUE} characters"
            raise ValueError(msg) from None
        return self._more()

    def _is_cut(self, error: ValueError) -> bool:
        return isinstance(error, json.JSONDecodeError) and (
            error.pos >= len(self._text) - _LONGEST_WORD or error.msg.startswith("Unterminated")
        )

    @property
    def is_hopeless(self) -> bool:
        """Whether so much was scanned for values that could not be read that it must end."""
        return self._in_vain > _MOST_IN_VAIN

    def indent(self) -> str | None:
        """Return the blanks that the next value's line begins with; None if more stands before it."""
        self.peek()
        before = self._text[self._text.rfind("\n", 0, self._at) + 1 : self._at]
        return None if before.strip() else before

    def skip_value(self, indent: str | None) -> None:
        """Pass over what cannot be read, up to a line that begins as the value did."""
        while True:
            self._skip_line()
            if indent is None or self._at == len(self._text):
                return
            while len(self._text) - self._at <= len(indent) and self._more():
                pass
            if self._text.startswith((f"{indent}{{", f"{indent}["), self._at):
                return

    def _skip_line(self) -> None:
        while (end := self._text.find("\n", self._at)) < 0:
            self._move(len(self._text))
            if not self._more():
                return
        self._move(end + 1)

    def ending(self) -> Iterator[tuple[None, RowReport]]:
        """Yield why the text ended before its time, if it did."""
        if self._damage:
            yield None, self.report(f"from here on: {self._damage}")

    def report(self, reason: str = "") -> RowReport:
        report = RowReport(self.source.name, self.line)
        if reason:
            report.add("", reason)
        return report

    def _move(self, to: int) -> None:
        self.line += self._text.count("\n", self._at, to)
        self._at = to

    def _more(self) -> bool:
        """Read on; forget what lies behind."""
        if self._is_over:
            return False
        held = len(self._text) - self._at
        # Twice as much each time, so that a long value is not scanned again and again.
        data, self._damage = read_up_to(self._handle, max(_CHUNK, held))
        self._is_over = not data or bool(self._damage)
        self._text = self._text[self._at :] + self._decoder.decode(data, final=self._is_over)
        self._at = 0
        return True


def _elements(text: _Text) -> Iterator[tuple[Any, RowReport]]:
    """Yield the values of the list that begins here."""
    text.take()
    yield from _values(text, end="]")
    if text.peek() == "]":
        text.take()
    elif not text.peek():
        yield None, text.report("the file ends within a list")


def _values(text: _Text, *, end: str = "") -> Iterator[tuple[Any, RowReport]]:
    """Yield values, with commas between them or without, up to a sign or the end of the text."""
    unread = 0
    while (sign := text.peek()) and sign != end:
        if sign == ",":
            text.take()
            continue
        value, report = _one(text)
        yield value, report
        unread = unread + 1 if report.problems else 0
        if unread > _HOPELESS or text.is_hopeless:
            yield None, text.report("no more of this can be read")
            return


def _one(text: _Text) -> tuple[Any, RowReport]:
    indent = text.indent()
    report = text.report()
    try:
        return text.value(), report
    except ValueError as error:
        report.add("", f"is not JSON: {str(error)[:80]}")
        text.skip_value(indent)
        return None, report


def _enter(text: _Text, key: str) -> bool:
    """Move to the list under a key of the object that begins here; whether there is one."""
    text.take()
    try:
        while text.peek() == '"':
            name = text.value()
            if text.peek() != ":":
                return False
            text.take()
            if name == key and text.peek() == "[":
                return True
            text.value()
            if text.peek() == ",":
                text.take()
    except ValueError:
        return False
    return False


def _end_of_blank(text: str, start: int) -> int:
    found = _BLANK.match(text, start)
    return found.end() if found else start


def _unknown(constant: str) -> None:
    """NaN and Infinity are no JSON, but programs write them where nothing is known."""


def _fallback(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode(FALLBACK, errors="replace"), error.end


codecs.register_error(_FALLBACK, _fallback)
# Not strict: line breaks within strings are what hand-made files have.
_DECODER = json.JSONDecoder(parse_constant=_unknown, strict=False)
