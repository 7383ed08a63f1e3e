"""Some columns of a matrix that may be larger than memory, numbered anew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from recsys.arrays import Csr


@dataclass(frozen=True, slots=True)
class KeptColumns:
    """Columns that are looked at, and where each of them stands among them.

    Parameters
    ----------
    columns : ndarray of int64, shape (n_kept,)
        The columns, ascending.
    places : ndarray of int32, shape (n_columns,)
        Place of each column among those that are kept; -1 for all others.
    """

    columns: NDArray[np.int64]
    places: NDArray[np.int32]

    @classmethod
    def among(cls, columns: NDArray[np.int64], n_columns: int) -> KeptColumns:
        """Return some of the columns of a matrix.

        Parameters
        ----------
        columns : ndarray of int64, shape (n_kept,)
            Those to keep, ascending.
        n_columns : int
            How many there are.

        Returns
        -------
        KeptColumns
            The same columns.
        """
        places = np.full(n_columns, -1, np.int32)
        places[columns] = np.arange(len(columns))
        return cls(columns, places)

    def of(self, rows: Csr) -> sparse.csr_matrix:
        """Return rows with these columns only.

        Parameters
        ----------
        rows : Csr
            Columns ascending within a row.

        Returns
        -------
        scipy.sparse.csr_matrix, shape (n_rows, n_kept)
            Values of the same type, columns ascending.
        """
        found = self.places[rows.indices]
        is_kept = found >= 0
        upto = np.concatenate([[0], np.cumsum(is_kept)])
        shape = (rows.n_rows, len(self.columns))
        return sparse.csr_matrix((rows.data[is_kept], found[is_kept], upto[rows.indptr]), shape=shape)
