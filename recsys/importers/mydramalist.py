"""Tables scraped from MyDramaList, in four shapes of columns, and its cast in a table of its own.

The site's country is the one country of production that it names. Networks and weekdays say who
broadcast, not who made it; ratings, ranks and content ratings are the public's and the censor's: they
are left out. ``popularity`` is the number of people who watch, not the rank of the same name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from recsys.catalogue.countries import country_codes
from recsys.catalogue.problems import RowReport, shown
from recsys.files import Source, is_nothing, literal_list, table_columns, table_rows
from recsys.importers.cleaning import clean_title, distinct, is_person, plays_a_part, slug
from recsys.importers.dates import iso_date
from recsys.importers.importer import ImportOptions, Row, Rows
from recsys.importers.mydramalist_words import (
    form_of,
    mended,
    minutes_of,
    part_of,
    synopsis_and_sources,
    tags_of,
)

_SHAPES = (
    frozenset({"name", "num_episodes", "cast_names", "genre_names", "tag_names"}),
    frozenset({"drama_name", "genres", "tags", "start_airing", "actors"}),
    frozenset({"title", "genres", "tags", "director", "screenwriter", "actors", "url"}),
    frozenset({"drama_name", "tot_eps", "start_dt"}),
)
_CAST = frozenset({"actor_name", "drama_name", "character_name", "role"})
# Names of one column in the four shapes, the more telling first.
_COLUMNS = {
    "title": ("drama_name", "title", "name"),
    "type": ("category", "type"),
    "year": ("year", "aired"),
    "start": ("start_airing", "start_dt"),
    "episodes": ("num_episodes", "episodes", "tot_eps"),
    "genres": ("genre_names", "genres"),
    "tags": ("tag_names", "tags"),
    "director": ("director",),
    "writer": ("screenwriter",),
    "actor": ("cast_names", "actors"),
    "synopsis": ("synopsis", "imdb_description"),
    "platforms": ("platforms",),
    "watchers": ("watchers",),
}
_PARTS = ("main role", "support role", "guest role", "guest", "bit part")
_WHOLE = re.compile(r"\d{1,9}(?:\.0+)?")
_PICTURE = re.compile(r"/([A-Za-z0-9]{2,12})(?:_\w+)?\.(?:jpe?g|png|webp)", re.IGNORECASE)
_HIDDEN = "[email protected]"


class MyDramaListImporter:
    """Reads tables scraped from MyDramaList."""

    name = "mydramalist"
    description = "scrapes of MyDramaList: lists of dramas and their cast (CSV)"

    def claims(self, source: Source) -> bool:
        """Return whether a table has the columns of one of the known scrapes."""
        columns = set(table_columns(source))
        return columns >= _CAST or any(columns >= shape for shape in _SHAPES)

    def rows(self, sources: Sequence[Source], options: ImportOptions) -> Rows:
        """Yield one row a drama; a table of cast alone gives titles with their cast."""
        tables = [(source, set(table_columns(source, encoding=options.encoding))) for source in sources]
        cast = _Cast()
        for source, _ in (entry for entry in tables if entry[1] >= _CAST):
            yield from cast.read(source, options)
        taken: dict[str, str] = {}
        lists = [entry for entry in tables if not entry[1] >= _CAST]
        for source, columns in lists:
            for cells, report in table_rows(source, encoding=options.encoding):
                row = None if cells is None else _row(cells, columns, cast, report)
                if row is not None:
                    _make_id(row, cells or {}, taken, report)
                yield (row if row and row["id"] else None), report
        yield from cast.left_out() if lists else cast.titles()


@dataclass(slots=True)
class _Cast:
    """Who plays whom, by the name of the drama."""

    by_drama: dict[str, list[tuple[int, str, str | None]]] = field(default_factory=dict)
    first: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def read(self, source: Source, options: ImportOptions) -> Rows:
        """Read a table of cast; yield what is wrong with it."""
        for cells, report in table_rows(source, encoding=options.encoding):
            if cells is not None:
                self._add({name: mended(cell) for name, cell in cells.items()}, report)
            yield None, report

    def _add(self, cells: Mapping[str, str], report: RowReport) -> None:
        drama, person = clean_title(cells.get("drama_name", "")), cells.get("actor_name", "")
        if not drama or not is_person(person):
            report.add("", f"expected an actor's name and a drama: {shown(person)}, {shown(drama)}")
            return
        said = cells.get("character_name", "")
        self.first.setdefault(drama, (report.file, report.line))
        plays = self.by_drama.setdefault(drama, [])
        if plays_a_part(said.replace("[", "(")):  # the site writes [Himself]
            role = cells.get("role", "").casefold()
            rank = _PARTS.index(role) if role in _PARTS else len(_PARTS)
            plays.append((rank, " ".join(person.split()), part_of(said)))

    def of(self, drama: str) -> dict[str, str | None]:
        """Return people and their parts, main roles first."""
        self.used.add(drama)
        found: dict[str, str | None] = {}
        for _, person, part in sorted(self.by_drama.get(drama, ()), key=lambda entry: entry[0]):
            found[person] = found.get(person) or part
        return found

    def left_out(self) -> Rows:
        """Yield one report for each file of which some dramas are in no list."""
        files: dict[str, list[str]] = {}
        for drama in self.by_drama:
            if drama not in self.used:
                files.setdefault(self.first[drama][0], []).append(drama)
        for file, dramas in files.items():
            report = RowReport(file, self.first[dramas[0]][1])
            report.add(
                "drama_name",
                f"{len(dramas)} dramas of this cast are in no list that was given, the first is "
                f"{shown(dramas[0])}; left out",
            )
            yield None, report

    def titles(self) -> Rows:
        """Yield dramas of which only the cast is known."""
        for drama in self.by_drama:
            report = RowReport(*self.first[drama])
            row: Row = {"id": slug(drama), "title": drama, "credits": _credits({}, self.of(drama))}
            if not row["id"]:
                report.add("id", f"none can be made of {shown(drama)}")
            yield (row if row["id"] else None), report


def _row(cells: Mapping[str, str], columns: set[str], cast: _Cast, report: RowReport) -> Row | None:
    found = {
        key: mended(next((cells[name] for name in names if not is_nothing(cells.get(name))), ""))
        for key, names in _COLUMNS.items()
    }
    title = clean_title(next((cells[name] for name in _COLUMNS["title"] if cells.get(name)), ""))
    if not title:
        report.add("", f"has no name of a drama, only {shown([cell for cell in cells.values() if cell])}")
        return None
    if _HIDDEN in title:
        report.add("title", f"{shown(title)}: the scraper lost what had an @ in it")
    people = {
        key: [name for name in _listed(found[key], key, report) if _is_named(name, key, report)]
        for key in ("director", "writer", "actor")
    }
    start = _start(found["start"], report)
    episodes = _whole(found["episodes"], "episodes", report)
    synopsis, sources = synopsis_and_sources(found["synopsis"])
    return {
        "title": mended(title),
        "year": _whole(found["year"], "year", report) or (int(start[:4]) if start else None),
        "releases": [{"date": start}] if start else [],
        "form": form_of(found["type"], report) or ("series" if (episodes or 0) > 1 else None),
        "episodes": episodes,
        "minutes": minutes_of(cells.get("duration", ""), report, in_seconds="start_dt" in columns),
        "genres": _listed(found["genres"], "genres", report),
        "tags": tags_of(_listed(found["tags"], "tags", report)),
        "countries": _countries(cells.get("country", ""), report),
        "credits": _credits(people, cast.of(title)),
        "synopsis": synopsis,
        "sources": sources,
        "availability": [{"service": name} for name in _listed(found["platforms"], "platforms", report)],
        "popularity": _whole(found["watchers"].replace(",", ""), "watchers", report),
    }


def _make_id(row: Row, cells: Mapping[str, str], taken: dict[str, str], report: RowReport) -> None:
    """Set an id of name and year; titles that share both differ by their pictures, or by a number."""
    picture = _PICTURE.search(cells.get("url", ""))
    name, year, code = row["title"], row["year"], picture[1] if picture else None
    id = slug(name, year) if slug(name) else ""
    if (not id or id in taken) and code:
        id = slug(name, year, code)
    elif id and taken.get(id, name) != name:
        id = slug(id, next(n for n in range(2, len(taken) + 3) if slug(id, n) not in taken))
    if not id:
        report.add("id", f"none can be made of {shown(name)}; the row is left out")
    row["id"] = id
    taken.setdefault(id, name)


def _credits(people: Mapping[str, list[str]], cast: Mapping[str, str | None]) -> list[Row]:
    """Return credits; those whom the list names come before those of the table of cast."""
    credits: list[Row] = [
        {"person": name, "role": role} for role in ("director", "writer") for name in people.get(role, ())
    ]
    names = dict.fromkeys([*people.get("actor", ()), *cast])
    for order, name in enumerate(names, start=1):
        credit = {"person": name, "role": "actor", "order": order}
        credits.append(credit | ({"character": part} if (part := cast.get(name)) else {}))
    return credits


def _listed(cell: str, column: str, report: RowReport) -> list[str]:
    """Return the texts of a cell: a list of Python, or names between commas."""
    if not cell.startswith("["):
        return distinct(cell.split(","))
    try:
        return distinct(entry for entry in literal_list(cell) if isinstance(entry, str))
    except ValueError as error:
        report.add(column, f"{shown(cell)} {error}")
        return []


def _is_named(name: str, column: str, report: RowReport) -> bool:
    if not is_person(name):
        report.add(column, f"{shown(name)} is nobody's name")
        return False
    return True


def _whole(text: str, column: str, report: RowReport) -> int | None:
    if not text:
        return None
    if _WHOLE.fullmatch(text) and text.isascii():
        return int(text.split(".")[0]) or None
    report.add(column, f"{shown(text)} is no whole number")
    return None


def _start(text: str, report: RowReport) -> str | None:
    """Return when it began; some cells hold the end too."""
    date = iso_date(text.split(" - ")[0])
    if date is None and text:
        report.add("start", f"{shown(text)} is no date")
    return date


def _countries(text: str, report: RowReport) -> list[str]:
    if is_nothing(text):
        return []
    found = country_codes(text)
    for piece in found.unknown:
        report.add("country", f"{shown(piece)} is no country")
    return list(found.codes)
