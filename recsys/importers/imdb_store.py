"""The tables of an IMDb dump on disk, where all rows of one title can be looked up.

The rows of a table that belong to one title mostly stand together; they are kept as one piece,
untouched, with the line that it begins on. A table may be in any order all the same.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from recsys.catalogue.problems import RowReport, shown
from recsys.errors import BadData
from recsys.files.text import decoded
from recsys.importers.imdb_tables import (
    BASICS,
    EPISODES,
    FORMS,
    NAMES,
    ImdbRow,
    ImdbTable,
    first_cell,
    good_lines,
    id_number,
    line_report,
    no_id,
)

_BATCH = 10_000
_LONGEST_PIECE = 1_000
_MOST_LINES = 10_000
_MOST_KINDS = 50
_TABLES = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA cache_size = -65536;
    CREATE TABLE titles (number INTEGER, file INTEGER, line INTEGER, body BLOB);
    CREATE TABLE pieces (number INTEGER, file INTEGER, line INTEGER, body BLOB);
    CREATE TABLE names (number INTEGER PRIMARY KEY, name TEXT);
    BEGIN;
"""
_Piece = tuple[int, int, int, bytes]


@contextmanager
def opened_store() -> Iterator[ImdbStore]:
    """Open an empty store in a temporary folder that goes when it is closed.

    Yields
    ------
    ImdbStore
        The store.

    Raises
    ------
    BadData
        If there is no room for it.
    """
    with TemporaryDirectory(prefix="recsys-imdb-") as folder:
        connection = sqlite3.connect(Path(folder) / "dump", isolation_level=None, check_same_thread=False)
        try:
            connection.executescript(_TABLES)
            yield ImdbStore(connection)
        except sqlite3.Error as error:
            msg = f"the tables cannot be kept in {folder} ({error}): name a folder with more room in TMPDIR"
            raise BadData(msg) from error
        finally:
            connection.close()


