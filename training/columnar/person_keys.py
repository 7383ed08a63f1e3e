"""Keys of very many people's names at once: :func:`recsys.names.person_key` in array operations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from recsys.names import StringTable, person_key
from training.columnar.arrow_text import NO_TEXTS, arrow_strings, mask_of, string_table
from training.columnar.chosen_loops import loops
from training.columnar.text_numbers import blob_and_offsets

_AT_ONCE = 2**15
_LONGEST = 64
_WINDOW = 8
"""Letters that fit a number of 64 bits: rotations that differ in them need no closer look."""
_LETTER, _NOTHING, _BREAK = 0, 1, 2
# What ASCII folding makes of each byte: a letter or digit, nothing at all, or the end of a word.
_KIND = np.array(
    [_LETTER if chr(code).isalnum() else _NOTHING if chr(code) in "'`" else _BREAK for code in range(128)],
    np.uint8,
)
_SMALL = np.array([ord(chr(code).lower()) for code in range(128)], np.uint8)


def person_keys(names: pa.Array) -> pa.Array:
    """Return the key of each name.

    A name in ASCII is folded byte by byte. Its least rotation is that of which the first eight letters
    are least; where two rotations share these, and for all other names, ``person_key`` is asked.

    Parameters
    ----------
    names : pyarrow.Array of string
        Names of people, none of them null.

    Returns
    -------
    pyarrow.Array of large_string
        The keys.
    """
    if (compiled := loops()) is not None:
        return _turned(names, compiled)
    parts = [_keys(names[start : start + _AT_ONCE]) for start in range(0, len(names), _AT_ONCE)]
    return pa.concat_arrays([NO_TEXTS, *parts])


def _turned(names: pa.Array, compiled: Any) -> pa.Array:
    """The keys, found by compiled loops as far as names are short ones of ASCII."""
    blob, offsets = blob_and_offsets(names)
    letters = np.empty(int(offsets[-1] - offsets[0]), np.uint8)
    ends, is_sure = np.zeros_like(offsets), np.empty(len(names), np.bool_)
    compiled.turn_names(blob, offsets, letters, ends, is_sure)
    keys = arrow_strings(StringTable(letters[: ends[-1]], ends))
    if is_sure.all():
        return keys
    others = [person_key(name) for name in names.filter(pa.array(~is_sure)).to_pylist()]
    return pc.replace_with_mask(keys, pa.array(~is_sure), pa.array(others, pa.large_string()))


def _keys(names: pa.Array) -> pa.Array:
    lengths = np.asarray(pc.binary_length(names))
    simple = mask_of(pc.string_is_ascii(names))
    simple &= (lengths > 0) & (lengths <= _LONGEST)
    simple &= ~mask_of(pc.match_substring(names, "&"))
    table = string_table(names.filter(pa.array(simple)))
    letters, offsets, is_one_word = _folded(table)
    keys, sure = _rotated(letters, offsets, is_one_word)
    found = pa.array([None] * len(names), pa.large_string())
    found = pc.replace_with_mask(found, pa.array(simple), arrow_strings(keys))
    asked = ~simple
    asked[np.flatnonzero(simple)[~sure]] = True
    if not asked.any():
        return found
    others = [person_key(name) for name in names.filter(pa.array(asked)).to_pylist()]
    return pc.replace_with_mask(found, pa.array(asked), pa.array(others, pa.large_string()))


def _folded(table: StringTable) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.bool_]]:
    """Letters of ASCII names one after the other, where each name begins, and whether it is one word."""
    # 1. apostrophes vanish, so that they part no words
    kinds = _KIND[table.blob]
    stays = kinds != _NOTHING
    ends = np.concatenate(([0], np.cumsum(stays)))[table.offsets]
    letters, kinds = _SMALL[table.blob[stays]], kinds[stays]
    # 2. a word begins at a letter before which there is none, or another name
    is_letter = kinds == _LETTER
    begins = is_letter.copy()
    begins[1:] &= ~is_letter[:-1]
    starts = ends[:-1][ends[:-1] < ends[1:]]
    begins[starts] = is_letter[starts]
    n_words = np.diff(np.concatenate(([0], np.cumsum(begins)))[ends])
    # 3. the letters of all words joined
    offsets = np.concatenate(([0], np.cumsum(is_letter)))[ends]
    return letters[is_letter], offsets.astype(np.int64), n_words == 1


def _rotated(
    letters: NDArray[np.uint8], offsets: NDArray[np.int64], is_one_word: NDArray[np.bool_]
) -> tuple[StringTable, NDArray[np.bool_]]:
    """Names from their least rotation on, and which of them are certain."""
    sizes = np.diff(offsets)
    sure = sizes > 0
    keys = np.empty_like(letters)
    for size in np.unique(sizes).tolist():
        own = np.flatnonzero(sizes == size)
        if not size:
            continue
        names = letters[offsets[own][:, None] + np.arange(size)]
        start, is_least = _least_rotations(names)
        start[is_one_word[own]] = 0
        sure[own] = is_least | is_one_word[own]
        turned = (start[:, None] + np.arange(size)) % size
        keys[offsets[own][:, None] + np.arange(size)] = np.take_along_axis(names, turned, axis=1)
    return StringTable(keys, offsets), sure


def _least_rotations(names: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where the rotation with the least first eight letters begins, and whether it is the only one."""
    count, size = names.shape
    columns = np.ascontiguousarray(names.T).astype(np.uint64)
    window = np.zeros(count, np.uint64)
    for place in range(_WINDOW):
        window = (window << np.uint64(8)) | columns[place % size]
    least, start, ties = window.copy(), np.zeros(count, np.int64), np.zeros(count, np.bool_)
    for place in range(1, size):
        window = (window << np.uint64(8)) | columns[(place + _WINDOW - 1) % size]
        ties |= window == least
        is_less = window < least
        ties &= ~is_less
        least = np.where(is_less, window, least)
        start[is_less] = place
    return start, ~ties | (size <= _WINDOW)
