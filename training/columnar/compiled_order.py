"""Texts in the order of their bytes, compiled."""

# numba finds the types of compiled functions itself.
# mypy: allow-untyped-defs, allow-untyped-decorators, allow-untyped-calls
from __future__ import annotations

import numpy as np

from recsys.index.just_in_time import compiled

BEGINNING = 8
"""Bytes of a text that are compared as one number."""
_BYTE = np.uint64(8)


@compiled
def fill_beginnings(blob, offsets, beginnings):
    """Fill in the first eight bytes of each text as one number, zeros after its end.

    Parameters
    ----------
    blob : ndarray of uint8
        Texts one after the other.
    offsets : ndarray of int64, shape (n_texts + 1,)
        Where each begins.
    beginnings : ndarray of uint64, shape (n_texts,)
        Receives the numbers.
    """
    for row in range(len(beginnings)):
        begin, stop = offsets[row], offsets[row + 1]
        number = np.uint64(0)
        for i in range(begin, min(begin + BEGINNING, stop)):
            number = (number << _BYTE) | np.uint64(blob[i])
        for _ in range(max(begin + BEGINNING - stop, 0)):
            number <<= _BYTE
        beginnings[row] = number


@compiled
def _is_before(blob, offsets, one, other):
    """Whether a text stands before another one, by their bytes."""
    begin, start = offsets[one], offsets[other]
    size, length = offsets[one + 1] - begin, offsets[other + 1] - start
    for i in range(min(size, length)):
        if blob[begin + i] != blob[start + i]:
            return blob[begin + i] < blob[start + i]
    return size < length


@compiled
def sort_alike(blob, offsets, beginnings, order):
    """Sort texts that are sorted by their first eight bytes, where these are alike.

    Parameters
    ----------
    blob, offsets, beginnings : ndarray
        As :func:`fill_beginnings` takes and fills them.
    order : ndarray of int64
        Positions of the texts, sorted by ``beginnings``; they are sorted in place.
    """
    start = 0
    while start < len(order):
        stop = start + 1
        while stop < len(order) and beginnings[order[stop]] == beginnings[order[start]]:
            stop += 1
        gap = 1
        while gap < (stop - start) // 3:
            gap = 3 * gap + 1
        while gap > 0:
            for i in range(start + gap, stop):
                text, j = order[i], i
                while j >= start + gap and _is_before(blob, offsets, text, order[j - gap]):
                    order[j] = order[j - gap]
                    j -= gap
                order[j] = text
            gap //= 3
        start = stop
