"""Filters by fact: who made it and where, what it was before, how long it is, where it can be watched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

import numpy as np

from recsys.catalogue.countries import expand
from recsys.errors import QueryError
from recsys.filters import Filters, Upcoming
from recsys.index.facets import FORMS, STATUSES, Facets
from recsys.index.protocol import Mask
from recsys.index.terms import COUNTRY, SOMEBODY, service_key, split_term
from recsys.index.verdict import Verdict, having, holders, is_one_of, marked
from recsys.kinds import Form, Status
from recsys.names import fold_text

_PEOPLE = ("cast_from", "directors_from", "writers_from")
_PLACES = ("set_in", "filmed_in")
_MOST_NEAR = 3
_MOST_LISTED = 40


def fact_verdicts(filters: Filters, facets: Facets) -> Iterator[Verdict]:
    """Yield what each filter by fact says of every title.

    Parameters
    ----------
    filters : Filters
        What a result must fulfil.
    facets : Facets
        The facts of all titles.

    Yields
    ------
    Verdict
        In a fixed order.

    Raises
    ------
    QueryError
        If a country, place or service is not known.
    """
    yield from _of_people(filters, facets)
    yield from _of_places(filters, facets)
    yield from _of_period(filters, facets)
    if filters.source:
        passes = having(facets, "sources", [str(kind) for kind in filters.source])
        yield Verdict("source", passes, facets.lacking("sources"))
    yield from _of_length(filters, facets)
    yield from _of_status(filters, facets)
    yield from _of_release(filters, facets)
    yield from _of_availability(filters, facets)


def _of_people(filters: Filters, facets: Facets) -> Iterator[Verdict]:
    for name in _PEOPLE:
        for country in getattr(filters, name):
            passes = having(facets, name, expand(country))
            yield Verdict(f"{name}: {country}", passes, facets.lacking(name, saying=SOMEBODY) & ~passes)


def _of_places(filters: Filters, facets: Facets) -> Iterator[Verdict]:
    for name in _PLACES:
        for place in getattr(filters, name):
            yield Verdict(f"{name}: {place}", _placed(facets, [name], place), facets.lacking(name))
    cities = filters.cities
    if not (cities.all or cities.any):
        return
    nowhere = facets.lacking("set_in") & facets.lacking("filmed_in")
    if cities.all:
        every = [_placed(facets, _PLACES, place) for place in cities.all]
        yield Verdict("cities.all", np.asarray(np.logical_and.reduce(every)), nowhere)
    if cities.any:
        some = [_placed(facets, _PLACES, place) for place in cities.any]
        yield Verdict("cities.any", np.asarray(np.logical_or.reduce(some)), nowhere)


def _placed(facets: Facets, names: Sequence[str], place: str) -> Mask:
    """Titles with a place, in one or several of the two senses; the place must be one that they know."""
    terms = [fold_text(place), *_as_countries(place)]
    if all(facets.code(name, term) is None for name in names for term in terms):
        known = {term for name in names for term in facets.terms[name] if not term.startswith(COUNTRY)}
        near = get_close_matches(terms[0][:80], sorted(known))
        hint = f"; near it are {', '.join(near[:_MOST_NEAR])}" if near else ""
        msg = f"no title of this catalogue has the place {place[:80]!r}{hint}"
        raise QueryError(msg)
    return np.asarray(np.logical_or.reduce([having(facets, name, terms) for name in names]))


def _as_countries(place: str) -> list[str]:
    try:
        return [COUNTRY + code for code in expand(place)]
    except QueryError:
        return []


def _of_period(filters: Filters, facets: Facets) -> Iterator[Verdict]:
    if filters.period is not None:
        first, last = filters.period
        unknown = facets.lacking("set_from")
        begins = facets.set_from <= (np.iinfo(np.int16).max if last is None else last)
        ends = facets.set_until >= (np.iinfo(np.int16).min if first is None else first)
        yield Verdict("period", begins & ends & ~unknown, unknown)


def _of_length(filters: Filters, facets: Facets) -> Iterator[Verdict]:
    if filters.min_minutes is not None:
        long = facets.minutes >= max(filters.min_minutes, 1)
        yield Verdict("min_minutes", long, facets.lacking("minutes"))
    if filters.max_minutes is not None:
        short = (facets.minutes > 0) & (facets.minutes <= filters.max_minutes)
        yield Verdict("max_minutes", short, facets.lacking("minutes"))
    if filters.max_episodes is not None:
        counted = ~facets.lacking("episodes")
        few = counted & (facets.episodes <= filters.max_episodes)
        is_one = ~counted & is_one_of(facets.form, [FORMS.index(form) for form in _OF_ONE_PIECE])
        yield Verdict("max_episodes", few | is_one, ~counted & ~is_one)


_OF_ONE_PIECE = (Form.FILM, Form.SHORT)


def _of_status(filters: Filters, facets: Facets) -> Iterator[Verdict]:
    if filters.status:
        wanted = [STATUSES.index(status) for status in filters.status]
        yield Verdict("status", is_one_of(facets.status, wanted), facets.lacking("status"))


def _of_release(filters: Filters, facets: Facets) -> Iterator[Verdict]:
    if filters.upcoming is Upcoming.KEEP or (filters.upcoming is None and filters.released_by is None):
        return
    is_upcoming = facets.status == STATUSES.index(Status.UPCOMING)
    if filters.released_by is None:
        wanted = is_upcoming if filters.upcoming is Upcoming.ONLY else ~is_upcoming
        unknown = facets.lacking("status")
        yield Verdict("upcoming", wanted & ~unknown, unknown)
        return
    day = int(filters.released_by.last_day.replace("-", ""))
    out = (facets.released_until != 0) & (facets.released_until <= day)
    not_yet = (facets.released_from > day) | (is_upcoming & ~out)
    wanted = not_yet if filters.upcoming is Upcoming.ONLY else out
    yield Verdict("released_by", wanted, ~out & ~not_yet)


def _of_availability(filters: Filters, facets: Facets) -> Iterator[Verdict]:
    """Somebody who has looked at a country has looked at all services there; else nothing is known."""
    if not (filters.services or filters.region):
        return
    wanted = [_service(facets, name) for name in filters.services]
    region = set(expand(filters.region)) if filters.region else None
    listed = [(term, *split_term(term)) for term in facets.terms["services"]]
    there = [(term, service) for term, service, country in listed if not region or country in {"", *region}]
    looked = _told_by(filters, facets, [term for term, _ in there])
    passes = _told_by(filters, facets, [term for term, service in there if not wanted or service in wanted])
    yield Verdict("services" if wanted else "region", passes, ~looked)


def _service(facets: Facets, name: str) -> str:
    known = sorted({split_term(term)[0] for term in facets.terms["services"]})
    if service_key(name) not in known:
        listed = ", ".join(known[:_MOST_LISTED]) or "none at all"
        msg = f"no title of this catalogue is known to be on {name[:80]!r}; it knows {listed}"
        raise QueryError(msg)
    return service_key(name)


def _told_by(filters: Filters, facets: Facets, terms: Sequence[str]) -> Mask:
    """Titles with one of these terms, by what was said on the day that is asked about."""
    rows, days = holders(facets, "services", terms)
    if filters.available_by is not None:
        last = int(filters.available_by.last_day.replace("-", ""))
        rows = rows[(days > 0) & (days <= last)]  # of an undated fact nobody knows since when
    return marked(len(facets.year), rows)
