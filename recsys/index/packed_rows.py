"""Titles × features in few bytes: what a value is made of, instead of the value.

A value is ``idf · ratio · factor``, rounded to single precision. idf belongs to the column, and the factor to
the title's block: it is the smallest ``value / idf`` that the title has there. What remains is how many times
as strong a token is as the weakest of the block: 1 for most, and one of few other ratios for the rest.
A title is one run of bytes: how many blocks it has features of, a factor for each of them (float32, little-
endian), and a number for each feature, by :mod:`recsys.variable_bytes`. That number is twice the distance
from the column before; or, where the ratio is another than 1, twice the distance and the place of the ratio
beside each other, and one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import AT_ONCE, Csr, NamedArrays, SparseVector, frozen
from recsys.features import ColumnIdf
from recsys.index.chosen_kernels import chosen_kernels
from recsys.index.unpacking import bits_of
from recsys.large_arrays import let_go


@dataclass(frozen=True, slots=True, eq=False)
class PackedRows:
    """Sparse rows of titles, column indices ascending within a row.

    Parameters
    ----------
    starts : ndarray of uint32, of int64 from 2^32 bytes on, shape (n_titles + 1,)
        Where the bytes of each title begin.
    entries : ndarray of uint8
        The bytes of all titles.
    ratios : ndarray of float64, shape (n_ratios,)
        Ratios other than 1, ascending.
    idf : ColumnIdf
        What each column weighs within the catalogue.
    is_checked : bool
        Whether every byte was checked, so that compiled loops may run over them.
    """

    starts: NDArray[Any]
    entries: NDArray[np.uint8]
    ratios: NDArray[np.float64]
    idf: ColumnIdf
    is_checked: bool = True

    @property
    def n_rows(self) -> int:
        """Number of titles."""
        return len(self.starts) - 1

    @property
    def ratio_bits(self) -> int:
        """How many bits the place of a ratio takes."""
        return bits_of(len(self.ratios))

    @property
    def given(self) -> tuple[NDArray[Any], ...]:
        """``starts, entries, ratios`` and where each block stops, as compiled loops take them."""
        return tuple(frozen(array) for array in (self.starts, self.entries, self.ratios, self.idf.stops))

    def row(self, row: int) -> SparseVector:
        """Return one title, values in double precision.

        Parameters
        ----------
        row : int
            Row, from 0.

        Returns
        -------
        SparseVector
            Its features.
        """
        found = self.part(row, row + 1)
        return SparseVector(found.indices, found.data.astype(np.float64))

    def part(self, start: int, stop: int) -> Csr:
        """Return titles that follow each other.

        Parameters
        ----------
        start, stop : int
            The first one, and the one after the last.

        Returns
        -------
        Csr
            Columns as int32, values as float32.
        """
        starts = np.asarray(self.starts[start : stop + 1], np.int64)
        return self._unpacked(starts - starts[0], np.asarray(self.entries)[starts[0] : starts[-1]])

    def take(self, rows: NDArray[np.integer]) -> Csr:
        """Return some titles in any order.

        Parameters
        ----------
        rows : ndarray of int, shape (n,)
            Which ones.

        Returns
        -------
        Csr
            Columns as int32, values as float32.
        """
        first = np.asarray(self.starts)[rows].astype(np.int64)
        lengths = np.asarray(self.starts)[rows + 1].astype(np.int64) - first
        starts = np.concatenate([[0], np.cumsum(lengths)])
        places = np.arange(starts[-1]) + np.repeat(first - starts[:-1], lengths)
        return self._unpacked(starts, np.asarray(self.entries)[places])

    def pieces(self, n_rows: int = AT_ONCE) -> Iterator[tuple[int, Csr]]:
        """Yield all titles, some at a time; what was mapped of them is let go before the next are read.

        Parameters
        ----------
        n_rows : int
            How many at a time.

        Yields
        ------
        tuple of int and Csr
            The first title of a piece, and its rows.
        """
        for start in range(0, self.n_rows, n_rows):
            yield start, self.part(start, min(start + n_rows, self.n_rows))
            self.let_go()

    def frequency(self, n_columns: int) -> NDArray[np.int64]:
        """Return how many titles have each feature.

        Parameters
        ----------
        n_columns : int
            Number of columns.

        Returns
        -------
        ndarray of int64, shape (n_columns,)
            Entries by column.
        """
        counts = np.zeros(n_columns, np.int64)
        for _, piece in self.pieces():
            np.add.at(counts, piece.indices.astype(np.intp), 1)  # of no other type is it fast
        return counts

    def whole(self) -> Csr:
        """Return all titles, unpacked.

        Returns
        -------
        Csr
            In memory: sixteen bytes a feature while it is made, then eight.
        """
        pieces = [piece for _, piece in self.pieces()]
        ends = np.cumsum([0, *(len(piece.indices) for piece in pieces)])
        indptr = [piece.indptr[1:] + end for piece, end in zip(pieces, ends[:-1], strict=True)]
        return Csr(
            np.concatenate([np.zeros(1, np.int64), *indptr]),
            np.concatenate([np.empty(0, np.int32), *(piece.indices for piece in pieces)]),
            np.concatenate([np.empty(0, np.float32), *(piece.data for piece in pieces)]),
        )

    def let_go(self) -> None:
        """Take what was mapped off the memory of this process: see :func:`recsys.large_arrays.let_go`."""
        let_go(self.entries)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays to be stored, by name.

        Returns
        -------
        dict of str to ndarray
            ``starts``, ``entries`` and ``ratios``.
        """
        return {"starts": self.starts, "entries": self.entries, "ratios": self.ratios}

    @classmethod
    def from_arrays(cls, arrays: NamedArrays, idf: ColumnIdf, *, is_checked: bool) -> PackedRows:
        """Return the rows that :meth:`arrays` described.

        Parameters
        ----------
        arrays : mapping of str to ndarray
            May be memory-mapped.
        idf : ColumnIdf
            What each column weighs.
        is_checked : bool
            Whether every byte was checked.

        Returns
        -------
        PackedRows
            The same rows; nothing is copied.
        """
        return cls(arrays["starts"], arrays["entries"], arrays["ratios"], idf, is_checked)

    def _unpacked(self, starts: NDArray[np.int64], entries: NDArray[np.uint8]) -> Csr:
        unpack = chosen_kernels(is_checked=self.is_checked).unpack
        return unpack(starts, entries, self.ratios, self.idf)
