"""The loops over texts and their numbers, compiled; :mod:`training.columnar.chosen_loops` loads them.

Texts are numbered in a table with open addressing. A slot is 0 where it is empty, else a tag of 31 bits
of the text's hash above the text's number plus 1; that two texts are equal is seen by their bytes. The texts
stand one after the other in ``pool``, the one with number n from ``starts[n]`` on, and ``held`` says how many
there are and how many bytes they take. A loop stops where the table may become too small and says which row
is next; :class:`training.columnar.text_numbers.TextNumbers` then makes it larger.

All that goes into the machine code of a loop stands in its own file, as numba compiles anew only what has
changed itself.
"""

# numba finds the types of compiled functions itself.
# mypy: allow-untyped-defs, allow-untyped-decorators, allow-untyped-calls
from __future__ import annotations

import numpy as np

from recsys.index.just_in_time import compiled
from training.columnar.compiled_lists import mark_repeated, tally
from training.columnar.compiled_order import fill_beginnings, sort_alike

__all__ = [
    "fill_beginnings",
    "mark_repeated",
    "number_texts",
    "number_words",
    "place_again",
    "sort_alike",
    "tally",
    "turn_names",
]
_OFFSET_BASIS, _PRIME = np.int64(-3750763034362895579), np.int64(1099511628211)
"""FNV-1a of 64 bits (Fowler, Noll and Vo)."""
_TAG, _NUMBER, _SHIFT = np.int64(0x7FFFFFFF), np.int64(0xFFFFFFFF), np.int64(32)
_LETTER, _NOTHING, _BREAK, _BLANK, _AND = 0, 1, 2, 3, 4
_KIND = np.full(128, _BREAK, np.uint8)
"""What folding makes of each byte of ASCII: a letter, nothing, the end of a word, of a piece, or a word."""
_KIND[[code for code in range(128) if chr(code).isalnum()]] = _LETTER
_KIND[[ord("'"), ord("`")]] = _NOTHING
_KIND[[ord(char) for char in " \t\n\v\f\r"]] = _BLANK
_KIND[ord("&")] = _AND
_SMALL = np.array([ord(chr(code).lower()) for code in range(128)], np.uint8)
_BEYOND_ASCII = 128
_S, _I, _U = ord("s"), ord("i"), ord("u")
LONGEST_NAME = 64
"""Bytes; rotations of longer names are left to the ordinary way."""

AT_ONCE = 32
"""Texts that are looked for together."""


@compiled
def _tag_of(state):
    return (state ^ (state >> _SHIFT)) & _TAG


@compiled
def _slot_of(slots, starts, pool, letters, begin, size, tag):
    """Where a text stands in the table, or the empty slot that it would get."""
    mask = len(slots) - 1
    place = tag & mask
    while slots[place] != 0:
        if slots[place] >> _SHIFT == tag:
            at = starts[(slots[place] & _NUMBER) - 1]
            if starts[slots[place] & _NUMBER] - at == size:
                same = 0
                while same < size and pool[at + same] == letters[begin + same]:
                    same += 1
                if same == size:
                    return place
        place = (place + 1) & mask
    return place


@compiled
def place_again(old, slots):
    """Fill a larger table with the slots of a smaller one.

    Parameters
    ----------
    old : ndarray of int64
        Slots.
    slots : ndarray of int64
        More slots, a power of 2; all of them 0.
    """
    mask = len(slots) - 1
    for i in range(len(old)):
        if old[i] != 0:
            place = (old[i] >> _SHIFT) & mask
            while slots[place] != 0:
                place = (place + 1) & mask
            slots[place] = old[i]


@compiled
def _settle(tags, begins, sizes, n, letters, slots, starts, pool, held, codes, first):
    """Fill in the numbers of n texts from a place on; the bytes of a new one are copied to the pool.

    What a table holds of a text lies in three places far apart in memory. All texts at once are looked for in
    one of them after the other, as a processor fetches from many places side by side, if nothing depends on
    what is found.
    """
    mask, touched = len(slots) - 1, np.int64(0)
    for j in range(n):
        touched += slots[tags[j] & mask]
    for j in range(n):
        number = slots[tags[j] & mask] & _NUMBER
        if number > 0:
            touched += starts[number]
    for j in range(n):
        number = slots[tags[j] & mask] & _NUMBER
        if number > 0:
            touched += pool[starts[number - 1]]
    for j in range(n):
        place = _slot_of(slots, starts, pool, letters, begins[j], sizes[j], tags[j])
        if slots[place] == 0:
            for i in range(sizes[j]):
                pool[held[1] + i] = letters[begins[j] + i]
            held[0] += 1
            held[1] += sizes[j]
            starts[held[0]] = held[1]
            slots[place] = (tags[j] << _SHIFT) | held[0]
        codes[first + j] = (slots[place] & _NUMBER) - 1
    held[2] = touched  # else a compiler would see that nobody asks for it


