"""Variety on request: another list for another number, and the same list for the same one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SHARE = 0.5
"""Share of the pool that is drawn."""


def draw(n_pool: int, seed: int) -> NDArray[np.int64]:
    """Return which places of a pool stay: about half of them, in their old order.

    Parameters
    ----------
    n_pool : int
        Size of the pool.
    seed : int
        Number that decides.

    Returns
    -------
    ndarray of int64
        Ascending places; a pool of one is never emptied.
    """
    drawn = np.flatnonzero(np.random.default_rng(seed).random(n_pool) < SHARE)
    return drawn if len(drawn) else np.arange(min(n_pool, 1))
