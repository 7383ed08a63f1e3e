"""Rows of Parquet files as the texts that a table has in its cells; needs pyarrow, an extra."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from recsys.catalogue.problems import RowReport
from recsys.errors import BadData, DamagedFile
from recsys.files.limits import LARGEST_HELD, LONGEST_CELL, MOST_COLUMNS, MOST_UNPACKED, PACKED_ALLOWANCE
from recsys.files.source import Source

MAGIC = b"PAR1"
_INSTALL = "needs pyarrow: pip install 'recsys[parquet]'"
_BATCH = 256
_BUFFER = 2**16
_DEEPEST = 32
_ROWS_ALLOWED = 1_000_000


def is_parquet(source: Source) -> bool:
    """Return whether a file begins as Parquet files do.

    Parameters
    ----------
    source : Source
        Any file.

    Returns
    -------
    bool
        By its first four bytes.
    """
    return source.head(len(MAGIC)) == MAGIC


def frame_columns(source: Source) -> tuple[str, ...]:
    """Return the names of a Parquet file's columns as they stand there.

    Parameters
    ----------
    source : Source
        Perhaps a Parquet file.

    Returns
    -------
    tuple of str
        Nothing if it cannot be read, or pyarrow is not installed.
    """
    try:
        return tuple(_opened(source).schema_arrow.names[:MOST_COLUMNS])
    except BadData:
        return ()


def frame_rows(source: Source) -> Iterator[tuple[dict[str, str], RowReport]]:
    """Yield the rows of a Parquet file, each cell as the text that a table of text would have.

    Parameters
    ----------
    source : Source
        The file; one within an archive may have at most 128 MiB, as it is held as a whole.

    Yields
    ------
    tuple of dict of str to str, and RowReport
        Cells by the names of the columns, lists and structures as JSON, unknown ones empty. The
        number of the row, from 1, stands for the line.

    Raises
    ------
    BadData
        If pyarrow is not installed, or the file cannot be read, or is too large somewhere.
    """
    file = _opened(source)
    names = file.schema_arrow.names
    number = 0
    for batch in _batches(file, source):
        if isinstance(batch, RowReport):
            batch.line = number + 1
            yield {}, batch
            return
        reports = [RowReport(source.name, number + 1 + row) for row in range(batch.num_rows)]
        columns = [column_texts(batch.column(position), name, reports) for position, name in enumerate(names)]
        for report, cells in zip(reports, zip(*columns, strict=True), strict=True):
            yield dict(zip(names, cells, strict=True)), report
        number += batch.num_rows


def cell_text(value: Any, depth: int = 0) -> str:
    """Return a value of a table in memory as the text that stands for it in a cell.

    Parameters
    ----------
    value : object
        Text, number, date, list, array or structure.
    depth : int, default 0
        How deep it stands in others.

    Returns
    -------
    str
        Lists and structures as JSON; whole numbers without ``.0``; empty for None, NaN and NaT.
    """
    plain = plain_value(value, depth)
    if plain is None:
        return ""
    if isinstance(plain, str):
        return plain
    return json.dumps(plain, ensure_ascii=False)


def plain_value(value: Any, depth: int = 0) -> Any:
    """Return a value as JSON knows it: text, number, truth, list, dictionary or None.

    Parameters
    ----------
    value : object
        Anything that a table in memory holds.
    depth : int, default 0
        How deep it stands in others.

    Returns
    -------
    object
        None for what is unknown, also where it nests too deeply.
    """
    if value is None or isinstance(value, str | bool) or type(value) is int:
        return value
    if depth > _DEEPEST:
        return None
    if isinstance(value, float):
        return None if not math.isfinite(value) else int(value) if value.is_integer() else float(value)
    if isinstance(value, bytes | bytearray):
        return bytes(value).decode(errors="replace")
    if isinstance(value, Mapping):
        parts = {str(key): plain_value(part, depth + 1) for key, part in value.items()}
        return {key: part for key, part in parts.items() if part is not None}
    if isinstance(value, Sequence | AbstractSet):
        ordered = sorted(value, key=str) if isinstance(value, AbstractSet) else value
        return [part for entry in ordered if (part := plain_value(entry, depth + 1)) is not None]
    for as_python in ("as_py", "tolist"):  # scalars of Arrow; arrays and scalars of numpy
        if callable(convert := getattr(value, as_python, None)):
            return plain_value(convert(), depth + 1)
    if callable(iso := getattr(value, "isoformat", None)):
        return _date(str(iso()))
    # pandas' NA and NaT, and numpy's NaT, are equal to nothing, not even to themselves.
    return None if str(value) in ("NaT", "<NA>") else str(value)


def _date(text: str) -> str | None:
    return None if text == "NaT" else text.removesuffix("T00:00:00")


def _opened(source: Source) -> Any:
    """Return pyarrow's reader of a file that is not too large."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        msg = f"{source.name} is a Parquet file, which {_INSTALL}"
        raise BadData(msg) from error
    try:
        # Read in pieces: whole row groups may be larger than the memory.
        if source.path is not None:
            opened, size = source.path, source.path.stat().st_size
        else:
            opened, size = pa.BufferReader(data := _held(source)), len(data)
        file = pq.ParquetFile(opened, buffer_size=_BUFFER, pre_buffer=False)
        _refuse_large(source, file, size)
        # One long text that a million rows repeat stays one text.
        texts = [field.name for field in file.schema_arrow if _is_text(field.type)]
        file = pq.ParquetFile(opened, buffer_size=_BUFFER, pre_buffer=False, read_dictionary=texts)
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        msg = f"{source.name} is damaged: {_first_line(error)}"
        raise DamagedFile(msg) from error
    return file


