"""Titles out of tables in memory: DataFrames of pandas and polars, tables of Arrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from recsys.catalogue.problems import RowReport
from recsys.errors import BadData
from recsys.files import LONGEST_CELL, MOST_COLUMNS, cell_text, column_name, column_texts
from recsys.importers.importing import Imported, titles_of_rows
from recsys.importers.table import field_columns, rows_of_cells

_NAME = "frame"
_BATCH = 1024
_Cells = Iterator[tuple[dict[str, str] | None, RowReport]]


def titles_from_frame(frame: Any, columns: Mapping[str, str] | None = None) -> Imported:
    """Return the titles of a table in memory, with all that is wrong in it.

    Parameters
    ----------
    frame : DataFrame or Table
        Of pandas, polars or pyarrow: one row a title. NaN, NaT and None are unknown; cells may
        hold lists.
    columns : mapping of str to str or None
        Field by column, with what stands between the entries of a cell where it is text:
        ``{"title": "name", "genres": 'listed_in:","'}``. None: the columns are named as the
        fields of a flat row.

    Returns
    -------
    Imported
        Catalogue, problems and counts. Problems tell the number of the row, from 1.

    Raises
    ------
    BadData
        If it is no such table, or no column holds the title.
    """
    names = _names(frame)
    if len(names) > MOST_COLUMNS:
        msg = f"the table has {len(names)} columns, more than {MOST_COLUMNS}"
        raise BadData(msg)
    fields = field_columns("the table", [column_name(name) for name in names], columns or {})
    rows = rows_of_cells(_cells(frame, names), fields, is_mapped=bool(columns))
    return titles_of_rows(_NAME, rows)


def _names(frame: Any) -> list[str]:
    names = getattr(frame, "column_names", None)  # Arrow
    if names is None:
        names = getattr(frame, "columns", None)
    if names is None or isinstance(names, str) or not isinstance(names, Iterable):
        kind = type(frame).__name__
        msg = f"{kind} is no table: expected a DataFrame of pandas or polars, or a Table of Arrow"
        raise BadData(msg)
    return [str(name) for name in names]


def _cells(frame: Any, names: Sequence[str]) -> _Cells:
    """Yield the rows as cells of text, whatever library holds the table."""
    keys = [column_name(name) for name in names]
    number = 0
    if hasattr(frame, "to_batches"):
        for batch in frame.to_batches(max_chunksize=_BATCH):
            reports = [RowReport(_NAME, number + row + 1) for row in range(batch.num_rows)]
            texts = [column_texts(batch.column(place), key, reports) for place, key in enumerate(keys)]
            for report, row in zip(reports, zip(*texts, strict=True), strict=True):
                yield {key: text.strip() for key, text in zip(keys, row, strict=True)}, report
            number += batch.num_rows
        return
    rows = frame.iter_rows() if hasattr(frame, "iter_rows") else frame.itertuples(index=False, name=None)
    for number, row in enumerate(rows, start=1):
        report = RowReport(_NAME, number)
        yield {key: _text(value, key, report) for key, value in zip(keys, row, strict=True)}, report


def _text(value: Any, key: str, report: RowReport) -> str:
    text = cell_text(value).strip()
    if len(text) > LONGEST_CELL:
        report.add(key, f"has {len(text)} characters, more than {LONGEST_CELL}; left out")
        return ""
    return text
