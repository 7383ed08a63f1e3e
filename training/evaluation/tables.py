"""Tables of text: CSV files, plain or gzipped, read by the names of their columns."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from recsys.catalogue.problems import Problem, shown
from recsys.errors import BadData

_MAGIC = b"\x1f\x8b"
_EXPECTED = "expected a CSV file (.csv or .csv.gz) whose first line names the columns"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the names that it may bear, the best first, and whether a table may lack it."""

    names: tuple[str, ...]
    is_required: bool = True

    def __str__(self) -> str:
        """``user or user_id``, in brackets if it may be missing."""
        text = " or ".join(self.names)
        return text if self.is_required else f"[{text}]"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: its number in the file, from 1, and its values in the order of the columns."""

    number: int
    values: tuple[str, ...]


def table_lines(path: Path, columns: Sequence[Column], problems: list[Problem]) -> Iterator[Line]:
    """Yield the lines of a table that have all their values.

    Parameters
    ----------
    path : Path
        The file.
    columns : sequence of Column
        What is asked of each line.
    problems : list of Problem
        Receives what is wrong with the others.

    Yields
    ------
    Line
        Values without blanks around them; empty where a column that may be missing is.

    Raises
    ------
    BadData
        If the file cannot be read as a table, or lacks a column.
    """
    with _opened(path) as stream:
        reader = csv.reader(stream, strict=True)
        try:
            places = _places(path, next(reader, []), columns)
            for cells in reader:
                if not any(cell.strip() for cell in cells):
                    continue
                values = tuple(_cell(cells, place) for place in places)
                lacking = [
                    c.names[0] for c, v in zip(columns, values, strict=True) if c.is_required and not v
                ]
                if lacking:
                    problems.append(Problem(path.name, reader.line_num, lacking[0], "there is no value"))
                else:
                    yield Line(reader.line_num, values)
        except (csv.Error, UnicodeDecodeError, EOFError, zlib.error, gzip.BadGzipFile) as error:
            msg = f"{path.name}:{reader.line_num + 1}: cannot be read ({str(error)[:80]}); {_EXPECTED}"
            raise BadData(msg) from error


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    try:
        raw = path.open("rb")
    except OSError as error:
        reason = "is a directory" if path.is_dir() else f"cannot be read ({error.strerror})"
        msg = f"{shown(str(path))} {reason}: {_EXPECTED}"
        raise BadData(msg) from error
    with raw:
        zipped = raw.read(2) == _MAGIC
        raw.seek(0)
        plain = gzip.GzipFile(fileobj=raw) if zipped else raw
        # utf-8-sig: spreadsheets put a mark before the first column's name.
        yield io.TextIOWrapper(plain, encoding="utf-8-sig", newline="")


def _places(path: Path, header: list[str], columns: Sequence[Column]) -> list[int | None]:
    """Where each column stands; None for one that may be missing and is."""
    found = {name.strip().lower(): place for place, name in reversed(list(enumerate(header)))}
    places = [next((found[name] for name in column.names if name in found), None) for column in columns]
    lacking = [str(c) for c, place in zip(columns, places, strict=True) if place is None and c.is_required]
    if lacking:
        expected = ", ".join(str(column) for column in columns)
        msg = (
            f"{path.name} has no column {lacking[0]}: found {', '.join(map(shown, header[:20])) or 'none'}; "
            f"expected {expected}"
        )
        raise BadData(msg)
    return places


def _cell(cells: list[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""
