"""Texts as JSON writes them, many at once."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from recsys.names import StringTable

_ESCAPES = [json.dumps(chr(byte), ensure_ascii=False)[1:-1].encode() for byte in range(128)]
_LENGTHS = np.array([len(escape) for escape in _ESCAPES] + [1] * 128, dtype=np.uint8)
"""How many bytes each byte becomes; the bytes of letters beyond ASCII stay as they are."""


def escaped(table: StringTable, start: int, stop: int) -> pa.LargeBinaryArray:
    """Return some texts with quotes, backslashes and controls escaped, without quotes around them.

    Parameters
    ----------
    table : StringTable
        The texts.
    start, stop : int
        Which of them.

    Returns
    -------
    pyarrow.LargeBinaryArray
        As ``json.dumps(text, ensure_ascii=False)`` has them between its quotes.
    """
    offsets = np.asarray(table.offsets[start : stop + 1], dtype=np.int64)
    blob = np.asarray(table.blob[offsets[0] : offsets[-1]])
    offsets = offsets - offsets[0]
    longer = np.flatnonzero(_LENGTHS[blob] > 1)
    if len(longer):
        blob, offsets = _with_escapes(blob, offsets, longer)
    return binary_array(blob, offsets)


def together(*parts: pa.LargeBinaryArray | bytes) -> pa.LargeBinaryArray:
    """Return texts put together title by title.

    Parameters
    ----------
    *parts : pyarrow.LargeBinaryArray or bytes
        One text a title, or one for all titles.

    Returns
    -------
    pyarrow.LargeBinaryArray
        Null where a part is.
    """
    nothing = pa.scalar(b"", pa.large_binary())
    same = [pa.scalar(part, pa.large_binary()) if isinstance(part, bytes) else part for part in parts]
    return pc.binary_join_element_wise(*same, nothing)


def listed(indptr: NDArray[np.int64], entries: pa.LargeBinaryArray) -> pa.LargeBinaryArray:
    """Return the entries of each title with commas between them.

    Parameters
    ----------
    indptr : ndarray of int64, shape (n_titles + 1,)
        Where the entries of each title begin, from 0.
    entries : pyarrow.LargeBinaryArray
        All entries.

    Returns
    -------
    pyarrow.LargeBinaryArray
        Null where a title has none.
    """
    lists = pa.LargeListArray.from_arrays(pa.array(indptr), entries)
    joined = pc.binary_join(lists, pa.scalar(b", ", pa.large_binary()))
    return pc.if_else(pa.array(np.diff(indptr) > 0), joined, pa.scalar(None, pa.large_binary()))


def binary_array(blob: NDArray[np.uint8], offsets: NDArray[np.integer]) -> pa.LargeBinaryArray:
    """Return bytes that stand one after the other as an array of Arrow; the bytes are not copied.

    Parameters
    ----------
    blob : ndarray of uint8
        All bytes.
    offsets : ndarray of uint32 or int64, shape (n + 1,)
        Where each piece begins.

    Returns
    -------
    pyarrow.LargeBinaryArray
        The pieces.
    """
    wide = np.ascontiguousarray(offsets, dtype=np.int64)
    buffers = [None, pa.py_buffer(wide), pa.py_buffer(np.ascontiguousarray(blob))]
    return pa.LargeBinaryArray.from_buffers(pa.large_binary(), len(offsets) - 1, buffers)


def _with_escapes(
    blob: NDArray[np.uint8], offsets: NDArray[np.int64], longer: NDArray[np.int64]
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    pieces, before = [], 0
    for place in longer.tolist():
        pieces += [blob[before:place].tobytes(), _ESCAPES[blob[place]]]
        before = place + 1
    pieces.append(blob[before:].tobytes())
    added = np.concatenate(([0], np.cumsum(_LENGTHS[blob[longer]].astype(np.int64) - 1)))
    moved = offsets + added[np.searchsorted(longer, offsets, side="left")]
    return np.frombuffer(b"".join(pieces), dtype=np.uint8), moved