class ImdbStore:
    """Rows of IMDb by title, and names by person.

    Parameters
    ----------
    connection : sqlite3.Connection
        Where they are kept.

    Attributes
    ----------
    left_out : Counter of tuple of str
        File and reason, by the rows of title.basics that are no titles for us.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.left_out: Counter[tuple[str, str]] = Counter()
        self._connection = connection
        self._tables: list[ImdbTable] = []
        self._kept: set[int] = set()
        self._episodes: Counter[int] = Counter()

    def load(self, table: ImdbTable) -> Iterator[RowReport]:
        """Return the problems of a table while it is taken in.

        Those of title.basics come before all others, whose rows of other titles are not kept.

        Parameters
        ----------
        table : ImdbTable
            The table.

        Returns
        -------
        iterator of RowReport
            What is wrong with a line, which is left out; nothing is taken in unless it is exhausted.
        """
        self._tables.append(table)
        loaders = {BASICS: self._load_titles, NAMES: self._load_names, EPISODES: self._load_episodes}
        return loaders.get(table.kind, self._load_pieces)(table)

    def titles(self) -> Iterator[ImdbRow]:
        """Yield the rows of title.basics, in their order.

        Yields
        ------
        ImdbRow
            One title.
        """
        self._connection.execute("CREATE INDEX piece ON pieces (number)")
        for file, line, body in self._connection.execute(
            "SELECT file, line, body FROM titles ORDER BY rowid"
        ):
            yield from self._rows(file, line, body)

    def rows_of(self, tconst: str) -> Iterator[ImdbRow]:
        """Yield the rows of one title in all tables but title.basics.

        Parameters
        ----------
        tconst : str
            Its id.

        Yields
        ------
        ImdbRow
            In the order of the files; of a title with more than ten thousand the first ones.
        """
        found = self._connection.execute(
            "SELECT file, line, body FROM pieces WHERE number = ? ORDER BY rowid",
            (id_number(tconst.encode(), b"tt"),),
        )
        count = 0
        for file, line, body in found:
            for row in self._rows(file, line, body):
                count += 1
                if count > _MOST_LINES:
                    row.report.add(
                        "", f"{tconst} has more than {_MOST_LINES} rows; those from here on are left out"
                    )
                yield row
            if count > _MOST_LINES:
                return

    def episodes_of(self, tconst: str) -> int | None:
        """Return how many episodes title.episode lists in the seasons of a series.

        Parameters
        ----------
        tconst : str
            Its id.

        Returns
        -------
        int or None
            None if there is none.
        """
        number = id_number(tconst.encode(), b"tt")
        return None if number is None else self._episodes.get(number)

    def names_of(self, people: Collection[str]) -> dict[str, str]:
        """Return the names of some people.

        Parameters
        ----------
        people : collection of str
            Their ids.

        Returns
        -------
        dict of str to str
            Names by id, without those that have none.
        """
        numbers = {person: id_number(person.encode(), b"nm") for person in people}
        wanted = json.dumps([number for number in numbers.values() if number is not None])
        found = self._connection.execute(
            "SELECT number, name FROM names WHERE number IN (SELECT value FROM json_each(?))", (wanted,)
        )
        names: dict[int | None, str] = dict(found)
        return {person: names[number] for person, number in numbers.items() if number in names}

    def _load_titles(self, table: ImdbTable) -> Iterator[RowReport]:
        kind_at, adult_at = table.columns.index("titletype"), table.columns.index("isadult")
        batch: list[_Piece] = []
        for number, line, report in good_lines(table):
            title = None if report else id_number(first_cell(line), b"tt")
            if title is None:
                yield report or no_id(table, number, first_cell(line))
                continue
            cells = line.split(b"\t")
            kind = decoded(cells[kind_at])[0]
            if kind not in FORMS:
                self._leave_out(table, f"of type {shown(kind)}")
            elif cells[adult_at].strip() == b"1":
                self._leave_out(table, "for adults only")
            else:
                self._kept.add(title)
                batch.append((title, len(self._tables) - 1, number, line))
                if len(batch) >= _BATCH:
                    self._insert("INSERT INTO titles VALUES (?, ?, ?, ?)", batch)
        self._insert("INSERT INTO titles VALUES (?, ?, ?, ?)", batch)

    def _leave_out(self, table: ImdbTable, what: str) -> None:
        key = (table.source.name, what)
        is_too_much = key not in self.left_out and len(self.left_out) >= _MOST_KINDS
        self.left_out[(table.source.name, "of other types") if is_too_much else key] += 1

    def _load_names(self, table: ImdbTable) -> Iterator[RowReport]:
        name_at = table.columns.index("primaryname")
        batch: list[tuple[int, str]] = []
        for number, line, report in good_lines(table):
            person = None if report else id_number(first_cell(line), b"nm")
            if person is None:
                yield report or no_id(table, number, first_cell(line))
                continue
            name, is_foreign = decoded(line.split(b"\t")[name_at])
            if is_foreign:
                yield line_report(
                    table, number, "primaryName", f"{shown(name)} is not UTF-8: read as windows-1252"
                )
            if name.strip() not in ("", r"\N"):
                batch.append((person, name.strip()))
            if len(batch) >= _BATCH:
                self._insert("INSERT OR IGNORE INTO names VALUES (?, ?)", batch)
        self._insert("INSERT OR IGNORE INTO names VALUES (?, ?)", batch)

    def _load_episodes(self, table: ImdbTable) -> Iterator[RowReport]:
        parent_at, season_at = table.columns.index("parenttconst"), table.columns.index("seasonnumber")
        for number, line, report in good_lines(table):
            if report is not None:
                yield report
                continue
            cells = line.split(b"\t")
            series = id_number(cells[parent_at].strip(), b"tt")
            if series is None:
                yield no_id(table, number, cells[parent_at])
            # Season 0 is extras; what has no season is often only announced.
            elif series in self._kept and cells[season_at].strip() not in (b"0", rb"\N", b""):
                self._episodes[series] += 1

    def _load_pieces(self, table: ImdbTable) -> Iterator[RowReport]:
        file = len(self._tables) - 1
        batch: list[_Piece] = []
        key, title, first = b"", None, 0
        lines: list[bytes] = []
        for number, line, report in good_lines(table):
            if key and line.startswith(key):
                if title is None:
                    continue
                if number == first + len(lines) and len(lines) < _LONGEST_PIECE:
                    lines.append(line)
                    continue
            if title is not None:
                batch.append((title, file, first, b"".join(lines)))
            if len(batch) >= _BATCH:
                self._insert("INSERT INTO pieces VALUES (?, ?, ?, ?)", batch)
            key, title, first, lines = b"", None, number, []
            if report is not None:
                yield report
                continue
            found = id_number(first_cell(line), b"tt")
            if found is None:
                yield no_id(table, number, first_cell(line))
                continue
            key = first_cell(line) + b"\t"
            if found in self._kept:
                title = found
                lines.append(line)
        if title is not None:
            batch.append((title, file, first, b"".join(lines)))
        self._insert("INSERT INTO pieces VALUES (?, ?, ?, ?)", batch)

    def _insert(self, statement: str, batch: list[_Piece] | list[tuple[int, str]]) -> None:
        self._connection.executemany(statement, batch)
        batch.clear()

    def _rows(self, file: int, first: int, body: bytes) -> Iterator[ImdbRow]:
        """Take a piece apart; bytes that are not UTF-8 cost only their own line its letters."""
        table = self._tables[file]
        text, is_foreign = decoded(body)
        lines = text.split("\n") if not is_foreign else [decoded(line)[0] for line in body.split(b"\n")]
        raw = body.split(b"\n") if is_foreign else ()
        for offset, line in enumerate(lines):
            if not line:
                continue  # what stands after the last line's end
            row = ImdbRow(
                table, first + offset, dict(zip(table.columns, line.rstrip("\r").split("\t"), strict=False))
            )
            if is_foreign and decoded(raw[offset])[1]:
                row.report.add("", "is not UTF-8: read as windows-1252")
            yield row
