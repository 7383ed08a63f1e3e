"""Lists of numbers that rise, each as its distance from the one before, in as few bytes as that takes.

The first number is told from -1 and a distance is told less one, so that bytes cannot tell of a list that
does not rise. :mod:`recsys.variable_bytes` says how a number is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from recsys.variable_bytes import MORE, encoded, shares_of

_LONGEST = 5
"""Bytes that a distance of 31 bits takes."""
_AT_ONCE = 2**20
"""Numbers or bytes that are looked at together, unless one list is longer."""

Starts = NDArray[np.int64]
Packed = NDArray[np.uint8]
_Whole = TypeVar("_Whole", np.int32, np.int64)


def packed(starts: Starts, numbers: NDArray[np.integer[Any]]) -> tuple[Starts, Packed]:
    """Return lists of rising numbers in few bytes.

    Parameters
    ----------
    starts : ndarray of int64, shape (n_lists + 1,)
        Where each list begins among the numbers, and where the last one ends.
    numbers : ndarray of int, shape (n,)
        Rising within each list; 0 to 2^31 - 1.

    Returns
    -------
    starts : ndarray of int64, shape (n_lists + 1,)
        Where each list begins among the bytes, and where the last one ends.
    packed : ndarray of uint8
        The bytes.
    """
    begins, pieces = [np.zeros(1, np.int64)], [np.empty(0, np.uint8)]
    end = 0
    for first, last in stretches(starts):
        own = starts[first : last + 1]
        ends, piece = _packed(own - own[0], numbers[int(own[0]) : int(own[-1])])
        begins.append(ends + end)
        pieces.append(piece)
        end += len(piece)
    return np.concatenate(begins), np.concatenate(pieces)


def unpacked(one: Packed) -> NDArray[np.int32]:
    """Return the numbers of one list.

    Parameters
    ----------
    one : ndarray of uint8
        Its bytes.

    Returns
    -------
    ndarray of int32
        Rising, if the bytes are those of numbers below 2^31; of other bytes any numbers.
    """
    steps, lasts = _steps(one, np.int32)
    sums = np.cumsum(steps, out=steps)
    sums -= 1
    return sums if lasts is None else sums[lasts]


def unpacked_lists(starts: Starts, many: Packed) -> tuple[Starts, NDArray[np.int32]]:
    """Return the numbers of many lists.

    Parameters
    ----------
    starts : ndarray of int64, shape (n_lists + 1,)
        Where each list begins among the bytes, and where the last one ends.
    many : ndarray of uint8
        The bytes.

    Returns
    -------
    starts : ndarray of int64, shape (n_lists + 1,)
        Where each list begins among the numbers, and where the last one ends.
    numbers : ndarray of int32
        Rising within each list.
    """
    begins, pieces = [np.zeros(1, np.int64)], [np.empty(0, np.int32)]
    end = 0
    for first, last in stretches(starts):
        own = starts[first : last + 1]
        ends, numbers = _unpacked(own - own[0], many[int(own[0]) : int(own[-1])])
        begins.append(ends + end)
        pieces.append(numbers.astype(np.int32))
        end += len(numbers)
    return np.concatenate(begins), np.concatenate(pieces)


def are_packed(starts: Starts, many: Packed, end: int) -> bool:
    """Return whether bytes are those of lists of numbers below a bound.

    Parameters
    ----------
    starts : ndarray of int64, shape (n_lists + 1,)
        Where each list begins among the bytes, and where the last one ends; no list is empty.
    many : ndarray of uint8
        The bytes.
    end : int
        No number may be as large.

    Returns
    -------
    bool
        False also if a list ends inside a number, or a number takes more bytes than any needs.
    """
    many = np.asarray(many)
    if not len(many):
        return True
    lasts = np.flatnonzero(many < MORE)
    if bool((many[starts[1:] - 1] >= MORE).any()) or int(np.diff(lasts, prepend=-1).max()) > _LONGEST:
        return False
    return int(_unpacked(starts, many)[1].max()) < end


def stretches(starts: Starts) -> Iterator[tuple[int, int]]:
    """Yield lists that follow each other, about as many as can be looked at together.

    Parameters
    ----------
    starts : ndarray of int64, shape (n_lists + 1,)
        Where each list begins, and where the last one ends.

    Yields
    ------
    tuple of int
        The first list, and the one after the last; together all lists.
    """
    cuts = np.searchsorted(starts, np.arange(_AT_ONCE, int(starts[-1]), _AT_ONCE))
    yield from pairwise(np.unique(np.concatenate(([0], cuts, [len(starts) - 1]))).tolist())


def _packed(starts: Starts, numbers: NDArray[np.integer[Any]]) -> tuple[Starts, Packed]:
    """Where each list ends among the bytes, and the bytes."""
    gaps = np.diff(numbers, prepend=-1).astype(np.int64) - 1
    begins = starts[:-1][starts[:-1] < starts[1:]]
    gaps[begins] = numbers[begins]
    until, packed = encoded(gaps)
    return until[starts[1:]], packed


def _unpacked(starts: Starts, many: Packed) -> tuple[Starts, NDArray[np.int64]]:
    """Where each list ends among the numbers, and the numbers."""
    steps, lasts = _steps(many, np.int64)
    sums = np.concatenate(([0], np.cumsum(steps)))
    before = sums[starts[:-1]]
    ends, sums = (starts, sums[1:]) if lasts is None else (np.searchsorted(lasts, starts), sums[lasts + 1])
    return ends[1:], sums - np.repeat(before, np.diff(ends)) - 1


def _steps(many: Packed, dtype: type[_Whole]) -> tuple[NDArray[_Whole], NDArray[np.int64] | None]:
    """What each byte adds to the sum, and where each distance has its last byte; None if all have one."""
    steps, lasts = shares_of(many, dtype, _LONGEST)
    steps[slice(None) if lasts is None else lasts] += dtype(1)
    return steps, lasts
