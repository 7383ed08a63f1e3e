"""Arrays by dotted name, and sparse rows made of them.

Everything that a model holds is a plain array with a name, so that a memory-mapped file is
the thing itself: ``rows.starts``, ``names.keys.blob``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.large_arrays import let_go

AT_ONCE = 2**15
"""So many rows are looked at together where a matrix may be larger than memory."""

NamedArrays = Mapping[str, NDArray[Any]]
"""Arrays by dotted name."""


@dataclass(frozen=True, slots=True)
class SparseVector:
    """A sparse vector: columns in ascending order and their values.

    Parameters
    ----------
    columns : ndarray of int32, shape (nnz,)
        Where it is not zero.
    values : ndarray of float64, shape (nnz,)
        What stands there.
    """

    columns: NDArray[np.int32]
    values: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Csr:
    """Compressed sparse rows, column indices ascending within a row.

    Parameters
    ----------
    indptr : ndarray of int64 or uint32, shape (n_rows + 1,)
        Where each row begins in the two other arrays.
    indices : ndarray of int32, or of a narrow unsigned type, shape (nnz,)
        Columns.
    data : ndarray, shape (nnz,)
        Values.
    """

    indptr: NDArray[Any]
    indices: NDArray[Any]
    data: NDArray[Any]

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.indptr) - 1

    def row(self, row: int) -> SparseVector:
        """Return one row, values in double precision.

        Parameters
        ----------
        row : int
            Row, from 0.

        Returns
        -------
        SparseVector
            Its entries.
        """
        piece = slice(int(self.indptr[row]), int(self.indptr[row + 1]))
        return SparseVector(np.asarray(self.indices[piece]), self.data[piece].astype(np.float64))

    def part(self, start: int, stop: int) -> Csr:
        """Return rows that follow each other.

        Parameters
        ----------
        start, stop : int
            The first one, and the one after the last.

        Returns
        -------
        Csr
            Views of the columns and values.
        """
        indptr = np.asarray(self.indptr[start : stop + 1], np.int64)
        first, last = int(indptr[0]), int(indptr[-1])
        return Csr(indptr - first, np.asarray(self.indices)[first:last], np.asarray(self.data)[first:last])

    def take(self, rows: NDArray[np.integer]) -> Csr:
        """Return some rows in any order.

        Parameters
        ----------
        rows : ndarray of int, shape (n,)
            Which ones.

        Returns
        -------
        Csr
            Copies of their entries.
        """
        starts = np.asarray(self.indptr)[rows]
        lengths = np.asarray(self.indptr)[rows + 1] - starts
        indptr = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
        places = np.arange(indptr[-1]) + np.repeat(starts - indptr[:-1], lengths)
        return Csr(indptr, np.asarray(self.indices)[places], np.asarray(self.data)[places])

    def pieces(self, n_rows: int = AT_ONCE) -> Iterator[tuple[int, Csr]]:
        """Yield all rows, some at a time; what was mapped of them is let go before the next are read.

        Parameters
        ----------
        n_rows : int
            How many at a time.

        Yields
        ------
        tuple of int and Csr
            The first row of a piece, and its rows.
        """
        for start in range(0, self.n_rows, n_rows):
            yield start, self.part(start, min(start + n_rows, self.n_rows))
            let_go(self.indices, self.data)

    def frequency(self, n_columns: int) -> NDArray[np.int64]:
        """Return how many rows have each column.

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

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the three arrays by name.

        Returns
        -------
        dict of str to ndarray
            ``indptr``, ``indices`` and ``data``.
        """
        return {"indptr": self.indptr, "indices": self.indices, "data": self.data}


def prefixed(name: str, arrays: NamedArrays) -> dict[str, NDArray[Any]]:
    """Return arrays under the name of the thing that they are a part of.

    Parameters
    ----------
    name : str
        Name of the whole.
    arrays : mapping of str to ndarray
        Its parts.

    Returns
    -------
    dict of str to ndarray
        The same arrays as ``name.part``.
    """
    return {f"{name}.{part}": array for part, array in arrays.items()}


def under(name: str, arrays: NamedArrays) -> dict[str, NDArray[Any]]:
    """Return the parts of one thing; the reverse of :func:`prefixed`.

    Parameters
    ----------
    name : str
        Name of the whole.
    arrays : mapping of str to ndarray
        Arrays by dotted name.

    Returns
    -------
    dict of str to ndarray
        Those of the whole, by the names of its parts.
    """
    start = len(name) + 1
    return {key[start:]: array for key, array in arrays.items() if key.startswith(f"{name}.")}


def narrowed(ends: NDArray[np.integer]) -> NDArray[np.uint32] | NDArray[np.int64]:
    """Return numbers that never fall in four bytes each if that is enough, else in eight.

    Where each list of an array begins takes as much room as the lists themselves if these are short.

    Parameters
    ----------
    ends : ndarray of int, shape (n,)
        Ascending, from 0; the last is the largest.

    Returns
    -------
    ndarray of uint32 or int64, shape (n,)
        The same numbers. No list of them is longer than 2^32 - 1 unless their type is int64.
    """
    if not len(ends) or int(ends[-1]) < 2**32:
        return ends.astype(np.uint32, copy=False)
    return ends.astype(np.int64, copy=False)


def type_of_codes(n_codes: int) -> np.dtype[Any]:
    """Return the narrowest type that holds the numbers below another one.

    Parameters
    ----------
    n_codes : int
        How many there are, from 0.

    Returns
    -------
    numpy.dtype
        Of unsigned numbers.
    """
    return np.min_scalar_type(max(n_codes - 1, 0))


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """Return a plain view of an array that nobody can write through.

    Compiled loops are compiled once for each kind of array: what lies in memory and what is mapped
    from a file have to be of one kind.

    Parameters
    ----------
    array : ndarray
        Any array.

    Returns
    -------
    ndarray
        The same numbers.
    """
    view: NDArray[Any] = np.asarray(array)[...]
    view.flags.writeable = False
    return view
