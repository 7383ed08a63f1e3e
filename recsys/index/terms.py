"""What a filter looks up of a title, as terms: people's nations, places, sources, services, charts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from recsys.names import fold_text
from recsys.title import Form, Place, Role, Title

SOMEBODY = "?"
"""Stands among nations where somebody's is not known: of such a title nothing can be denied."""
COUNTRY = "country:"
"""Before the code of a country among places."""
_BETWEEN = "|"
_OWNER = "amazon "  # one service under two names


def cast_nations(title: Title) -> dict[str, int]:
    """Return the nationalities of those who are seen or heard.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    dict of str to int
        Codes, and :data:`SOMEBODY` where one is not known; empty if nobody is.
    """
    return _nations(title, lambda role: role.is_cast)


def director_nations(title: Title) -> dict[str, int]:
    """Return the nationalities of the directors.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    dict of str to int
        As :func:`cast_nations`.
    """
    return _nations(title, lambda role: role is Role.DIRECTOR)


def writer_nations(title: Title) -> dict[str, int]:
    """Return the nationalities of writers and creators.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    dict of str to int
        As :func:`cast_nations`.
    """
    return _nations(title, lambda role: role in (Role.WRITER, Role.CREATOR))


def set_in(title: Title) -> dict[str, int]:
    """Return the places of the story.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    dict of str to int
        Folded names, each part of "Euljiro, Seoul" for itself, and ``country:KR``.
    """
    return _places(title.setting_places)


def filmed_in(title: Title) -> dict[str, int]:
    """Return the places of the shooting.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    dict of str to int
        As :func:`set_in`.
    """
    return _places(title.filming_places)


def source_kinds(title: Title) -> dict[str, int]:
    """Return the kinds of what a story was before.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    dict of str to int
        Values of :class:`recsys.title.SourceKind`.
    """
    return dict.fromkeys((str(source.kind) for source in title.sources), 1)


def services(title: Title) -> dict[str, int]:
    """Return where a title can be watched.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    dict of str to int
        ``service|country``, the country empty for everywhere; the day (yyyymmdd) from which it
        is known, the earliest of several, 0 if none is given.
    """
    found: dict[str, int] = {}
    for one in title.availability:
        term = f"{service_key(one.service)}{_BETWEEN}{one.country or ''}"
        day = int(one.date.first_day.replace("-", "")) if one.date else 0
        found[term] = min(day, found.get(term, day))
    return found


def chart_places(title: Title) -> dict[str, int]:
    """Return the best place of a title in the charts of each country and platform.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    dict of str to int
        ``country|platform``, the country empty for the whole world; the place, from 1.
    """
    found: dict[str, int] = {}
    for rank in title.ranks:
        term = f"{rank.country or ''}{_BETWEEN}{service_key(rank.platform)}"
        found[term] = min(rank.rank, found.get(term, rank.rank))
    return found


def service_key(name: str) -> str:
    """Return what a service is looked up by.

    Parameters
    ----------
    name : str
        As somebody writes it.

    Returns
    -------
    str
        Folded; Amazon's is one service under both of its names.
    """
    return fold_text(name).removeprefix(_OWNER)


def split_term(term: str) -> tuple[str, str]:
    """Return the two halves of a term of :func:`services` or :func:`chart_places`.

    Parameters
    ----------
    term : str
        As they give it.

    Returns
    -------
    tuple of (str, str)
        Before and after the bar.
    """
    first, _, second = term.partition(_BETWEEN)
    return first, second


def total_minutes(title: Title) -> int | None:
    """Return how long it takes to see a title from its beginning to its end.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    int or None
        Minutes of all episodes together; None if that is not known.
    """
    if title.minutes is None:
        return None
    episodes = title.episodes or (None if title.form in (Form.SERIES, None) else 1)
    return None if episodes is None else title.minutes * episodes


def _nations(title: Title, has_role: Callable[[Role], bool]) -> dict[str, int]:
    people = [credit.nationality or (SOMEBODY,) for credit in title.credits if has_role(credit.role)]
    return dict.fromkeys((code for nations in people for code in nations), 1)


def _places(places: Sequence[Place]) -> dict[str, int]:
    names = (fold_text(part) for place in places for part in place.name.split(","))
    countries = (COUNTRY + place.country for place in places if place.country)
    return dict.fromkeys((term for term in (*names, *countries) if term), 1)
