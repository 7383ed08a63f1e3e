"""A table in Parquet, read in one pass: each column as far as it can be taken in without its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from recsys.catalogue.problems import RowReport
from recsys.errors import BadData
from recsys.files import Source, column_texts, is_parquet, open_sources, table_columns
from recsys.files.parquet import _opened as opened_parquet
from recsys.importers import IMPORTERS
from recsys.importers.importer import Row
from recsys.importers.registry import TABLE
from recsys.importers.table import field_columns, rows_of_cells
from recsys.importers.table_row import FIELDS, PEOPLE
from training.columnar.arrow_text import NotByColumn, cell_texts, is_nothing_said
from training.columnar.distinct_values import (
    DistinctValues,
    RawColumn,
    add_cells,
    add_lists,
    add_objects,
    is_list_of_texts,
)
from training.columnar.scalar_fields import KIND_FIELDS, NumberColumn

BATCH = 2**16
TEXTS = ("id", "title", "original_title", "synopsis")
LISTS = ("genres", "tags", "languages", "studios", *PEOPLE)
OBJECTS = ("tones", "relations")
CELLS = ("year", "minutes", "episodes", *KIND_FIELDS)
LISTS_OR_CELLS = ("countries", "source_material")
_LISTED = (*LISTS, *OBJECTS, *LISTS_OR_CELLS)
_N_THREADS = 2
Progress = Callable[[int, int], None]
"""Told how many rows are read, and of how many."""


@dataclass(slots=True)
class TableColumns:
    """The columns of a table by field, as they stand in the file.

    Parameters
    ----------
    n_rows : int
        Number of rows.
    texts : dict of str to pyarrow.Array
        Cells that are different in every row.
    lists, cells : dict of str to RawColumn
        Lists, and single values.
    popularity : tuple of ndarray of float64 and ndarray of bool, or None
        Fame, NaN where unknown, and the rows to be read in the ordinary way.
    extra : dict of str to RawColumn
        Columns that are no field of ours, by name.
    odd : ndarray of bool, shape (n_rows,)
        Rows that say something in a column that is not read here.
    """

    n_rows: int = 0
    texts: dict[str, pa.Array] = field(default_factory=dict)
    lists: dict[str, RawColumn] = field(default_factory=dict)
    cells: dict[str, RawColumn] = field(default_factory=dict)
    popularity: tuple[NDArray[np.float64], NDArray[np.bool_]] | None = None
    extra: dict[str, RawColumn] = field(default_factory=dict)
    odd: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))


def source_of(path: Any) -> Source:
    """Return the one table in Parquet that a path leads to.

    Parameters
    ----------
    path : path
        A file.

    Returns
    -------
    Source
        A file that the importer of tables would read.

    Raises
    ------
    NotByColumn
        If it is anything else.
    """
    try:
        sources = open_sources(path)
    except BadData as error:
        raise NotByColumn(str(error)) from error
    if len(sources) != 1 or sources[0].path is None or not is_parquet(sources[0]):
        msg = f"{path} is no single file of Parquet"
        raise NotByColumn(msg)
    if next((one for one in IMPORTERS if one.claims(sources[0])), None) is not TABLE:
        msg = f"{path} is no table of our own fields"
        raise NotByColumn(msg)
    return sources[0]


def fields_of(source: Source) -> dict[str, str]:
    """Return the field that each column of a table holds, in the order of the columns.

    Parameters
    ----------
    source : Source
        The table.

    Returns
    -------
    dict of str to str
        Fields by names of columns; a column that is no field of ours keeps its own name.

    Raises
    ------
    NotByColumn
        If two columns hold one field, or producers may be companies.
    """
    columns = table_columns(source)
    named = {entry.column: entry.field for entry in field_columns(source.name, columns, {})}
    fields = {column: named.get(column, column) for column in columns if column != "schema"}
    is_twice = len(set(columns)) < len(columns) or len(set(fields.values())) < len(fields)
    if is_twice or "" in fields or {"source_material", "producers"} <= set(fields.values()):
        msg = f"{source.name}: two of its columns hold one field"
        raise NotByColumn(msg)
    return fields


def read_table(source: Source, fields: Mapping[str, str], progress: Progress | None = None) -> TableColumns:
    """Return the columns of a table.

    Parameters
    ----------
    source : Source
        The table.
    fields : mapping of str to str
        As :func:`fields_of` gives them.
    progress : callable or None
        Told after each batch.

    Returns
    -------
    TableColumns
        Texts, and numbers of distinct values.

    Raises
    ------
    NotByColumn
        If the file is damaged, or a column cannot be taken in.
    """
    file = opened_parquet(source)
    columns = {
        fields[column]: (place, _Column(fields[column]))
        for place, column in enumerate(table_columns(source))
        if column in fields
    }
    done = 0
    # Arrow works outside of Python: two columns at once take half of the time.
    with ThreadPoolExecutor(_N_THREADS) as pool:
        for batch in _batches(file):
            list(pool.map(lambda own, batch=batch: own[1].add(batch.column(own[0])), columns.values()))
            done += batch.num_rows
            if progress is not None:
                progress(done, file.metadata.num_rows)
        finished = pool.map(lambda own: own[1].finish(), columns.values())
        found = dict(zip(columns, finished, strict=True))
    table = TableColumns(done, odd=np.zeros(done, np.bool_))
    for name, values in found.items():
        if name in TEXTS:
            table.texts[name] = values
        elif name == "popularity":
            table.popularity = values
        elif name not in FIELDS:
            table.extra[name] = values
        elif name in CELLS:
            table.cells[name] = values
        elif name in _LISTED:
            table.lists[name] = values
        else:
            table.odd |= values
    return table


class _Column:
    """One column as it comes in, batch by batch."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._distinct = DistinctValues()
        self._fame = NumberColumn(name)
        self._pieces: list[Any] = []

    def add(self, values: pa.Array) -> None:
        name = self._name
        if name in TEXTS:
            self._pieces.append(cell_texts(values))
        elif name == "popularity":
            self._fame.add(values)
        elif name in LISTS or (name in LISTS_OR_CELLS and is_list_of_texts(values.type)):
            add_lists(values, self._distinct)
        elif name in OBJECTS:
            add_objects(values, self._distinct)
        elif name in CELLS or name in LISTS_OR_CELLS or name not in FIELDS:
            add_cells(values, self._distinct)
        else:
            self._pieces.append(~is_nothing_said(cell_texts(values)))

    def finish(self) -> Any:
        """Return texts, numbers, distinct values, or which rows say something that is not read here."""
        if self._name in TEXTS:
            return pa.chunked_array(self._pieces, pa.string()).cast(pa.large_string()).combine_chunks()
        if self._name == "popularity":
            return self._fame.finish()
        if self._name in FIELDS and self._name not in (*CELLS, *_LISTED):
            return np.concatenate([np.empty(0, np.bool_), *self._pieces])
        return self._distinct.finish()


