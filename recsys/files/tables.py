"""Rows of tables, each with its line; one bad row never costs the others.

Comma- or tab-separated text, or Parquet, of which each cell is read as its text.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from recsys.catalogue.problems import RowReport, shown
from recsys.errors import BadData
from recsys.files.limits import LONGEST_CELL, MOST_COLUMNS
from recsys.files.parquet import frame_columns, frame_rows, is_parquet
from recsys.files.source import Source
from recsys.files.text import text_lines

_DELIMITERS = "\t,;|"
_NOT_OF_A_NAME = re.compile(r"[\W_]+")
_PREAMBLE = 20

Row = dict[str, str]
IsHeader = Callable[[Sequence[str]], bool]


def column_name(text: str) -> str:
    """Return the name of a column as importers look it up.

    Parameters
    ----------
    text : str
        As it stands in the file: " Country", "Runtime (mins)".

    Returns
    -------
    str
        Small letters and digits, words joined by underscores: ``country``, ``runtime_mins``.
    """
    return _NOT_OF_A_NAME.sub("_", text.strip().casefold()).strip("_")


def table_columns(source: Source, *, encoding: str | None = None) -> tuple[str, ...]:
    """Return the names of a table's columns, or nothing if its first line is no header.

    Parameters
    ----------
    source : Source
        Perhaps a table.
    encoding : str or None
        See :func:`recsys.files.text.text_lines`.

    Returns
    -------
    tuple of str
        Names as :func:`column_name` gives them.
    """
    if is_parquet(source):
        return tuple(column_name(name) for name in frame_columns(source))
    for _, line, report in text_lines(source, encoding=encoding):
        if report.problems and not line:
            return ()
        if line.strip():
            cells = _cells(line, _delimiter(line))
            return () if cells is None else tuple(column_name(cell) for cell in cells[:MOST_COLUMNS])
    return ()


def table_rows(
    source: Source,
    *,
    delimiter: str | None = None,
    quoted: bool = True,
    encoding: str | None = None,
    is_header: IsHeader | None = None,
) -> Iterator[tuple[Row | None, RowReport]]:
    """Yield the rows of a table by column, each with the line that it begins on.

    Parameters
    ----------
    source : Source
        The table; its first line that is not blank holds the names of the columns. In a Parquet
        file the number of the row stands for the line.
    delimiter : str or None
        One character; None takes that of comma, tab, semicolon and bar which the header has most of.
    quoted : bool, default True
        Whether quotes enclose cells; IMDb's files have none.
    encoding : str or None
        See :func:`recsys.files.text.text_lines`.
    is_header : callable or None
        Recognises the header by its names where other lines may stand before it.

    Yields
    ------
    tuple of dict or None, and RowReport
        Cells by :func:`column_name`, stripped of blanks; None where the line holds no row. Lines that are
        blank are passed over. A quoted cell that is never closed costs its own line only.

    Raises
    ------
    BadData
        If there are too many columns, or no header.
    """
    if is_parquet(source):
        yield from (
            ({column_name(name): cell.strip() for name, cell in cells.items()} if cells else None, report)
            for cells, report in frame_rows(source)
        )
        return
    lines = _Lines(source, encoding)
    header = _header(lines, delimiter, is_header)
    if header is None:
        msg = f"{source.name} has no header: expected the names of its columns in the first line"
        raise BadData(msg)
    columns, chosen = header
    yield from ((None, report) for report in lines.noticed())
    twice = [name for name, count in Counter(columns).items() if count > 1 and name]
    for name in twice:
        report = RowReport(source.name, lines.number)
        report.add(name, "the column is there twice; the last one with a value counts")
        yield None, report
    read = _records(lines, chosen) if quoted else _plain_records(lines, chosen)
    for cells, report in read:
        yield (None if cells is None else _row(columns, cells, report)), report


def _row(columns: Sequence[str], cells: Sequence[str], report: RowReport) -> Row:
    beyond = [cell for cell in cells[len(columns) :] if cell.strip()]
    if beyond:
        report.add("", f"has {len(cells)} cells for {len(columns)} columns; left out: {shown(beyond)}")
    elif len(cells) < len(columns):
        report.add("", f"has {len(cells)} cells for {len(columns)} columns")
    row: Row = {}
    for name, cell in zip(columns, cells, strict=False):
        value = cell.strip()
        if name and (value or name not in row):
            row[name] = value
    return row


@dataclass(slots=True)
class _Lines:
    """Lines for csv, which can be put back; remembers what was wrong with them."""

    source: Source
    encoding: str | None
    number: int = 0
    taken: list[tuple[int, str]] = field(default_factory=list)
    _back: deque[tuple[int, str]] = field(default_factory=deque)
    _faults: list[RowReport] = field(default_factory=list)
    _lines: Iterator[tuple[int, str, RowReport]] = field(init=False)

    def __post_init__(self) -> None:
        self._lines = text_lines(self.source, encoding=self.encoding)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        number, text = self._back.popleft() if self._back else self._fresh()
        self.number = number
        self.taken.append((number, text))
        return text + "\n"

    def _fresh(self) -> tuple[int, str]:
        for number, text, report in self._lines:
            if report.problems:
                self._faults.append(report)
            if text or not report.problems:
                return number, text
        raise StopIteration

    def begin(self) -> None:
        """Forget what was taken: a record ends here."""
        self.taken.clear()

    def put_back(self) -> None:
        """Give the lines of a failed record again, all but its first."""
        self._back.extendleft(reversed(self.taken[1:]))
        self.begin()

    def noticed(self) -> list[RowReport]:
        """Return and forget what was wrong with lines so far."""
        found, self._faults = self._faults, []
        return found


def _header(lines: _Lines, delimiter: str | None, is_header: IsHeader | None) -> tuple[list[str], str] | None:
    for line in lines:
        if not line.strip():
            continue
        chosen = delimiter or _delimiter(line)
        cells = _cells(line, chosen)
        if cells is not None and len(cells) > MOST_COLUMNS:
            msg = f"{lines.source.name} has {len(cells)} columns, more than {MOST_COLUMNS}"
            raise BadData(msg)
        names = [column_name(cell) for cell in cells or ()]
        if any(names) and (is_header is None or is_header(names)):
            lines.begin()
            return names, chosen
        if is_header is None or lines.number > _PREAMBLE:
            return None
    return None


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


def _cells(line: str, delimiter: str) -> list[str] | None:
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), None)
    except csv.Error:
        return None


def _records(lines: _Lines, delimiter: str) -> Iterator[tuple[list[str] | None, RowReport]]:
    # The limit is the whole process's, and others set it too.
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        lines.begin()
        try:
            cells = next(reader, None)
            fault = ""
        except csv.Error as error:
            cells, fault = [], str(error)
        # Faults of lines within the record, and of lines that were passed over on the way to it.
        faults = {report.line: report for report in lines.noticed()}
        first = lines.taken[0] if lines.taken else None
        report = faults.pop(first[0], None) if first else None
        yield from ((None, other) for other in faults.values())
        if first is None:
            return
        report = report or RowReport(lines.source.name, first[0])
        if fault:
            cells = _mended(first[1], delimiter, len(lines.taken), fault, report)
            lines.put_back()
            reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
        if cells is None or cells:
            yield cells, report


def _mended(line: str, delimiter: str, n_lines: int, fault: str, report: RowReport) -> list[str] | None:
    """Return the cells of a line whose quotes are wrong, if it can be read alone."""
    if "unexpected end" in fault or n_lines > 1:
        report.add("", "a quoted cell that begins in this line is not closed; the line is left out")
        return None
    cells = _cells(line, delimiter)
    if cells is None:
        report.add("", f"cannot be read as a row ({fault}); the line is left out")
        return None
    report.add("", "a quote within a cell is not doubled; read as well as can be")
    return cells


def _plain_records(lines: _Lines, delimiter: str) -> Iterator[tuple[list[str] | None, RowReport]]:
    for line in lines:
        faults = {report.line: report for report in lines.noticed()}
        report = faults.pop(lines.number, None) or RowReport(lines.source.name, lines.number)
        yield from ((None, other) for other in faults.values())
        lines.begin()
        if line.strip():
            yield line.rstrip("\n").split(delimiter), report
    yield from ((None, report) for report in lines.noticed())
