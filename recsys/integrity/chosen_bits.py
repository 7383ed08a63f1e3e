"""Predicates over the bits that say which strings of a table are chosen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recsys.integrity import numbers
from recsys.names.chosen_strings import RUN_BYTES, chosen_of_runs


def ends_with(bits: NDArray[np.uint8], n_strings: int) -> bool:
    """Return whether there is a bit for every string of a table, and none is set after the last one.

    Parameters
    ----------
    bits : ndarray of uint8
        The bits; only the last of them are looked at.
    n_strings : int
        Number of strings.

    Returns
    -------
    bool
        Whether none points past the end of the table.
    """
    if n_strings < 0 or len(bits) != -(-n_strings // 8):
        return False
    return n_strings % 8 == 0 or int(bits[-1]) >> n_strings % 8 == 0


def are_counted(bits: NDArray[np.uint8], before: NDArray[np.uint32]) -> bool:
    """Return whether the sums before the runs are those of the bits.

    Parameters
    ----------
    bits : ndarray of uint8
        One bit a string.
    before : ndarray of uint32, shape (n_runs + 1,)
        How many are set before each run, from 0; at last, in all.

    Returns
    -------
    bool
        True for no bits.
    """
    size = max(numbers.BLOCK // RUN_BYTES, 1)
    for first in range(0, len(before) - 1, size):
        counts = chosen_of_runs(bits[first * RUN_BYTES : (first + size) * RUN_BYTES])
        if not np.array_equal(np.diff(before[first : first + size + 1].astype(np.int64)), counts):
            return False
    numbers.let_go_if_large(bits)
    return True
