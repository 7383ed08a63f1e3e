"""Columns as they come out of a file: a number for each distinct cell, or entry of a cell."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from recsys.files import LITERAL_LIMIT, is_nothing, literal_list
from recsys.files.parquet import plain_value
from training.columnar.arrow_text import NO_TEXTS, cell_texts, is_nothing_said, lengths_of, mask_of
from training.columnar.chosen_loops import loops
from training.columnar.text_numbers import TextNumbers

_LONGEST_LIST = 2_000
_VARIED = 3
"""Entries for each distinct one: with fewer, numbers save nothing yet."""
_ESCAPED = 6
"""So many characters a byte has in JSON at most."""


@dataclass(frozen=True, slots=True)
class RawColumn:
    """The distinct values of a column, and where they stand.

    Parameters
    ----------
    indptr : ndarray of int64, shape (n_rows + 1,)
        Where the entries of each row begin.
    codes : ndarray of int32, shape (n_entries,)
        Positions in ``values``.
    values : pyarrow.Array of string
        Distinct texts as they stand in the file.
    odd : ndarray of bool, shape (n_rows,)
        Rows whose cell has to be read in the ordinary way.
    is_listed : bool
        Whether the values are entries of lists; else whole cells.
    """

    indptr: NDArray[np.int64]
    codes: NDArray[np.int32]
    values: pa.Array
    odd: NDArray[np.bool_]
    is_listed: bool

    @property
    def rows(self) -> NDArray[np.int64]:
        """Which row each entry belongs to."""
        return np.repeat(np.arange(len(self.indptr) - 1), np.diff(self.indptr))


class DistinctValues:
    """Numbers for the distinct values of a column that comes batch by batch."""

    def __init__(self) -> None:
        self.is_listed = False
        self._is_varied = False
        compiled = loops()
        self._numbers = None if compiled is None else TextNumbers(compiled)
        self._counts: list[NDArray[np.int64]] = []
        self._codes: list[NDArray[np.int32]] = []
        self._values: list[pa.Array] = []
        self._odd: list[NDArray[np.bool_]] = []

    def add(self, counts: NDArray[np.int64], entries: pa.Array, odd: NDArray[np.bool_] | None = None) -> None:
        """Take the next rows of the column.

        Parameters
        ----------
        counts : ndarray of int64
            Number of entries of each row.
        entries : pyarrow.Array of string
            All entries, row by row; perhaps numbered already.
        odd : ndarray of bool or None
            Rows to be read in the ordinary way; None: none.
        """
        is_numbered = pa.types.is_dictionary(entries.type)
        if self._numbers is not None and is_numbered:
            codes, values = self._numbers.codes(entries.dictionary)[np.asarray(entries.indices)], NO_TEXTS
        elif self._numbers is not None:
            codes, values = self._numbers.codes(entries), NO_TEXTS
        elif is_numbered:
            codes, values = np.asarray(entries.indices).astype(np.int32), entries.dictionary
        elif self._is_varied:
            codes, values = np.arange(len(entries), dtype=np.int32), entries
        else:
            coded = entries.dictionary_encode()
            codes, values = np.asarray(coded.indices).astype(np.int32), coded.dictionary
            # Most are different: it is cheaper to number all of them at once, at last.
            self._is_varied = 0 < len(entries) < _VARIED * len(values)
        self._counts.append(counts)
        self._codes.append(codes)
        self._values.append(values)
        self._odd.append(np.zeros(len(counts), np.bool_) if odd is None else odd)

    def finish(self) -> RawColumn:
        """Return the whole column."""
        if self._numbers is not None:
            codes, values = list(self._codes), self._numbers.texts()
        else:
            codes, values = united_values(self._codes, self._values)
        counts = np.concatenate([[0], *self._counts])
        self._codes.clear()
        return RawColumn(
            np.cumsum(counts).astype(np.int64),
            np.concatenate([np.empty(0, np.int32), *codes]),
            values,
            np.concatenate([np.empty(0, np.bool_), *self._odd]),
            self.is_listed,
        )


def united_values(
    codes: Sequence[NDArray[np.int32]], values: Sequence[pa.Array]
) -> tuple[list[NDArray[np.int32]], pa.Array]:
    """Return several numberings of texts as one.

    Parameters
    ----------
    codes : sequence of ndarray of int32
        Numbers by the numberings.
    values : sequence of pyarrow.Array of string
        Distinct texts of each numbering.

    Returns
    -------
    tuple of list of ndarray of int32 and pyarrow.Array of large_string
        The same numbers by one numbering, and its distinct texts.
    """
    if (compiled := loops()) is not None:
        numbers = TextNumbers(compiled)
        meanings = [numbers.codes(part) for part in values]
        return [mapped[own] for mapped, own in zip(meanings, codes, strict=True)], numbers.texts()
    texts = [part.cast(pa.large_string()) for part in values]
    together = pa.concat_arrays([NO_TEXTS, *texts]).dictionary_encode()
    new = np.asarray(together.indices).astype(np.int32)
    starts = np.cumsum([0, *map(len, values)]).tolist()
    return [new[start:][own] for start, own in zip(starts, codes, strict=False)], together.dictionary


def add_cells(column: pa.Array, into: DistinctValues) -> None:
    """Add cells, each of them one value; one that says nothing is none.

    Parameters
    ----------
    column : pyarrow.Array
        The next rows of a column.
    into : DistinctValues
        Receives them.
    """
    texts = cell_texts(column)
    said = lengths_of(texts) > 0
    into.add(said.astype(np.int64), texts.filter(pa.array(said)))


def add_lists(column: pa.Array, into: DistinctValues) -> None:
    """Add cells that hold lists: of Arrow, of JSON, or with commas between their entries.

    Parameters
    ----------
    column : pyarrow.Array
        The next rows of a column.
    into : DistinctValues
        Receives their entries.
    """
    into.is_listed = True
    if not is_list_of_texts(column.type):
        column, odd = _split(cell_texts(column))
    else:
        odd = np.zeros(len(column), np.bool_)
    counts = np.asarray(pc.list_value_length(column).fill_null(0)).astype(np.int64)
    entries = pc.list_flatten(column)
    if entries.null_count:  # unknown entries are none
        parents = np.asarray(pc.list_parent_indices(column))[np.asarray(entries.is_valid())]
        counts = np.bincount(parents, minlength=len(counts)).astype(np.int64)
        entries = entries.drop_null()
    texts = entries.dictionary if pa.types.is_dictionary(entries.type) else entries
    texts.validate(full=True)
    into.add(counts, entries, odd | _is_too_long(counts, entries))


def add_objects(column: pa.Array, into: DistinctValues) -> None:
    """Add cells that hold lists of JSON objects; an object is the text between its braces.

    Where every piece of a text that is cut between ``}, {`` is an object, the pieces are the objects of
    the whole; a cut within a text leaves pieces that are none.

    Parameters
    ----------
    column : pyarrow.Array
        The next rows of a column.
    into : DistinctValues
        Receives the objects.
    """
    texts = cell_texts(column)
    is_list = pc.and_(pc.starts_with(texts, "[{"), pc.ends_with(texts, "}]"))
    inner = pc.if_else(is_list, pc.utf8_slice_codeunits(texts, 2, -2), pa.scalar(None, texts.type))
    pieces = pc.split_pattern_regex(inner, r"\}, ?\{")
    counts = np.asarray(pc.list_value_length(pieces).fill_null(0)).astype(np.int64)
    odd = ~mask_of(is_list) & ~is_nothing_said(texts)
    entries = pc.list_flatten(pieces)
    into.add(counts, entries, odd | _is_too_long(counts, entries))


def is_list_of_texts(kind: pa.DataType) -> bool:
    """Return whether a column holds lists of texts.

    Parameters
    ----------
    kind : pyarrow.DataType
        Its type.

    Returns
    -------
    bool
        True for lists of strings of either size, also where they are numbered.
    """
    if not (pa.types.is_list(kind) or pa.types.is_large_list(kind)):
        return False
    entry = kind.value_type.value_type if pa.types.is_dictionary(kind.value_type) else kind.value_type
    return bool(pa.types.is_string(entry) or pa.types.is_large_string(entry))


def _split(texts: pa.Array) -> tuple[pa.Array, NDArray[np.bool_]]:
    """Entries of each cell, and the cells that do not tell theirs."""
    odd = np.zeros(len(texts), np.bool_)
    if not pc.any(pc.starts_with(texts, "[")).as_py():
        return pc.split_pattern(texts, ","), odd
    lists: list[Sequence[str]] = []
    for row, text in enumerate(texts.to_pylist()):
        entries: Sequence[str] | None = [] if is_nothing(text) else text.split(",")
        if text.startswith("[") and entries:
            entries = _spelled(text)
        odd[row] = entries is None
        lists.append(entries or ())
    return pa.array(lists, pa.list_(pa.string())), odd


def _spelled(text: str) -> list[str] | None:
    """Texts of a list that is spelled as JSON or Python; None if it holds anything else."""
    try:
        entries = [plain_value(entry) for entry in literal_list(text)]
    except ValueError:
        return None
    return entries if all(isinstance(entry, str) for entry in entries) else None


def _is_too_long(counts: NDArray[np.int64], entries: pa.Array) -> NDArray[np.bool_]:
    """Rows that may have more entries, or more characters as JSON, than the ordinary reading takes."""
    if pa.types.is_dictionary(entries.type):
        lengths = lengths_of(entries.dictionary)[np.asarray(entries.indices)]
    else:
        lengths = lengths_of(entries)
    sizes = np.concatenate([[0], np.cumsum(lengths)])
    ends = np.cumsum(counts)
    n_bytes = sizes[ends] - sizes[ends - counts]
    return np.asarray((counts > _LONGEST_LIST) | (_ESCAPED * n_bytes + 4 * counts > LITERAL_LIMIT), np.bool_)


def as_json(entry: str) -> str:
    """Return a cell that lists one entry and nothing else.

    Parameters
    ----------
    entry : str
        An entry of a list.

    Returns
    -------
    str
        JSON.
    """
    return json.dumps([entry], ensure_ascii=False)
