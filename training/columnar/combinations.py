"""Which titles say the same: what follows from several columns is worked out once for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

_CODE = np.dtype(np.int32)


@dataclass(frozen=True, slots=True)
class CodeLists:
    """A list of numbers for each title, as it stands in one column or is made of several.

    Parameters
    ----------
    indptr : ndarray of int64, shape (n_titles + 1,)
        Where the list of each title begins.
    codes : ndarray of int32
        The numbers.
    """

    indptr: NDArray[np.int64]
    codes: NDArray[np.int32]

    @classmethod
    def of_one(cls, codes: NDArray[np.integer]) -> CodeLists:
        """Return lists of one number each.

        Parameters
        ----------
        codes : ndarray of int, shape (n_titles,)
            The number of each title.

        Returns
        -------
        CodeLists
            The lists.
        """
        return cls(np.arange(len(codes) + 1, dtype=np.int64), codes.astype(_CODE))

    def only(self, kept: NDArray[np.bool_]) -> CodeLists:
        """Return the lists without some numbers.

        Parameters
        ----------
        kept : ndarray of bool
            Whether a number stays, by number.

        Returns
        -------
        CodeLists
            As many lists, some of them shorter.
        """
        stays = kept[self.codes]
        before = np.concatenate(([0], np.cumsum(stays, dtype=np.int64)))
        return CodeLists(before[self.indptr], self.codes[stays])

    def of(self, row: int) -> list[int]:
        """Return the list of a title.

        Parameters
        ----------
        row : int
            The title.

        Returns
        -------
        list of int
            Its numbers.
        """
        own: list[int] = self.codes[int(self.indptr[row]) : int(self.indptr[row + 1])].tolist()
        return own


@dataclass(frozen=True, slots=True)
class Combinations:
    """Titles grouped by equal lists.

    Parameters
    ----------
    codes : ndarray of int64, shape (n_titles,)
        Number of the combination of each title.
    first : ndarray of int64, shape (n_combinations,)
        The first title of each combination.
    """

    codes: NDArray[np.int64]
    first: NDArray[np.int64]


def combinations(columns: Sequence[CodeLists]) -> Combinations:
    """Return which titles have equal lists in all of some columns.

    Parameters
    ----------
    columns : sequence of CodeLists
        Lists that are in a fixed order within a title, so that equal sets are equal lists.

    Returns
    -------
    Combinations
        Compared number by number, by Arrow's dictionary of the lists as bytes.
    """
    joined = _joined(columns)
    offsets, data = joined.indptr * _CODE.itemsize, np.ascontiguousarray(joined.codes)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    lists = pa.LargeBinaryArray.from_buffers(pa.large_binary(), len(offsets) - 1, buffers)
    codes = lists.dictionary_encode().indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return Combinations(codes, np.unique(codes, return_index=True)[1].astype(np.int64))


def _joined(columns: Sequence[CodeLists]) -> CodeLists:
    """One list a title: how long each column's is, then the lists one after the other."""
    lengths = [CodeLists.of_one(np.diff(column.indptr)) for column in columns]
    parts = [*lengths, *columns]
    indptr = np.stack([part.indptr for part in parts]).sum(axis=0)
    codes = np.empty(int(indptr[-1]), dtype=_CODE)
    begins = indptr[:-1].copy()
    for part in parts:
        sizes = np.diff(part.indptr)
        codes[np.repeat(begins - part.indptr[:-1], sizes) + np.arange(len(part.codes))] = part.codes
        begins += sizes
    return CodeLists(indptr, codes)
