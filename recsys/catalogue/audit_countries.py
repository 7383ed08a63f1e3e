"""Titles that name one country while the people, studios and places point to more: silent labels."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from recsys.title import Credit, Role, Title

MOST_COUNTRIES = 3
"""Countries that are told with their counts."""

_PEOPLE = {
    "directors": (Role.DIRECTOR,),
    "writers": (Role.WRITER, Role.CREATOR),
    "cast": (Role.ACTOR, Role.VOICE),
}


@dataclass(frozen=True, slots=True)
class Hint:
    """One group of people, studios or places of which a part is from another country.

    Parameters
    ----------
    what : str
        ``directors``, ``writers``, ``cast``, ``studios`` or ``filming places``.
    country : str
        The other country, ISO 3166 alpha-2.
    count, known : int
        How many of the group are from there, and of how many a country is known.
    """

    what: str
    country: str
    count: int
    known: int


def other_countries(title: Title) -> tuple[Hint, ...]:
    """Return what suggests that a title of one country is a work of several.

    Directors, writers and cast count where half or more of those whose nationality is known do not
    have that of the production; studios and filming places count each.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    tuple of Hint
        Empty where nothing does, and for titles of no country or of several. Unknown suggests nothing.
    """
    if len(title.countries) != 1:
        return ()
    return tuple(_hints(title, title.countries[0]))


def in_words(hints: Iterable[Hint]) -> str:
    """Return hints country by country: ``JP: 1 of 1 directors, 2 of 4 cast; SG: 1 of 2 studios``.

    Parameters
    ----------
    hints : iterable of Hint
        Of one title.

    Returns
    -------
    str
        The country of the most hints first.
    """
    by_country: dict[str, list[Hint]] = defaultdict(list)
    for hint in hints:
        by_country[hint.country].append(hint)
    ordered = sorted(by_country.items(), key=lambda item: (-len(item[1]), item[0]))
    told = [
        f"{country}: {', '.join(f'{hint.count} of {hint.known} {hint.what}' for hint in own)}"
        for country, own in ordered[:MOST_COUNTRIES]
    ]
    further = [country for country, _ in ordered[MOST_COUNTRIES:]]
    return "; ".join([*told, f"less of {', '.join(further)}"] if further else told)


def agreement(hints: Iterable[Hint]) -> int:
    """Return how many groups point to the country that the most of them point to.

    Parameters
    ----------
    hints : iterable of Hint
        Of one title.

    Returns
    -------
    int
        1 to 5; 0 without hints. A director from abroad or a journey alone is only 1.
    """
    return max(Counter(hint.country for hint in hints).values(), default=0)


def _hints(title: Title, home: str) -> Iterator[Hint]:
    for what, roles in _PEOPLE.items():
        people = _nationalities(credit for credit in title.credits if credit.role in roles)
        foreign = [nations for nations in people if home not in nations]
        if 2 * len(foreign) >= len(people) > 0:
            yield from _counted(what, foreign, len(people))
    studios = [{studio.country} for studio in title.studios if studio.country]
    yield from _counted("studios", (one for one in studios if home not in one), len(studios))
    places = [{place.country} for place in title.filming_places if place.country]
    yield from _counted("filming places", (one for one in places if home not in one), len(places))


def _nationalities(credits: Iterable[Credit]) -> list[set[str]]:
    """Nationalities of each person once, whatever the number of credits; unknown ones left out."""
    known: dict[str, set[str]] = defaultdict(set)
    for credit in credits:
        known[credit.person_id or credit.person].update(credit.nationality)
    return [nations for nations in known.values() if nations]


def _counted(what: str, foreign: Iterable[set[str]], known: int) -> Iterator[Hint]:
    found = Counter(country for countries in foreign for country in sorted(countries))
    for country, count in sorted(found.items()):
        yield Hint(what, country, count, known)
