r"""The seven tables of an IMDb dump: which one a file is, and its lines.

Tab-separated, without quotes, ``\N`` where nothing is known. Ids are ``tt`` or ``nm`` and a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from recsys.catalogue.problems import RowReport, shown
from recsys.errors import DamagedFile
from recsys.files import Source
from recsys.files.text import byte_lines, decoded

BASICS, NAMES, EPISODES = "title.basics", "name.basics", "title.episode"
AKAS, PRINCIPALS, CREW, RATINGS = "title.akas", "title.principals", "title.crew", "title.ratings"
FORMS = {"movie": "film", "tvMovie": "film", "video": "film", "tvSeries": "series", "tvMiniSeries": "series",
         "tvSpecial": "special", "tvShort": "short", "short": "short"}  # fmt: skip
_COLUMNS = {
    BASICS: ("tconst", {"titletype", "primarytitle", "isadult"}),
    NAMES: ("nconst", {"primaryname"}),
    EPISODES: ("tconst", {"parenttconst", "seasonnumber"}),
    AKAS: ("titleid", {"title", "region", "language"}),
    PRINCIPALS: ("tconst", {"nconst", "category"}),
    CREW: ("tconst", {"directors", "writers"}),
    RATINGS: ("tconst", {"numvotes"}),
}
_MOST_DIGITS = 15  # SQLite's whole numbers have 18
_LONGEST_HEADER = 2**12


@dataclass(frozen=True, slots=True)
class ImdbTable:
    """One file of a dump: which of its tables it is, and the names of its columns in small letters."""

    kind: str
    source: Source
    columns: tuple[str, ...]
    encoding: str | None = None


@dataclass(slots=True)
class ImdbRow:
    """One row of a table: its cells by column, and where it stands. Most have nothing to report."""

    table: ImdbTable
    line: int
    cells: dict[str, str]
    told: RowReport | None = None

    @property
    def report(self) -> RowReport:
        """What is wrong with the row."""
        if self.told is None:
            self.told = RowReport(self.table.source.name, self.line)
        return self.told

    def get(self, column: str) -> str:
        r"""Return a cell.

        Parameters
        ----------
        column : str
            Its column, in small letters.

        Returns
        -------
        str
            Empty for ``\N`` and for what is not there.
        """
        cell = self.cells.get(column, "")
        return "" if cell == r"\N" else cell


def imdb_table(source: Source, encoding: str | None = None) -> ImdbTable | None:
    """Return which table of a dump a file is, by its first line.

    Parameters
    ----------
    source : Source
        Any file.
    encoding : str or None
        See :func:`recsys.files.text.text_lines`.

    Returns
    -------
    ImdbTable or None
        None if it is none.
    """
    try:
        header = next((line for _, line, _ in byte_lines(source, encoding=encoding)), b"")
    except DamagedFile:
        return None
    names = tuple(decoded(header[:_LONGEST_HEADER])[0].strip().casefold().split("\t"))
    for kind, (key, others) in _COLUMNS.items():
        if names[0] == key and others <= set(names) and len(set(names)) == len(names):
            return ImdbTable(kind, source, names, encoding)
    return None


def good_lines(table: ImdbTable) -> Iterator[tuple[int, bytes, RowReport | None]]:
    """Yield the lines of a table below its header.

    Parameters
    ----------
    table : ImdbTable
        The table.

    Yields
    ------
    tuple of int, bytes, and RowReport or None
        Number, the line with as many cells as there are columns; or no line, and what is wrong with it.
    """
    tabs = len(table.columns) - 1
    for number, line, fault in byte_lines(table.source, encoding=table.encoding):
        if number == 1:
            continue
        if fault:
            yield number, b"", line_report(table, number, "", fault)
        elif line.count(b"\t") == tabs:
            yield number, line, None
        elif line.strip():
            cells = line.count(b"\t") + 1
            reason = f"has {cells} cells for {tabs + 1} columns; the line is left out"
            yield number, b"", line_report(table, number, "", reason)


def id_number(id: bytes, prefix: bytes) -> int | None:
    """Return the number in an id.

    Parameters
    ----------
    id : bytes
        Such as ``tt0111161``.
    prefix : bytes
        ``tt`` for titles, ``nm`` for people.

    Returns
    -------
    int or None
        None if it is no such id.
    """
    digits = id[2:]
    return int(digits) if id[:2] == prefix and digits.isdigit() and len(digits) <= _MOST_DIGITS else None


def first_cell(line: bytes) -> bytes:
    """Return what stands before the first tab.

    Parameters
    ----------
    line : bytes
        A line with at least one tab.

    Returns
    -------
    bytes
        The key of the row.
    """
    return line[: line.find(b"\t")]


def no_id(table: ImdbTable, number: int, given: bytes) -> RowReport:
    """Return a report that a line has no usable id.

    Parameters
    ----------
    table : ImdbTable
        Where it stands.
    number : int
        Its line.
    given : bytes
        What stands in place of the id.

    Returns
    -------
    RowReport
        The report.
    """
    example = "nm0000001" if table.kind == NAMES else "tt0000001"
    reason = f"{shown(decoded(given)[0])} is no id, such as {example}; the line is left out"
    return line_report(table, number, table.columns[0], reason)


def line_report(table: ImdbTable, number: int, field: str, reason: str) -> RowReport:
    """Return a report of one problem.

    Parameters
    ----------
    table : ImdbTable
        Where it is.
    number : int
        In which line.
    field : str
        The column; empty for the whole line.
    reason : str
        What was given and what was expected.

    Returns
    -------
    RowReport
        The report.
    """
    report = RowReport(table.source.name, number)
    report.add(field, reason)
    return report
