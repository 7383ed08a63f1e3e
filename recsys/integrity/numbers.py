"""Arrays read from end to end, a block at a time.

A block fits the cache of a core, so that it is fetched once for all that is asked of it, and
no comparison makes a temporary of the size of the array; numpy lets go of the interpreter
meanwhile, so that threads read side by side. Bounds are the smallest and the largest number:
both are NaN where one is, and NaN is within no bounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.large_arrays import let_go

BLOCK = 2**18
"""So many numbers are looked at together: two megabytes of the widest."""
KEPT = 2**28
"""Bytes: of a larger array only what questions ask for stays in memory."""


def blocks(values: NDArray[Any], *, overlap: int = 0) -> Iterator[NDArray[Any]]:
    """Yield an array in pieces.

    Parameters
    ----------
    values : ndarray, shape (n,)
        May be memory-mapped.
    overlap : int
        How many numbers of a piece are repeated at the beginning of the next.

    Yields
    ------
    ndarray
        Views of at most ``BLOCK + overlap`` numbers.
    """
    plain = values.view(np.ndarray)  # a slice of a memmap is a memmap, which is slow to make
    for start in range(0, len(plain), BLOCK):
        yield plain[start : start + BLOCK + overlap]
        let_go_if_large(values)


def let_go_if_large(values: NDArray[Any]) -> None:
    """Take what was read of a mapped array off the memory of this process, if keeping it all would be much.

    Parameters
    ----------
    values : ndarray
        The array; a smaller one than of :data:`KEPT` bytes stays, as questions will soon need it.
    """
    if values.nbytes > KEPT:
        let_go(values)


def are_within(values: NDArray[Any], low: int, end: int) -> bool:
    """Return whether every number is within bounds.

    Parameters
    ----------
    values : ndarray, shape (n,)
        The numbers.
    low, end : int
        The smallest one allowed, and the first one too large.

    Returns
    -------
    bool
        True for no numbers; False where one is NaN.
    """
    return all(bool(block.min() >= low and block.max() < end) for block in blocks(values))


def are_finite(values: NDArray[Any]) -> bool:
    """Return whether every number is one.

    Parameters
    ----------
    values : ndarray of float, shape (n,)
        The numbers.

    Returns
    -------
    bool
        False where one is NaN or infinite.
    """
    return all(bool(block.min() > -np.inf and block.max() < np.inf) for block in blocks(values))


def are_positive(values: NDArray[Any]) -> bool:
    """Return whether every number is finite and above 0.

    Parameters
    ----------
    values : ndarray of float, shape (n,)
        The numbers.

    Returns
    -------
    bool
        False where one is not.
    """
    return all(bool(block.min() > 0 and block.max() < np.inf) for block in blocks(values))


def are_not_negative(values: NDArray[Any]) -> bool:
    """Return whether every number is finite and at least 0.

    Parameters
    ----------
    values : ndarray of float, shape (n,)
        The numbers.

    Returns
    -------
    bool
        False where one is not.
    """
    return all(bool(block.min() >= 0 and block.max() < np.inf) for block in blocks(values))


def are_unknown(values: NDArray[Any]) -> bool:
    """Return whether no number is known.

    Parameters
    ----------
    values : ndarray of float, shape (n,)
        The numbers.

    Returns
    -------
    bool
        True if all are NaN.
    """
    return all(bool(np.isnan(block).all()) for block in blocks(values))


def are_signed_shares(values: NDArray[Any]) -> bool:
    """Return whether every number lies between -1 and 1 or is unknown.

    Parameters
    ----------
    values : ndarray of float, shape (n,)
        The numbers; NaN is unknown.

    Returns
    -------
    bool
        False where one is outside.
    """
    return all(bool((np.isnan(block) | (np.abs(block) <= 1)).all()) for block in blocks(values))


def never_fall(values: NDArray[Any]) -> bool:
    """Return whether no number is smaller than the one before it.

    Parameters
    ----------
    values : ndarray of int, shape (n,)
        The numbers.

    Returns
    -------
    bool
        True if they are in order.
    """
    return all(bool((block[1:] >= block[:-1]).all()) for block in blocks(values, overlap=1))


def always_rise(values: NDArray[Any]) -> bool:
    """Return whether every number is larger than the one before it.

    Parameters
    ----------
    values : ndarray of int, shape (n,)
        The numbers.

    Returns
    -------
    bool
        True if they are in order and no two are equal.
    """
    return all(bool((block[1:] > block[:-1]).all()) for block in blocks(values, overlap=1))
