"""Numbers for distinct texts, given by compiled loops in the order in which the texts are met."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from recsys.arrays import frozen
from recsys.names import StringTable
from training.columnar.arrow_text import arrow_strings
from training.columnar.ragged import Ragged

_FEWEST = 2**10
_BYTES_A_TEXT = 8
_BYTES_A_WORD = 3
"""So many bytes a word takes at least: two, and what parts it from the next one."""


class TextNumbers:
    """Distinct texts, numbered as they are met.

    Parameters
    ----------
    loops : module
        :mod:`training.columnar.compiled_texts`.
    """

    def __init__(self, loops: Any) -> None:
        self._loops = loops
        self._slots = np.zeros(2 * _FEWEST, np.int64)
        self._starts = np.zeros(_FEWEST, np.int64)
        self._pool = np.empty(_FEWEST * _BYTES_A_TEXT, np.uint8)
        self._held = np.zeros(3, np.int64)

    def __len__(self) -> int:
        """Return how many distinct texts there are."""
        return int(self._held[0])

    def codes(self, texts: pa.Array) -> NDArray[np.int32]:
        """Return the number of each text; a new one gets the next number.

        Parameters
        ----------
        texts : pyarrow.Array of string
            Texts, none of them null.

        Returns
        -------
        ndarray of int32
            One a text.
        """
        blob, offsets = blob_and_offsets(texts)
        codes = np.empty(len(texts), np.int32)
        row = 0
        while row < len(codes):
            row = self._loops.number_texts(
                blob, offsets, row, self._slots, self._starts, self._pool, self._held, codes
            )
            if row < len(codes):
                end = min(row + self._loops.AT_ONCE, len(codes))
                self._grow(int(offsets[end] - offsets[row]), self._loops.AT_ONCE)
        return codes

    def words(self, texts: pa.Array, stop_words: TextNumbers) -> Ragged:
        """Return the numbers of the words of each text, as :meth:`words` of the loops finds them.

        Parameters
        ----------
        texts : pyarrow.Array of string
            Running texts, none of them null.
        stop_words : TextNumbers
            Words that say nothing.

        Returns
        -------
        Ragged
            In the order of the words. A piece that has letters beyond ASCII has a number of its own.
        """
        blob, offsets = blob_and_offsets(texts)
        codes = np.empty((int(offsets[-1] - offsets[0]) + len(texts)) // _BYTES_A_WORD + 1, np.int32)
        indptr = np.zeros(len(texts) + 1, np.int64)
        other = (stop_words._slots, stop_words._starts, stop_words._pool)
        row = 0
        while row < len(texts):
            own = (self._slots, self._starts, self._pool, self._held)
            row = self._loops.number_words(blob, offsets, row, *other, *own, codes, indptr)
            if row < len(texts):
                size = int(offsets[row + 1] - offsets[row])
                self._grow(size + 1, size // 2 + 2 + self._loops.AT_ONCE)
        return Ragged(indptr, codes[: indptr[-1]])

    def table(self) -> StringTable:
        """Return the distinct texts by number."""
        n_texts, n_bytes, _ = self._held.tolist()
        return StringTable(self._pool[:n_bytes], self._starts[: n_texts + 1])

    def texts(self) -> pa.Array:
        """Return the distinct texts by number, as an array of Arrow."""
        return arrow_strings(self.table())

    def _grow(self, n_bytes: int, n_texts: int) -> None:
        """Make room for more texts, and for twice as many as there are where there is little."""
        held, used, _ = self._held.tolist()
        if used + n_bytes > len(self._pool):
            self._pool = _longer(self._pool, max(2 * len(self._pool), used + n_bytes))
        if held + n_texts >= len(self._starts):
            self._starts = _longer(self._starts, max(2 * len(self._starts), held + n_texts + 1))
        size = len(self._slots)
        while 2 * (held + n_texts) >= size:
            size *= 2
        if size > len(self._slots):
            slots = np.zeros(size, np.int64)
            self._loops.place_again(self._slots, slots)
            self._slots = slots


def text_order(texts: pa.Array, loops: Any) -> NDArray[np.int64]:
    """Return the order of distinct texts by their bytes, which is that of code points.

    Parameters
    ----------
    texts : pyarrow.Array of string
        Texts, none of them null.
    loops : module
        :mod:`training.columnar.compiled_texts`.

    Returns
    -------
    ndarray of int64, shape (n_texts,)
        Positions of the texts, sorted.
    """
    blob, offsets = blob_and_offsets(texts)
    beginnings = np.empty(len(texts), np.uint64)
    loops.fill_beginnings(blob, offsets, beginnings)
    order = np.argsort(beginnings)
    loops.sort_alike(blob, offsets, beginnings, order)
    return order


def blob_and_offsets(texts: pa.Array) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the bytes of texts, and where each begins.

    Parameters
    ----------
    texts : pyarrow.Array of string
        Texts of either size, none of them null.

    Returns
    -------
    tuple of ndarray of uint8 and ndarray of int64, shape (n_texts + 1,)
        The bytes are not copied; both cannot be written to.
    """
    _, offsets, data = texts.buffers()
    width = np.int64 if pa.types.is_large_string(texts.type) else np.int32
    blob = np.empty(0, np.uint8) if data is None else np.frombuffer(data, np.uint8)
    if offsets is None or not len(texts):
        return frozen(blob), frozen(np.zeros(len(texts) + 1, np.int64))
    places = np.frombuffer(offsets, width)[texts.offset : texts.offset + len(texts) + 1]
    return frozen(blob), frozen(places.astype(np.int64, copy=False))


def _longer(array: NDArray[Any], size: int) -> NDArray[Any]:
    longer = np.zeros(size, array.dtype)
    longer[: len(array)] = array
    return longer
