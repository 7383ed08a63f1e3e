"""A predicate over rows of titles in few bytes, some titles at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.index.unpacking import FACTOR_BYTES, LONGEST_NUMBER, Heads, Tails, begins_block, bits_of
from recsys.integrity.numbers import let_go_if_large
from recsys.variable_bytes import MORE

_AT_ONCE = 2**15
"""Titles."""
_COLUMNS = 2**31
"""One past the last column that four bytes tell."""


def are_packed_rows(
    entries: NDArray[np.uint8],
    starts: NDArray[Any],
    ratios: NDArray[np.float64],
    weights: Sequence[NDArray[np.float64]],
    stops: NDArray[np.int64],
) -> bool:
    """Return whether bytes are those of titles with features in order, and a factor for each of their blocks.

    Parameters
    ----------
    entries : ndarray of uint8
        The bytes.
    starts : ndarray of uint32 or int64, shape (n_titles + 1,)
        Where those of each title begin, and where the last one ends.
    ratios : ndarray of float64, shape (n_ratios,)
        Ratios other than 1.
    weights : sequence of ndarray of float64
        The distinct idf of each block.
    stops : ndarray of int64, shape (n_blocks,)
        One past the last column of each block; there is a block.

    Returns
    -------
    bool
        True if nothing that reads them can leave an array, or find a number below 0 or none.
    """
    greatest = max((float(own.max(initial=0)) for own in weights), default=0.0)
    for first in range(0, len(starts) - 1, _AT_ONCE):
        cuts = starts[first : first + _AT_ONCE + 1].astype(np.int64)
        if bool((cuts[1:] <= cuts[:-1]).any()) or cuts[0] < 0 or cuts[-1] > len(entries):
            return False
        own = np.asarray(entries)[cuts[0] : cuts[-1]]
        if not _are_rows(own, cuts - cuts[0], ratios, greatest, stops):
            return False
        let_go_if_large(entries)
    return True


def _are_rows(
    entries: NDArray[np.uint8],
    starts: NDArray[np.int64],
    ratios: NDArray[np.float64],
    greatest: float,
    stops: NDArray[np.int64],
) -> bool:
    # 1. bytes that tell factors and numbers
    if bool((entries[starts[:-1]] * np.int64(FACTOR_BYTES) >= np.diff(starts)).any()):
        return False
    heads = Heads.of(starts, entries)
    if not _are_numbers(heads):
        return False
    # 2. columns and ratios that there are
    tails = Tails.of(heads, bits_of(len(ratios)))
    if bool((tails.places >= len(ratios)).any()) or bool((tails.distances >= _COLUMNS).any()):
        return False
    rises = tails.distances > 0
    rises[tails.indptr[:-1][tails.indptr[:-1] < tails.indptr[1:]]] = True
    columns = tails.columns
    if not rises.all() or bool((columns >= min(int(stops[-1]), _COLUMNS)).any()):
        return False
    # 3. a factor for each block, and no value that single precision cannot hold
    is_first = begins_block(tails.indptr, np.searchsorted(stops, columns, side="right"))
    n_blocks = np.diff(np.concatenate([[0], np.cumsum(is_first)])[tails.indptr])
    if not np.array_equal(n_blocks, heads.n_factors) or not (heads.factors >= 0).all():
        return False
    factors = heads.factors.astype(np.float64)
    strong = ratios[tails.places] * factors[(np.cumsum(is_first) - 1)[tails.strong]]
    most = max(float(factors.max(initial=0)), float(strong.max(initial=0)))
    return most * greatest <= float(np.finfo(np.float32).max)


def _are_numbers(heads: Heads) -> bool:
    """Whether the last byte of each title ends a number, and no number is longer than any has to be."""
    lasts = np.flatnonzero(heads.tails < MORE)
    filled = heads.ends[np.diff(heads.ends, prepend=0) > 0]
    are_ended = bool((heads.tails[filled - 1] < MORE).all())
    return are_ended and not bool((np.diff(lasts, prepend=-1) > LONGEST_NUMBER).any())
