"""An array on disk that is written piece after piece, and never held."""

from __future__ import annotations

from typing import Any, BinaryIO

import numpy as np
from numpy.typing import DTypeLike, NDArray

from recsys.large_arrays import header_of

HEADER = 128
"""Bytes before the numbers of a file of one array of one dimension, however long it is."""


class GrowingArray:
    """An array of one dimension that is written piece after piece, and never held.

    Parameters
    ----------
    file : binary file
        To be written to, at its beginning.
    dtype : numpy.dtype
        Of the numbers.
    """

    def __init__(self, file: BinaryIO, dtype: DTypeLike) -> None:
        self._file, self._dtype, self._length = file, np.dtype(dtype), 0
        file.write(bytes(HEADER))

    def __len__(self) -> int:
        """Return how many numbers were written."""
        return self._length

    def add(self, values: NDArray[Any]) -> None:
        """Write more numbers after those that are there.

        Parameters
        ----------
        values : ndarray of the array's dtype, shape (n,)
            The numbers.
        """
        self._file.write(np.ascontiguousarray(values, self._dtype).data)
        self._length += len(values)

    def finish(self) -> None:
        """Write how many numbers there are."""
        self._file.seek(0)
        header = header_of(self._dtype, self._length)
        if len(header) != HEADER:
            msg = f"numpy makes a header of {len(header)} bytes where {HEADER} are left for it"
            raise RuntimeError(msg)
        self._file.write(header)
