"""Backups of Simkl: the CSV, and the JSON that its interface and its backup give.

CSV: ``SIMKL_ID, Title, Type, Year, Watchlist, LastEpWatched, WatchedDate, Rating, Memo, TVDB, TMDB, IMDB``.
JSON: ``{shows, anime, movies: [{status, user_rating, last_watched_at, show | movie {title, year, ids}}]}``. A
title that was seen again has several rows; ids are text or numbers.
"""

from __future__ import annotations

import re
from typing import Any

from recsys.catalogue.problems import RowReport, shown
from recsys.files import Source, is_nothing, table_columns, table_rows
from recsys.history.export_reader import ExportReader, HistoryRows
from recsys.history.fields import form_of, ids_of, name_key, name_of, rating_of, watching_of, year_of
from recsys.history.history_row import HistoryRow
from recsys.history.json_places import history_document, objects_within, with_place
from recsys.history.record import Record, Watching
from recsys.importers.dates import iso_date
from recsys.importers.json_fields import nested, number, text
from recsys.title import Form, Medium

_COLUMNS = {"simkl_id", "title", "type"}
_GROUPS = {"movies": Form.FILM, "shows": Form.SERIES, "anime": None}
_LIST = re.compile(rb'"(?:movies|shows|anime)"\s*:\s*\[')
_ENTRY = re.compile(rb'"(?:simkl|last_watched_at|user_rating|next_to_watch|watched_episodes_count)"\s*:')
_SITES = ("simkl", "imdb", "tmdb", "tvdb", "mal", "anidb", "anilist")
_DAY_FIRST = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})(?:[ T].*)?", re.ASCII)
_BEST = 10.0


class Simkl(ExportReader):
    """Reads backups of Simkl."""

    name = "simkl"
    description = "backup of Simkl (CSV or JSON)"

    def _is_mine(self, source: Source) -> bool:
        if _is_json(source):
            head = source.head()
            return _LIST.search(head) is not None and _ENTRY.search(head) is not None
        return set(table_columns(source)) >= _COLUMNS

    def _rows(self, source: Source) -> HistoryRows:
        if _is_json(source):
            yield from _json_rows(source)
            return
        for cells, report in table_rows(source):
            yield (None if cells is None else _csv_row(cells, report)), report


def _is_json(source: Source) -> bool:
    return source.head(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def _csv_row(cells: dict[str, str], report: RowReport) -> HistoryRow | None:
    kind = cells.get("type", "")
    is_anime = "anime" in kind.casefold()
    status = watching_of(cells.get("watchlist", ""))
    if status is None and not is_nothing(cells.get("watchlist")):
        report.add("watchlist", f"{shown(cells['watchlist'])} is no list of Simkl; taken as seen")
    if status is None and cells.get("lastepwatched", "").strip("0"):
        status = Watching.WATCHING
    ids = ids_of(((site, cells.get(f"{site}_id") or cells.get(site, "")) for site in _SITES), report)
    return _row(
        Record(
            file=report.file,
            line=report.line,
            title=name_of(cells.get("title", ""), report),
            year=year_of(cells.get("year", ""), report),
            form=None if is_anime else form_of(kind),
            medium=Medium.ANIMATION if is_anime else None,
            ids=ids,
            watching=status or Watching.SEEN,
            rating=rating_of(cells.get("rating"), _BEST, report),
            date=_date(cells.get("watcheddate", ""), "watched_date", report),
        ),
        report,
    )


def _json_rows(source: Source) -> HistoryRows:
    report = RowReport(source.name)
    document = history_document(source, report)
    if not isinstance(document, dict):
        report.add("", "is no object with movies, shows or anime; nothing is read")
        document = {}
    if report.problems:
        yield None, report
    for group in _GROUPS:
        for entry, place, own in objects_within(document, group, source.name):
            row = None if entry is None else _json_row(entry, group, own)
            yield row, own if entry is None else with_place(own, place)


def _json_row(entry: dict[str, Any], group: str, report: RowReport) -> HistoryRow | None:
    key = next((key for key in ("movie", "show", "anime") if key in entry), "")
    title = nested(entry, key, report) if key else entry
    given = nested(title, "ids", report)
    status = text(entry, "status", report)
    watching = watching_of(status)
    if watching is None and status:
        report.add("status", f"{shown(status)} is no list of Simkl; taken as seen")
    is_anime = group == "anime"
    return _row(
        Record(
            file=report.file,
            line=report.line,
            title=name_of(text(title, "title", report), report),
            year=year_of(text(title, "year", report), report),
            form=form_of(text(entry, "anime_type", report)) if is_anime else _GROUPS[group],
            medium=Medium.ANIMATION if is_anime else None,
            ids=ids_of(((site, text(given, site, report)) for site in _SITES), report),
            watching=watching or Watching.SEEN,
            rating=rating_of(number(entry, "user_rating", report), _BEST, report, "user_rating"),
            date=_date(text(entry, "last_watched_at", report), "last_watched_at", report),
        ),
        report,
    )


def _row(record: Record, report: RowReport) -> HistoryRow | None:
    if not record.title and not record.ids:
        report.add("", "has neither a title nor an id; left out")
        return None
    # TMDB numbers films and series separately, so its id alone joins no rows.
    keys = tuple(f"{site} {id}" for site, id in record.ids.items() if site != "tmdb")
    named = name_key(record.title, record.year, record.form)
    return HistoryRow(record, keys or (named,), (), record.date or "")


def _date(text: str, field: str, report: RowReport) -> str | None:
    if is_nothing(text):
        return None
    found = _DAY_FIRST.fullmatch(text.strip())  # the site always writes the day first
    date = iso_date(f"{found[3]}-{found[2]}-{found[1]}" if found else text)
    if date is None:
        report.add(field, f"{shown(text)} is no date as 2024-06-20 or 20-06-2024")
    return date
