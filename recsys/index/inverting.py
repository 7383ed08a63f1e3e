"""Making the inverted index of a matrix that may be larger than memory: counted first, then filled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recsys.array_rooms import Room
from recsys.arrays import Csr
from recsys.index.inverted import COMMON, HALF, HUB_UNIT, LEVELS, N_DIALS, TILE, InvertedIndex
from recsys.index.packed_rows import PackedRows
from recsys.index.postings import code_bits_of, levels_of
from recsys.index.upper_halves import floats_of, upper_halves
from recsys.large_arrays import let_go

_AT_ONCE = 32 * TILE
"""Titles: so many are turned round together, as each time costs a look at every feature."""


def inverted_index(
    rows: PackedRows,
    n_features: int,
    *,
    year: NDArray[np.int16],
    hubs: NDArray[np.float32],
    dials: tuple[NDArray[np.float32], ...],
    room: Room,
    common: float = COMMON,
    fewest: int = TILE,
    code_bits: int | None = None,
) -> InvertedIndex:
    """Return the index of a matrix.

    Parameters
    ----------
    rows : PackedRows
        Titles × features, no value below 0; may be memory-mapped.
    n_features : int
        Number of features.
    year : ndarray of int16, shape (n_titles,)
        0 is unknown.
    hubs : ndarray of float32, shape (n_titles,)
        Hub factors, from 1/2 to 2.
    dials : tuple of 2 ndarrays of float32, shape (n_titles,)
        Escapism and fame, -1 to +1; NaN is unknown.
    room : Room
        Where codes and postings are made.
    common : float
        Share of the titles above which a feature is a column.
    fewest : int
        A catalogue of fewer titles has no columns.
    code_bits : int or None
        How many bits of a posting are its code; None takes as many as there are. A model is stored
        with no other number.

    Returns
    -------
    InvertedIndex
        Equal matrices give equal bytes.

    Raises
    ------
    BadData
        If there are more titles than positions may be.
    """
    n_positions = -(-rows.n_rows // TILE) * TILE
    bits = code_bits_of(n_positions) if code_bits is None else code_bits
    order = np.argsort(year, kind="stable").astype(np.int32)
    years, starts = np.unique(year[order], return_index=True)
    # 1. how many titles have each feature, and its largest value
    frequency, largest = rows.frequency(n_features), _largest(rows, n_features, hubs)
    chosen = np.flatnonzero((frequency > common * rows.n_rows) & (rows.n_rows >= fewest))
    # 2. where its codes are
    place = np.full(n_features, -1, np.int16)
    place[chosen] = np.arange(len(chosen))
    frequency[chosen] = 0  # they have columns and no lists
    indptr = np.zeros(n_features + 1, np.int64)
    np.cumsum(frequency, out=indptr[1:])
    n_columns = len(chosen) + N_DIALS
    codes = room.zeros("inverted.codes", n_columns * n_positions // 2, np.uint8)
    postings = room.zeros("inverted.postings", int(indptr[-1]), np.uint32)
    # 3. the codes, title by title in the order of the years
    columns, ends, most = codes.reshape(n_columns, -1), frequency, np.zeros(2, np.int64)
    ends[:] = indptr[:-1]
    for first in range(0, rows.n_rows, _AT_ONCE):
        which = order[first : first + _AT_ONCE]
        piece = _with_hubs(rows.take(which), hubs[which])
        is_column = place[piece.indices] >= 0
        most = np.maximum(most, _most(piece, is_column))
        coded = _columns(_only(piece, is_column), largest, place, [dial[which] for dial in dials])
        columns[:, first // 2 : first // 2 + coded.shape[1]] = coded
        where, made = _postings(_only(piece, ~is_column), largest, ends, first, bits)
        postings[where] = made
        rows.let_go()
        let_go(codes, postings)
    return InvertedIndex(
        order=order,
        position_of=np.argsort(order).astype(np.int32),
        years=years.astype(np.int16),
        year_starts=np.append(starts, rows.n_rows).astype(np.int64),
        hubs=_in_units(hubs[order], n_positions),
        largest=largest,
        common=chosen.astype(np.int32),
        codes=codes,
        indptr=indptr,
        most=most,
        postings=postings,
        code_bits=bits,
    )


def _largest(rows: PackedRows, n_features: int, hubs: NDArray[np.float32]) -> NDArray[np.uint16]:
    largest = np.zeros(n_features, np.float32)
    for first, piece in rows.pieces():
        scaled = _with_hubs(piece, hubs[first : first + piece.n_rows])
        np.maximum.at(largest, scaled.indices.astype(np.intp), scaled.data)
    return upper_halves(largest)


def _with_hubs(rows: Csr, hubs: NDArray[np.float32]) -> Csr:
    return Csr(rows.indptr, rows.indices, rows.data * np.repeat(hubs, np.diff(rows.indptr)))


def _only(rows: Csr, is_kept: NDArray[np.bool_]) -> Csr:
    upto = np.concatenate([[0], np.cumsum(is_kept)])
    return Csr(upto[rows.indptr], rows.indices[is_kept], rows.data[is_kept])


def _most(rows: Csr, is_column: NDArray[np.bool_]) -> NDArray[np.int64]:
    lengths = np.diff(rows.indptr)
    n_common = np.diff(np.concatenate([[0], np.cumsum(is_column)])[rows.indptr])
    return np.array([n_common.max() + N_DIALS, (lengths - n_common).max()], np.int64)


def _columns(
    rows: Csr, largest: NDArray[np.uint16], place: NDArray[np.int16], dials: list[NDArray[np.float32]]
) -> NDArray[np.uint8]:
    """Codes of common features and dials, two titles a byte: as many rows as there are of both."""
    n_columns = int(place.max(initial=-1)) + 1
    codes = np.zeros((n_columns + N_DIALS, -(-rows.n_rows // TILE) * TILE), np.uint8)
    titles = np.repeat(np.arange(rows.n_rows), np.diff(rows.indptr))
    codes[place[rows.indices], titles] = _coded(rows, largest, LEVELS)
    for row, dial in enumerate(dials, start=n_columns):
        codes[row, : rows.n_rows] = np.ceil((np.nan_to_num(dial, nan=0.0) + 1) / 2 * LEVELS)
    halves = codes.reshape(len(codes), -1, 2, HALF)
    packed: NDArray[np.uint8] = np.bitwise_or(halves[:, :, 0], halves[:, :, 1] << np.uint8(4))
    return packed.reshape(len(codes), -1)


def _postings(
    rows: Csr, largest: NDArray[np.uint16], ends: NDArray[np.int64], first: int, bits: int
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Where postings belong, and what they are; moves the ends of the lists so far."""
    from scipy import sparse  # only a training builds an index

    coded = _coded(rows, largest, levels_of(bits))
    shape = (rows.n_rows, len(largest))
    lists = sparse.csr_matrix((coded, rows.indices, rows.indptr), shape=shape).tocsc()
    counts = np.diff(lists.indptr)
    features = np.flatnonzero(counts)
    lengths = counts[features]
    where = np.repeat(ends[features] - lists.indptr[features], lengths) + np.arange(lists.nnz)
    ends[features] += lengths
    positions = (first + lists.indices).astype(np.uint32)
    return where, positions << np.uint32(bits) | lists.data


def _coded(rows: Csr, largest: NDArray[np.uint16], levels: int) -> NDArray[np.uint8]:
    share = rows.data.astype(np.float64) / floats_of(largest[rows.indices]).astype(np.float64)
    return np.ceil(share * levels).astype(np.uint8)


def _in_units(hubs: NDArray[np.float32], length: int) -> NDArray[np.uint16]:
    units = np.ceil(hubs.astype(np.float64) * HUB_UNIT).astype(np.uint16)
    return np.concatenate([units, np.zeros(length - len(units), dtype=np.uint16)])
