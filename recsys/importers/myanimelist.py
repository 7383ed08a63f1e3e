"""MyAnimeList: answers of Jikan's API as JSON, and the tables that are made of them or of the site.

Scores and ranks are opinions, licensors sell what others made, and ratings by age are those of one
country: all are left out. Studios come first, then the companies of the production committee. No
country is set: the site lists Chinese, Korean and other titles too, and does not say which they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from recsys.catalogue.problems import RowReport
from recsys.files import Source, is_nothing, literal_list, table_columns, table_rows
from recsys.importers.importer import ImportOptions, Row, Rows
from recsys.importers.jikan import anime_row, jikan_rows
from recsys.importers.json_fields import json_beginning

_ID = ("mal_id", "anime_id")
# Names of columns in tables of several makers, by what Jikan calls the field.
_COLUMNS = {
    "title": ("title", "name"),
    "title_english": ("title_english", "english_name"),
    "title_japanese": ("title_japanese", "japanese_name"),
    "title_synonyms": ("title_synonyms", "other_name", "synonyms"),
    "type": ("type",),
    "status": ("status",),
    "year": ("year",),
    "episodes": ("episodes",),
    "duration": ("duration",),
    "source": ("source",),
    "aired_from": ("aired_from", "start_date", "aired_string", "aired"),
    "members": ("members",),
    "synopsis": ("synopsis", "sypnopsis"),
    "synopsis_short": ("synopsis_short",),
    "url": ("url",),
    "genres": ("genres", "genre"),
    "themes": ("themes",),
    "demographics": ("demographics",),
    "studios": ("studios", "studio"),
    "producers": ("producers", "producer"),
}
_LISTS = frozenset({"title_synonyms", "genres", "themes", "demographics", "studios", "producers"})
_ONE_NAME = frozenset({"other_name"})  # its own commas are part of it
_OURS = ({"genre", "type", "episodes", "members"}, {"genres", "type", "episodes", "studios"})
_JSON = re.compile(r'"mal_id"\s*:\s*\d')
_IS_ANIME = re.compile(r'"url"\s*:\s*"https?:\\?/\\?/myanimelist\.net\\?/anime\\?/\d|"title_japanese"\s*:')


class MyAnimeListImporter:
    """Reads lists of anime from MyAnimeList."""

    name = "myanimelist"
    description = "anime of MyAnimeList: Jikan's JSON, and tables (CSV, Parquet)"

    def claims(self, source: Source) -> bool:
        """Return whether a file holds such anime, as JSON or as a table."""
        if beginning := json_beginning(source):
            return bool(_JSON.search(beginning) and _IS_ANIME.search(beginning))
        columns = set(table_columns(source))
        has_id = not columns.isdisjoint(_ID) and not columns.isdisjoint(_COLUMNS["title"])
        return has_id and any(needed <= columns for needed in _OURS)

    def rows(self, sources: Sequence[Source], options: ImportOptions) -> Rows:
        """Yield one row an anime; seasons that overlap give some of them twice."""
        for source in sources:
            yield from jikan_rows(source) if json_beginning(source) else _table(source, options)


def _table(source: Source, options: ImportOptions) -> Rows:
    for cells, report in table_rows(source, encoding=options.encoding):
        yield (None if cells is None else _row(cells, report)), report


def _row(cells: dict[str, str], report: RowReport) -> Row | None:
    record: Row = {"mal_id": next((cells[name] for name in _ID if cells.get(name)), None)}
    # Tables with columns that count the entries of lists part them by bars.
    separator = "|" if "genres_count" in cells else ","
    for field, names in _COLUMNS.items():
        for name in names:
            cell = cells.get(name, "")
            if is_nothing(cell) and field != "title":
                continue
            if cell:
                one = field not in _LISTS or name in _ONE_NAME
                record[field] = cell if one else _entries(cell, separator, name, report)
                break
    return anime_row(record, report)


def _entries(cell: str, separator: str, column: str, report: RowReport) -> list[str]:
    if separator == "|" or not (cell.startswith("[") and cell.endswith("]")):
        return [entry.strip() for entry in cell.split(separator)]
    try:
        return [str(entry) for entry in literal_list(cell)]
    except ValueError as error:
        report.add(column, str(error))
        return []
