"""Whether two names in Latin letters are one person's, among the few people of one title.

Sources differ in the order of family and given name, in hyphens, in the romanisation (Seung,
Sung) and in nicknames (Mew Suppasit, Suppasit). What is taken for one person here would be too
much among all people of a catalogue; the few people of one title are seldom confused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from math import inf

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from recsys.names import fold_text, person_key
from recsys.title import Credit, Role, Title

# Korean family names whose first letter comes and goes; the other slips are seen by sound.
_FAMILY_NAMES = {
    **{"yi": "lee", "rhee": "lee", "ri": "lee", "ryu": "yoo", "ryoo": "yoo"},
    **{"im": "lim", "rim": "lim", "yim": "lim", "roh": "noh", "park": "bak"},
}
_DIGRAPHS = re.compile("ch|zh|sh|ph|th|kh|ts|ck")
_PLAIN_DIGRAPHS = {"ch": "j", "zh": "j", "sh": "s", "ph": "b", "th": "d", "kh": "k", "ts": "j", "ck": "k"}
_PLAIN_CONSONANTS = str.maketrans("gqcpfvtrxz", "kkkbbbdlsj", "aeiouywh")
_FEWEST_CONSONANTS = 3  # Li Na and Liu Ni sound alike here, but are two people
_LEAST_LIKENESS = 60  # per cent of letters; Hanae Kan and Wang Yan Hui have the same consonants
_LETTERS_PER_SLIP = 12


def is_same_person(one: str, other: str) -> bool:
    """Whether two names are likely those of one person.

    Parameters
    ----------
    one, other : str
        Names as printed.

    Returns
    -------
    bool
        True for equal letters in any order of the words, for one wrong letter in twelve, where
        the words of one name, at least two, are among those of the other, and for names that
        sound alike.
    """
    if not one or not other:
        return False
    folded, other_folded = fold_text(one), fold_text(other)
    joined, other_joined = folded.replace(" ", ""), other_folded.replace(" ", "")
    if person_key(one) == person_key(other) or joined == other_joined:
        return True
    slips = max(len(joined), len(other_joined)) // _LETTERS_PER_SLIP
    if slips and Levenshtein.distance(joined, other_joined) <= slips:
        return True
    fewer, more = sorted((set(folded.split()), set(other_folded.split())), key=len)
    if len(fewer) > 1 and fewer <= more:
        return True
    sound = _sound(one)
    likeness = max(fuzz.token_sort_ratio(folded, other_folded), fuzz.ratio(joined, other_joined))
    return len(sound) >= _FEWEST_CONSONANTS and sound == _sound(other) and likeness >= _LEAST_LIKENESS


def is_among(credit: Credit, names: Iterable[str]) -> bool:
    """Whether a credited person, under any spelling, is among some names.

    Parameters
    ----------
    credit : Credit
        The person of our title.
    names : iterable of str
        Names of a reference.

    Returns
    -------
    bool
        True as soon as one name is the person's.
    """
    spellings = (credit.person, *credit.aliases, *([credit.native] if credit.native else []))
    return any(is_same_person(spelling, name) for name in names for spelling in spellings)


def directors_of(title: Title) -> tuple[Credit, ...]:
    """Return who directed a title.

    Parameters
    ----------
    title : Title
        One of ours.

    Returns
    -------
    tuple of Credit
        In the order of the credits.
    """
    return tuple(credit for credit in title.credits if credit.role is Role.DIRECTOR)


def cast_of(title: Title) -> tuple[Credit, ...]:
    """Return who is seen or heard in a title.

    Parameters
    ----------
    title : Title
        One of ours.

    Returns
    -------
    tuple of Credit
        In billing order; who has no place in it comes last.
    """
    cast = (credit for credit in title.credits if credit.role.is_cast)
    return tuple(sorted(cast, key=lambda credit: inf if credit.order is None else credit.order))


@cache
def _sound(name: str) -> str:
    """Consonants of a name, without what romanisations write differently, whatever its order."""
    words = [_FAMILY_NAMES.get(word, word) for word in fold_text(name).split()]
    plain = (_DIGRAPHS.sub(lambda pair: _PLAIN_DIGRAPHS[pair.group()], word) for word in words)
    consonants = (word.translate(_PLAIN_CONSONANTS) for word in plain)
    return person_key(" ".join("".join(letter for letter, _ in groupby(word)) for word in consonants))
