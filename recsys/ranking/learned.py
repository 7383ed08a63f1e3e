"""What was learned from people: which features speak for a title to those who liked another.

A bilinear form on a few features of both titles: ``w (x_q A + v) · x_d`` for a seed *q* and a
candidate *d*. Row *i* of ``A`` says what is welcome to those who like feature *i*, ``v`` what is
welcome to all. For one seed this is a vector over the same features as everything else, so that
search, parts and steering need nothing new.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import NamedArrays, SparseVector

LEARNED = "learned"
"""Name of the part of a score, and of its weight."""


@dataclass(frozen=True, slots=True)
class SecondStage:
    """The learned form; how it is found: :mod:`training.learning.second_stage`.

    Parameters
    ----------
    columns : ndarray of int32, shape (p,)
        Features that it knows, ascending.
    prior : ndarray of float32, shape (p,)
        What speaks for a title to everybody.
    matrix : ndarray of float32, shape (p * p,)
        Features of the seed × features of the candidate, row by row.
    """

    columns: NDArray[np.int32]
    prior: NDArray[np.float32]
    matrix: NDArray[np.float32]

    @property
    def square(self) -> NDArray[np.float32]:
        """The matrix with its two dimensions."""
        return self.matrix.reshape(len(self.columns), len(self.columns))

    def coefficients(self, vector: SparseVector) -> SparseVector:
        """Return what is welcome to those who like a title.

        Parameters
        ----------
        vector : SparseVector
            Features of the title, without block weights.

        Returns
        -------
        SparseVector
            A signed coefficient for each of ``columns``.
        """
        _, ours, theirs = np.intersect1d(
            self.columns, vector.columns, assume_unique=True, return_indices=True
        )
        welcome = vector.values[theirs] @ self.square[ours].astype(np.float64)
        return SparseVector(np.asarray(self.columns), self.prior.astype(np.float64) + welcome)

    def arrays(self) -> dict[str, NDArray[np.int32] | NDArray[np.float32]]:
        """Return the three arrays by name.

        Returns
        -------
        dict of str to ndarray
            ``columns``, ``prior`` and ``matrix``.
        """
        return {"columns": self.columns, "prior": self.prior, "matrix": self.matrix}

    @classmethod
    def from_arrays(cls, arrays: NamedArrays) -> SecondStage:
        """Return the form that :meth:`arrays` described.

        Parameters
        ----------
        arrays : mapping of str to ndarray
            May be memory-mapped.

        Returns
        -------
        SecondStage
            The same; nothing is copied.
        """
        return cls(arrays["columns"], arrays["prior"], arrays["matrix"])
