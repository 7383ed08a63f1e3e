"""A premise in one's own words, read as tones, genres, countries, people, places and words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from recsys.catalogue.countries import country_code
from recsys.catalogue.vocabulary import genre_ids, tone_vocabulary
from recsys.features.space import FeatureSpace
from recsys.features.text import words
from recsys.features.tokens import tone_tokens
from recsys.names import PeopleIndex, fold_text

LONGEST_PHRASE = 4
_SHORTEST_COUNTRY = 4  # "in", "us" and "it" are words before they are codes
_FULL = 1.0


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text was read as.

    Parameters
    ----------
    counts : mapping of str to mapping of str to float
        Tokens by block, as of a title.
    known : tuple of str
        What the catalogue can answer to, as ``block: token``.
    ignored : tuple of str
        Words that no title has, dropped.
    """

    counts: Mapping[str, Mapping[str, float]]
    known: tuple[str, ...]
    ignored: tuple[str, ...]


def understand(text: str, space: FeatureSpace, people: PeopleIndex) -> Understood:
    """Return what a text says in terms of the catalogue.

    Phrases of up to four words are looked up as tones, genres, countries, places, people and
    tags; every word counts besides as a word of a synopsis.

    Parameters
    ----------
    text : str
        A premise, such as "two detectives, one case in Seoul and Tokyo".
    space : FeatureSpace
        The fitted space.
    people : PeopleIndex
        Who is credited in the catalogue.

    Returns
    -------
    Understood
        Tokens by block, and what was dropped.
    """
    counts: dict[str, dict[str, float]] = defaultdict(dict)
    named: set[str] = set()
    for phrase in _phrases(text):
        for block, token in _meanings(phrase, space, people):
            counts[block].update({one: _FULL for one in _spellings(block, token) if _has(space, block, one)})
            named.update(words(phrase))
    ignored = []
    for word in words(text):
        if _has(space, "synopsis", word):
            counts["synopsis"][word] = counts["synopsis"].get(word, 0.0) + _FULL
        elif word not in named:
            ignored.append(word)
    known = (f"{block}: {token}" for block in sorted(counts) for token in sorted(counts[block]))
    return Understood(dict(counts), tuple(known), tuple(dict.fromkeys(ignored)))


def _phrases(text: str) -> Iterator[str]:
    tokens = fold_text(text).split()
    for length in range(min(LONGEST_PHRASE, len(tokens)), 0, -1):
        yield from (" ".join(tokens[i : i + length]) for i in range(len(tokens) - length + 1))


def _meanings(phrase: str, space: FeatureSpace, people: PeopleIndex) -> Iterator[tuple[str, str]]:
    found = ((block, read(phrase, people)) for block, read in _READERS.items())
    return (
        (block, token)
        for block, token in found
        if token is not None and any(_has(space, block, spelling) for spelling in _spellings(block, token))
    )


def _tone_or_tag(phrase: str, _: PeopleIndex) -> str | None:
    return tone_vocabulary().by_name(phrase) or phrase


def _genre(phrase: str, _: PeopleIndex) -> str | None:
    found = genre_ids(phrase)
    return found[0] if len(found) == 1 else None


def _country(phrase: str, _: PeopleIndex) -> str | None:
    return country_code(phrase) if len(phrase) >= _SHORTEST_COUNTRY else None


def _person(phrase: str, people: PeopleIndex) -> str | None:
    return people.find(phrase) if " " in phrase or not phrase.isascii() else None


def _itself(phrase: str, _: PeopleIndex) -> str | None:
    return phrase


_READERS: dict[str, Callable[[str, PeopleIndex], str | None]] = {
    "tones": _tone_or_tag,
    "genres": _genre,
    "countries": _country,
    "cast": _person,
    "creators": _person,
    "places": _itself,
}


def _spellings(block: str, token: str) -> tuple[str, ...]:
    return tone_tokens(token) if block == "tones" else (token,)


def _has(space: FeatureSpace, block: str, token: str) -> bool:
    return block in space.by_name and space.by_name[block].column_of(token) is not None
