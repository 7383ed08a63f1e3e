"""Claims about the stored neighbours of every title."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import under
from recsys.integrity.claim import Claims, Described, at_once, by_reading
from recsys.integrity.numbers import are_finite, are_within, blocks
from recsys.neighbours import NEIGHBOURS, NOBODY


def neighbours(model: Described) -> Claims:
    """Yield the claims about the neighbours, where they were stored.

    Parameters
    ----------
    model : Described
        The model.

    Yields
    ------
    Claim
        Equally many places for every title, other titles in the first of them, and a score for each.
    """
    arrays = under(NEIGHBOURS, model.arrays)
    if arrays:
        rows, scores = arrays["rows"], arrays["scores"]
        k, left = divmod(len(rows), model.n_titles)
        yield at_once(f"{NEIGHBOURS}.rows", not left and (0 < k < model.n_titles or model.n_titles == 1))
        yield at_once(f"{NEIGHBOURS}.scores", len(scores) == len(rows))
        yield by_reading(f"{NEIGHBOURS}.rows", are_within, rows, NOBODY, model.n_titles)
        yield by_reading(f"{NEIGHBOURS}.rows", _are_first_in_their_places, rows, k)
        yield by_reading(f"{NEIGHBOURS}.scores", are_finite, scores)


def _are_first_in_their_places(rows: NDArray[np.int32], k: int) -> bool:
    """Return whether nobody stands before somebody in the k places of a title."""
    start = 1
    for block in blocks(rows, overlap=1):
        is_nobody = block == NOBODY
        appear = start + np.flatnonzero(is_nobody[:-1] & ~is_nobody[1:])
        if (appear % k).any():
            return False
        start += len(block) - 1
    return True
