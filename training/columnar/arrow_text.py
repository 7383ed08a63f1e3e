"""Columns of text in Arrow: cells as the ordinary reading sees them, and which of them need no cleaning."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from recsys.errors import BadData
from recsys.files import LONGEST_CELL, cell_text
from recsys.files.cells import _NOTHING as NOTHINGS
from recsys.names import StringTable

_WHITESPACE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
# Whatever cleaning could touch (recsys.importers.cleaning, clean_name): entities, markup, what is invisible,
# blanks other than a space, control characters, and letters that are ASCII only after case folding.
_ODD = (
    r"[\x00-\x1f&<\x7f-\x{a0}\x{ad}\x{130}\x{131}\x{17f}\x{1680}\x{2000}-\x{200b}\x{2028}\x{2029}\x{202f}"
    r"\x{205f}\x{2060}\x{212a}\x{3000}\x{fb00}-\x{fb06}\x{feff}]"
)
_ODD_IN_A_LINE = rf"{_ODD}|  |^ | $"
# What begins the notes that cleaning takes off: "[Written by", "(vote tags)", "...Read more", and others.
_NOTE = r"(?i)[\[(]\s*(?:written|source|vote)|\.\.\.\s*read|edit\s+translation|^source|\n"
_SHORT = 64
NO_TEXTS = pa.array([], pa.large_string())
"""Made when this is imported: with its first array Arrow imports pandas, where that is installed."""


class NotByColumn(BadData):
    """A table has to be read row by row, in the ordinary way."""


def cell_texts(column: pa.Array) -> pa.Array:
    """Return the cells of a column as the text that a table of text would have.

    Parameters
    ----------
    column : pyarrow.Array
        Any column.

    Returns
    -------
    pyarrow.Array of string
        Without blanks at both ends; empty where nothing is known.

    Raises
    ------
    NotByColumn
        If a value has no text, or a text is no UTF-8 or longer than cells may be.
    """
    try:
        if pa.types.is_dictionary(column.type):
            return cell_texts(column.dictionary).take(column.indices).fill_null("")
        if not _is_text(column.type):
            if pa.types.is_primitive(column.type):
                coded = column.dictionary_encode()
                return _texts_of_values(coded.dictionary).take(coded.indices).fill_null("")
            return _texts_of_values(column)
        column.validate(full=True)
        texts = pc.utf8_trim(column.fill_null("").cast(pa.string()), characters=_WHITESPACE)
    except (pa.ArrowException, ValueError, OverflowError, TypeError) as error:
        msg = f"a column has to be read cell by cell: {error}"
        raise NotByColumn(msg) from error
    if len(texts) and pc.max(pc.binary_length(texts)).as_py() > LONGEST_CELL:
        msg = f"a cell has more than {LONGEST_CELL} bytes"
        raise NotByColumn(msg)
    return texts


def _texts_of_values(column: pa.Array) -> pa.Array:
    return pa.array([cell_text(value).strip() for value in column.to_pylist()], pa.string())


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def is_nothing_said(texts: pa.Array) -> NDArray[np.bool_]:
    """Return which texts say that nothing is known, as :func:`recsys.files.is_nothing` does.

    Parameters
    ----------
    texts : pyarrow.Array of string
        Without blanks at both ends, and without letters that only case folding makes ASCII.

    Returns
    -------
    ndarray of bool
        One a text.
    """
    return mask_of(pc.is_in(pc.ascii_lower(texts), pa.array(sorted(NOTHINGS), texts.type)))


def is_clean_line(texts: pa.Array, *, longest: int) -> NDArray[np.bool_]:
    """Return which texts are certainly names as they should be: cleaning would leave them as they are.

    Parameters
    ----------
    texts : pyarrow.Array of string
        Names, labels or ids.
    longest : int
        Bytes that a text may have.

    Returns
    -------
    ndarray of bool
        One a text; never true for what says nothing.
    """
    odd = mask_of(pc.match_substring_regex(texts, _ODD_IN_A_LINE)) | is_nothing_said(texts)
    return ~odd & (lengths_of(texts) <= longest)


def is_clean_prose(texts: pa.Array, *, longest: int) -> NDArray[np.bool_]:
    """Return which texts are certainly synopses as they should be.

    Parameters
    ----------
    texts : pyarrow.Array of string
        Without blanks at both ends.
    longest : int
        Bytes that a text may have.

    Returns
    -------
    ndarray of bool
        True also for no text at all.
    """
    lengths = lengths_of(texts)
    odd = mask_of(pc.match_substring_regex(texts, f"{_ODD}|{_NOTE}"))
    return np.asarray((~odd & (lengths > _SHORT) & (lengths <= longest)) | (lengths == 0), np.bool_)


def lengths_of(texts: pa.Array) -> NDArray[np.int64]:
    """Return the number of bytes of each text.

    Parameters
    ----------
    texts : pyarrow.Array of string
        Texts, none of them null.

    Returns
    -------
    ndarray of int64
        One a text.
    """
    return np.asarray(pc.binary_length(texts)).astype(np.int64)


def string_table(texts: pa.Array) -> StringTable:
    """Return texts of Arrow as our own table of strings.

    Parameters
    ----------
    texts : pyarrow.Array of string
        Texts, none of them null.

    Returns
    -------
    StringTable
        The same texts; their bytes are not copied where they begin the array's buffer.
    """
    wide = texts.cast(pa.large_string())
    _, offsets, data = wide.buffers()
    places = np.frombuffer(offsets, np.int64)[wide.offset : wide.offset + len(wide) + 1]
    if not len(wide) or data is None:
        return StringTable(np.empty(0, np.uint8), np.zeros(len(wide) + 1, np.int64))
    blob = np.frombuffer(data, np.uint8)[places[0] : places[-1]]
    return StringTable(blob, places - places[0])


def arrow_strings(table: StringTable) -> pa.Array:
    """Return a table of strings as an array of Arrow; the reverse of :func:`string_table`.

    Parameters
    ----------
    table : StringTable
        Any table.

    Returns
    -------
    pyarrow.Array of large_string
        The same texts, not copied; of a stored model only where they begin is.
    """
    offsets = np.ascontiguousarray(table.offsets, dtype=np.int64)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(table.blob)]
    return pa.Array.from_buffers(pa.large_string(), len(table), buffers)


def mask_of(values: pa.Array) -> NDArray[np.bool_]:
    """Return truths of Arrow as an array of numpy.

    Parameters
    ----------
    values : pyarrow.Array of bool
        None of them null.

    Returns
    -------
    ndarray of bool
        The same.
    """
    return np.asarray(values.to_numpy(zero_copy_only=False), dtype=np.bool_)
