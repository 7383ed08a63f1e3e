"""Readers of four tables that were taken from MyDramaList: series of East and South-East Asia."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.factcheck import cells
from benchmarks.factcheck.reference_title import ReferenceTitle
from recsys.title import Form, Medium

_FORMS = {"drama": Form.SERIES, "tv show": Form.SERIES, "movie": Form.FILM, "special": Form.SPECIAL}
_TWO_DIGITS = re.compile(r"-(\d\d)$")
_NEWEST = 60  # "59" would be 2059, "60" is 1960; the tables begin in the eighties


def read_mydramalist(folder: Path) -> Iterator[ReferenceTitle]:
    """Yield the titles of all four tables.

    Parameters
    ----------
    folder : Path
        The folder that holds the folders of the references.

    Yields
    ------
    ReferenceTitle
        Titles, as often as a table lists them.
    """
    yield from _panasian(folder / "mydramalist_panasian")
    yield from _drama_data(folder / "mydramalist_drama_data")
    yield from _korean(folder / "kdrama_mdl_2015_2023")
    yield from _kdramalist(folder / "mydramalist_kdramalist")


def _panasian(folder: Path) -> Iterator[ReferenceTitle]:
    for row in cells.rows(folder / "mydramalist.csv"):
        name, year = cells.name_and_year(row.get("Name", ""))
        yield ReferenceTitle(
            source=folder.name,
            names=(name,),
            # The year of the last episode: the first one may be of the year before.
            year=cells.year(row.get("aired")) or year,
            countries=cells.countries(row.get("country")),
            directors=cells.people(row.get("director")),
            cast=cells.people(row.get("cast_names")),
            episodes=cells.number(row.get("num_episodes")),
            kind=_FORMS.get(row.get("category", "").casefold()),
            medium=Medium.LIVE_ACTION,
        )


def _drama_data(folder: Path) -> Iterator[ReferenceTitle]:
    for row in cells.rows(folder / "drama_data.csv"):
        name, year = cells.name_and_year(row.get("Title", ""))
        yield ReferenceTitle(
            source=folder.name,
            names=(name,),
            year=year,
            directors=cells.people(row.get("Director")),
            cast=cells.people(row.get("Actors")),
            kind=Form.SERIES,
            medium=Medium.LIVE_ACTION,
        )


def _korean(folder: Path) -> Iterator[ReferenceTitle]:
    # Actors are joined by the name of the drama alone: the table gives them nothing else.
    cast: dict[str, list[str]] = defaultdict(list)
    for row in cells.rows(folder / "wiki_actors.csv"):
        cast[row.get("drama_name", "")].extend(cells.people(row.get("actor_name")))
    for row in cells.rows(folder / "korean_drama.csv"):
        name, year = cells.name_and_year(row.get("drama_name", ""))
        yield ReferenceTitle(
            source=folder.name,
            names=(name,),
            year=cells.year(row.get("start_dt")) or cells.year(row.get("year")) or year,
            countries=cells.countries(row.get("country")),
            directors=cells.people(row.get("director")),
            cast=tuple(dict.fromkeys(cast.get(row.get("drama_name", ""), ()))),
            episodes=cells.number(row.get("tot_eps")),
            kind=_FORMS.get(row.get("type", "").casefold()),
            medium=Medium.LIVE_ACTION,
        )


def _kdramalist(folder: Path) -> Iterator[ReferenceTitle]:
    for row in cells.rows(folder / "kdramalist.csv"):
        name, year = cells.name_and_year(row.get("drama_name", ""))
        yield ReferenceTitle(
            source=folder.name,
            names=(name,),
            year=_first_year(row.get("start airing", "")) or year,
            cast=cells.people(row.get("actors")),
            episodes=cells.number(row.get("Episodes")),
            kind=Form.SERIES,
            medium=Medium.LIVE_ACTION,
        )


def _first_year(date: str) -> int | None:
    """Year of ``10-Sep-18``, which leaves out the century, or of ``2022``."""
    short = _TWO_DIGITS.search(date)
    if short is None:
        return cells.year(date)
    value = int(short.group(1))
    return value + (2000 if value < _NEWEST else 1900)
