"""Whole numbers in as few bytes as they take.

A number takes seven bits of each byte, the lowest first, and the eighth bit says that more follow: the
variable-byte code of H. E. Williams and J. Zobel, "Compressing Integers for Fast File Access", The
Computer Journal 42(3), 1999, which Protocol Buffers call varint and DWARF calls LEB128.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

BITS = 7
MORE = 1 << BITS
"""A byte that is as large is not the last one of its number."""
LONGEST = 9
"""Bytes that a number below 2^63 takes."""


def encoded(numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Return numbers in few bytes.

    Parameters
    ----------
    numbers : ndarray of int64, shape (n,)
        None below 0.

    Returns
    -------
    starts : ndarray of int64, shape (n + 1,)
        Where each number begins among the bytes, and where the last one ends.
    bytes : ndarray of uint8
        The bytes.
    """
    starts = np.ones(len(numbers) + 1, np.int64)
    starts[0] = 0
    most, size = int(numbers.max(initial=0)), 1
    while most >= 1 << (BITS * size):
        starts[1:] += numbers >= 1 << (BITS * size)
        size += 1
    np.cumsum(starts, out=starts)
    found = np.zeros(int(starts[-1]), np.uint8)
    left, at = numbers, starts[:-1]
    while len(left):
        found[at] = left & (MORE - 1)
        more = left >= MORE
        found[at[more]] |= MORE
        left, at = left[more] >> BITS, at[more] + 1
    return starts, found


def decoded(many: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the numbers of bytes.

    Parameters
    ----------
    many : ndarray of uint8
        The last of them ends a number, and none takes more than :data:`LONGEST`.

    Returns
    -------
    numbers : ndarray of int64, shape (n,)
        The numbers.
    lasts : ndarray of int64, shape (n,)
        The last byte of each.
    """
    lasts = np.flatnonzero(many < MORE)
    sizes, low = np.diff(lasts, prepend=-1), many & np.uint8(MORE - 1)
    longest = min(int(sizes.max(initial=1)), LONGEST)
    numbers: NDArray[Any] = low[lasts].astype(np.int32 if longest * BITS < 32 else np.int64)
    # All numbers in each round: to pick those out that have so many bytes takes longer.
    for place in range(1, longest):
        numbers = np.where(sizes > place, numbers << BITS | low[lasts - place], numbers)
    return numbers.astype(np.int64, copy=False), lasts


def shares_of(
    many: NDArray[np.uint8], dtype: type[Any], longest: int
) -> tuple[NDArray[Any], NDArray[np.int64] | None]:
    """Return what each byte adds to its number, and where each number has its last byte.

    Parameters
    ----------
    many : ndarray of uint8
        The bytes.
    dtype : type
        Of the numbers, signed.
    longest : int
        Most bytes of one number.

    Returns
    -------
    shares : ndarray of dtype, shape (n_bytes,)
        A number is the sum of those of its bytes.
    lasts : ndarray of int64 or None
        None if every number has one byte.
    """
    many = np.asarray(many)
    goes_on = many >= MORE
    if not goes_on.any():
        return many.astype(dtype), None
    shares = (many & (MORE - 1)).astype(dtype)
    is_later = goes_on[:-1]
    for place in range(1, longest):
        # In the first round all bytes but the first of a number, then all but two, and so on.
        shares[place:] <<= is_later.astype(dtype) * dtype(BITS)
        is_later = is_later[1:] & goes_on[: -1 - place]
        if not is_later.any():
            break
    return shares, np.flatnonzero(~goes_on)
