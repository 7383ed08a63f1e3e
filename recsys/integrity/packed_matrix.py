"""A predicate over rows of titles in few bytes, some titles at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.index.unpacking import FACTOR_BYTES, Heads, Tails, begins_block, bits_of
from recsys.integrity.numbers import let_go_if_large
from recsys.variable_bytes import MORE

_AT_ONCE = 2**15
"""Titles."""
_LONGEST = 8
"""Bytes of the longest number that any row has: of 31 bits of a column and 24 of a ratio."""


def are_packed_rows(
    entries: NDArray[np.uint8], starts: NDArray[Any], n_ratios: int, stops: NDArray[np.int64]
) -> bool:
    """Return whether bytes are those of titles with features in order, and a factor for each of their blocks.

    Parameters
    ----------
    entries : ndarray of uint8
        The bytes.
    starts : ndarray of uint32 or int64, shape (n_titles + 1,)
        Where those of each title begin, and where the last one ends.
    n_ratios : int
        How many ratios there are.
    stops : ndarray of int64, shape (n_blocks,)
        One past the last column of each block.

    Returns
    -------
    bool
        True if nothing that reads them can leave an array, or find a number below 0 or none.
    """
    for first in range(0, len(starts) - 1, _AT_ONCE):
        cuts = starts[first : first + _AT_ONCE + 1].astype(np.int64)
        if bool((cuts[1:] <= cuts[:-1]).any()) or cuts[0] < 0 or cuts[-1] > len(entries):
            return False
        own = np.asarray(entries)[cuts[0] : cuts[-1]]
        if not _are_rows(own, cuts - cuts[0], n_ratios, stops):
            return False
        let_go_if_large(entries)
    return True


def _are_rows(
    entries: NDArray[np.uint8],
    starts: NDArray[np.int64],
    n_ratios: int,
    stops: NDArray[np.int64],
) -> bool:
    if bool((entries[starts[:-1]] * np.int64(FACTOR_BYTES) >= np.diff(starts)).any()):
        return False
    heads = Heads.of(starts, entries)
    if not _are_numbers(heads):
        return False
    tails = Tails.of(heads, bits_of(n_ratios))
    if bool((tails.distances >= 2**31).any()) or bool((tails.places >= n_ratios).any()):
        return False
    rises = tails.distances > 0
    rises[tails.indptr[:-1][tails.indptr[:-1] < tails.indptr[1:]]] = True
    columns = tails.columns
    if not rises.all() or bool((columns >= (stops[-1] if len(stops) else 0)).any()):
        return False
    is_first = begins_block(tails.indptr, np.searchsorted(stops, columns, side="right"))
    n_blocks = np.diff(np.concatenate([[0], np.cumsum(is_first)])[tails.indptr])
    are_factors = bool((heads.factors >= 0).all() and (heads.factors < np.inf).all())
    return are_factors and np.array_equal(n_blocks, heads.n_factors)


def _are_numbers(heads: Heads) -> bool:
    """Whether the last byte of each title ends a number, and no number is longer than any has to be."""
    lasts = np.flatnonzero(heads.tails < MORE)
    filled = heads.ends[np.diff(heads.ends, prepend=0) > 0]
    are_ended = bool((heads.tails[filled - 1] < MORE).all())
    return are_ended and not bool((np.diff(lasts, prepend=-1) > _LONGEST).any())
