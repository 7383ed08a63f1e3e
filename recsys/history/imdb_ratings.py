"""Ratings, watchlists and lists of an IMDb account, as CSV of any age.

``Const, Your Rating, Date Rated, Title, Original Title, URL, Title Type, … Year …``; older files lack
the original title and write "You rated". Lists begin with ``Position, Const, Created``. What the public
thinks is not read.
"""

from __future__ import annotations

import re

from recsys.catalogue.problems import RowReport, shown
from recsys.files import Source, is_nothing, table_columns, table_rows
from recsys.history.export_reader import ExportReader, HistoryRows
from recsys.history.fields import form_of, ids_of, name_of, rating_of, year_of
from recsys.history.history_row import HistoryRow
from recsys.history.record import Record, Watching
from recsys.importers.dates import iso_date
from recsys.names import fold_text

_RATING = ("your_rating", "you_rated")
_LIST = {"position", "const", "created"}
_BEST = 10.0
# Parts of a title, and what is neither film nor series.
_NO_TITLE = re.compile(r"episode|video game|podcast|music video|audio")


class ImdbRatings(ExportReader):
    """Reads exports of an IMDb account."""

    name = "imdb"
    description = "ratings or watchlist of an IMDb account (CSV)"

    def _is_mine(self, source: Source) -> bool:
        columns = set(table_columns(source))
        return {"const", "title"} <= columns and (bool(columns & set(_RATING)) or columns >= _LIST)

    def _rows(self, source: Source) -> HistoryRows:
        columns = set(table_columns(source))
        is_plan = columns >= _LIST and "checkins" not in source.base
        for cells, report in table_rows(source):
            yield (None if cells is None else _row(cells, report, is_plan=is_plan)), report


def _row(cells: dict[str, str], report: RowReport, *, is_plan: bool) -> HistoryRow | None:
    kind = cells.get("title_type", "")
    if _NO_TITLE.search(fold_text(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind[:100]))):
        report.add("title_type", f"{shown(kind)} is neither film nor series; the row is left out")
        return None
    name = name_of(cells.get("title", ""), report)
    original = name_of(cells.get("original_title", ""), report, "original_title")
    ids = ids_of([("imdb", cells.get("const", ""))], report)
    if not name and not ids:
        report.add("", "has neither const nor title; the row is left out")
        return None
    rated = next((cells[column] for column in _RATING if not is_nothing(cells.get(column))), None)
    rating = rating_of(rated, _BEST, report)
    rated_on = _date(cells.get("date_rated", ""), "date_rated", report)
    record = Record(
        file=report.file,
        line=report.line,
        title=name or original,
        names=(original,) if original and original != name else (),
        year=year_of(cells.get("year", ""), report),
        form=form_of(kind),
        ids=ids,
        watching=Watching.PLANNED if is_plan and rating is None else Watching.SEEN,
        rating=rating,
        date=rated_on,
    )
    key = f"imdb {ids['imdb']}" if ids else f"name {name.casefold()} {record.year} {record.form}"
    return HistoryRow(record, (key,), (), rated_on or "")


def _date(text: str, field: str, report: RowReport) -> str | None:
    if is_nothing(text):
        return None
    date = iso_date(text)
    if date is None:
        report.add(field, f"{shown(text)} is no date as 2024-06-20")
    return date
