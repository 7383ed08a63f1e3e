"""Lists of titles of streaming services, as CSV: Netflix, Disney+, Hulu, Prime Video.

``show_id, type, title, director, cast, country, date_added, release_year, rating, duration,
listed_in, description``, with small differences between copies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from recsys.catalogue.countries import country_codes
from recsys.catalogue.problems import RowReport, shown
from recsys.files import Source, is_nothing, table_columns, table_rows
from recsys.importers.cleaning import clean_synopsis, clean_title, is_person, names, slug
from recsys.importers.dates import iso_date
from recsys.importers.importer import ImportOptions, Row, Rows

_NEEDED = {"show_id", "title", "release_year", "duration"}
_SERVICES = (("netflix", "Netflix"), ("disney", "Disney+"), ("hulu", "Hulu"),
             ("prime", "Prime Video"), ("amazon", "Prime Video"))  # fmt: skip
_LOOKED_AHEAD = 50_000  # rows; the longest list of a service has some ten thousand
_SLIPPED = 10  # rows with nothing but a genre, from which on they are no mere accident
_FORMS = {"movie": "film", "tv show": "series"}
_LENGTH = re.compile(r"(\d{1,5})\s*(min|season)", re.IGNORECASE)


class StreamingImporter:
    """Reads the title lists of streaming services."""

    name = "streaming"
    description = "title lists of Netflix, Disney+, Hulu and Prime Video (CSV)"

    def claims(self, source: Source) -> bool:
        """Return whether a table has the columns of such a list."""
        return set(table_columns(source)) >= _NEEDED

    def rows(self, sources: Sequence[Source], options: ImportOptions) -> Rows:
        """Yield one row a title; which service it is, the file's name says."""
        for source in sources:
            service = next((name for word, name in _SERVICES if word in source.base), None)
            rows = (
                (None if cells is None else _row(cells, service, report), cells or {}, report)
                for cells, report in table_rows(source, encoding=options.encoding)
            )
            yield from _with_own_genres(list(islice(rows, _LOOKED_AHEAD)))
            yield from ((row, report) for row, _, report in rows)


def _with_own_genres(rows: Sequence[tuple[Row | None, dict[str, str], RowReport]]) -> Rows:
    """Yield rows; without genres, if some rows hold nothing else: then the column has slipped."""
    stray = [report for row, cells, report in rows if row is None and _genres(cells)]
    if len(stray) >= _SLIPPED:
        stray[0].add(
            "genre",
            f"{len(stray)} rows hold nothing but a genre, so this column does not belong to the rows: "
            "no title of the file gets its genres",
        )
    for row, _, report in rows:
        if row is not None and len(stray) >= _SLIPPED:
            row["genres"] = []
        yield row, report


def _genres(cells: dict[str, str]) -> list[str]:
    return names(cells.get("listed_in") or cells.get("genre"))


def _row(cells: dict[str, str], service: str | None, report: RowReport) -> Row | None:
    if is_nothing(cells.get("show_id")) and is_nothing(cells.get("title")):
        filled = ", ".join(f"{name} {shown(cell)}" for name, cell in cells.items() if cell)
        report.add("", f"neither show_id nor title, only {filled or 'blanks'}; the row is left out")
        return None
    added = iso_date(cells.get("date_added", ""))
    title = clean_title(cells.get("title", ""))
    own_id = cells.get("show_id") or slug(title, cells.get("release_year"))
    row: Row = {
        "id": f"{(service or 'streaming').casefold().replace(' ', '-').strip('+')}-{own_id}",
        "title": title,
        "year": _year(cells.get("release_year", ""), report),
        "form": _form(cells.get("type", ""), report),
        "genres": _genres(cells),
        "countries": list(_countries(cells.get("country", ""), report)),
        "credits": _credits(cells, report),
        "synopsis": clean_synopsis(cells.get("description", "")),
    }
    _add_length(row, cells, report)
    if service:
        row["availability"] = [{"service": service} | ({"date": added} if added else {})]
    return row


def _year(text: str, report: RowReport) -> int | None:
    if is_nothing(text):
        return None
    digits = text.removesuffix(".0")
    if digits.isascii() and digits.isdigit() and len(digits) == 4:
        return int(digits)
    report.add("release_year", f"{shown(text)} is no year")
    return None


def _form(text: str, report: RowReport) -> str | None:
    form = _FORMS.get(text.strip().casefold())
    if form is None and not is_nothing(text):
        report.add("type", f"{shown(text)} is neither Movie nor TV Show")
    return form


def _countries(text: str, report: RowReport) -> tuple[str, ...]:
    found = country_codes(text)
    for piece in found.unknown:
        report.add("country", f"{shown(piece)} is no country")
    return found.codes


def _credits(cells: dict[str, str], report: RowReport) -> list[Row]:
    credits: list[Row] = []
    for column, role in (("director", "director"), ("cast", "actor")):
        for order, name in enumerate(names(cells.get(column)), start=1):
            if not is_person(name):
                report.add(column, f"{shown(name)} is nobody's name")
                continue
            credits.append({"person": name, "role": role} | ({"order": order} if role == "actor" else {}))
    return credits


def _add_length(row: Row, cells: dict[str, str], report: RowReport) -> None:
    """Set minutes; some copies have them in the column of the rating."""
    duration, rating = cells.get("duration", ""), cells.get("rating", "")
    if is_nothing(duration) and _LENGTH.match(rating):
        report.add("rating", f"{shown(rating)} is a length: taken for the duration")
        duration = rating
    found = _LENGTH.match(duration)
    if found is None:
        if not is_nothing(duration):
            report.add("duration", f"{shown(duration)} is neither minutes nor seasons")
    elif found[2].casefold() == "min" and int(found[1]):
        row["minutes"] = int(found[1])
