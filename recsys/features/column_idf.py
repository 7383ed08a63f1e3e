"""What the columns of all blocks weigh within the catalogue, wherever they stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import type_of_codes
from recsys.features.coded_values import CodedValues

_AS_ONE = 2**23
"""Columns; of so many all codes are held side by side, in two bytes each."""


@dataclass(frozen=True, eq=False)
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
        if self._together is not None:
            return self._together[columns]
        owners = self.blocks_of(columns) if blocks is None else blocks
        owners = owners.astype(type_of_codes(len(self.idf)), copy=False)
        found = np.empty(len(columns))
        for block in range(len(self.idf)):
            own = np.flatnonzero(owners == block)
            start = int(self.stops[block - 1]) if block else 0
            found[own] = self.idf[block][columns[own] - start]
        return found

    @cached_property
    def _together(self) -> CodedValues | None:
        """Those of all blocks: a question names few columns of many, and each block is a look of its own."""
        if self.n_columns > _AS_ONE:
            return None
        found = [CodedValues.of(own) if isinstance(own, np.ndarray) else own for own in self.idf]
        values = np.unique(np.concatenate([np.empty(0), *(own.values for own in found)]))
        codes = np.empty(self.n_columns, type_of_codes(len(values)))
        starts = np.concatenate([[0], self.stops[:-1]])
        for start, stop, own in zip(starts.tolist(), self.stops.tolist(), found, strict=True):
            codes[start:stop] = np.searchsorted(values, own.values)[own.codes]
        return CodedValues(values, codes)
