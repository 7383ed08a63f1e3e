"""One block of a matrix made anew, where the matrix may be larger than memory."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from recsys.array_rooms import Room
from recsys.arrays import Csr
from recsys.features.fitting import side_by_side
from recsys.large_arrays import let_go


def with_block(
    rows: Csr, start: int, stop: int, block: sparse.csr_matrix, *, n_features: int, room: Room
) -> Csr:
    """Return a matrix with other columns in the place of a block.

    Parameters
    ----------
    rows : Csr
        Titles × features, float32; read a piece at a time.
    start, stop : int
        First column of the block, and the one after its last.
    block : scipy.sparse.csr_matrix of float32, shape (n_titles, n_columns)
        What comes in its place; later columns move by as many as are new.
    n_features : int
        Number of columns of the rows.
    room : Room
        Where the new entries are made.

    Returns
    -------
    Csr
        The columns before the block, the new ones, and those that came after it.
    """
    n_dropped = sum(
        int(((piece.indices >= start) & (piece.indices < stop)).sum()) for _, piece in rows.pieces()
    )
    n_entries = len(rows.indices) - n_dropped + block.nnz
    indptr = np.zeros(rows.n_rows + 1, np.int64)
    indices = room.zeros("rows.indices", n_entries, np.int32)
    data = room.zeros("rows.data", n_entries, np.float32)
    for first, piece in rows.pieces():
        last = first + piece.n_rows
        own = sparse.csr_matrix((piece.data, piece.indices, piece.indptr), shape=(piece.n_rows, n_features))
        found = side_by_side([own[:, :start], block[first:last], own[:, stop:]])
        indptr[first + 1 : last + 1] = indptr[first] + found.indptr[1:]
        place = slice(int(indptr[first]), int(indptr[last]))
        indices[place], data[place] = found.indices, found.data
        let_go(indices, data)
    return Csr(indptr, indices, data)