def chosen_rows(source: Source, chosen: NDArray[np.bool_]) -> Iterator[tuple[int, Row | None, RowReport]]:
    """Yield some rows of a table as the ordinary reading has them.

    Parameters
    ----------
    source : Source
        The table.
    chosen : ndarray of bool, shape (n_rows,)
        Which rows.

    Yields
    ------
    tuple of int, dict or None, and RowReport
        Position of the row, the native row, and what is wrong with it.
    """
    file = opened_parquet(source)
    names = table_columns(source)
    fields = field_columns(source.name, names, {})
    start = 0
    for batch in _batches(file):
        rows = np.flatnonzero(chosen[start : start + batch.num_rows])
        if len(rows):
            picked = batch.take(pa.array(rows))
            places = (start + rows).tolist()
            reports = [RowReport(source.name, place + 1) for place in places]
            cells = _cells(picked, names, reports)
            native = rows_of_cells(zip(cells, reports, strict=True), fields, is_mapped=False)
            for place, (row, report) in zip(places, native, strict=True):
                yield place, row, report
        start += batch.num_rows


def _cells(batch: Any, names: Sequence[str], reports: Sequence[RowReport]) -> list[dict[str, str]]:
    spelled = batch.schema.names
    columns = [column_texts(batch.column(place), name, reports) for place, name in enumerate(spelled)]
    return [
        {name: cell.strip() for name, cell in zip(names, cells, strict=True)}
        for cells in zip(*columns, strict=True)
    ]


def _batches(file: Any) -> Iterator[Any]:
    try:
        yield from file.iter_batches(batch_size=BATCH)
    except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
        msg = f"the file is damaged: {error}"
        raise NotByColumn(msg) from error
