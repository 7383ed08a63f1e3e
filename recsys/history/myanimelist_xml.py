"""Exports of MyAnimeList: XML, usually packed by gzip.

``series_animedb_id, series_title, series_type, my_score, my_status, my_finish_date …``; the score 0 and
the date 0000-00-00 say that there is none.
"""

from __future__ import annotations

import re

from recsys.catalogue.problems import RowReport, shown
from recsys.files import Source, XmlElement, is_nothing, xml_records
from recsys.history.export_reader import ExportReader, HistoryRows
from recsys.history.fields import form_of, ids_of, name_of, rating_of, watching_of
from recsys.history.history_row import HistoryRow
from recsys.history.record import Record, Watching
from recsys.importers.dates import iso_date
from recsys.title import Medium

_ROOT = re.compile(rb"<\s*myanimelist[\s>]", re.IGNORECASE)
_MANGA = "2"
_BEST = 10.0
# Old exports write the numbers of the site's own tables.
_NUMBERED = {
    "1": Watching.WATCHING,
    "2": Watching.SEEN,
    "3": Watching.ON_HOLD,
    "4": Watching.DROPPED,
    "6": Watching.PLANNED,
}


class MyAnimeListXml(ExportReader):
    """Reads exports of MyAnimeList."""

    name = "myanimelist"
    description = "anime list of MyAnimeList (.xml, .xml.gz)"

    def _is_mine(self, source: Source) -> bool:
        return _ROOT.search(source.head(4096).replace(b"\0", b"")) is not None

    def _rows(self, source: Source) -> HistoryRows:
        for element, report in xml_records(source, ("myinfo", "anime", "manga")):
            if element is None:
                yield None, report
            elif element.tag == "manga" or element.get("user_export_type") == _MANGA:
                report.add("", "is a list of manga; expected one of anime: the file is left out from here on")
                yield None, report
                return
            elif element.tag == "anime":
                yield _row(element, report), report


def _row(anime: XmlElement, report: RowReport) -> HistoryRow | None:
    name = name_of(anime.get("series_title"), report, "series_title")
    ids = ids_of([("mal", anime.get("series_animedb_id"))], report)
    if not name and not ids:
        report.add("", "has neither series_title nor series_animedb_id; the entry is left out")
        return None
    record = Record(
        file=report.file,
        line=report.line,
        title=name,
        form=form_of(anime.get("series_type")),
        medium=Medium.ANIMATION,
        ids=ids,
        watching=_watching(anime, report),
        rating=rating_of(anime.get("my_score"), _BEST, report, "my_score"),
        date=_date(anime, "my_finish_date", report) or _date(anime, "my_start_date", report),
    )
    key = f"mal {ids['mal']}" if ids else f"name {name.casefold()}"
    return HistoryRow(record, (key,))


def _watching(anime: XmlElement, report: RowReport) -> Watching:
    text = anime.get("my_status")
    watching = _NUMBERED.get(text) or watching_of(text)
    if watching is None:
        watched = anime.get("my_watched_episodes")
        watching = Watching.PLANNED if watched == "0" else Watching.WATCHING
        if not is_nothing(text):
            report.add("my_status", f"{shown(text)} is no status of MyAnimeList; taken as {watching}")
    return watching


def _date(anime: XmlElement, tag: str, report: RowReport) -> str | None:
    text = anime.get(tag)
    if is_nothing(text) or text.startswith("0000"):
        return None
    date = iso_date(text)
    if date is None:
        report.add(tag, f"{shown(text)} is no date as 2024-06-20")
    return date
