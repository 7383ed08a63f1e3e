"""Lists of numbers of different lengths, as two arrays: what is done to all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import frozen
from training.columnar.chosen_loops import loops


@dataclass(frozen=True, slots=True)
class Ragged:
    """A list of numbers for each row.

    Parameters
    ----------
    indptr : ndarray of int64, shape (n_rows + 1,)
        Where the list of each row begins.
    codes : ndarray of int32, shape (n_entries,)
        The numbers.
    """

    indptr: NDArray[np.int64]
    codes: NDArray[np.int32]

    @classmethod
    def of_lists(cls, lists: Sequence[Sequence[int]]) -> Ragged:
        """Return lists of Python as arrays.

        Parameters
        ----------
        lists : sequence of sequences of int
            One a row.

        Returns
        -------
        Ragged
            The same lists.
        """
        indptr = np.zeros(len(lists) + 1, np.int64)
        np.cumsum([len(entries) for entries in lists], out=indptr[1:])
        flat = (code for entries in lists for code in entries)
        return cls(indptr, np.fromiter(flat, np.int32, int(indptr[-1])))

    @classmethod
    def of_pairs(cls, rows: NDArray[np.int64], codes: NDArray[np.int32], n_rows: int) -> Ragged:
        """Return pairs of a row and a number as lists.

        Parameters
        ----------
        rows : ndarray of int64, shape (n_entries,)
            Ascending.
        codes : ndarray of int32, shape (n_entries,)
            The numbers.
        n_rows : int
            Number of rows.

        Returns
        -------
        Ragged
            The lists, in the order of the pairs.
        """
        indptr = np.zeros(n_rows + 1, np.int64)
        np.cumsum(np.bincount(rows, minlength=n_rows), out=indptr[1:])
        return cls(indptr, codes)

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.indptr) - 1

    @property
    def rows(self) -> NDArray[np.int64]:
        """Which row each number belongs to."""
        return np.repeat(np.arange(self.n_rows), np.diff(self.indptr))

    def take(self, rows: NDArray[np.int64]) -> Ragged:
        """Return the lists of some rows, in their order.

        Parameters
        ----------
        rows : ndarray of int64
            Rows, perhaps repeated.

        Returns
        -------
        Ragged
            One list a row asked for.
        """
        indptr, places = self.places(rows)
        return Ragged(indptr, self.codes[places])

    def places(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where the entries of some rows stand, for arrays beside ``codes``.

        Parameters
        ----------
        rows : ndarray of int64
            Rows, perhaps repeated.

        Returns
        -------
        tuple of ndarray of int64
            The new ``indptr``, and positions in ``codes``.
        """
        counts = np.diff(self.indptr)[rows]
        indptr = np.zeros(len(rows) + 1, np.int64)
        np.cumsum(counts, out=indptr[1:])
        places = np.arange(indptr[-1]) + np.repeat(self.indptr[rows] - indptr[:-1], counts)
        return indptr, places

    def only(self, kept: NDArray[np.bool_]) -> Ragged:
        """Return the lists without some entries.

        Parameters
        ----------
        kept : ndarray of bool, shape (n_entries,)
            Which entries stay.

        Returns
        -------
        Ragged
            As many lists, some of them shorter.
        """
        if kept.all():
            return self
        before = np.concatenate(([0], np.cumsum(kept, dtype=np.int64)))
        return Ragged(before[self.indptr], self.codes[kept])

    def without_rows(self, rows: NDArray[np.bool_]) -> Ragged:
        """Return the lists, empty in some rows.

        Parameters
        ----------
        rows : ndarray of bool, shape (n_rows,)
            Which rows become empty.

        Returns
        -------
        Ragged
            As many lists.
        """
        return self.only(~np.repeat(rows, np.diff(self.indptr))) if rows.any() else self

    def mapped(self, meanings: Ragged) -> Ragged:
        """Return the lists with each number replaced by all that it means.

        Parameters
        ----------
        meanings : Ragged
            A list for each number.

        Returns
        -------
        Ragged
            As many lists, longer or shorter.
        """
        counts = np.diff(meanings.indptr)
        if len(counts) and counts.min() == counts.max() == 1:
            return Ragged(self.indptr, meanings.codes[self.codes])
        if len(counts) and counts.max() <= 1:
            table = np.full(len(counts), -1, np.int32)
            table[counts == 1] = meanings.codes
            codes = table[self.codes]
            return Ragged(self.indptr, codes).only(codes >= 0)
        found = meanings.take(self.codes.astype(np.int64))
        return Ragged(found.indptr[self.indptr], found.codes)

    def once(self) -> Ragged:
        """Return the lists with each number once, where it stands first."""
        repeated = self.repeated()
        return self.only(~repeated) if repeated.any() else self

    def repeated(self) -> NDArray[np.bool_]:
        """Return which entries stand in the same list already.

        Returns
        -------
        ndarray of bool, shape (n_entries,)
            True for all but the first of equal entries of a row.
        """
        found = np.zeros(len(self.codes), np.bool_)
        if (compiled := loops()) is not None:
            seen = np.zeros(int(self.codes.max(initial=0)) + 1, np.int32)
            compiled.mark_repeated(frozen(self.indptr), frozen(self.codes), seen, found)
            return found
        for start, stop in self._slices():
            keys = self._keys(start, stop)
            ordered = np.sort(keys)
            if not (ordered[1:] == ordered[:-1]).any():
                continue
            order = np.argsort(keys, kind="stable")
            same = np.flatnonzero(keys[order][1:] == keys[order][:-1]) + 1
            found[int(self.indptr[start]) + order[same]] = True
        return found

    def sorted(self) -> Ragged:
        """Return the lists with their numbers ascending, each once."""
        return self.tallied()[0]

    def tallied(self) -> tuple[Ragged, NDArray[np.int32]]:
        """Return the lists with their numbers ascending, each once, and how often each stood there.

        Returns
        -------
        tuple of Ragged and ndarray of int32, shape (n_entries,)
            The lists, and the counts beside their numbers.
        """
        if (compiled := loops()) is not None:
            codes, counts = self.codes.copy(), np.empty(len(self.codes), np.int32)
            begins = np.empty(len(self.indptr), np.int64)
            compiled.tally(frozen(self.indptr), codes, counts, begins)
            return Ragged(begins, codes[: begins[-1]]), counts[: begins[-1]]
        codes = np.empty_like(self.codes)
        fresh = np.ones(len(self.codes), np.bool_)
        for start, stop in self._slices():
            keys = np.sort(self._keys(start, stop))
            piece = slice(int(self.indptr[start]), int(self.indptr[stop]))
            codes[piece] = keys & 0xFFFFFFFF
            fresh[piece][1:] = keys[1:] != keys[:-1]
        counts = np.diff(np.flatnonzero(fresh), append=len(codes)).astype(np.int32)
        return Ragged(self.indptr, codes).only(fresh), counts

    def _slices(self) -> list[tuple[int, int]]:
        """Ranges of rows whose entries fit a processor's cache."""
        cuts = np.searchsorted(self.indptr, np.arange(0, int(self.indptr[-1]), _AT_ONCE), side="left")
        edges = np.unique(np.concatenate(([0], cuts, [self.n_rows])))
        return list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))

    def _keys(self, start: int, stop: int) -> NDArray[np.int64]:
        """One number an entry that sorts by row, then number."""
        counts = np.diff(self.indptr[start : stop + 1])
        piece = self.codes[int(self.indptr[start]) : int(self.indptr[stop])]
        return (np.repeat(np.arange(stop - start), counts) << 32) | piece


_AT_ONCE = 2**18


def side_by_side(parts: Sequence[Ragged]) -> tuple[Ragged, list[NDArray[np.int64]]]:
    """Return the lists of several columns as one, those of the first column first.

    Parameters
    ----------
    parts : sequence of Ragged
        Columns of equally many rows, at least one.

    Returns
    -------
    tuple of Ragged and list of ndarray of int64
        The lists, and where the entries of each column stand now, for arrays beside ``codes``.
    """
    indptr = np.add.reduce([part.indptr for part in parts], axis=0, dtype=np.int64)
    codes = np.empty(int(indptr[-1]), np.int32)
    begins, places = indptr[:-1].copy(), []
    for part in parts:
        sizes = np.diff(part.indptr)
        places.append(np.repeat(begins - part.indptr[:-1], sizes) + np.arange(len(part.codes)))
        codes[places[-1]] = part.codes
        begins += sizes
    return Ragged(indptr, codes), places
