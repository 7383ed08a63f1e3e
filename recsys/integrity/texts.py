"""Predicates over tables of strings, read once from end to end."""

from __future__ import annotations

from codecs import getincrementaldecoder

import numpy as np
from numpy.typing import NDArray

from recsys.integrity.numbers import blocks, let_go_if_large

_ASCII = 0x80
_IS_INSIDE = 0xC0, 0x80
"""How the bytes of a letter after its first one begin in UTF-8."""


def are_texts(blob: NDArray[np.uint8], offsets: NDArray[np.int64]) -> bool:
    """Return whether every string is UTF-8; half a surrogate pair, which JSON can carry, counts as a letter.

    Parameters
    ----------
    blob : ndarray of uint8
        All strings, one after the other.
    offsets : ndarray of uint32 or int64, shape (n_strings + 1,)
        Where each begins, never backwards, and where the last one ends.

    Returns
    -------
    bool
        Whether none of them raises when it is decoded.
    """
    mask, inside = _IS_INSIDE
    for some in blocks(offsets):
        starts = some[(some >= 0) & (some < len(blob))]  # whether others may be is another claim
        if bool(((blob[starts] & mask) == inside).any()):
            return False
        let_go_if_large(blob)
    decoder = getincrementaldecoder("utf-8")("surrogatepass")
    try:
        is_ended = True
        for piece in blocks(blob):
            if is_ended and int(piece.max()) < _ASCII:
                continue  # most pieces of most catalogues, and this lets other threads run
            decoder.decode(piece.tobytes())
            is_ended = not decoder.getstate()[0]
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def are_objects(blob: NDArray[np.uint8], offsets: NDArray[np.int64]) -> bool:
    """Return whether every string begins and ends as an object of JSON does; what is between is not read.

    Parameters
    ----------
    blob : ndarray of uint8
        All strings, one after the other.
    offsets : ndarray of uint32 or int64, shape (n_strings + 1,)
        Where each begins, never backwards, and where the last one ends.

    Returns
    -------
    bool
        False also if one is shorter than two letters.
    """
    for some in blocks(offsets, overlap=1):
        signed = some.astype(np.int64)
        starts, ends = signed[:-1], signed[1:]
        if int(signed.min()) < 0 or int(signed.max()) > len(blob) or bool((ends - starts < 2).any()):
            return False
        if not bool((blob[starts] == ord("{")).all() and (blob[ends - 1] == ord("}")).all()):
            return False
        let_go_if_large(blob)
    return True
