"""Sparse rows of a handful of entries each: their lengths are stored, and where every 16th row begins.

Where each row begins takes four bytes of a title, which is more than most of its rows hold; how many
entries a row has fits one byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import AT_ONCE, Csr, NamedArrays, SparseVector, narrowed, type_of_codes
from recsys.large_arrays import let_go

GROUP = 16
"""So many rows have one place among the starts."""
_FEW = 32
"""Where an entry is looked for among more rows than these, its own group is quicker than all rows between."""


@dataclass(frozen=True, slots=True)
class ShortRows:
    """Compressed sparse rows, told by their lengths; column indices ascend within a row.

    Parameters
    ----------
    starts : ndarray of uint32, of int64 from 2^32 entries on, shape (ceil(n_rows / 16) + 1,)
        Where the first row and every 16th after it begin in the two last arrays, and where the last one ends.
    lengths : ndarray of the narrowest unsigned type, shape (n_rows,)
        How many entries each row has.
    indices : ndarray of int32, or of a narrow unsigned type, shape (nnz,)
        Columns.
    data : ndarray, shape (nnz,)
        Values.
    """

    starts: NDArray[Any]
    lengths: NDArray[Any]
    indices: NDArray[Any]
    data: NDArray[Any]

    @classmethod
    def of(cls, rows: Csr) -> ShortRows:
        """Return the rows of a matrix.

        Parameters
        ----------
        rows : Csr
            The matrix.

        Returns
        -------
        ShortRows
            The same entries; they are not copied.
        """
        return cls.of_lengths(np.diff(rows.indptr), rows.indices, rows.data)

    @classmethod
    def of_lengths(cls, lengths: NDArray[np.integer], indices: NDArray[Any], data: NDArray[Any]) -> ShortRows:
        """Return rows of which the lengths are known.

        Parameters
        ----------
        lengths : ndarray of int, shape (n_rows,)
            How many entries each row has.
        indices, data : ndarray, shape (nnz,)
            Columns and values.

        Returns
        -------
        ShortRows
            With lengths of the narrowest type that holds the longest.
        """
        longest = int(lengths.max(initial=0))
        return cls(starts_of(lengths), lengths.astype(type_of_codes(longest + 1), copy=False), indices, data)

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.lengths)

    @property
    def is_empty(self) -> NDArray[np.bool_]:
        """Which rows have no entry, as a mask of the caller's own."""
        return np.asarray(self.lengths == 0, np.bool_)

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
        start = self._begin(row)
        piece = slice(start, start + int(self.lengths[row]))
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
        indptr = _ends(self.lengths[start:stop])
        first = self._begin(start)
        last = first + int(indptr[-1])
        return Csr(indptr, np.asarray(self.indices)[first:last], np.asarray(self.data)[first:last])

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

    def begins(self, rows: NDArray[np.integer]) -> NDArray[np.int64]:
        """Return where some rows begin.

        Parameters
        ----------
        rows : ndarray of int, shape (n,)
            Which ones; the number of all rows stands for where the last one ends.

        Returns
        -------
        ndarray of int64, shape (n,)
            Places among the entries.
        """
        if not self.n_rows:  # numpy takes nothing from nothing
            return np.zeros(len(rows), np.int64)
        groups, places = np.divmod(rows, GROUP)
        others = np.arange(GROUP - 1)
        own = np.take(self.lengths, groups[:, None] * GROUP + others, mode="clip")
        before = np.where(others < places[:, None], own, 0).sum(axis=1, dtype=np.int64)
        return np.asarray(self.starts[groups] + before, np.int64)

    def rows_of(self, entries: NDArray[np.integer]) -> NDArray[np.int32]:
        """Return the rows in which entries stand.

        Parameters
        ----------
        entries : ndarray of int, shape (n,)
            Places among the entries, ascending.

        Returns
        -------
        ndarray of int32, shape (n,)
            The row of each.
        """
        # Of one type: else all starts are converted for each search.
        places = entries.astype(self.starts.dtype, copy=False)
        found = np.empty(len(places), np.int32)
        for start in range(0, len(places), AT_ONCE):
            some = places[start : start + AT_ONCE]
            first, last = (int(group) for group in self._groups(some[[0, -1]]))
            if (last - first) * GROUP > _FEW * len(some):
                found[start : start + AT_ONCE] = self._rows_far_apart(some)
            else:
                found[start : start + AT_ONCE] = self._rows_between(some, first, last)
        return found

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the four arrays by name.

        Returns
        -------
        dict of str to ndarray
            ``starts``, ``lengths``, ``indices`` and ``data``.
        """
        return {"starts": self.starts, "lengths": self.lengths, "indices": self.indices, "data": self.data}

    @classmethod
    def from_arrays(cls, arrays: NamedArrays) -> ShortRows:
        """Return the rows that :meth:`arrays` described.

        Parameters
        ----------
        arrays : mapping of str to ndarray
            As returned by :meth:`arrays`; may be memory-mapped.

        Returns
        -------
        ShortRows
            The same rows; nothing is copied.
        """
        return cls(arrays["starts"], arrays["lengths"], arrays["indices"], arrays["data"])

    def _begin(self, row: int) -> int:
        before: list[int] = self.lengths[row - row % GROUP : row].tolist()
        return int(self.starts[row // GROUP]) + sum(before)

    def _groups(self, places: NDArray[Any]) -> NDArray[np.int64]:
        """The groups of rows in which entries stand."""
        return np.asarray(np.searchsorted(self.starts, places, side="right") - 1)

    def _rows_between(self, places: NDArray[Any], first: int, last: int) -> NDArray[np.int64]:
        """Rows of entries among those of some groups, the ends of which are all counted up."""
        begin = self.starts[first]
        ends = np.cumsum(self.lengths[first * GROUP : (last + 1) * GROUP], dtype=begin.dtype)
        return np.asarray(np.searchsorted(ends, places - begin, side="right") + first * GROUP)

    def _rows_far_apart(self, places: NDArray[Any]) -> NDArray[np.int64]:
        """Rows of entries, of each of which only its own group is looked at."""
        groups = self._groups(places)
        own, ends = places.astype(np.int64), self.starts[groups].astype(np.int64)
        looked_at = groups * GROUP
        rows = looked_at.copy()
        for _ in range(GROUP - 1):
            ends += self.lengths.take(looked_at, mode="clip")
            rows += ends <= own
            looked_at += 1
        return rows


def starts_of(lengths: NDArray[np.integer]) -> NDArray[Any]:
    """Return where every 16th row begins.

    Parameters
    ----------
    lengths : ndarray of int, shape (n_rows,)
        How many entries each row has.

    Returns
    -------
    ndarray of uint32 or int64, shape (ceil(n_rows / 16) + 1,)
        Ascending from 0; the last is the number of all entries.
    """
    firsts = np.arange(0, len(lengths), GROUP)
    return narrowed(_ends(np.add.reduceat(lengths, firsts, dtype=np.int64) if len(firsts) else firsts))


def _ends(lengths: NDArray[Any]) -> NDArray[np.int64]:
    """Where rows of these lengths begin, the first at 0, and where the last one ends."""
    indptr = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=indptr[1:])
    return indptr
