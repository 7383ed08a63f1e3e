"""Names of people that may be one person written twice, or two people written alike."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from rapidfuzz.fuzz import ratio

from recsys.names.fold import fold_text
from recsys.names.person_key import person_key
from recsys.title import Title

LONG_NAME = 9
NEAR = 95
_BLOCK_LETTERS = 4
_HANGUL = re.compile("[가-힣]")
_LARGEST_BLOCK = 400


def spellings(titles: Iterable[Title]) -> Iterator[tuple[tuple[str, ...], set[str]]]:
    """Yield the different spellings that fold to one person, with the titles that have them.

    Parameters
    ----------
    titles : iterable of Title
        A catalogue.

    Yields
    ------
    tuple of tuple of str, and set of str
        Spellings, sorted, and ids of titles.
    """
    for by_name in _by_key(titles).values():
        if len(by_name) > 1:
            yield tuple(sorted(by_name)), set().union(*by_name.values())


def near_names(titles: Iterable[Title]) -> Iterator[tuple[tuple[str, str], set[str]]]:
    """Yield pairs of long names that differ by a letter or so.

    Two who write themselves differently in Hangul are two people: one name can have only one
    spelling there, and many in Latin letters. Only
    names that begin alike are compared, and no more than 400 of these, so that the cost stays
    in proportion to the catalogue; a slip in the first letters is not seen.

    Parameters
    ----------
    titles : iterable of Title
        A catalogue.

    Yields
    ------
    tuple of tuple of str, and set of str
        The two names and ids of titles.
    """
    known = list(titles)
    people, natives = _by_key(known), _natives(known)
    blocks: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key in sorted(people):
        # The key itself is rotated, and one letter may rotate it elsewhere.
        letters = fold_text(min(people[key])).replace(" ", "")
        if len(letters) >= LONG_NAME:
            blocks[letters[:_BLOCK_LETTERS]].append((letters, key))
    for block in blocks.values():
        for (one, one_key), (other, other_key) in combinations(block[:_LARGEST_BLOCK], 2):
            both = natives[one_key], natives[other_key]
            if all(both) and both[0].isdisjoint(both[1]):
                continue
            if ratio(one, other, score_cutoff=NEAR):
                names = (min(people[one_key]), min(people[other_key]))
                yield names, set().union(*people[one_key].values(), *people[other_key].values())


def name_twins(titles: Iterable[Title]) -> Iterator[tuple[str, tuple[str, ...], set[str]]]:
    """Yield names that two people of different native names share without an id to tell them apart.

    Parameters
    ----------
    titles : iterable of Title
        A catalogue.

    Yields
    ------
    tuple of str, tuple of str, and set of str
        The name, the native names, sorted, and ids of titles.
    """
    natives: dict[str, dict[str, str]] = defaultdict(dict)
    names: dict[str, str] = {}
    ids: dict[str, set[str]] = defaultdict(set)
    for title in titles:
        for credit in title.credits:
            if credit.native is not None and credit.person_id is None:
                key = person_key(credit.person)
                natives[key].setdefault(person_key(credit.native), credit.native)
                names.setdefault(key, credit.person)
                ids[key].add(title.id)
    for key, found in natives.items():
        if len(found) > 1:
            yield names[key], tuple(sorted(found.values())), ids[key]


def _natives(titles: Iterable[Title]) -> dict[str, set[str]]:
    """Return the names in Hangul by key."""
    natives: dict[str, set[str]] = defaultdict(set)
    for title in titles:
        for credit in title.credits:
            if credit.native is not None and _HANGUL.search(credit.native):
                natives[person_key(credit.person)].add(person_key(credit.native))
    return natives


def _by_key(titles: Iterable[Title]) -> dict[str, dict[str, set[str]]]:
    """Return the titles by spelling by key; people with an id of their own are no riddle."""
    people: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for title in titles:
        for credit in title.credits:
            if credit.person_id is None:
                people[person_key(credit.person)][credit.person].add(title.id)
    return people
