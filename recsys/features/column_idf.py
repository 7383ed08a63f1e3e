"""What the columns of all blocks weigh within the catalogue, wherever they stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import type_of_codes
from recsys.features.coded_values import CodedValues


@dataclass(frozen=True, slots=True, eq=False)
class ColumnIdf:
    """The idf of each column, and the block that it belongs to.

    Parameters
    ----------
    stops : ndarray of int64, shape (n_blocks,)
        One past the last column of each block; the first block begins at 0.
    idf : tuple of CodedValues or ndarray of float64, length n_blocks
        One number a column of the block.
    """

    stops: NDArray[np.int64]
    idf: tuple[CodedValues | NDArray[np.float64], ...]

    @classmethod
    def alike(cls, n_columns: int) -> ColumnIdf:
        """Return one block of columns that weigh 1.

        Parameters
        ----------
        n_columns : int
            How many.

        Returns
        -------
        ColumnIdf
            Of all of them.
        """
        return cls(np.array([n_columns], np.int64), (np.ones(n_columns),))

    @property
    def n_columns(self) -> int:
        """Number of columns."""
        return int(self.stops[-1]) if len(self.stops) else 0

    def blocks_of(self, columns: NDArray[np.integer]) -> NDArray[np.int64]:
        """Return which block each column belongs to.

        Parameters
        ----------
        columns : ndarray of int, shape (n,)
            Columns of the whole space.

        Returns
        -------
        ndarray of int64, shape (n,)
            Places of blocks.
        """
        # An empty block stops where the one before it does; side="right" finds the last of them.
        return np.searchsorted(self.stops, columns, side="right")

    def at(
        self, columns: NDArray[np.integer], blocks: NDArray[np.integer] | None = None
    ) -> NDArray[np.float64]:
        """Return the idf of some columns.

        Parameters
        ----------
        columns : ndarray of int, shape (n,)
            Columns of the whole space.
        blocks : ndarray of int, shape (n,), or None
            What :meth:`blocks_of` gives for them, where that is known.

        Returns
        -------
        ndarray of float64, shape (n,)
            In the order of the columns.
        """
        owners = self.blocks_of(columns) if blocks is None else blocks
        owners = owners.astype(type_of_codes(len(self.idf)), copy=False)
        found = np.empty(len(columns))
        for block in range(len(self.idf)):
            own = np.flatnonzero(owners == block)
            start = int(self.stops[block - 1]) if block else 0
            found[own] = self.idf[block][columns[own] - start]
        return found
