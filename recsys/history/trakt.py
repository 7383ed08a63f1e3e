"""Exports of Trakt: a zip of JSON files, or single files of it.

``watched-movies.json``, ``watched-shows.json``, ``ratings-*.json``, ``history-*.json``, ``watchlist.json``
and lists of favourites. What an entry is, its own keys say; what a list is for, the file's name. Ratings of
seasons and episodes do not rate the show. Collections say what somebody owns, and other lists anything: they
are not read.
"""

from __future__ import annotations

import re
from typing import Any

from recsys.catalogue.problems import RowReport, shown
from recsys.files import Source, json_records
from recsys.history.counted_rows import CountedRows
from recsys.history.export_reader import ExportReader, HistoryRows
from recsys.history.fields import ids_of, name_key, name_of, rating_of, year_of
from recsys.history.history_row import HistoryRow
from recsys.history.record import Record, Watching
from recsys.importers.dates import iso_date
from recsys.importers.json_fields import nested, number, objects, text, whole
from recsys.title import Form

_SITES = ("imdb", "tmdb", "tvdb", "trakt")
_ENTRY = re.compile(
    rb'"(?:plays|last_watched_at|rated_at|watched_at|listed_at|collected_at|last_collected_at)"\s*:'
)
_TITLE = re.compile(rb'"(?:movie|show)"\s*:\s*\{')
_BEST = 10.0
_FORMS = {"movie": Form.FILM, "show": Form.SERIES}


class Trakt(ExportReader):
    """Reads exports of Trakt."""

    name = "trakt"
    description = "export of Trakt (zip, or watched-*.json, ratings-*.json, history-*.json, watchlist.json)"

    def _is_mine(self, source: Source) -> bool:
        head = source.head()
        starts = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"["
        return starts and b'"ids"' in head and bool(_ENTRY.search(head)) and bool(_TITLE.search(head))

    def _rows(self, source: Source) -> HistoryRows:
        left_out = CountedRows(source.name)
        for value, report in json_records(source):
            if isinstance(value, dict):
                yield _row(value, source.base, left_out, report), report
                continue
            if not report.problems:
                report.add(
                    "", f"{shown(value) if not isinstance(value, list) else 'a list'} is no entry of Trakt"
                )
            yield None, report
        if left_out:
            yield None, left_out.report()


def _row(entry: dict[str, Any], base: str, left_out: CountedRows, report: RowReport) -> HistoryRow | None:
    part = next((kind for kind in ("episode", "season") if kind in entry), None)
    kind = next((kind for kind in _FORMS if kind in entry), None)
    if kind is None:
        report.add("", "has neither movie nor show; left out")
        return None
    watching = _watching(entry, kind, part, base, report)
    if not isinstance(watching, Watching):
        left_out.add(watching, report.line)
        return None
    title = nested(entry, kind, report)
    name = name_of(text(title, "title", report), report, f"{kind}.title")
    given = nested(title, "ids", report)
    ids = ids_of(((site, text(given, site, report)) for site in _SITES), report)
    if not name and not ids:
        report.add(kind, "has neither title nor ids; left out")
        return None
    rating = None if part else rating_of(number(entry, "rating", report), _BEST, report)
    date = _date(entry, report)
    record = Record(
        file=report.file,
        line=report.line,
        title=name,
        year=year_of(text(title, "year", report), report),
        form=_FORMS[kind],
        ids=ids,
        watching=watching,
        rating=rating,
        is_liked="favorite" in base or "favourite" in base,
        date=date if watching.is_begun else None,
    )
    keys = tuple(f"{kind} {site} {id}" for site, id in ids.items())
    named = name_key(record.title, record.year, record.form)
    return HistoryRow(record, keys or (named,), (named,), text(entry, "rated_at", report))


def _watching(
    entry: dict[str, Any], kind: str, part: str | None, base: str, report: RowReport
) -> Watching | str:
    """Return what an entry says of watching, or why it says nothing of it."""
    if "rated_at" in entry or "rating" in entry:
        return Watching.WATCHING if part else Watching.SEEN
    if "plays" in entry or "last_watched_at" in entry:
        return _how_far(entry, report) if kind == "show" else Watching.SEEN
    if "watched_at" in entry:
        return Watching.WATCHING if part else Watching.SEEN
    if "listed_at" in entry:
        if "favorite" in base or "favourite" in base:
            return Watching.SEEN
        if "watchlist" in base:
            return Watching.PLANNED
        return "lists say nothing of watching"
    if "collected_at" in entry or "last_collected_at" in entry:
        return "collections say nothing of watching"
    return "nothing says that they were watched, rated or listed"


def _how_far(entry: dict[str, Any], report: RowReport) -> Watching:
    """Return whether all episodes of a show were seen that have been shown, where the entry tells both."""
    aired = whole(nested(entry, "show", report), "aired_episodes", report)
    seasons = [season for season in objects(entry, "seasons", report) if season.get("number") != 0]
    if not aired or not seasons:
        return Watching.SEEN
    seen = sum(len(objects(season, "episodes", report)) for season in seasons)
    return Watching.SEEN if seen >= aired else Watching.WATCHING


def _date(entry: dict[str, Any], report: RowReport) -> str | None:
    for key in ("last_watched_at", "watched_at", "rated_at"):
        if found := text(entry, key, report):
            date = iso_date(found)
            if date is None:
                report.add(key, f"{shown(found)} is no date as 2024-06-20")
            return date
    return None
