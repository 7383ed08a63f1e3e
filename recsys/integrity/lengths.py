"""Predicates over the lengths of short rows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import type_of_codes
from recsys.integrity import numbers
from recsys.short_rows import GROUP


def are_lengths(lengths: NDArray[Any], starts: NDArray[Any]) -> bool:
    """Return whether rows of these lengths begin where they are said to.

    Parameters
    ----------
    lengths : ndarray of unsigned int, shape (n_rows,)
        How many entries each row has.
    starts : ndarray of uint32 or int64, shape (ceil(n_rows / 16) + 1,)
        Where every 16th row begins, and where the last one ends.

    Returns
    -------
    bool
        True if each group of rows takes just the room up to the next.
    """
    size = max(numbers.BLOCK // GROUP, 1)
    for first in range(0, len(starts) - 1, size):
        own = lengths[first * GROUP : (first + size) * GROUP]
        sums = np.add.reduceat(own, np.arange(0, len(own), GROUP), dtype=np.int64)
        if not np.array_equal(np.diff(starts[first : first + size + 1].astype(np.int64)), sums):
            return False
    numbers.let_go_if_large(lengths)
    return True


def are_narrow(lengths: NDArray[Any]) -> bool:
    """Return whether lengths are of the narrowest type that holds the longest.

    Parameters
    ----------
    lengths : ndarray of unsigned int, shape (n_rows,)
        How many entries each row has.

    Returns
    -------
    bool
        False where fewer bytes would do.
    """
    longest = max((int(block.max()) for block in numbers.blocks(lengths)), default=0)
    return lengths.dtype == type_of_codes(longest + 1)