@compiled
def number_texts(blob, offsets, first, slots, starts, pool, held, codes):
    """Fill in the number of each text; a new one gets the next number.

    Parameters
    ----------
    blob : ndarray of uint8
        Texts one after the other.
    offsets : ndarray of int64, shape (n_texts + 1,)
        Where each begins.
    first : int
        The text to begin with.
    slots, starts, pool, held : ndarray
        The table.
    codes : ndarray of int32, shape (n_texts,)
        Receives the numbers.

    Returns
    -------
    int
        The text for which there was no room, or ``n_texts``.
    """
    tags, begins = np.empty(AT_ONCE, np.int64), np.empty(AT_ONCE, np.int64)
    sizes = np.empty(AT_ONCE, np.int64)
    for row in range(first, len(codes), AT_ONCE):
        n = min(AT_ONCE, len(codes) - row)
        n_bytes = offsets[row + n] - offsets[row]
        if 2 * (held[0] + n) >= len(slots) or held[0] + n >= len(starts) or held[1] + n_bytes > len(pool):
            return row
        for j in range(n):
            begins[j], sizes[j] = offsets[row + j], offsets[row + j + 1] - offsets[row + j]
            state = _OFFSET_BASIS
            for i in range(offsets[row + j], offsets[row + j + 1]):
                state = (state ^ blob[i]) * _PRIME
            tags[j] = _tag_of(state)
        _settle(tags, begins, sizes, n, blob, slots, starts, pool, held, codes, row)
    return len(codes)


@compiled
def _add_piece(blob, begin, end, pool, queue, tags, begins, sizes):
    """Queue a text of any letters, those of ASCII made small."""
    at, state = queue[1], _OFFSET_BASIS
    for i in range(begin, end):
        letter = _SMALL[blob[i]] if blob[i] < _BEYOND_ASCII else blob[i]
        pool[at + i - begin] = letter
        state = (state ^ letter) * _PRIME
    begins[queue[0]], sizes[queue[0]], tags[queue[0]] = at, end - begin, _tag_of(state)
    queue[0] += 1
    queue[1] += end - begin


@compiled
def _add_words(blob, begin, end, stop_slots, stop_starts, stop_pool,
               slots, starts, pool, held, codes, n, queue, tags, begins, sizes):  # fmt: skip
    """Queue the words of a text of ASCII, n words after the first; returns how many there are then."""
    at, size, state, before = queue[1], 0, _OFFSET_BASIS, _OFFSET_BASIS
    for i in range(begin, end + 1):
        kind = _KIND[blob[i]] if i < end else _BLANK
        if kind == _LETTER:
            letter = _SMALL[blob[i]]
            pool[at + size] = letter
            before, state = state, (state ^ letter) * _PRIME
            size += 1
        elif kind != _NOTHING:
            if size > 1:
                tag = _tag_of(state)
                if stop_slots[_slot_of(stop_slots, stop_starts, stop_pool, pool, at, size, tag)] == 0:
                    if size > 3 and pool[at + size - 1] == _S:
                        last = pool[at + size - 2]
                        if last != _S and last != _I and last != _U:
                            size, tag = size - 1, _tag_of(before)
                    begins[queue[0]], sizes[queue[0]], tags[queue[0]] = at, size, tag
                    queue[0] += 1
                    at += size
                    n += 1
                    if queue[0] == AT_ONCE:
                        _settle(
                            tags, begins, sizes, AT_ONCE, pool, slots, starts, pool, held, codes, n - AT_ONCE
                        )
                        queue[0], at = 0, held[1]
            size, state = 0, _OFFSET_BASIS
    queue[1] = at
    return n


