"""The "TMDB 5000" tables of Kaggle: films, and their credits in a second file, with JSON in cells.

Larger tables of the same make are read, too: "The Movies Dataset", which has a third file of
keywords and writes its lists as Python does, and those that write them as "Action, Drama".

Credits and keywords are joined by the id of the film; a row without one by its name, if only one
film bears it. Credits alone become titles of which nothing but the cast and crew is known. Left
out: budgets, votes, spoken languages; see :mod:`recsys.importers.tmdb` for the rest.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence

from recsys.catalogue.problems import RowReport, shown
from recsys.files import Source, table_columns, table_rows
from recsys.importers.cleaning import clean_title, slug
from recsys.importers.importer import ImportOptions, Row, Rows
from recsys.importers.tmdb_cells import Cells, film_number, film_part, film_row
from recsys.importers.tmdb_credits import voiced

_FILMS = {"id", "original_title", "original_language", "production_countries", "release_date"}
_CREDITS = {"cast", "crew"}
_KEYWORDS = {"id", "keywords"}
_IDS = ("movie_id", "id")


class Tmdb5000Importer:
    """Reads films of TMDB out of CSV files that have JSON in their cells."""

    name = "tmdb-5000"
    description = "films and credits of TMDB 5000 and The Movies Dataset (CSV)"

    def claims(self, source: Source) -> bool:
        """Return whether a table has the columns of films, credits or keywords."""
        return _what(source) != ""

    def rows(self, sources: Sequence[Source], options: ImportOptions) -> Rows:
        """Yield one row a film, and one for each row of credits that belongs to none."""
        kinds = [(_what(source), source) for source in sources]
        films = [source for kind, source in kinds if kind not in ("credits", "keywords")]
        waiting = _Waiting()
        for kind, source in kinds:
            if source not in films:
                yield from waiting.read(kind, table_rows(source, encoding=options.encoding))
        if waiting.unnumbered:
            yield from waiting.by_name(
                _numbers(films, options, {part["title"] for part, _ in waiting.unnumbered})
            )
        for source in films:
            for cells, report in table_rows(source, encoding=options.encoding):
                row = None if cells is None else film_row(cells, report)
                if cells is not None and row is not None:
                    waiting.complete(row)
                yield row, report
        yield from waiting.left(has_films=bool(films))


def _what(source: Source) -> str:
    columns = set(table_columns(source))
    if columns >= _FILMS:
        return "films"
    if columns >= _CREDITS and not columns.isdisjoint(_IDS) and columns <= {*_CREDITS, *_IDS, "title"}:
        return "credits"
    return "keywords" if columns == _KEYWORDS else ""


def _numbers(films: Sequence[Source], options: ImportOptions, titles: set[str]) -> dict[str, list[int]]:
    """Return the numbers of the films that bear some titles."""
    found: dict[str, list[int]] = defaultdict(list)
    for source in films:
        for cells, report in table_rows(source, encoding=options.encoding):
            title = clean_title((cells or {}).get("title", ""))
            if cells and title in titles and (number := film_number(cells, report)) is not None:
                found[title].append(number)
    return found


class _Waiting:
    """What is known of films beside their own row; packed, as there may be casts of many thousands."""

    def __init__(self) -> None:
        self.unnumbered: list[tuple[Row, RowReport]] = []
        self._packed: dict[tuple[str, int], bytes] = {}
        self._last: RowReport | None = None
        self._films = 0
        self._without_credits = 0

    def read(self, kind: str, rows: Iterator[tuple[Cells | None, RowReport]]) -> Rows:
        """Take rows of credits or keywords; yield what is wrong with them."""
        for cells, report in rows:
            if kind == "credits" and cells is not None:
                self._last = RowReport(report.file, report.line)
            if cells is not None:
                number = film_number(cells, report)
                part = film_part(cells, report)
                if number is None and part.get("title"):
                    self.unnumbered.append((part, report))
                    continue
                self._put(kind, number, part, report)
            yield None, report

    def by_name(self, numbers: dict[str, list[int]]) -> Rows:
        """Join what has no number with the one film that bears its name; yield the rest as titles."""
        for part, report in self.unnumbered:
            found = numbers.get(part["title"], [])
            if len(found) == 1:
                report.add(
                    "movie_id", f"is missing; joined by its title {shown(part['title'])} to {found[0]}"
                )
                self._put("credits", found[0], part, report)
                yield None, report
            else:
                report.add("movie_id", f"is missing, and {len(found)} films bear its title")
                yield {"id": slug(part["title"]), "form": "film", **part}, report

    def complete(self, row: Row) -> None:
        """Add to the row of a film what waits for it."""
        self._films += 1
        number = int(row["external_ids"].get("tmdb", -1))
        for kind in ("credits", "keywords"):
            packed = self._packed.pop((kind, number), None)
            if packed is None:
                self._without_credits += kind == "credits"
                continue
            _, _, part = json.loads(zlib.decompress(packed))
            part.pop("title", None)
            row.update({key: row[key] or value for key, value in part.items()})
        if "Animation" in row["genres"]:
            row["credits"] = voiced(row["credits"])

    def left(self, *, has_films: bool) -> Rows:
        """Yield what belongs to no film, and where the credits end, if films lack theirs."""
        for (kind, number), packed in self._packed.items():
            file, line, part = json.loads(zlib.decompress(packed))
            report = RowReport(file, line)
            if has_films or "title" not in part:
                report.add("id", f"there is no film {number} in the files given; only its {kind} are known")
            ids = {"id": f"tmdb-movie-{number}", "external_ids": {"tmdb": str(number)}}
            yield ({**ids, "form": "film", **part} if "title" in part else None), report
        if has_films and self._last is not None and self._without_credits:
            self._last.add(
                "", f"the credits end here: {self._without_credits} of {self._films} films have none"
            )
            yield None, self._last

    def _put(self, kind: str, number: int | None, part: Row, report: RowReport) -> None:
        if number is None:
            report.add("id", "is missing, and so is the title; the row is left out")
        elif (kind, number) in self._packed:
            report.add("id", f"{kind} of film {number} are there already; the first ones are used")
        else:
            self._packed[kind, number] = zlib.compress(
                json.dumps((report.file, report.line, part)).encode(), 1
            )
