"""Writing rows of titles in few bytes, as :class:`recsys.index.packed_rows.PackedRows` reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recsys.array_rooms import Room
from recsys.arrays import AT_ONCE, Csr, narrowed
from recsys.errors import BadData
from recsys.features import ColumnIdf
from recsys.index.packed_rows import PackedRows
from recsys.index.unpacking import (
    FACTOR_BYTES,
    LONGEST_NUMBER,
    MOST_BLOCKS,
    Heads,
    Tails,
    begins_block,
    bits_of,
)
from recsys.variable_bytes import BITS, encoded

_MANTISSA = 52
_KEPT_BITS = 21
"""Of a ratio's mantissa so many bits are kept: two values of single precision tell no more of it."""
_DROPPED = _MANTISSA - _KEPT_BITS
_LIMITS = np.finfo(np.float32)
_ONE = 2.0**-22
"""What is as near to 1 counts as 1."""


def pack(rows: Csr, idf: ColumnIdf, *, room: Room) -> PackedRows:
    """Return rows in few bytes.

    A value changes by 3e-7 of itself at most, and mostly by less than single precision tells.

    Parameters
    ----------
    rows : Csr
        Titles × features, float32, none below 0; may be memory-mapped, and is read a piece at a time.
    idf : ColumnIdf
        What each column weighs; where that is 0, so is the value.
    room : Room
        Where the bytes are made.

    Returns
    -------
    PackedRows
        The same rows.

    Raises
    ------
    BadData
        If there are more blocks than a byte tells, or so many columns and ratios that a number has no room
        for both.
    """
    if len(idf.stops) > MOST_BLOCKS:
        msg = f"{len(idf.stops)} feature blocks are more than a model holds: {MOST_BLOCKS}"
        raise BadData(msg)
    ratios = np.empty(0)
    for piece in _measured(rows, idf):
        ratios = np.union1d(ratios, piece.ratios[piece.strong])
    bits = bits_of(len(ratios))
    if 1 + bits + idf.n_columns.bit_length() > LONGEST_NUMBER * BITS:
        msg = f"{idf.n_columns} features of {len(ratios)} strengths are more than a model holds"
        raise BadData(msg)
    lengths: list[NDArray[np.int64]] = [np.zeros(1, np.int64)]

    def written() -> Iterator[NDArray[np.uint8]]:
        for piece in _measured(rows, idf):
            starts, entries = piece.written(ratios, bits)
            lengths.append(np.diff(starts))
            yield entries

    entries = room.filled("rows.entries", np.dtype(np.uint8), written())
    starts = np.cumsum(np.concatenate(lengths))
    return PackedRows(narrowed(starts), entries, ratios, idf)


def used_ratios(rows: PackedRows) -> NDArray[np.float64]:
    """Return the ratios that some row names.

    Parameters
    ----------
    rows : PackedRows
        Rows.

    Returns
    -------
    ndarray of float64
        Ascending.
    """
    is_used = np.zeros(len(rows.ratios), np.bool_)
    for _, tails in _stretches(rows):
        is_used[tails.places] = True
    return rows.ratios[is_used]


def with_ratios(rows: PackedRows, ratios: NDArray[np.float64], *, room: Room) -> PackedRows:
    """Return the same rows by other ratios.

    Parameters
    ----------
    rows : PackedRows
        Rows; may be memory-mapped, and are read a piece at a time.
    ratios : ndarray of float64
        Ascending; those that the rows name, among others.
    room : Room
        Where the bytes are made.

    Returns
    -------
    PackedRows
        The same values.
    """
    if np.array_equal(rows.ratios, ratios):
        return rows
    moved, bits = np.searchsorted(ratios, rows.ratios), bits_of(len(ratios))
    lengths: list[NDArray[np.int64]] = [np.zeros(1, np.int64)]

    def written() -> Iterator[NDArray[np.uint8]]:
        for heads, tails in _stretches(rows):
            columns = tails.columns
            is_first = begins_block(tails.indptr, rows.idf.blocks_of(columns))
            starts, entries = _written(
                *(tails.indptr, columns, is_first, heads.factors),
                *(tails.strong, moved[tails.places], bits),
            )
            lengths.append(np.diff(starts))
            yield entries

    entries = room.filled("rows.entries", np.dtype(np.uint8), written())
    return replace(rows, starts=narrowed(np.cumsum(np.concatenate(lengths))), entries=entries, ratios=ratios)


