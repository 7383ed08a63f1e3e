"""The order of a catalogue in parts: by id over all, of two titles with one id that of the first part.

The titles of each part are in this order already. A range of ids is a slice of every part, so that what
belongs to the titles is merged slice by slice, and never more than a chunk of it is held.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from recsys.names import StringTable
from training.columnar.arrow_text import arrow_strings, mask_of
from training.partitioned.work import Arrays

_NAME = "order"
_AT_ONCE = 2**16
"""Titles; a chunk has fewer than twice as many."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Titles that follow each other in the catalogue.

    Parameters
    ----------
    start, stop : int
        Their rows in the catalogue.
    slices : tuple of slice
        Of each part the rows whose ids are in the range of the chunk.
    taken : ndarray of int32, shape (stop - start,)
        Positions in these slices, put one after the other, in the order of the catalogue. Rows whose id
        another part has before are not among them.
    """

    start: int
    stop: int
    slices: tuple[slice, ...]
    taken: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Order:
    """Which row of which part each title of a catalogue is.

    Parameters
    ----------
    cuts : ndarray of int64, shape (n_chunks + 1, n_parts)
        Rows at which the chunks begin in each part; the last are the numbers of rows.
    starts : ndarray of int64, shape (n_chunks + 1,)
        Rows of the catalogue at which the chunks begin.
    taken : ndarray of int32, shape (n_titles,)
        ``Chunk.taken`` of all chunks.
    """

    cuts: NDArray[np.int64]
    starts: NDArray[np.int64]
    taken: NDArray[np.int32]

    @classmethod
    def of(cls, ids: Sequence[StringTable], into: Arrays, *, n_at_once: int = _AT_ONCE) -> Order:
        """Return the order of a catalogue, after writing it.

        Parameters
        ----------
        ids : sequence of StringTable
            Of each part the ids of its titles, ascending, each once.
        into : Arrays
            Where it is written.
        n_at_once : int
            Titles of a chunk, roughly.

        Returns
        -------
        Order
            Mapped from its files.
        """
        cuts = _cuts(ids, n_at_once)
        sizes = [0]
        with into.appended(f"{_NAME}.taken", np.int32) as taken:
            for begins, ends in pairwise(cuts.tolist()):
                places = [slice(*pair) for pair in zip(begins, ends, strict=True)]
                merged = _merged(ids, places)
                taken.add(merged)
                sizes.append(len(merged))
        into.write(f"{_NAME}.cuts", cuts)
        into.write(f"{_NAME}.starts", np.cumsum(sizes, dtype=np.int64))
        return cls.read(into)

    @classmethod
    def read(cls, written: Arrays) -> Order:
        """Return an order that was written.

        Parameters
        ----------
        written : Arrays
            Where it is.

        Returns
        -------
        Order
            Mapped from its files.
        """
        return cls(*(written.read(f"{_NAME}.{name}") for name in ("cuts", "starts", "taken")))

    @property
    def n_titles(self) -> int:
        """Number of titles of the catalogue."""
        return len(self.taken)

    def chunks(self) -> Iterator[Chunk]:
        """Yield the titles of the catalogue, chunk after chunk.

        Yields
        ------
        Chunk
            Empty ones are left out.
        """
        for number, (start, stop) in enumerate(pairwise(self.starts.tolist())):
            begins, ends = self.cuts[number].tolist(), self.cuts[number + 1].tolist()
            if start < stop:
                slices = tuple(slice(*pair) for pair in zip(begins, ends, strict=True))
                yield Chunk(start, stop, slices, self.taken[start:stop])

    def kept(self) -> list[NDArray[np.bool_]]:
        """Return which rows of each part are titles of the catalogue.

        Returns
        -------
        list of ndarray of bool, shape (n_rows,)
            One a part; false where a part before it has the id.
        """
        masks = [np.zeros(n_rows, np.bool_) for n_rows in self.cuts[-1].tolist()]
        for chunk in self.chunks():
            ends = np.cumsum([place.stop - place.start for place in chunk.slices])
            is_taken = np.zeros(int(ends[-1]), np.bool_)
            is_taken[chunk.taken] = True
            for mask, place, own in zip(masks, chunk.slices, np.split(is_taken, ends[:-1]), strict=True):
                mask[place] = own
        return masks


def _cuts(ids: Sequence[StringTable], n_at_once: int) -> NDArray[np.int64]:
    """Rows of each part at some ids, which are chosen so that about equally many titles lie between them."""
    step = max(1, n_at_once // len(ids))
    samples = [_every(arrow_strings(own), step) for own in ids]
    sampled = pa.concat_arrays(samples)
    ordered = sampled.take(pc.sort_indices(sampled))
    chosen = pc.unique(_every(ordered, max(1, n_at_once // step)))
    cuts = np.empty((len(chosen) + 1, len(ids)), np.int64)
    for part, own in enumerate(ids):
        cuts[:-1, part] = _first_places(arrow_strings(own), chosen)
        cuts[-1, part] = len(own)
    return cuts


def _every(texts: pa.Array, step: int) -> pa.Array:
    return texts.take(pa.array(np.arange(0, len(texts), step)))


def _first_places(ids: pa.Array, wanted: pa.Array) -> NDArray[np.int64]:
    """How many ids are less than each of those wanted, where both are ascending."""
    together = pa.concat_arrays([wanted, ids])  # the sort is stable: one that is equal comes first
    order = np.asarray(pc.sort_indices(together)).astype(np.int64)
    return np.flatnonzero(order < len(wanted)) - np.arange(len(wanted))


def _merged(ids: Sequence[StringTable], places: Sequence[slice]) -> NDArray[np.int32]:
    own = [arrow_strings(table)[place] for table, place in zip(ids, places, strict=True)]
    together = pa.concat_arrays(own)
    order = np.asarray(pc.sort_indices(together)).astype(np.int32)  # stable: the first part's comes first
    ordered = together.take(pa.array(order))
    is_first = np.ones(len(order), np.bool_)
    is_first[1:] = mask_of(pc.not_equal(ordered[1:], ordered[:-1]))
    return order[is_first]
