"""How a typed name and the names of titles meet: beginnings, whole words inside, near spellings."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import DamerauLevenshtein

from recsys.names.fold import title_words
from recsys.names.grams import is_dense, key_grams, part_grams
from recsys.names.title_index import TitleNames
from recsys.names.typed import Typed

_KILLED = 4  # pieces of three letters that one swap of neighbours can destroy
_BEGUN = 0.8  # worth of a likeness to the beginning of a name only
_ROMAN = frozenset({"ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"})
_NUMBER = re.compile(r"\d+")

Names = NDArray[np.integer[Any]]


def beginnings(names: TitleNames, key: str) -> Names:
    """Names whose key begins with a key, but does not end there.

    Parameters
    ----------
    names : TitleNames
        The index.
    key : str
        A folded key.

    Returns
    -------
    ndarray of int
        Positions of names: the shortest first, then in the order of titles.
    """
    table = names.keys.table
    first = bisect_left(names.key_order, key, key=table.__getitem__) if key else 0
    last = bisect_left(names.key_order, key + "\U0010ffff", lo=first, key=table.__getitem__) if key else 0
    found = names.key_order[first:last]
    return _shortest_first(names, found[names.letters[found] > len(key)])


def containing(names: TitleNames, words: tuple[str, ...], *, most: int) -> Iterator[tuple[int, int, bool]]:
    """Names in which typed words begin at the beginning of a word.

    Parameters
    ----------
    names : TitleNames
        The index.
    words : tuple of str
        Typed words.
    most : int
        How many names that hold all pieces of the words are read, the shortest first.

    Yields
    ------
    tuple of (int, int, bool)
        Position of the name, of the typed words among its letters, and whether they end with
        a word; the shortest names first.
    """
    key = "".join(words)
    found = names.grams.holding_all(part_grams(words)) if key else np.empty(0, dtype=np.int32)
    for name in _shortest_first(names, found)[:most].tolist():
        place = _place(title_words(names.written[name]), key)
        if place is not None:
            yield name, *place


def continues(names: TitleNames, name: int, key: str) -> bool:
    """Whether a name goes on after a typed name, as another title of its own would.

    Parameters
    ----------
    names : TitleNames
        The index.
    name : int
        Position of a name.
    key : str
        Key of what was typed.

    Returns
    -------
    bool
        False if the typed part ends inside a word, if the rest is longer than it, or if a colon
        follows it: "Parasite: The Grey" says that it is not Parasite.
    """
    written = names.written[name]
    words = title_words(written)
    joined = "".join(words)
    if not joined.startswith(key) or not len(key) < len(joined) <= 2 * len(key):
        return False
    if len(key) not in _ends(words):
        return False
    return not any(
        title_words(part) and "".join(title_words(part)) == key for part in _before_colons(written)
    )


def near_spellings(names: TitleNames, typed: Typed) -> list[tuple[int, int]]:
    """Titles of nearly the spelling of a typed name, with their nearest name.

    Near is a Damerau-Levenshtein distance of 1 for five letters or more, 2 for nine or more,
    with equal numbers (also Roman ones, written apart).

    Parameters
    ----------
    names : TitleNames
        The index.
    typed : Typed
        The name, and what the title's year and form must be.

    Returns
    -------
    list of (int, int)
        Distance and position of a name, one a title, nearest first, then in the order of titles.
    """
    key, limit = typed.key, allowed_distance(typed.key)
    if not limit:
        return []
    best: dict[int, tuple[int, int]] = {}
    numbers = _numbers(typed.words)
    for name in _spelling_candidates(names, typed.words, limit).tolist():
        row = int(names.owner[name])
        distance = DamerauLevenshtein.distance(key, names.keys.table[name], score_cutoff=limit)
        if (
            distance > limit
            or not typed.fits(names, row)
            or (distance, name) >= best.get(row, (limit + 1, 0))
        ):
            continue
        if _numbers(title_words(names.written[name])) == numbers:
            best[row] = (distance, name)
    return sorted(best.values())


def alike(names: TitleNames, words: tuple[str, ...], *, limit: int) -> list[tuple[float, int]]:
    """Names most alike to typed words, with their likeness.

    Names that share most pieces with the words are compared letter by letter.

    Parameters
    ----------
    names : TitleNames
        The index.
    words : tuple of str
        Typed words.
    limit : int
        How many names are compared.

    Returns
    -------
    list of (float, int)
        Likeness 0 to 1 (normalised Damerau-Levenshtein, also with the beginning of the name)
        and position of the name, likest first.
    """
    key = "".join(words)
    codes = key_grams(words)
    counts = names.grams.shared_counts(codes)
    held = np.flatnonzero(counts)
    shares = 2.0 * counts[held] / (len(codes) + names.letters[held].astype(np.float64))
    chosen = held[np.lexsort((held, -shares))[:limit]].tolist()
    scored = ((_likeness(key, names.keys.table[name]), name) for name in chosen)
    return sorted(scored, key=lambda item: (-item[0], item[1]))


def _likeness(key: str, other: str) -> float:
    """Compare with the whole of another key or, for a little less, with its beginning."""
    whole: float = DamerauLevenshtein.normalized_similarity(key, other)
    begun: float = DamerauLevenshtein.normalized_similarity(key, other[: len(key)])
    return max(whole, _BEGUN * begun)


def allowed_distance(key: str) -> int:
    """How many slips of the finger a key of this length forgives.

    Parameters
    ----------
    key : str
        A folded key.

    Returns
    -------
    int
        0, 1 or 2.
    """
    return 2 if len(key) >= 9 else 1 if len(key) >= 5 else 0


def _shortest_first(names: TitleNames, found: Names) -> Names:
    return found[np.lexsort((found, names.letters[found]))]


def _place(words: tuple[str, ...], key: str) -> tuple[int, bool] | None:
    """Where a key begins at a word, preferably ending with one; None if it does nowhere."""
    joined, ends = "".join(words), _ends(words)
    starts = {0} | ends
    first: int | None = None
    at = joined.find(key)
    while at >= 0:
        end = at + len(key)
        if at in starts or is_dense(joined[at]):
            if end in ends or is_dense(joined[end - 1]):
                return at, True
            first = at if first is None else first
        at = joined.find(key, at + 1)
    return None if first is None else (first, False)


def _ends(words: tuple[str, ...]) -> set[int]:
    """Positions among the joined letters at which a word ends."""
    return set(np.cumsum([len(word) for word in words]).tolist())


def _before_colons(written: str) -> Iterator[str]:
    """Yield what stands before each colon of a name."""
    for found in re.finditer("[:：]", written):
        yield written[: found.start()]


def _numbers(words: tuple[str, ...]) -> tuple[str, ...]:
    """Numbers of a name in their order; a Roman one counts if it is a word of its own."""
    return tuple(number for word in words for number in ([word] if word in _ROMAN else _NUMBER.findall(word)))


def _spelling_candidates(names: TitleNames, words: tuple[str, ...], limit: int) -> Names:
    """Names that can be within a distance: none is missed.

    Each slip destroys at most four pieces, so the others must be shared (the q-gram lemma of
    E. Ukkonen, "Approximate string-matching with q-grams and maximal matches", Theoretical
    Computer Science 92, 1992, for three letters and with swaps of neighbours).
    """
    codes = key_grams(words)
    counts = names.grams.shared_counts(codes)
    size = len("".join(words))
    # In their own type: wider numbers of all names take longer to make than to compare.
    near = (names.letters >= max(size - limit, 0)) & (names.letters <= size + limit)
    return np.flatnonzero(near & (counts >= max(1, len(codes) - _KILLED * limit)))
