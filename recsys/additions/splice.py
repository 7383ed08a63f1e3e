"""Rows of a model and rows of titles that join it, in one order: what every array is laid out by."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from recsys.array_rooms import InMemory
from recsys.arrays import narrowed
from recsys.index.packed_rows import PackedRows
from recsys.index.packing import used_ratios, with_ratios
from recsys.names import HashIndex, StringTable
from recsys.short_rows import ShortRows

Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True)
class Splice:
    """Where each item of the new order comes from.

    Parameters
    ----------
    origin : ndarray of int64, shape (n,)
        Below ``n_old`` an item that was there; from there on one of those that join.
    n_old : int
        How many items there were.
    """

    origin: NDArray[np.int64]
    n_old: int

    def __len__(self) -> int:
        """Return the number of items."""
        return len(self.origin)

    @cached_property
    def moved(self) -> NDArray[np.int64]:
        """New place of each item that was there; -1 for those that are left out."""
        places = np.full(self.n_old, -1, dtype=np.int64)
        is_old = self.origin < self.n_old
        places[self.origin[is_old]] = np.flatnonzero(is_old)
        return places

    @cached_property
    def seats(self) -> NDArray[np.int64]:
        """New place of each item that joins, in the order in which they were given."""
        places = np.flatnonzero(self.origin >= self.n_old)
        seats = np.empty(len(places), dtype=np.int64)
        seats[self.origin[places] - self.n_old] = places
        return seats

    @cached_property
    def _runs(self) -> list[tuple[int, int]]:
        """First and last item but one of each stretch that stays side by side."""
        cuts = np.flatnonzero((np.diff(self.origin) != 1) | (self.origin[1:] == self.n_old)) + 1
        starts = np.concatenate(([0], cuts))[: len(self.origin)]
        stops = np.concatenate((cuts, [len(self.origin)]))[: len(starts)]
        first = self.origin[starts]
        return list(zip(first.tolist(), (first + stops - starts).tolist(), strict=True))

    def column(self, old: NDArray[Number], new: NDArray[Number]) -> NDArray[Number]:
        """Return one number an item.

        Parameters
        ----------
        old, new : ndarray
            Those of the items that were there, and of those that join; of one type.

        Returns
        -------
        ndarray
            In the new order.
        """
        return np.concatenate((old, new.astype(old.dtype, copy=False)))[self.origin]

    def lists(
        self,
        old: tuple[NDArray[np.int64], NDArray[Number]],
        new: tuple[NDArray[np.int64], NDArray[Number]],
    ) -> tuple[NDArray[np.int64], NDArray[Number]]:
        """Return a list of numbers an item; stretches are copied as they lie.

        Parameters
        ----------
        old, new : tuple of ndarray of int64 and ndarray
            Where the list of each item begins, and all numbers.

        Returns
        -------
        tuple of ndarray of int64 and ndarray
            The same in the new order.
        """
        lengths = self.column(np.diff(old[0]), np.diff(new[0]))
        pieces = [old[1][:0]]
        for first, stop in self._runs:
            starts, values = old if first < self.n_old else new
            shift = 0 if first < self.n_old else self.n_old
            pieces.append(values[int(starts[first - shift]) : int(starts[stop - shift])])
        joined: NDArray[Number] = np.concatenate(pieces).astype(old[1].dtype, copy=False)
        ends = np.cumsum(lengths, dtype=np.int64)
        return np.concatenate((np.zeros(1, np.int64), ends)), joined

    def strings(self, old: StringTable, new: StringTable) -> StringTable:
        """Return one string an item.

        Parameters
        ----------
        old, new : StringTable
            Those of the items that were there, and of those that join.

        Returns
        -------
        StringTable
            In the new order.
        """
        offsets, blob = self.lists((old.offsets, old.blob), (new.offsets, new.blob))
        return StringTable(blob, offsets)

    def index(self, old: HashIndex, new: HashIndex) -> HashIndex:
        """Return one string an item, and the lookup among them.

        Parameters
        ----------
        old, new : HashIndex
            Those of the items that were there, and of those that join.

        Returns
        -------
        HashIndex
            In the new order; no string is hashed again.
        """
        hashes = self.column(_by_item(old), _by_item(new))
        order = np.argsort(hashes, kind="stable").astype(np.int32)
        return HashIndex(self.strings(old.table, new.table), hashes[order], order)

    def packed(self, old: PackedRows, new: PackedRows) -> PackedRows:
        """Return one packed row an item.

        Parameters
        ----------
        old, new : PackedRows
            Those of the items that were there, and of those that join; of the same columns.

        Returns
        -------
        PackedRows
            In the new order, with the ratios that are left.
        """
        ratios, room = np.union1d(old.ratios, new.ratios), InMemory()
        own, others = with_ratios(old, ratios, room=room), with_ratios(new, ratios, room=room)
        starts, entries = self.lists((own.starts, own.entries), (others.starts, others.entries))
        is_checked = old.is_checked and new.is_checked
        joined = PackedRows(narrowed(starts), entries, ratios, old.idf, is_checked)
        if bool((self.moved >= 0).all()):
            return joined
        # What only a title had that was replaced goes with it: bytes tell what is there, not how it came.
        return with_ratios(joined, used_ratios(joined), room=room)

    def short_rows(self, old: ShortRows, new: ShortRows) -> ShortRows:
        """Return one short sparse row an item.

        Parameters
        ----------
        old, new : ShortRows
            Those of the items that were there, and of those that join; of the same columns.

        Returns
        -------
        ShortRows
            In the new order.
        """
        wide = np.result_type(old.lengths, new.lengths)
        lengths = self.column(old.lengths.astype(wide, copy=False), new.lengths)
        runs = np.array(self._runs, dtype=np.int64).reshape(-1, 2)
        is_old = runs[:, 0] < self.n_old
        cuts = np.empty_like(runs)
        cuts[is_old] = old.begins(runs[is_old].ravel()).reshape(-1, 2)
        cuts[~is_old] = new.begins((runs[~is_old] - self.n_old).ravel()).reshape(-1, 2)
        where = list(zip(is_old.tolist(), cuts.tolist(), strict=True))
        indices, data = (
            np.concatenate([ours[:0], *((ours if own else theirs)[slice(*cut)] for own, cut in where)])
            for ours, theirs in ((old.indices, new.indices), (old.data, new.data))
        )
        return ShortRows.of_lengths(
            lengths, indices.astype(old.indices.dtype, copy=False), data.astype(old.data.dtype, copy=False)
        )

    def of_lists(self, old: NDArray[np.int64], new: NDArray[np.int64]) -> Splice:
        """Return the order of what the items hold, where each of them holds some.

        Parameters
        ----------
        old, new : ndarray of int64
            Where the list of each item begins.

        Returns
        -------
        Splice
            Of all members of the lists.
        """
        n_old = int(old[-1])
        members = (np.arange(n_old), np.arange(n_old, n_old + int(new[-1])))
        return Splice(self.lists((old, members[0]), (new, members[1]))[1], n_old)


def starts_of(owner: NDArray[np.int32], n_rows: int) -> NDArray[np.int64]:
    """Return where what each row owns begins.

    Parameters
    ----------
    owner : ndarray of int32, shape (n,)
        Row of each, ascending.
    n_rows : int
        Number of rows.

    Returns
    -------
    ndarray of int64, shape (n_rows + 1,)
        The places.
    """
    return np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=n_rows)))).astype(np.int64)


def _by_item(index: HashIndex) -> NDArray[np.uint32]:
    hashes = np.empty(len(index.hashes), dtype=np.uint32)
    hashes[index.rows] = index.hashes
    return hashes


def seated(ids: StringTable, joining: list[str]) -> Splice:
    """Return the order of titles by id, with others that join or take a place over.

    Parameters
    ----------
    ids : StringTable
        Ids of the titles that are there, in code-point order.
    joining : list of str
        Other ids, each once, in code-point order.

    Returns
    -------
    Splice
        A title that is there already is left out in favour of the one that joins.
    """
    origin, reached = [], 0
    for number, id in enumerate(joining):
        place = bisect_left(ids, id, lo=reached)
        origin += [np.arange(reached, place), np.array([len(ids) + number])]
        reached = place + (place < len(ids) and ids[place] == id)
    return Splice(np.concatenate([*origin, np.arange(reached, len(ids))]).astype(np.int64), len(ids))
