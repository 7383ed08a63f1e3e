"""Tables of one's own, CSV, TSV or Parquet: columns named as our fields, or mapped to them by their owner."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from recsys.catalogue.problems import RowReport, shown
from recsys.errors import BadData
from recsys.files import Source, column_name, frame_columns, is_parquet, table_columns, table_rows
from recsys.importers.importer import ImportOptions, Rows
from recsys.importers.table_row import FIELDS, FLAT_NAMES, native_row

_SPECIFICATION = re.compile(
    r"""(?P<column>.*?) : (?: "(?P<double>[^"]{1,20})" | '(?P<single>[^']{1,20})'
        | (?P<bare>\\t|[^\w\s"']{1,3}) )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = {r"\t": "\t", r"\n": "\n"}
_NOT_TABLES = (b"{", b"[", b"<")
_MOST_NAMED = 40


class TableImporter:
    """Reads tables of which the columns are named as fields, or mapped to them."""

    name = "table"
    description = "a table of one's own, CSV, TSV or Parquet, with columns named as fields or mapped to them"

    def claims(self, source: Source) -> bool:
        """Return whether a table has ``title`` and another of our fields among its columns."""
        if not self.reads(source):
            return False
        if is_parquet(source) and not frame_columns(source):
            return True  # reading it says why it cannot be read
        columns = set(table_columns(source))
        return "title" in columns and len(columns & FIELDS) > 1

    def reads(self, source: Source) -> bool:
        """Return whether a file can be a table at all.

        Parameters
        ----------
        source : Source
            Any file.

        Returns
        -------
        bool
            False for what begins as JSON or XML does, and for what has no two columns.
        """
        beginning = source.head(64).lstrip(b"\xef\xbb\xbf \t\r\n")
        if is_parquet(source):
            return True
        return not beginning.startswith(_NOT_TABLES) and len(table_columns(source)) > 1

    def rows(self, sources: Sequence[Source], options: ImportOptions) -> Rows:
        """Yield one row a title."""
        for source in sources:
            columns = table_columns(source, encoding=options.encoding)
            read = table_rows(source, encoding=options.encoding)
            # Without a header the reader itself says what is wrong.
            fields = field_columns(source.name, columns, options.columns) if columns else []
            yield from rows_of_cells(read, fields, is_mapped=bool(options.columns))


@dataclass(frozen=True, slots=True)
class FieldColumn:
    """Which column holds a field, and what stands between the entries of its cells."""

    field: str
    column: str
    separator: str | None = None


def field_columns(name: str, columns: Sequence[str], mapping: Mapping[str, str]) -> list[FieldColumn]:
    """Return which columns of a table hold which fields.

    Parameters
    ----------
    name : str
        What messages call the table.
    columns : sequence of str
        Names of its columns, as :func:`recsys.files.column_name` gives them.
    mapping : mapping of str to str
        What the owner says, such as ``{"genres": 'listed_in:","'}``; empty: columns named as
        fields hold them.

    Returns
    -------
    list of FieldColumn
        In the order of the mapping, or of the columns.

    Raises
    ------
    BadData
        If there is no such field or column, or none holds the title.
    """
    found = (
        [_specified(name, columns, field, said) for field, said in mapping.items()]
        if mapping
        else [FieldColumn(FLAT_NAMES.get(column, column), column) for column in columns if column in FIELDS]
    )
    if not any(entry.field == "title" for entry in found):
        msg = f"{name}: no column holds the title: map one, as in title={_first(columns)}"
        raise BadData(msg)
    return found


def rows_of_cells(
    read: Iterable[tuple[dict[str, str] | None, RowReport]],
    fields: Sequence[FieldColumn],
    *,
    is_mapped: bool,
) -> Rows:
    """Yield native rows out of cells by column.

    Parameters
    ----------
    read : iterable of tuple of dict or None, and RowReport
        As :func:`recsys.files.table_rows` gives it.
    fields : sequence of FieldColumn
        Which columns hold which fields.
    is_mapped : bool
        Whether the owner chose columns; else those that are none of our fields are kept as they are.

    Yields
    ------
    tuple of dict or None, and RowReport
        As an importer gives it.
    """
    used = {entry.column for entry in fields} | FIELDS | {"schema"}
    for cells, report in read:
        if cells is None:
            yield None, report
            continue
        row = native_row(
            [(entry.field, (cells.get(entry.column, ""), entry.separator)) for entry in fields], report
        )
        if row is not None and not is_mapped:
            row |= {column: cell for column, cell in cells.items() if cell and column not in used}
        yield row, report


def _specified(name: str, columns: Sequence[str], field: str, said: str) -> FieldColumn:
    """Return what ``column``, ``column:","`` or ``column:;`` says."""
    if field not in FIELDS:
        msg = f"{shown(field)} is no field: expected one of {', '.join(sorted(FIELDS))}"
        raise BadData(msg)
    parts = _SPECIFICATION.fullmatch(said.strip())
    written = parts["column"] if parts else said
    separator = (parts["double"] or parts["single"] or parts["bare"]) if parts else None
    column = column_name(written.strip().strip("\"'"))
    if column not in columns:
        told = ", ".join(columns[:_MOST_NAMED]) or "none"
        msg = f"{name} has no column {shown(written)} for {field}: its columns are {told}"
        raise BadData(msg)
    return FieldColumn(FLAT_NAMES.get(field, field), column, _ESCAPED.get(separator or "", separator))


def _first(columns: Sequence[str]) -> str:
    return columns[0] if columns else "name"
