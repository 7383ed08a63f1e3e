"""Nations of the people of a title, counted: what makes a cast transnational and a crew cross borders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from recsys.names.person_key import person_key
from recsys.title import Credit, Role, Title

_CREW = (Role.DIRECTOR, Role.WRITER, Role.CREATOR)


@dataclass(frozen=True, slots=True)
class Nations:
    """Where the people of a title come from.

    Parameters
    ----------
    count : int
        Nations that certainly take part; somebody with two passports alone makes one.
    people : mapping of str to int
        People by ISO 3166 code, the most frequent first; somebody with two passports counts in both.
    unknown : int
        People whose nationality is not known.
    """

    count: int
    people: Mapping[str, int]
    unknown: int


def cast_nations(title: Title) -> int:
    """Return how many nations the cast certainly comes from.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    int
        0 if no nationality is known. Somebody with two passports alone makes one nation.
    """
    return _nations(
        credit.nationality for credit in title.credits if credit.nationality and credit.role.is_cast
    )


def nations_of_cast(title: Title) -> Nations:
    """Return where those who are seen or heard in a title come from.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    Nations
        Each person once, whatever the number of credits.
    """
    return _nations_of(credit for credit in title.credits if credit.role.is_cast)


def nations_of_crew(title: Title) -> Nations:
    """Return where directors, writers and creators come from.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    Nations
        Each person once, whatever the number of credits.
    """
    return _nations_of(credit for credit in title.credits if credit.role in _CREW)


def crosses_borders(title: Title) -> bool | None:
    """Return whether crew and studios are of several countries, or of others than the production.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    bool or None
        True if what is known says so; None if it does not and something is unknown; else False.
    """
    if shows_other_nations(title):
        return True
    crew = nations_of_crew(title)
    is_known = title.countries and crew.people and not crew.unknown
    return False if is_known else None


def nations_document(title: Title) -> dict[str, Any]:
    """Return where the people of a title come from beside where it was produced, as JSON types.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    dict
        ``production``, ``cast`` and ``crew`` (count, people, unknown), and ``crosses_borders``.
    """
    return {
        "production": list(title.countries),
        "cast": asdict(nations_of_cast(title)),
        "crew": asdict(nations_of_crew(title)),
        "crosses_borders": crosses_borders(title),
    }


def shows_other_nations(title: Title) -> bool:
    """Return whether director, writer, creator and studio differ in country, or from the production's.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    bool
        False also where too little is known; :func:`crosses_borders` tells the two apart.
    """
    crew = [
        set(credit.nationality) for credit in title.credits if credit.nationality and credit.role in _CREW
    ]
    crew += [{studio.country} for studio in title.studios if studio.country]
    if not crew:
        return False
    home = set(title.countries)
    return _nations(crew) > 1 or bool(home and any(home.isdisjoint(nations) for nations in crew))


def _nations_of(credits: Iterable[Credit]) -> Nations:
    known: dict[str, set[str]] = {}
    for credit in credits:
        known.setdefault(credit.person_id or person_key(credit.person), set()).update(credit.nationality)
    counted = Counter(code for nations in known.values() for code in sorted(nations))
    people = dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))
    return Nations(_nations(known.values()), people, sum(not nations for nations in known.values()))


def _nations(people: Iterable[Iterable[str]]) -> int:
    """Count nationalities, each counted only for somebody who shares none with those before."""
    counted = 0
    seen: set[str] = set()
    for nationality in sorted((sorted(nations) for nations in people), key=lambda codes: (len(codes), codes)):
        counted += bool(nationality) and seen.isdisjoint(nationality)
        seen.update(nationality)
    return counted
