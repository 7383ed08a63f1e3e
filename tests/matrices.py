"""Random sparse matrices, with empty rows and columns, as strategies of hypothesis."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from scipy import sparse

from recsys.array_rooms import InMemory
from recsys.arrays import Csr
from recsys.features import ColumnIdf
from recsys.index.packed_rows import PackedRows
from recsys.index.packing import pack


@st.composite
def matrices(draw: st.DrawFn, *, most_rows: int = 30, n_columns: int = 12) -> sparse.csr_matrix:
    """Rows of float32 above 0, in some of which nothing is known."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shape = draw(st.integers(1, most_rows)), n_columns
    is_known = rng.random(shape) < rng.random((shape[0], 1)) * rng.random(n_columns).round()
    return sparse.csr_matrix(np.where(is_known, rng.uniform(1e-3, 2.0, shape), 0).astype(np.float32))


def packed(matrix: sparse.csr_matrix) -> PackedRows:
    """The same numbers in few bytes, but for what single precision hardly tells."""
    return pack(rows_of(matrix), ColumnIdf.alike(matrix.shape[1]), room=InMemory())


def rows_of(matrix: sparse.csr_matrix) -> Csr:
    """The same numbers as our own rows."""
    return Csr(matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32), matrix.data)


def matrix_of(rows: Csr, n_columns: int) -> sparse.csr_matrix:
    """The same numbers as a matrix of scipy."""
    return sparse.csr_matrix((rows.data, rows.indices, rows.indptr), shape=(rows.n_rows, n_columns))
