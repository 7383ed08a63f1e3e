"""Predicates over tables of strings, read once from end to end."""

from __future__ import annotations

from codecs import getincrementaldecoder

import numpy as np
from numpy.typing import NDArray

from recsys.integrity.numbers import blocks, let_go_if_large

_ASCII = 0x80
_IS_INSIDE = 0xC0, 0x80
"""How the bytes of a letter after its first one begin in UTF-8."""
_WORD = 8
_ROUNDS = 8
"""Two strings with so many words in common are compared alone: else they would take a round for each word."""
_KEPT = np.array([2**64 - 2 ** (64 - 8 * n_letters) for n_letters in range(_WORD + 1)], np.uint64)
"""The bits of so many first bytes of eight."""


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


def are_ascending(blob: NDArray[np.uint8], offsets: NDArray[np.int64]) -> bool:
    """Return whether strings are in the order of their code points, each once.

    Parameters
    ----------
    blob : ndarray of uint8
        All strings as UTF-8, one after the other; its order is that of the code points.
    offsets : ndarray of uint32 or int64, shape (n_strings + 1,)
        Where each begins, and where the last one ends.

    Returns
    -------
    bool
        True for fewer than two strings.
    """
    for some in blocks(offsets, overlap=2):
        ends = some.astype(np.int64)
        first, last = int(ends.min()), int(ends.max())
        if first < 0 or last > len(blob) or bool((ends[1:] < ends[:-1]).any()):
            return False
        padded = np.concatenate((blob[first:last], np.zeros(_WORD, np.uint8)))
        if not _rise(padded, ends - first):
            return False
        let_go_if_large(blob)
    return True


def _rise(padded: NDArray[np.uint8], ends: NDArray[np.int64]) -> bool:
    """Whether each string is below the next one; eight letters at a time, and few pairs to their ends."""
    # every place as a number whose order is that of the bytes from there
    words = np.ndarray((len(padded) - _WORD + 1,), ">u8", padded, strides=(1,))
    starts, stops, others, other_stops = ends[:-2], ends[1:-1], ends[1:-1], ends[2:]
    for _ in range(_ROUNDS):
        one, other = _words(words, starts, stops), _words(words, others, other_stops)
        if bool((one > other).any()):
            return False
        tie = np.flatnonzero(one == other)
        # What follows the end of a string counts as zeros, and so do zeros: the lengths tell them apart.
        starts, stops, others, other_stops = (own[tie] for own in (starts, stops, others, other_stops))
        left, right = stops - starts, other_stops - others
        is_ended = (left <= _WORD) | (right <= _WORD)
        if bool((left >= right)[is_ended].any()):
            return False
        starts, others = starts[~is_ended] + _WORD, others[~is_ended] + _WORD
        stops, other_stops = stops[~is_ended], other_stops[~is_ended]
    text = padded.data
    pairs = zip(starts.tolist(), stops.tolist(), others.tolist(), other_stops.tolist(), strict=True)
    return all(bytes(text[start:stop]) < bytes(text[other:end]) for start, stop, other, end in pairs)


def _words(
    words: NDArray[np.uint64], starts: NDArray[np.int64], stops: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """The next eight letters of each string as a number; zeros after its end."""
    found: NDArray[np.uint64] = words[starts].astype(np.uint64)
    found &= _KEPT[np.minimum(stops - starts, _WORD)]
    return found
