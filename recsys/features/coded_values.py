"""Many numbers of which few are distinct: each once, and a narrow code for every place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from recsys.arrays import NamedArrays, type_of_codes

_AT_ONCE = 2**18


@dataclass(frozen=True, slots=True, eq=False)
class CodedValues:
    """Numbers, read like an array: ``numbers[places]``, ``len(numbers)``, ``np.asarray(numbers)``.

    The weights of tokens follow from how many titles have them, and of most that is a small number: of
    millions of tokens some hundred have another weight than those before them.

    Parameters
    ----------
    values : ndarray of float64, shape (n_values,)
        The distinct numbers, ascending.
    codes : ndarray of unsigned int, shape (n,)
        Position of each number among them; of the narrowest type for so many.
    """

    values: NDArray[np.float64]
    codes: NDArray[np.unsignedinteger]

    @classmethod
    def of(cls, numbers: NDArray[np.float64]) -> CodedValues:
        """Return numbers in this form.

        Parameters
        ----------
        numbers : ndarray of float64, shape (n,)
            None of them NaN; may be memory-mapped, and is read a piece at a time.

        Returns
        -------
        CodedValues
            The same numbers, to the last bit but for the sign of 0.
        """
        starts = range(0, len(numbers), _AT_ONCE)
        values = np.empty(0)
        for start in starts:
            values = np.union1d(values, numbers[start : start + _AT_ONCE])
        codes = np.empty(len(numbers), type_of_codes(len(values)))
        for start in starts:
            piece = slice(start, start + _AT_ONCE)
            codes[piece] = np.searchsorted(values, numbers[piece])
        return cls(values, codes)

    def __len__(self) -> int:
        """Return how many numbers there are, equal ones included."""
        return len(self.codes)

    def __getitem__(self, places: NDArray[np.integer]) -> NDArray[np.float64]:
        """Return the numbers at some places.

        Parameters
        ----------
        places : ndarray of int, shape (m,)
            Where.

        Returns
        -------
        ndarray of float64, shape (m,)
            A copy.
        """
        return np.asarray(self.values[self.codes[places]])

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> NDArray[Any]:
        """Return all numbers as an array, for :func:`numpy.asarray`."""
        if copy is False:
            msg = "these numbers become an array only by a copy"
            raise ValueError(msg)
        return np.asarray(self.values[self.codes], dtype=dtype)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return both arrays by name.

        Returns
        -------
        dict of str to ndarray
            ``values`` and ``codes``.
        """
        return {"values": self.values, "codes": self.codes}

    @classmethod
    def from_arrays(cls, arrays: NamedArrays) -> CodedValues:
        """Return the numbers that :meth:`arrays` described.

        Parameters
        ----------
        arrays : mapping of str to ndarray
            ``values`` and ``codes``; may be memory-mapped.

        Returns
        -------
        CodedValues
            The same numbers; nothing is copied.
        """
        return cls(arrays["values"], arrays["codes"])
