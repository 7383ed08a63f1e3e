"""Lists of AniList: the answer to a query of ``MediaListCollection``, as JSON.

``lists { name entries { status score completedAt media { id idMal title { romaji english native } synonyms
format seasonYear } } }``. Five scales of scores exist; the user's setting tells which, else the scores do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from recsys.catalogue.problems import RowReport, shown
from recsys.files import Source
from recsys.history.export_reader import ExportReader, HistoryRows
from recsys.history.fields import ids_of, name_key, name_of, rating_of, scale_of
from recsys.history.history_row import HistoryRow
from recsys.history.json_places import history_document, objects_within, with_place
from recsys.history.record import Record, Watching
from recsys.importers.dates import iso_date
from recsys.importers.json_fields import nested, number, text, texts, whole
from recsys.title import Form, Medium

_MARK = re.compile(rb'"MediaListCollection"|"lists"\s*:\s*\[')
_BEST = {"POINT_100": 100.0, "POINT_10": 10.0, "POINT_10_DECIMAL": 10.0, "POINT_5": 5.0, "POINT_3": 3.0}
_FACES = {1.0: 0.0, 2.0: 0.5, 3.0: 1.0}
_WATCHING = {
    "CURRENT": Watching.WATCHING,
    "COMPLETED": Watching.SEEN,
    "REPEATING": Watching.SEEN,
    "PAUSED": Watching.ON_HOLD,
    "DROPPED": Watching.DROPPED,
    "PLANNING": Watching.PLANNED,
}
# OVA and ONA may be series, film or short: other sites say otherwise.
_FORMS = {
    "TV": Form.SERIES,
    "TV_SHORT": Form.SERIES,
    "MOVIE": Form.FILM,
    "SPECIAL": Form.SPECIAL,
    "MUSIC": Form.SHORT,
}
_BOOKS = {"MANGA", "NOVEL", "ONE_SHOT"}
_NAMES = ("english", "romaji", "native")


class AniListList(ExportReader):
    """Reads lists of AniList."""

    name = "anilist"
    description = "anime list of AniList (JSON of MediaListCollection)"

    def _is_mine(self, source: Source) -> bool:
        head = source.head()
        if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
            return False
        return _MARK.search(head) is not None and (b'"media' in head.lower() or b'"entries"' in head)

    def _rows(self, source: Source) -> HistoryRows:
        report = RowReport(source.name)
        collection = _collection(history_document(source, report), report)
        if collection is None:
            report.add("", "holds no MediaListCollection with lists; nothing is read")
        if report.problems:
            yield None, report
        if collection is None:
            return
        about = RowReport(source.name)
        best = _best(collection, about)
        if about.problems:
            yield None, about
        for entry, place, own in _entries(collection, source.name):
            row = None if entry is None else _row(entry, best, own)
            yield row, own if entry is None else with_place(own, place)


def _collection(document: Any, report: RowReport) -> dict[str, Any] | None:
    """Return the object that has the lists, at whichever level it was saved."""
    for key in ("data", "MediaListCollection"):
        if isinstance(document, dict) and key in document:
            document = nested(document, key, report)
    return document if isinstance(document, dict) and "lists" in document else None


def _entries(collection: dict[str, Any], file: str) -> Iterator[tuple[dict[str, Any] | None, str, RowReport]]:
    for group, place, report in objects_within(collection, "lists", file):
        if group is not None and "entries" not in group:
            report.add(place, "has no entries; left out")
        if group is None or report.problems:
            yield None, place, report
        else:
            yield from objects_within(group, "entries", file, place)


def _best(collection: dict[str, Any], report: RowReport) -> float | None:
    """Return the best of the user's scale: as it is set, or as the scores show it."""
    options = nested(nested(collection, "user", report), "mediaListOptions", report)
    stated = text(options, "scoreFormat", report)
    if stated in _BEST:
        return _BEST[stated]
    silent = RowReport()
    scores = [
        number(entry, "score", silent) or 0.0 for entry, _, _ in _entries(collection, "") if entry is not None
    ]
    best = scale_of(scores)
    if any(scores):
        told = "not used: nothing tells their scale" if best is None else f"taken as out of {best:g}"
        report.add("user.mediaListOptions.scoreFormat", f"is not there; scores are {told}")
    return best


def _row(entry: dict[str, Any], best: float | None, report: RowReport) -> HistoryRow | None:
    media = nested(entry, "media", report)
    kind = text(media, "format", report)
    if kind in _BOOKS or text(media, "type", report) == "MANGA":
        report.add("media.format", f"{shown(kind or 'MANGA')} is no anime; the entry is left out")
        return None
    names = _names(media, report)
    known = (("anilist", _id(media, "id", report) or _id(entry, "mediaId", report)),
             ("mal", _id(media, "idMal", report)))  # fmt: skip
    ids = ids_of(known, report)
    if not names and not ids:
        report.add("media", "has neither a title nor an id; the entry is left out")
        return None
    record = Record(
        file=report.file,
        line=report.line,
        title=names[0] if names else "",
        names=tuple(names[1:]),
        year=_year(media, report),
        form=_FORMS.get(kind),
        medium=Medium.ANIMATION,
        ids=ids,
        watching=_watching(entry, report),
        rating=_rating(entry, best, report),
        is_liked=media.get("isFavourite") is True,
        date=_date(entry, "completedAt", report) or _date(entry, "startedAt", report),
    )
    keys = tuple(f"{site} {id}" for site, id in ids.items())
    return HistoryRow(record, keys or (name_key(record.title, record.year, record.form),))


def _id(owner: dict[str, Any], key: str, report: RowReport) -> str:
    found = whole(owner, key, report)
    return "" if found is None else str(found)


def _names(media: dict[str, Any], report: RowReport) -> list[str]:
    titles = nested(media, "title", report)
    found = [text(titles, key, report) for key in (*_NAMES, "userPreferred")]
    found.extend(texts(media, "synonyms", report))
    cleaned = [name_of(name, report, "media.title") for name in found[:50]]
    return list(dict.fromkeys(name for name in cleaned if name))


def _year(media: dict[str, Any], report: RowReport) -> int | None:
    year = whole(media, "seasonYear", report) or whole(nested(media, "startDate", report), "year", report)
    return year if year is not None and 1870 <= year <= 2100 else None


def _watching(entry: dict[str, Any], report: RowReport) -> Watching:
    status = text(entry, "status", report)
    if status not in _WATCHING:
        report.add("status", f"{shown(status)} is no status of AniList; taken as seen")
    return _WATCHING.get(status, Watching.SEEN)


def _rating(entry: dict[str, Any], best: float | None, report: RowReport) -> float | None:
    score = number(entry, "score", report)
    if not score or best is None:
        return None
    if best == 3.0 and score in _FACES:
        return _FACES[score]
    return rating_of(score, best, report, "score")


def _date(entry: dict[str, Any], key: str, report: RowReport) -> str | None:
    told = nested(entry, key, report)
    year, month, day = (whole(told, part, report) or 0 for part in ("year", "month", "day"))
    return iso_date(f"{year:04d}-{month:02d}-{day:02d}") if 1900 <= year <= 9999 else None
