"""Whose nationality a text speaks of: "a Korean-cast series by a Japanese director".

What is said of the people is no matter of degree, so that it becomes a filter, and the words that
say it are read as nothing else: such a text does not ask for titles that Japan produced.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recsys.catalogue.countries import country_code

_ROLES = {
    **dict.fromkeys(("cast", "actor", "actors", "actress", "actresses"), "cast_from"),
    **dict.fromkeys(("star", "stars", "lead", "leads"), "cast_from"),
    **dict.fromkeys(("director", "directors", "filmmaker", "filmmakers"), "directors_from"),
    **dict.fromkeys(("writer", "writers", "screenwriter", "screenwriters"), "writers_from"),
}
_WHOLE_CAST = "cast"
_INTRODUCED_BY = frozenset({"by", "with", "starring", "featuring", "only", "and", "or"})
"""Words before a phrase that say that it speaks of those who made it, and not of the story."""
_DENIALS = frozenset({"no", "not", "without", "but", "neither", "nor", "more"})
_WORKS = frozenset("series drama film movie show anime animation thriller romance comedy".split())
_DEEDS = {"directed": "directors_from", "written": "writers_from"}
_ARTICLES = frozenset({"a", "an", "the"})
_LONGEST_COUNTRY = 3
_SHORTEST = 4  # "in" and "us" are words before they are codes


@dataclass(frozen=True, slots=True)
class PeoplePhrase:
    """Some words of a text that say where people are from.

    Parameters
    ----------
    start, stop : int
        Which words.
    field : str
        The filter: ``cast_from``, ``directors_from`` or ``writers_from``.
    countries : tuple of str
        ISO 3166 alpha-2; somebody is from each.
    """

    start: int
    stop: int
    field: str
    countries: tuple[str, ...]


def people_phrases(typed: Sequence[str]) -> Iterator[PeoplePhrase]:
    """Yield what a text says of people's nationality.

    Parameters
    ----------
    typed : sequence of str
        Folded words.

    Yields
    ------
    PeoplePhrase
        From left to right; none overlap. "By a Japanese director", "Korean and Japanese cast",
        "with stars from Korea" and "directed by a Japanese" are understood. "A Korean writer in
        Tokyo" may be whom the story is about, and is left to the other words.
    """
    place = 0
    while place < len(typed):
        found = _before(typed, place) or _behind(typed, place) or _by(typed, place)
        if found is not None and _speaks_of_makers(typed, found):
            yield found
        place = found.stop if found is not None else place + 1


def _speaks_of_makers(typed: Sequence[str], phrase: PeoplePhrase) -> bool:
    if typed[phrase.start] in _DEEDS or _WHOLE_CAST in typed[phrase.start : phrase.stop]:
        return True
    for word in _word_before(typed, phrase.start):
        return word in _INTRODUCED_BY | _DENIALS
    rest = typed[phrase.stop : phrase.stop + 1]
    return not rest or rest[0] in ("and", "or") or rest[0] in _WORKS


def is_choice(typed: Sequence[str], phrase: PeoplePhrase) -> bool:
    """Return whether a phrase is one of several that are joined by *or*.

    Parameters
    ----------
    typed : sequence of str
        Folded words.
    phrase : PeoplePhrase
        One of :func:`people_phrases`.

    Returns
    -------
    bool
        A filter cannot say it: each of its countries is required.
    """
    return "or" in (*_word_before(typed, phrase.start), *typed[phrase.stop : phrase.stop + 1])


def _word_before(typed: Sequence[str], start: int) -> Sequence[str]:
    """The word before a phrase, apart from articles; nothing at the beginning."""
    before = start - 1
    while before >= 0 and typed[before] in _ARTICLES:
        before -= 1
    return typed[before : before + 1] if before >= 0 else ()


def _before(typed: Sequence[str], start: int) -> PeoplePhrase | None:
    """Read "Japanese director", and "Korean and Japanese cast"."""
    countries: list[str] = []
    place = start
    while (found := _longest(typed, place)) is not None:
        country, place = found
        countries.append(country)
        if field := _ROLES.get("".join(typed[place : place + 1])):
            return PeoplePhrase(start, place + 1, field, tuple(dict.fromkeys(countries)))
        place += typed[place : place + 1] == ["and"]
    return None


def _longest(typed: Sequence[str], start: int) -> tuple[str, int] | None:
    """The country that some words name, and where they end."""
    for stop in range(min(start + _LONGEST_COUNTRY, len(typed)), start, -1):
        if country := _country(typed[start:stop]):
            return country, stop
    return None


def _behind(typed: Sequence[str], start: int) -> PeoplePhrase | None:
    """Read "director from Japan"."""
    field = _ROLES.get(typed[start])
    if field is None or typed[start + 1 : start + 2] != ["from"]:
        return None
    return _with_country(typed, start, start + 2, field)


def _by(typed: Sequence[str], start: int) -> PeoplePhrase | None:
    """Read "directed by a Japanese", where no role follows that says it again."""
    field = _DEEDS.get(typed[start])
    if field is None or typed[start + 1 : start + 2] != ["by"]:
        return None
    first = start + 2 + (typed[start + 2 : start + 3] != [] and typed[start + 2] in _ARTICLES)
    found = _with_country(typed, start, first, field)
    return None if found and typed[found.stop : found.stop + 1] and typed[found.stop] in _ROLES else found


def _with_country(typed: Sequence[str], start: int, first: int, field: str) -> PeoplePhrase | None:
    found = _longest(typed, first)
    return None if found is None else PeoplePhrase(start, found[1], field, (found[0],))


def _country(words: Sequence[str]) -> str | None:
    phrase = " ".join(words)
    return country_code(phrase) if len(phrase) >= _SHORTEST else None
