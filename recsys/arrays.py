"""Arrays by dotted name, and sparse rows made of them.

Everything that a model holds is a plain array with a name, so that a memory-mapped file is
the thing itself: ``rows.indptr``, ``names.keys.blob``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

NamedArrays = Mapping[str, NDArray[Any]]
"""Arrays by dotted name."""


@dataclass(frozen=True, slots=True)
class SparseVector:
    """A sparse vector: columns in ascending order and their values.

    Parameters
    ----------
    columns : ndarray of int32, shape (nnz,)
        Where it is not zero.
    values : ndarray of float64, shape (nnz,)
        What stands there.
    """

    columns: NDArray[np.int32]
    values: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Csr:
    """Compressed sparse rows, column indices ascending within a row.

    Parameters
    ----------
    indptr : ndarray of int64, shape (n_rows + 1,)
        Where each row begins in the two other arrays.
    indices : ndarray of int32, shape (nnz,)
        Columns.
    data : ndarray, shape (nnz,)
        Values.
    """

    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]
    data: NDArray[Any]

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.indptr) - 1

    def row(self, row: int) -> SparseVector:
        """Return one row, values in double precision.

        Parameters
        ----------
        row : int
            Row, from 0.

        Returns
        -------
        SparseVector
            Its entries.
        """
        piece = slice(int(self.indptr[row]), int(self.indptr[row + 1]))
        return SparseVector(np.asarray(self.indices[piece]), self.data[piece].astype(np.float64))

    @classmethod
    def from_arrays(cls, arrays: NamedArrays) -> Csr:
        """Return the matrix that :meth:`arrays` described.

        Parameters
        ----------
        arrays : mapping of str to ndarray
            ``indptr``, ``indices`` and ``data``; may be memory-mapped.

        Returns
        -------
        Csr
            The same matrix; nothing is copied.
        """
        return cls(arrays["indptr"], arrays["indices"], arrays["data"])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the three arrays by name.

        Returns
        -------
        dict of str to ndarray
            ``indptr``, ``indices`` and ``data``.
        """
        return {"indptr": self.indptr, "indices": self.indices, "data": self.data}


def prefixed(name: str, arrays: NamedArrays) -> dict[str, NDArray[Any]]:
    """Return arrays under the name of the thing that they are a part of.

    Parameters
    ----------
    name : str
        Name of the whole.
    arrays : mapping of str to ndarray
        Its parts.

    Returns
    -------
    dict of str to ndarray
        The same arrays as ``name.part``.
    """
    return {f"{name}.{part}": array for part, array in arrays.items()}


def under(name: str, arrays: NamedArrays) -> dict[str, NDArray[Any]]:
    """Return the parts of one thing; the reverse of :func:`prefixed`.

    Parameters
    ----------
    name : str
        Name of the whole.
    arrays : mapping of str to ndarray
        Arrays by dotted name.

    Returns
    -------
    dict of str to ndarray
        Those of the whole, by the names of its parts.
    """
    start = len(name) + 1
    return {key[start:]: array for key, array in arrays.items() if key.startswith(f"{name}.")}


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """Return a plain view of an array that nobody can write through.

    Compiled loops are compiled once for each kind of array: what lies in memory and what is mapped
    from a file have to be of one kind.

    Parameters
    ----------
    array : ndarray
        Any array.

    Returns
    -------
    ndarray
        The same numbers.
    """
    view: NDArray[Any] = np.asarray(array)[...]
    view.flags.writeable = False
    return view
