"""The arithmetic of a scan's whole numbers: plain functions over arrays.

:mod:`recsys.index.scan_plan` calls them, and :mod:`recsys.index.compiled_search` compiles the very same ones.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recsys.index.inverted import GREATEST_HUB, LEVELS

HIGHEST = 2**16 - 1
"""Sums of a scan are unsigned numbers of 16 bits."""
SHIFT = 8
"""Weights of postings are whole multiples of 2 to the power of minus this."""
ROUND_UP = (1 << SHIFT) - 1
FOR_ARITHMETIC = 2
"""So many units pay for the rounding of numbers in single and double precision."""
_OF_YEARS = 8
_OF_COLUMN = LEVELS
_OF_POSTING = 2
OF_MEAN = 128
"""A power mean that is rounded up is no more units too high."""
_LEAST_ROOM = HIGHEST / 4
_LEAST_UNIT = 1e-300  # numbers that are not much smaller have fewer digits, and nothing is proved of those
Floats = NDArray[np.float64]


def reach(common: Floats, rare: Floats, by_year: Floats, most: NDArray[np.int64]) -> float:
    """Return what no title's sum exceeds; of the negated arrays, how far none falls below 0.

    Parameters
    ----------
    common, rare : ndarray of float64
        What common features and others add at most.
    by_year : ndarray of float64, shape (n_years,)
        What each year adds before the hub factor; at least one.
    most : ndarray of int64, shape (2,)
        How many common features and how many others one title has at most.

    Returns
    -------
    float
        A score, at least 0.
    """
    total = GREATEST_HUB * max(by_year.max(), 0.0)
    for values, n_most in ((common, most[0]), (rare, most[1])):
        added = np.maximum(values, 0.0)
        if len(added) > n_most:
            added = np.sort(added)[len(added) - n_most :]
        total += added.sum()
    return total  # type: ignore[no-any-return]  # compiled code has no float()


def slack_of(n_common: int, n_rare: int, most: NDArray[np.int64]) -> float:
    """Return by how many units rounding lifts a sum at most.

    Parameters
    ----------
    n_common, n_rare : int
        Number of columns and of posting lists.
    most : ndarray of int64, shape (2,)
        How many of both one title has at most.

    Returns
    -------
    float
        Units.
    """
    return float(_OF_COLUMN * min(n_common, most[0]) + _OF_POSTING * min(n_rare, most[1]) + _OF_YEARS)


def unit_of(up: float, down: float, slack: float) -> float:
    """Return what one unit is.

    Parameters
    ----------
    up, down : float
        Between which scores all titles lie.
    slack : float
        Units that rounding needs.

    Returns
    -------
    float
        A score; 0 if there is nothing to scan for, or too much for 16 bits.
    """
    room = HIGHEST - slack
    if room < _LEAST_ROOM or up <= down or (up - down) / room < _LEAST_UNIT:
        return 0.0
    return (up - down) / room


def start_of(down: float, unit: float) -> int:
    """Return the sum of a title that has nothing.

    Parameters
    ----------
    down : float
        What no title is below.
    unit : float
        What one unit is.

    Returns
    -------
    int
        So many units that no sum falls below 0.
    """
    return int(np.ceil(-down / unit)) + FOR_ARITHMETIC


def in_units(
    common: Floats, rare: Floats, by_year: Floats, unit: float, posting_levels: int
) -> tuple[NDArray[np.int16], NDArray[np.int32], NDArray[np.int32]]:
    """Return weights of columns, of posting lists and amounts of years, all rounded up.

    Parameters
    ----------
    common, rare, by_year : ndarray of float64
        What each adds at most.
    unit : float
        What one unit is.
    posting_levels : int
        Highest code of a posting.

    Returns
    -------
    tuple of ndarray of int16, int32 and int32
        As :class:`ScanTerms` has them.
    """
    return (
        np.ceil(common / (unit * LEVELS)).astype(np.int16),
        np.ceil(rare / (unit * posting_levels) * (1 << SHIFT)).astype(np.int32),
        np.ceil(by_year / unit).astype(np.int32),
    )
