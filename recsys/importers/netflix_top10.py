"""Netflix's own weekly top tens, of the world (TSV) and of single countries (CSV or TSV).

Every line is one place of a season or a film in one week. All lines of a name and a form become one title.
Of its places those are kept, for each country and each chart, that say most: the best one, in the first
week in which it was reached, and the last one. Hours and views are left out, and so is the length of a
season; the length of a film stays. The year is unknown: a chart says when a title was watched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from recsys.catalogue.countries import country_code
from recsys.catalogue.problems import RowReport, shown
from recsys.files import Source, is_nothing, table_columns, table_rows
from recsys.importers.cleaning import clean_title, slug
from recsys.importers.dates import iso_date
from recsys.importers.importer import ImportOptions, Row, Rows

_NEEDED = {"week", "category", "weekly_rank", "show_title"}
_FORMS = {"films": "film", "tv": "series"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_HOURS = re.compile(r"\d{1,3}(?:\.\d{1,8})?", re.ASCII)
_LOWEST = 100
_LONGEST_NAME = 500

Place = tuple[str, int]
"""Week and rank."""


class NetflixTop10Importer:
    """Reads Netflix's weekly top tens."""

    name = "netflix-top10"
    description = "Netflix's weekly top ten, global or by country (TSV, CSV)"

    def claims(self, source: Source) -> bool:
        """Return whether a table has the columns of such charts."""
        return set(table_columns(source)) >= _NEEDED

    def rows(self, sources: Sequence[Source], options: ImportOptions) -> Rows:
        """Yield one row a title, after all lines were read; lines that cannot be used come first."""
        titles: dict[tuple[str, str], _Charted] = {}
        for source in sources:
            for cells, report in table_rows(source, encoding=options.encoding):
                if cells is not None:
                    _add(titles, cells, report)
                if report.problems:
                    yield None, report
        for charted in titles.values():
            yield charted.row(), charted.report


@dataclass(slots=True)
class _Charted:
    """One title, and its best and its last place in each chart of each country."""

    id: str
    title: str
    form: str
    report: RowReport
    minutes: int | None = None
    best: dict[tuple[str | None, str], Place] = field(default_factory=dict)
    last: dict[tuple[str | None, str], Place] = field(default_factory=dict)
    spellings: dict[str, None] = field(default_factory=dict)

    def add(self, chart: tuple[str | None, str], place: Place) -> None:
        """Keep a place if it is better or later than those before."""
        best, last = self.best.get(chart), self.last.get(chart)
        if best is None or (place[1], place[0]) < (best[1], best[0]):
            self.best[chart] = place
        # Two seasons may stand in one chart of one week: the higher one counts.
        if last is None or (place[0], -place[1]) > (last[0], -last[1]):
            self.last[chart] = place

    def row(self) -> Row:
        """Return the title as a row, places in the order of countries, charts and weeks."""
        places = {
            (country or "", chart, place)
            for kept in (self.best, self.last)
            for (country, chart), place in kept.items()
        }
        return {
            "id": self.id,
            "title": self.title,
            "aliases": [{"name": name} for name in self.spellings if name != self.title],
            "form": self.form,
            "minutes": self.minutes,
            "ranks": [
                {"platform": "Netflix", "chart": chart, "week": week, "rank": rank}
                | ({"country": country} if country else {})
                for country, chart, (week, rank) in sorted(places)
            ],
        }


def _add(titles: dict[tuple[str, str], _Charted], cells: Mapping[str, str], report: RowReport) -> None:
    title, name = _name(cells.get("show_title", "")[:_LONGEST_NAME])
    category, form = _category(cells.get("category", "")[:_LONGEST_NAME])
    week, rank = _week(cells.get("week", "")), _rank(cells.get("weekly_rank", ""))
    said = cells.get("country_iso2") or cells.get("country_name") or ""
    country = country_code(said) if said else None
    faults = (
        ("show_title", "" if title else "is missing"),
        ("category", "" if form else f"{shown(category)} is neither Films nor TV"),
        ("week", "" if week else f"{shown(cells.get('week'))} is no day such as 2024-01-07"),
        ("weekly_rank", "" if rank else f"{shown(cells.get('weekly_rank'))} is no rank from 1 to {_LOWEST}"),
        ("country_iso2", "" if country or not said else f"{shown(said)} is no country"),
    )
    for column, reason in faults:
        if reason:
            report.add(column, f"{reason}; the line is left out")
    if report.problems or form is None or week is None or rank is None:
        return
    key = (form, name)
    if key not in titles:
        id = f"netflix-top10-{form}-{name}"[:_LONGEST_NAME]
        titles[key] = _Charted(id, title, form, RowReport(report.file, report.line))
    charted = titles[key]
    charted.spellings[title] = None
    charted.add((country, category), (week, rank))
    if form == "film" and charted.minutes is None:
        charted.minutes = _minutes(cells.get("runtime", ""), charted.report)


@lru_cache(maxsize=2**14)
def _name(text: str) -> tuple[str, str]:
    """Return a title, and what all its spellings have in common."""
    title = clean_title(text)
    return title, slug(title) or title


@lru_cache(maxsize=256)
def _category(text: str) -> tuple[str, str | None]:
    """Return the name of a chart and the form of what stands in it."""
    category = " ".join(text.split())
    return category, _FORMS.get(category.casefold().split("(")[0].strip())


@lru_cache(maxsize=2**12)
def _week(text: str) -> str | None:
    return text if _DAY.fullmatch(text) and iso_date(text) == text else None


def _rank(text: str) -> int | None:
    digits = text.removesuffix(".0")
    is_rank = digits.isascii() and digits.isdigit() and len(digits) <= 3 and 1 <= int(digits) <= _LOWEST
    return int(digits) if is_rank else None


def _minutes(text: str, report: RowReport) -> int | None:
    """Return the length of a film, which the file gives in hours."""
    if is_nothing(text):
        return None
    if _HOURS.fullmatch(text):
        return round(float(text) * 60) or None
    report.add("runtime", f"{shown(text)} is no number of hours")
    return None
