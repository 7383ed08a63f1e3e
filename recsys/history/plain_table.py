"""Tables with a column of titles, whatever else they have: ``title, rating`` and the like."""

from __future__ import annotations

import re
from collections.abc import Mapping

from recsys.catalogue.problems import RowReport, shown
from recsys.files import Source, is_nothing, table_columns, table_rows
from recsys.history.export_reader import HistoryRows
from recsys.history.fields import (
    form_of,
    ids_of,
    name_key,
    name_of,
    number_of,
    rating_of,
    scale_of,
    watching_of,
    year_of,
)
from recsys.history.history_row import MOST_ROWS, HistoryRow
from recsys.history.record import Record, Watching
from recsys.importers.dates import iso_date
from recsys.title import Medium

_COLUMNS: Mapping[str, frozenset[str]] = {
    field: frozenset(names.split())
    for field, names in {
        "title": "title name movie film show series anime drama titles movie_title film_title series_title "
        "drama_name title_name movie_name english_title primary_title",
        "original": "original_title native_title original_name japanese_title korean_title romaji",
        "year": "year release_year released start_year",
        "rating": "rating score my_rating your_rating my_score your_score stars user_rating user_score rate "
        "personal_rating rating10 rating_10 rating5 rating_5 score_10 rating_out_of_10 rating_out_of_5",
        "watching": "status watching state list shelf my_status watch_status",
        "form": "type form kind format title_type",
        "date": "date watched_date date_watched last_watched watcheddate finished finish_date date_rated",
        "liked": "liked favourite favorite loved heart",
        "imdb": "imdb imdb_id imdbid const tconst",
        "tmdb": "tmdb tmdb_id tmdbid",
        "tvdb": "tvdb tvdb_id tvdbid",
        "mal": "mal mal_id malid anime_id",
        "anilist": "anilist anilist_id",
        "beside": "note notes comment comments review tags tag genre genres country countries language "
        "platform service where episodes episodes_watched seasons season id no nr number position rank url "
        "link added rewatch rewatches times_watched index runtime minutes director",
    }.items()
}
_SITES = ("imdb", "tmdb", "tvdb", "mal", "anilist")
_STATED = re.compile(r"(?<!\d)(100|10|5)$")
_FRACTION = re.compile(r"([\d.,]+)\s*/\s*(100|10|5)", re.ASCII)
_YES = frozenset("yes y true 1 x ✓ ✔ ♥ ❤ liked".split())


def is_table(source: Source) -> bool:
    """Return whether a file is a table of titles and of nothing that this reader does not know.

    Parameters
    ----------
    source : Source
        Any file.

    Returns
    -------
    bool
        True if one column holds titles and all others are known by name.
    """
    columns = [column for column in table_columns(source) if column]
    known = frozenset().union(*_COLUMNS.values())
    return bool(_COLUMNS["title"].intersection(columns)) and known.issuperset(columns)


def table_history(source: Source) -> HistoryRows:
    """Yield the rows of a table of titles.

    Parameters
    ----------
    source : Source
        The table.

    Yields
    ------
    tuple of HistoryRow or None, and RowReport
        As the readers give them.
    """
    columns = table_columns(source)
    chosen = {
        field: next((column for column in columns if column in names), "")
        for field, names in _COLUMNS.items()
    }
    about = RowReport(source.name)
    best = _scale(source, chosen["rating"], about)
    if about.problems:
        yield None, about
    for cells, report in table_rows(source):
        if cells is None:
            yield None, report
            continue
        row = {field: cells.get(column, "") for field, column in chosen.items()}
        yield _row(row, best, report), report


def _scale(source: Source, column: str, about: RowReport) -> float | None:
    """Return the best rating of a table: as its column says, or as the ratings show it."""
    if not column:
        return None
    if stated := _STATED.search(column):
        return float(stated[1])
    ratings: list[float] = []
    for count, (cells, _) in enumerate(table_rows(source)):
        if count >= MOST_ROWS:
            break
        number = number_of((cells or {}).get(column, ""))
        if number is not None:
            ratings.append(number)
    best = scale_of(ratings)
    if ratings:
        told = "not used: nothing tells their scale" if best is None else f"taken as out of {best:g}"
        about.add(column, f"the column does not say of which scale its ratings are: {told}")
    return best


def _row(row: dict[str, str], best: float | None, report: RowReport) -> HistoryRow | None:
    name = name_of(row["title"], report)
    if not name:
        report.add("title", "is empty; the row is left out")
        return None
    original = name_of(row["original"], report, "original_title")
    date = iso_date(row["date"])
    if date is None and not is_nothing(row["date"]):
        report.add("date", f"{shown(row['date'])} is no date as 2024-06-20")
    watching = watching_of(row["watching"])
    if watching is None and not is_nothing(row["watching"]):
        report.add("status", f"{shown(row['watching'])} says nothing of watching; taken as seen")
    is_anime = "anime" in row["form"].casefold()
    record = Record(
        file=report.file,
        line=report.line,
        title=name,
        names=(original,) if original and original != name else (),
        year=year_of(row["year"], report),
        form=form_of(row["form"]),
        medium=Medium.ANIMATION if is_anime else None,
        ids=ids_of(((site, row[site]) for site in _SITES), report),
        watching=watching or Watching.SEEN,
        rating=_rating(row["rating"], best, report),
        is_liked=row["liked"].casefold() in _YES,
        date=date,
    )
    keys = tuple(f"{site} {id} {record.form}" for site, id in record.ids.items())
    return HistoryRow(record, keys or (name_key(name, record.year, record.form),), (), date or "")


def _rating(text: str, best: float | None, report: RowReport) -> float | None:
    if found := _FRACTION.fullmatch(text.strip()):
        return rating_of(found[1], float(found[2]), report)
    if "★" in text or "⭐" in text:
        full = text.count("★") + text.count("⭐") + (0.5 if "½" in text else 0.0)
        return full / 5 if full <= 5 else None
    if best is None:
        return None
    return rating_of(text, best, report)
