"""Lines of JSON out of a file that may be anything: what is no JSON object becomes a problem."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from recsys.catalogue.problems import RowReport, shown
from recsys.errors import BadData

LONGEST_LINE = 8 * 2**20
_HOPELESS = 1_000
_EXPECTED = "expected one JSON object a line (.jsonl or .jsonl.gz), each with an id and a title"
_NO_CATALOGUE = {
    b"PK\x03\x04": "a zip archive: unpack it first",
    b"PAR1": "a Parquet file",
    b"BZh": "compressed with bzip2: use gzip or none",
    b"\xfd7zXZ": "compressed with xz: use gzip or none",
    b"\x28\xb5\x2f\xfd": "compressed with zstd: use gzip or none",
    b"\xff\xfe": "UTF-16 text: save it as UTF-8",
    b"\xfe\xff": "UTF-16 text: save it as UTF-8",
    b"%PDF": "a PDF document",
    b"SQLite format 3": "an SQLite database",
}
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def json_rows(path: Path) -> Iterator[tuple[dict[str, Any] | None, RowReport]]:
    """Yield the JSON object of each line that is not blank, or None, with its report.

    Parameters
    ----------
    path : Path
        A file of JSON lines, plain or gzipped, whatever its name ends in.

    Yields
    ------
    tuple of dict or None, and RowReport
        The object, if the line holds one, and the report that names file, line and problems.

    Raises
    ------
    BadData
        If the file cannot be opened, is plainly of another kind, or holds no object at all.
    """
    objects = unreadable = 0
    with _opened(path) as handle:
        for line, report in _lines(handle, path.name):
            if line is not None and not objects + unreadable and line.lstrip().startswith(b"["):
                msg = f"{path.name} is one JSON array; {_EXPECTED}"
                raise BadData(msg)
            row = None if line is None else _parsed(line, report)
            objects += row is not None
            unreadable += row is None
            if not objects and unreadable >= _HOPELESS:
                break
            yield row, report
    if unreadable and not objects:
        msg = f"{path.name} is not a catalogue: no line is a JSON object; {_EXPECTED}"
        raise BadData(msg)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file, unzipping by its first bytes; refuse what is plainly something else."""
    with ExitStack() as stack:
        try:
            handle = stack.enter_context(path.open("rb"))
        except OSError as error:
            reason = "is a directory" if path.is_dir() else f"cannot be read ({error.strerror})"
            msg = f"{shown(str(path))} {reason}: {_EXPECTED}"
            raise BadData(msg) from error
        start = handle.read(16)
        handle.seek(0)
        for magic, what in _NO_CATALOGUE.items():
            if start.startswith(magic):
                msg = f"{path.name} is {what}; {_EXPECTED}"
                raise BadData(msg)
        zipped = start.startswith(b"\x1f\x8b")
        yield cast(BinaryIO, stack.enter_context(gzip.GzipFile(fileobj=handle))) if zipped else handle


def _lines(handle: BinaryIO, name: str) -> Iterator[tuple[bytes | None, RowReport]]:
    """Yield the lines that are not blank; None, and a problem, for one that cannot be read."""
    number = 0
    while True:
        report = RowReport(name, number + 1)
        try:
            line = _line(handle)
        except (EOFError, OSError, zlib.error) as error:
            report.add("", f"the file is damaged from here on: {str(error)[:80]}")
            yield None, report
            return
        if line == b"":
            return
        number += 1
        if line is None:
            report.add("", f"the line is longer than {LONGEST_LINE} bytes")
            yield None, report
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield line, report


def _line(handle: BinaryIO) -> bytes | None:
    """Read one line; None for one that would fill the memory, which is skipped to its end."""
    line = rest = handle.readline(LONGEST_LINE + 1)
    while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
        rest = handle.readline(LONGEST_LINE + 1)
    return None if len(line) > LONGEST_LINE else line


def _parsed(line: bytes, report: RowReport) -> dict[str, Any] | None:
    repeated: list[str] = []

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) != len(pairs):
            repeated.extend(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        return made

    try:
        row: Any = json.loads(line.decode(), object_pairs_hook=unique)
    except UnicodeDecodeError as error:
        report.add("", f"is not UTF-8 at byte {error.start + 1}")
        return None
    except (ValueError, RecursionError) as error:
        report.add("", f"is not JSON: {str(error)[:80]}")
        return None
    if not isinstance(row, dict):
        report.add("", f"{shown(row)} is not a JSON object")
        return None
    found: dict[str, Any] = row
    if b"\\ud" in line.lower():
        found = _without_halves(found, report)
    for key in repeated:
        report.add(_LONE_SURROGATE.sub("\ufffd", key[:80]), "the key is there twice; the last value is used")
    return found


def _without_halves(row: dict[str, Any], report: RowReport) -> dict[str, Any]:
    """Replace halves of surrogate pairs, which JSON can escape and UTF-8 cannot hold."""
    text, halves = _LONE_SURROGATE.subn("\ufffd", json.dumps(row, ensure_ascii=False))
    if not halves:
        return row
    report.add("", f"{halves} half characters (\\ud800 to \\udfff) are replaced")
    whole: dict[str, Any] = json.loads(text)
    return whole
