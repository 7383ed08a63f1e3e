"""One key for all the ways in which a person's name is written in Latin letters."""

from __future__ import annotations

import unicodedata

from recsys.names.fold import fold_text

_FIRST_GREEK = "\u0370"
_LONGEST_NAME = 100
"""So many letters a name has at most; what is longer was typed by somebody who wants us to be slow."""


def person_key(name: str) -> str:
    """One token for a name, whatever its order, case, hyphens, spaces, accents and comma.

    Family and given name change places from source to source, and syllables are joined,
    hyphenated or parted. The letters of a name of two or more words are therefore joined and
    rotated to their lexicographically least rotation. A name of one word is kept: rotation
    would make Rina and Nari one person. A name in another script is folded and joined only,
    as native names have one order.

    Parameters
    ----------
    name : str
        A person's name.

    Returns
    -------
    str
        The key; empty only for blank text.

    Notes
    -----
    Two names whose letters are rotations of each other at other places than between words
    would share a key. No such pair of people is known to us; native names or ids part them.

    Examples
    --------
    >>> person_key("Kim Tae-ri") == person_key("Tae Ri KIM") == person_key("Kim, Taeri")
    True
    >>> person_key("Rina") == person_key("Nari")
    False
    """
    words = fold_text(name).split()
    if not words:
        return "".join(unicodedata.normalize("NFKC", name).casefold().split())
    joined = "".join(words)
    if len(words) == 1 or not is_latin(joined):
        return unicodedata.normalize("NFC", joined)
    start = least_rotation(joined)
    return joined[start:] + joined[:start]


def is_latin(folded: str) -> bool:
    """Whether folded text has no letter of another script than Latin.

    Parameters
    ----------
    folded : str
        Text as :func:`recsys.names.fold.fold_text` gives it.

    Returns
    -------
    bool
        True also for digits alone.
    """
    return folded.isascii() or not any(char >= _FIRST_GREEK and char.isalpha() for char in folded)


def least_rotation(text: str) -> int:
    """Position at which the lexicographically least rotation of a text begins.

    A name has few letters, and the least rotation begins with the least of them: those rotations are
    simply compared. In a long text two candidate positions are compared letter by letter; the loser
    jumps over all that it has compared, so the time is linear. The problem is K. S. Booth's,
    "Lexicographically least circular substrings", Information Processing Letters 10 (1980);
    comparing candidates is Y. Shiloach's way, "Fast canonization of circular strings", Journal of
    Algorithms 2 (1981).

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    int
        Position from 0; the first of several equal rotations.
    """
    if len(text) <= _LONGEST_NAME:
        return _least_of_all(text) if text else 0
    size, one, other, same = len(text), 0, 1, 0
    while one < size and other < size and same < size:
        left, right = text[(one + same) % size], text[(other + same) % size]
        if left == right:
            same += 1
            continue
        if left > right:
            one += same + 1
        else:
            other += same + 1
        if one == other:
            other += 1
        same = 0
    return min(one, other)


def _least_of_all(text: str) -> int:
    twice, size = text + text, len(text)
    least = min(text)
    best = place = text.find(least)
    while (place := text.find(least, place + 1)) > 0:
        if twice[place : place + size] < twice[best : best + size]:
            best = place
    return best