def _is_text(kind: Any) -> bool:
    return str(kind) in ("string", "large_string", "binary", "large_binary")


def _held(source: Source) -> bytes:
    with source.open() as handle:
        data = handle.read(LARGEST_HELD + 1)
    if len(data) > LARGEST_HELD:
        msg = f"{source.name} has more than {LARGEST_HELD} bytes: unpack it into a folder first"
        raise BadData(msg)
    return data


def _refuse_large(source: Source, file: Any, size: int) -> None:
    about = file.metadata
    if about.num_columns > MOST_COLUMNS:
        msg = f"{source.name} has {about.num_columns} columns, more than {MOST_COLUMNS}"
        raise BadData(msg)
    # Single columns are not asked: pyarrow ends the process where what a damaged file says of one is odd.
    if about.num_rows > _ROWS_ALLOWED + size:
        msg = f"{source.name} has {about.num_rows} rows, far more than its size explains"
        raise BadData(msg)
    limit = PACKED_ALLOWANCE + MOST_UNPACKED * size
    unpacked = sum(max(about.row_group(group).total_byte_size, 0) for group in range(about.num_row_groups))
    if unpacked > limit:
        msg = f"{source.name} unpacks to more than {limit} bytes, far more than its size explains"
        raise BadData(msg)


def _batches(file: Any, source: Source) -> Iterator[Any]:
    """Yield batches of rows; a report at last if the file cannot be read on."""
    import pyarrow as pa

    try:
        yield from file.iter_batches(batch_size=_BATCH, use_threads=False)
    except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
        report = RowReport(source.name)
        report.add("", f"from here on: {source.name} is damaged: {_first_line(error)}")
        yield report


def column_texts(column: Any, name: str, reports: Sequence[RowReport]) -> list[str]:
    """Return a column of Arrow as cells of text.

    Parameters
    ----------
    column : pyarrow.Array
        The column.
    name : str
        Its name.
    reports : sequence of RowReport
        One a row; receives values that cannot be read or are too long.

    Returns
    -------
    list of str
        One a row, as :func:`cell_text` gives it.
    """
    texts = []
    for value, report in zip(_values(column), reports, strict=True):
        text = "" if isinstance(value, Exception) else cell_text(value)
        if isinstance(value, Exception):
            report.add(name, f"cannot be read: {_first_line(value)}")
        elif len(text) > LONGEST_CELL:
            report.add(name, f"has {len(text)} characters, more than {LONGEST_CELL}; left out")
            text = ""
        texts.append(text)
    return texts


def _values(column: Any) -> list[Any]:
    """Return the values of a column; an exception where one cannot be had."""
    try:
        if hasattr(column, "dictionary"):
            return _looked_up(column)
        return list(column.to_pylist())
    except (ValueError, OverflowError, TypeError, ImportError):
        return [_value(scalar) for scalar in column]


def _looked_up(column: Any) -> list[Any]:
    """Return the values of a column whose texts stand apart; equal ones are one object."""
    distinct = column.indices.unique().drop_null()
    known = dict(zip(distinct.to_pylist(), column.dictionary.take(distinct).to_pylist(), strict=True))
    return [known.get(place) for place in column.indices.to_pylist()]


def _value(scalar: Any) -> Any:
    try:
        return scalar.as_py()
    except (ValueError, OverflowError, TypeError, ImportError) as error:
        return error


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:80]
