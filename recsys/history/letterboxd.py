"""Exports of Letterboxd: the zip, its folder, or single CSV files of it.

``Date, Name, Year, Letterboxd URI`` and, by file, ``Rating, Rewatch, Review, Tags, Watched Date``.
watched.csv and watchlist.csv have the same columns: only the name of the file tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from recsys.catalogue.problems import RowReport
from recsys.files import Source, table_columns, table_rows, text_lines
from recsys.history.export_reader import ExportReader, HistoryRows
from recsys.history.fields import name_key, name_of, rating_of, year_of
from recsys.history.history_row import HistoryRow
from recsys.history.record import Record, Watching
from recsys.importers.dates import iso_date
from recsys.title import Form

_COLUMNS = {"name", "year", "letterboxd_uri"}
_LIST_HEAD = re.compile(r"letterboxd list export", re.IGNORECASE)
_SKIPPED = ("deleted", "orphaned")
_BEST = 5.0
# Files whose rows are films; in the others the address is that of an entry, not of the film.
_OF_FILMS = ("watched", "ratings", "watchlist", "films")
_ORDER = (*_OF_FILMS, "diary", "reviews")
_NOW = "9999"  # ratings.csv holds the ratings that count now, whatever the diary said at the time


class Letterboxd(ExportReader):
    """Reads exports of Letterboxd."""

    name = "letterboxd"
    description = "export of Letterboxd (zip, or watched.csv, ratings.csv, diary.csv, watchlist.csv …)"

    def _is_mine(self, source: Source) -> bool:
        if set(table_columns(source)) >= _COLUMNS:
            return True
        first = next((line for _, line, _ in text_lines(source)), "")
        return _LIST_HEAD.search(first[:200]) is not None

    def _in_order(self, sources: Sequence[Source]) -> Sequence[Source]:
        def place(source: Source) -> int:
            kind = _kind(source)
            return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)

        return sorted(sources, key=place)

    def _rows(self, source: Source) -> HistoryRows:
        parts = [part.casefold() for part in PurePosixPath(source.name).parts]
        reason = next((f"lies in the folder {part!r}" for part in _SKIPPED if part in parts[:-1]), "")
        kind = _kind(source)
        if not reason and ("lists" in parts[:-1] or kind not in _ORDER):
            reason = "is a list, which does not say what was seen"
        if reason:
            report = RowReport(source.name)
            report.add("", f"{reason}: left out")
            yield None, report
            return
        for cells, report in table_rows(source):
            yield (None if cells is None else _row(cells, kind, report)), report


def _kind(source: Source) -> str:
    """Return what a file is by its name: ``watched``, ``ratings (2)`` and ``my-diary`` are known too."""
    stem = source.base.partition(".")[0]
    if "watchlist" in stem:
        return "watchlist"
    return next((kind for kind in _ORDER if re.search(rf"(?<![a-z]){kind}(?![a-z])", stem)), stem)


def _row(cells: dict[str, str], kind: str, report: RowReport) -> HistoryRow | None:
    name = name_of(cells.get("name", ""), report, "name")
    if not name:
        report.add("name", "is empty; the row is left out")
        return None
    year = year_of(cells.get("year", ""), report)
    watched = cells.get("watched_date") or cells.get("date", "")
    date = iso_date(watched)
    if date is None and watched:
        report.add("date", f"{watched[:40]!r} is no date as 2024-06-20")
    uri = (
        cells.get("letterboxd_uri", "")
        .casefold()
        .rstrip("/")
        .removeprefix("https://")
        .removeprefix("http://")
    )
    key = name_key(name, year)
    record = Record(
        file=report.file,
        line=report.line,
        title=name,
        year=year,
        form=Form.FILM,
        watching=Watching.PLANNED if kind == "watchlist" else Watching.SEEN,
        rating=rating_of(cells.get("rating"), _BEST, report),
        is_liked=kind == "films",
        date=None if kind in ("watchlist", "ratings", "films") else date,
    )
    rated_on = _NOW if kind == "ratings" else date or ""
    if uri and kind in _OF_FILMS:
        return HistoryRow(record, (uri,), (key,), rated_on)
    return HistoryRow(record, (key,), (), rated_on)