def _stretches(rows: PackedRows) -> Iterator[tuple[Heads, Tails]]:
    """What the bytes of some titles at a time say."""
    for first in range(0, rows.n_rows, AT_ONCE):
        starts = np.asarray(rows.starts[first : first + AT_ONCE + 1], np.int64)
        heads = Heads.of(starts - starts[0], np.asarray(rows.entries)[starts[0] : starts[-1]])
        yield heads, Tails.of(heads, rows.ratio_bits)
        rows.let_go()


@dataclass(frozen=True, slots=True, eq=False)
class _Measured:
    """Some rows, and what their values are made of.

    ``ratios`` are of all entries, 1 where they are as good as that.
    """

    rows: Csr
    is_first: NDArray[np.bool_]
    factors: NDArray[np.float32]
    ratios: NDArray[np.float64]

    @classmethod
    def of(cls, rows: Csr, idf: ColumnIdf) -> _Measured:
        blocks = idf.blocks_of(rows.indices)
        is_first = begins_block(rows.indptr, blocks)
        weights, values = idf.at(rows.indices, blocks), rows.data.astype(np.float64)
        is_made = (weights > 0) & (values > 0)  # of nothing, by nothing: any ratio will do
        shares = np.divide(values, weights, out=np.full(len(values), np.inf), where=is_made)
        firsts = np.flatnonzero(is_first)
        least = np.minimum.reduceat(shares, firsts) if len(firsts) else np.empty(0)
        # What is weaker or stronger than single precision tells gets a ratio for the rest.
        within = np.clip(least, _LIMITS.smallest_normal, _LIMITS.max)
        factors = np.where(np.isfinite(least), within, 0).astype(np.float32)
        own = factors.astype(np.float64)[np.cumsum(is_first) - 1]
        ratios = np.divide(shares, own, out=np.ones(len(shares)), where=is_made)
        ratios[(values == 0) & (weights > 0)] = 0
        ratios[np.abs(ratios - 1) <= _ONE] = 1
        return cls(rows, is_first, factors, _rounded(ratios))

    @property
    def strong(self) -> NDArray[np.int64]:
        """Entries whose ratio is not 1."""
        return np.flatnonzero(self.ratios != 1)

    def written(self, ratios: NDArray[np.float64], bits: int) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        strong = self.strong
        places = np.searchsorted(ratios, self.ratios[strong])
        return _written(
            *(self.rows.indptr, self.rows.indices, self.is_first, self.factors, strong, places, bits)
        )


def _measured(rows: Csr, idf: ColumnIdf) -> Iterator[_Measured]:
    return (_Measured.of(piece, idf) for _, piece in rows.pieces())


def _rounded(ratios: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ratios to some bits, so that those that differ by rounding alone are few."""
    half = np.int64(1 << (_DROPPED - 1))
    return ((ratios.view(np.int64) + half) >> _DROPPED << _DROPPED).view(np.float64)


def _written(
    indptr: NDArray[np.int64],
    columns: NDArray[np.integer],
    is_first: NDArray[np.bool_],
    factors: NDArray[np.float32],
    strong: NDArray[np.int64],
    places: NDArray[np.int64],
    bits: int,
) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Where the bytes of each title begin, and the bytes."""
    # 1. a number for each feature
    begins = indptr[:-1][indptr[:-1] < indptr[1:]]
    numbers = np.diff(columns, prepend=0).astype(np.int64)
    numbers[begins] = columns[begins]
    numbers[strong] = numbers[strong] << bits | places
    numbers <<= 1
    numbers[strong] |= 1
    upto, tail = encoded(numbers)
    # 2. how long each title is: its count of factors, the factors, and the numbers
    n_factors = np.diff(np.concatenate([[0], np.cumsum(is_first)])[indptr])
    heads = 1 + FACTOR_BYTES * n_factors
    ends = upto[indptr]
    starts = np.concatenate([[0], np.cumsum(heads)]) + ends
    # 3. all of it in its place
    entries = np.empty(int(starts[-1]), np.uint8)
    entries[starts[:-1]] = n_factors
    sizes = heads - 1
    first = np.cumsum(sizes) - sizes
    at = np.arange(FACTOR_BYTES * len(factors)) + np.repeat(starts[:-1] + 1 - first, sizes)
    entries[at] = factors.astype("<f4").view(np.uint8)
    shift = np.repeat(starts[1:] - ends[1:], np.diff(ends))
    entries[np.arange(len(tail)) + shift] = tail
    return starts, entries
