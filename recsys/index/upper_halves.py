"""Numbers in two bytes that are never below the true ones: the upper half of a float, rounded up.

What a scan must not exceed may be said a little too large, by 1 in 128 at most, but never too small.
:mod:`recsys.index.compiled_search` compiles the function that reads them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

ENDLESS = 0x7F80
"""The upper half of infinity; those of numbers that are finite and at least 0 are below it."""


def upper_halves(values: NDArray[np.float32]) -> NDArray[np.uint16]:
    """Return numbers in two bytes, none of them smaller.

    Parameters
    ----------
    values : ndarray of float32, shape (n,)
        At least 0.

    Returns
    -------
    ndarray of uint16, shape (n,)
        Their sign, exponent and first seven bits; 0 stays 0.
    """
    whole = values.view(np.uint32) + np.uint32(0xFFFF)  # greater floats have greater bits
    whole >>= np.uint32(16)
    return whole.astype(np.uint16)


def floats_of(halves: NDArray[np.uint16]) -> NDArray[np.float32]:
    """Return the numbers that :func:`upper_halves` made.

    Parameters
    ----------
    halves : ndarray of uint16, shape (n,)
        Upper halves.

    Returns
    -------
    ndarray of float32, shape (n,)
        With zeros below.
    """
    return (halves.astype(np.uint32) << np.uint32(16)).view(np.float32)
