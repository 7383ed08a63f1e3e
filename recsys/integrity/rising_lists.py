"""A predicate over lists of rising numbers in few bytes, some lists at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recsys.integrity.numbers import let_go_if_large
from recsys.names.rising import are_packed, stretches


def are_rising_lists(packed: NDArray[np.uint8], starts: NDArray[np.int64], end: int) -> bool:
    """Return whether bytes are those of lists of rising numbers within bounds, none of them empty.

    Parameters
    ----------
    packed : ndarray of uint8
        As :func:`recsys.names.rising.packed` writes them.
    starts : ndarray of int64, shape (n_lists + 1,)
        Where each list begins among the bytes, from 0 to their end.
    end : int
        No number may be as large.

    Returns
    -------
    bool
        False also if a list ends inside a number.
    """
    if bool((starts[1:] <= starts[:-1]).any()):
        return False
    for first, last in stretches(starts):
        begin = int(starts[first])
        some = packed[begin : int(starts[last])]
        if not are_packed(starts[first : last + 1] - begin, some, end):
            return False
        let_go_if_large(packed)
    return True
