"""A table in Parquet, read in one pass: each column as far as it can be taken in without its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
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
from training.columnar.chosen_loops import compile_for
from training.columnar.distinct_values import (
    DistinctValues,
    RawColumn,
    add_cells,
    add_lists,
    add_objects,
    is_list_of_texts,
)
from training.columnar.memory import give_back
from training.columnar.scalar_fields import KIND_FIELDS, NumberColumn
from training.columnar.single_values import prepare_labels

BATCH = 2**16
TEXTS = ("id", "title", "original_title", "synopsis")
LISTS = ("genres", "tags", "languages", "studios", *PEOPLE)
OBJECTS = ("tones", "relations")
CELLS = ("year", "minutes", "episodes", *KIND_FIELDS)
LISTS_OR_CELLS = ("countries", "source_material")
_LISTED = (*LISTS, *OBJECTS, *LISTS_OR_CELLS)
_OF_FEW_WORDS = ("genres", "tags", "countries", "languages")
_BUFFER = 2**16
_LARGE_GROUP = 2**12
"""Rows."""
_N_THREADS = 2
_LARGEST = ("cast", "tags", "synopsis")
"""Fields that take longest are begun first."""
Progress = Callable[[int, int], None]
"""Told how many rows are read, and of how many; a column counts as its share of the rows."""


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
        Told after each column.

    Returns
    -------
    TableColumns
        Texts, and numbers of distinct values.

    Raises
    ------
    NotByColumn
        If the file is damaged, or a column cannot be taken in.
    """
    n_rows = opened_parquet(source).metadata.num_rows
    compile_for(n_rows)
    names = table_columns(source)
    columns = {column: fields[column] for column in names if column in fields}
    order = sorted(columns, key=lambda column: columns[column] not in _LARGEST)
    found: dict[str, Any] = {}
    # One column after the other: what they need in between is never held for all of them. Nearly all is
    # done outside of Python, so that two columns at once take half of the time.
    with ThreadPoolExecutor(_N_THREADS) as pool:
        finished = pool.map(lambda column: _read_column(source, column, columns[column]), order)
        prepare_labels()
        for column, values in zip(order, finished, strict=True):
            found[column] = values
            if progress is not None:
                progress(n_rows * len(found) // len(columns), n_rows)
    give_back()
    table = TableColumns(n_rows, odd=np.zeros(n_rows, np.bool_))
    for column, name in columns.items():
        values = found[column]
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


def _read_column(source: Source, column: str, field: str) -> Any:
    """A column of a file as far as it can be taken in alone."""
    file = opened_parquet(source)
    is_large = file.metadata.num_rows >= _LARGE_GROUP * file.num_row_groups
    # Values are numbered within a group of rows: a batch of two groups would have the values of both.
    groups = [[group] for group in range(file.num_row_groups)] if is_large else [None]
    if is_large and field in _OF_FEW_WORDS and is_list_of_texts(file.schema_arrow.field(column).type):
        with suppress(NotByColumn):  # Arrow may be unable to give lists of numbers
            return _taken_in(_numbered(file, source, column), column, field, groups)
    taken = _taken_in(file, column, field, groups)
    if field in _LARGEST:
        give_back()
    return taken


def _taken_in(file: Any, column: str, field: str, groups: Sequence[list[int] | None]) -> Any:
    into = _Column(field)
    for group in groups:
        for batch in _batches(file, columns=[column], use_threads=False, row_groups=group):
            into.add(batch.column(batch.schema.get_field_index(column)))
    return into.finish()


def _numbered(file: Any, source: Source, column: str) -> Any:
    """A reader that leaves the entries of lists as the numbers by which they stand in the file."""
    paths = [file.schema.column(place).path for place in range(len(file.schema))]
    entries = [path for path in paths if path.startswith(f"{column}.")]
    return pq.ParquetFile(
        source.path, metadata=file.metadata, buffer_size=_BUFFER, pre_buffer=False, read_dictionary=entries
    )


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


def _batches(file: Any, **options: Any) -> Iterator[Any]:
    try:
        yield from file.iter_batches(batch_size=BATCH, **options)
    except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
        msg = f"the file is damaged: {error}"
        raise NotByColumn(msg) from error
