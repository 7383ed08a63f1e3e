"""The other way round of a sparse column of facts: for each term the titles that have it.

A filter asks for one term of hundreds. Read by title, it is found by looking at every fact of
every title; read by term, by looking at its own titles alone.
"""

from __future__ import annotations

import numpy as np

from recsys.arrays import Csr

_SHORT = 1 << 16


def transposed(matrix: Csr, n_columns: int) -> Csr:
    """Return a sparse matrix with rows and columns exchanged.

    Parameters
    ----------
    matrix : Csr
        Titles × terms.
    n_columns : int
        Number of terms.

    Returns
    -------
    Csr
        Terms × titles, the titles of each term ascending; data is of the same type.
    """
    columns = matrix.indices
    # numpy sorts numbers of 16 bits by counting: a tenth of the time of a sort by comparing
    keys = columns.astype(np.uint16) if n_columns <= _SHORT else columns
    order = np.argsort(keys, kind="stable")
    indptr = np.zeros(n_columns + 1, dtype=np.int64)
    np.cumsum(np.bincount(columns, minlength=n_columns), out=indptr[1:])
    rows = np.repeat(np.arange(matrix.n_rows, dtype=np.int32), np.diff(matrix.indptr))
    return Csr(indptr, rows[order], matrix.data[order])
