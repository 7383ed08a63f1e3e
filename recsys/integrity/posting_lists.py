"""Predicates over posting lists, some postings or lists at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.index.postings import levels_of
from recsys.integrity.numbers import BLOCK, let_go_if_large


def are_postings(postings: NDArray[np.uint32], starts: NDArray[Any], n_titles: int, code_bits: int) -> bool:
    """Return whether numbers are postings of titles, each list with rising positions and with no empty code.

    Parameters
    ----------
    postings : ndarray of uint32, shape (n_postings,)
        A position and, in the last bits, a code each.
    starts : ndarray of uint32 or int64, shape (n_lists + 1,)
        Where each list begins, and where the last one ends; another claim is about these.
    n_titles : int
        No position may be as large.
    code_bits : int
        How many bits of a posting are its code.

    Returns
    -------
    bool
        False where a position is no title's or not above the one before it, or a code is 0.
    """
    plain, shift, mask = np.asarray(postings), np.uint32(code_bits), np.uint32(levels_of(code_bits))
    for first in range(0, len(plain), BLOCK):
        some = plain[max(first - 1, 0) : first + BLOCK]  # with the one before, to see it rise
        positions = some >> shift
        if positions.max() >= n_titles or not (some & mask).all():
            return False
        may_fall = _are_first(starts, max(first - 1, 0), len(some))
        if not (may_fall[1:] | (positions[1:] > positions[:-1])).all():
            return False
        let_go_if_large(postings)
        let_go_if_large(starts)
    return True


def are_largest(largest: NDArray[np.uint16], starts: NDArray[Any], common: NDArray[np.int32]) -> bool:
    """Return whether every feature that some title has may add something to a score.

    A value is above 0, and so is its code: a largest value of 0 would hide the titles of a feature.

    Parameters
    ----------
    largest : ndarray of uint16, shape (n_lists,)
        The largest value of each feature; 0 where no title has it.
    starts : ndarray of uint32 or int64, shape (n_lists + 1,)
        Where the list of each feature begins, and where the last one ends.
    common : ndarray of int32, shape (n_common,)
        Features that have a column and no list; another claim is about these.

    Returns
    -------
    bool
        False where one with a list or a column has 0.
    """
    columns = np.asarray(common)
    if not largest[columns[(columns >= 0) & (columns < len(largest))]].all():
        return False
    for first in range(0, len(largest), BLOCK):
        ends = np.asarray(starts[first : first + BLOCK + 1])
        if bool(((ends[1:] > ends[:-1]) & (largest[first : first + BLOCK] == 0)).any()):
            return False
        let_go_if_large(starts)
    return True


def _are_first(starts: NDArray[Any], begin: int, length: int) -> NDArray[np.bool_]:
    """Which of some postings that follow each other are the first of a list."""
    # Of their own type: numpy would make all starts wider to compare them with wider ones.
    low, high = np.searchsorted(starts, np.array([begin, begin + length], dtype=starts.dtype))
    places = np.asarray(starts[low:high]).astype(np.int64) - begin
    are_first = np.zeros(length, dtype=np.bool_)
    # Starts out of order, which another claim refuses, lead anywhere.
    are_first[places[(places >= 0) & (places < length)]] = True
    return are_first
