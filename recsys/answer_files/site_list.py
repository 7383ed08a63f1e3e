"""Titles as a file that another site takes in as a list of what one wants to see.

- Letterboxd: https://letterboxd.com/about/importing-data/; films only, by id or by title and year.
- Trakt: https://trakt.tv/settings/data, CSV; by id.
- MyAnimeList: https://myanimelist.net/import.php, its own XML; by its own id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from recsys.answer_files.table import csv_text, one_line
from recsys.title import Form, Role, Title

_LETTERBOXD = ("tmdbID", "imdbID", "Title", "Year", "Directors")
_TRAKT = ("type", "imdb_id", "tmdb_id", "tvdb_id", "title", "year", "watchlisted_at")
_TRAKT_TYPES = {Form.SERIES: "show", Form.FILM: "movie", Form.SHORT: "movie"}
# Trakt wants a date; no clock is read here, so it is one that nobody takes for a real one.
_SOME_DATE = "2000-01-01T00:00:00.000Z"


class Site(StrEnum):
    """A site that imports lists."""

    LETTERBOXD = "letterboxd"
    TRAKT = "trakt"
    MYANIMELIST = "myanimelist"


@dataclass(frozen=True, slots=True)
class SiteList:
    """A file for a site, and what one should know of it.

    Parameters
    ----------
    text : str
        The whole file.
    n_titles : int
        How many titles stand in it.
    remarks : tuple of str
        Titles that do not, or that the site may mistake, each with the reason.
    """

    text: str
    n_titles: int
    remarks: tuple[str, ...]


def site_list(site: Site, titles: Sequence[Title]) -> SiteList:
    """Return titles as a list for a site.

    Parameters
    ----------
    site : Site
        Who shall import it.
    titles : sequence of Title
        In the order of the list.

    Returns
    -------
    SiteList
        The file; titles that the site cannot take are left out and told.
    """
    return _WRITERS[site](titles)


def _letterboxd(titles: Sequence[Title]) -> SiteList:
    rows, remarks = [], []
    for title in titles:
        ids = _ids(title)
        if title.form is Form.SERIES:
            remarks.append(f"{title.label} is left out: Letterboxd lists films")
            continue
        # TMDB numbers films and series separately: a number of what may be either helps nobody.
        tmdb = ids.get("tmdb", "") if title.form in (Form.FILM, Form.SHORT) else ""
        if not (tmdb or ids.get("imdb") or title.year):
            remarks.append(f"{title.label} has neither an id nor a year: Letterboxd goes by its name alone")
        directors = ", ".join(credit.person for credit in title.credits if credit.role is Role.DIRECTOR)
        year = "" if title.year is None else str(title.year)
        rows.append((tmdb, ids.get("imdb", ""), title.title, year, directors))
    return SiteList(csv_text([_LETTERBOXD, *rows]), len(rows), tuple(remarks))


def _trakt(titles: Sequence[Title]) -> SiteList:
    rows, remarks = [], []
    for title in titles:
        ids = _ids(title)
        kind = _TRAKT_TYPES.get(title.form) if title.form is not None else None
        known = tuple(ids.get(site, "") for site in ("imdb", "tmdb", "tvdb"))
        if kind is None:
            remarks.append(f"{title.label} is left out: Trakt asks whether it is a film or a series")
        elif not any(known):
            remarks.append(f"{title.label} is left out: Trakt needs an id of IMDb, TMDB or TVDB")
        else:
            year = "" if title.year is None else str(title.year)
            rows.append((kind, *known, title.title, year, _SOME_DATE))
    return SiteList(csv_text([_TRAKT, *rows]), len(rows), tuple(remarks))


def _myanimelist(titles: Sequence[Title]) -> SiteList:
    entries, remarks = [], []
    for title in titles:
        id = _ids(title).get("mal", "")
        if id.isascii() and id.isdigit():
            entries.append("".join(_entry(id, title)))
        else:
            remarks.append(f"{title.label} is left out: MyAnimeList needs its own id")
    head = "  <myinfo>\n    <user_export_type>1</user_export_type>\n"
    total = f"    <user_total_anime>{len(entries)}</user_total_anime>\n"
    planned = f"    <user_total_plantowatch>{len(entries)}</user_total_plantowatch>\n  </myinfo>\n"
    body = f"<myanimelist>\n{head}{total}{planned}{''.join(entries)}</myanimelist>\n"
    return SiteList(f'<?xml version="1.0" encoding="UTF-8" ?>\n{body}', len(entries), tuple(remarks))


def _entry(id: str, title: Title) -> Iterator[str]:
    from xml.sax.saxutils import escape  # brings along all that speaks HTTP

    values = {
        "series_animedb_id": id,
        "series_title": escape(_for_xml(title.title)),
        "my_watched_episodes": "0",
        "my_score": "0",
        "my_status": "Plan to Watch",
        # 1 would set what somebody has watched and rated back to "Plan to Watch".
        "update_on_import": "0",
    }
    yield "  <anime>\n"
    for name, value in values.items():
        yield f"    <{name}>{value}</{name}>\n"
    yield "  </anime>\n"


def _for_xml(text: str) -> str:
    """Leave out what XML 1.0 cannot hold."""
    kept = (char for char in one_line(text) if not (ord(char) < 32 or 0xD7FF < ord(char) < 0xE000))
    return "".join(char for char in kept if char not in "\ufffe\uffff")


def _ids(title: Title) -> Mapping[str, str]:
    """Ids in the spelling of their sites; one that is none is as good as unknown."""
    found = {site.strip().casefold(): value.strip() for site, value in title.external_ids.items()}
    imdb = found.get("imdb", "").removeprefix("tt")
    found["imdb"] = f"tt{imdb.zfill(7)}" if imdb.isascii() and imdb.isdigit() else ""
    for site in ("tmdb", "tvdb"):
        value = found.get(site, "")
        found[site] = value if value.isascii() and value.isdigit() else ""
    return found


_WRITERS: Mapping[Site, Callable[[Sequence[Title]], SiteList]] = {
    Site.LETTERBOXD: _letterboxd,
    Site.TRAKT: _trakt,
    Site.MYANIMELIST: _myanimelist,
}