@compiled
def number_words(blob, offsets, first, stop_slots, stop_starts, stop_pool,
                 slots, starts, pool, held, codes, indptr):  # fmt: skip
    """Fill in the numbers of the words of each text, in the order in which they stand.

    Words of ASCII are folded and brought to the singular here; function words and single letters are left
    out. A piece between blanks that has a letter beyond ASCII is numbered as it stands, but for its
    capitals: what it says is found out elsewhere.

    Parameters
    ----------
    blob, offsets, first : ndarray, ndarray and int
        The texts, and the one to begin with.
    stop_slots, stop_starts, stop_pool : ndarray
        A table of function words.
    slots, starts, pool, held : ndarray
        The table of the others.
    codes : ndarray of int32
        Receives the numbers; a third of the texts' bytes and rows suffice.
    indptr : ndarray of int64, shape (n_texts + 1,)
        Receives where the numbers of each text begin.

    Returns
    -------
    int
        The text for which there was no room, or ``n_texts``.
    """
    # Words wait at the end of the pool until there are so many that it pays to look for them together.
    tags, begins = np.empty(AT_ONCE, np.int64), np.empty(AT_ONCE, np.int64)
    sizes = np.empty(AT_ONCE, np.int64)
    queue = np.array([0, held[1]])
    n = indptr[first]
    for row in range(first, len(indptr) - 1):
        begin, stop = offsets[row], offsets[row + 1]
        most = held[0] + AT_ONCE + (stop - begin) // 2 + 2
        if 2 * most >= len(slots) or most >= len(starts) or queue[1] + stop - begin + 1 > len(pool):
            _settle(tags, begins, sizes, queue[0], pool, slots, starts, pool, held, codes, n - queue[0])
            return row
        beyond = np.uint8(0)
        for i in range(begin, stop):
            beyond |= blob[i]
        end = stop
        while begin < stop:
            is_ascii = True
            if beyond >= _BEYOND_ASCII:  # piece by piece
                end = begin
                while end < stop and (blob[end] >= _BEYOND_ASCII or _KIND[blob[end]] != _BLANK):
                    is_ascii &= blob[end] < _BEYOND_ASCII
                    end += 1
            if is_ascii:
                n = _add_words(blob, begin, end, stop_slots, stop_starts, stop_pool,
                               slots, starts, pool, held, codes, n, queue, tags, begins, sizes)  # fmt: skip
            else:
                _add_piece(blob, begin, end, pool, queue, tags, begins, sizes)
                n += 1
                if queue[0] == AT_ONCE:
                    _settle(tags, begins, sizes, AT_ONCE, pool, slots, starts, pool, held, codes, n - AT_ONCE)
                    queue[0], queue[1] = 0, held[1]
            begin = end + 1
        indptr[row + 1] = n
    _settle(tags, begins, sizes, queue[0], pool, slots, starts, pool, held, codes, n - queue[0])
    return len(indptr) - 1


@compiled
def turn_names(blob, offsets, letters, ends, is_sure):
    """Fill in the keys of names of ASCII: their letters from the least rotation on.

    Parameters
    ----------
    blob : ndarray of uint8
        Names one after the other.
    offsets : ndarray of int64, shape (n_names + 1,)
        Where each begins.
    letters : ndarray of uint8
        Receives the keys one after the other; has room for ``blob``.
    ends : ndarray of int64, shape (n_names + 1,)
        Receives where each key begins.
    is_sure : ndarray of bool, shape (n_names,)
        Receives whether a key could be found; else it is empty.
    """
    word = np.empty(LONGEST_NAME, np.uint8)
    n = 0
    for row in range(len(is_sure)):
        is_sure[row] = offsets[row + 1] - offsets[row] <= LONGEST_NAME
        size, n_words, is_inside = 0, 0, False
        if is_sure[row]:
            for i in range(offsets[row], offsets[row + 1]):
                kind = _AND if blob[i] >= _BEYOND_ASCII else _KIND[blob[i]]
                if kind == _LETTER:
                    n_words += not is_inside
                    word[size] = _SMALL[blob[i]]
                    size += 1
                    is_inside = True
                elif kind == _AND:
                    is_sure[row] = False
                elif kind != _NOTHING:
                    is_inside = False
        is_sure[row] &= size > 0
        if is_sure[row]:
            start = 0
            if n_words > 1:
                for place in range(1, size):
                    same = 0
                    while same < size and word[(place + same) % size] == word[(start + same) % size]:
                        same += 1
                    if same < size and word[(place + same) % size] < word[(start + same) % size]:
                        start = place
            for i in range(size):
                letters[n + i] = word[(start + i) % size]
            n += size
        ends[row + 1] = n
