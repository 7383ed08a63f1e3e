"""The datasets of IMDb: seven tables (TSV) that are joined on disk, since the largest have gigabytes.

title.basics holds the titles; title.akas, title.principals, title.crew, title.ratings, title.episode and
name.basics add to them what they have. They name no country. Ratings by the public are left out, of
title.ratings only the number of votes is used. So are episodes, games and titles for adults only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from recsys.catalogue.languages import language_code
from recsys.catalogue.problems import RowReport, shown
from recsys.files import Source
from recsys.importers.cleaning import clean_title, names, plays_a_part
from recsys.importers.imdb_store import ImdbStore, opened_store
from recsys.importers.imdb_tables import (
    AKAS,
    BASICS,
    CREW,
    FORMS,
    NAMES,
    PRINCIPALS,
    RATINGS,
    ImdbRow,
    imdb_table,
)
from recsys.importers.importer import ImportOptions, Row, Rows

_ROLES = {"actor": "actor", "actress": "actor", "director": "director", "writer": "writer",
          "composer": "composer", "producer": "producer"}  # fmt: skip
_CREATED = ("creat", "series creat")  # "created by", "creator", "series creator"
_PREFERRED_LANGUAGES = {"ko", "ja", "zh", "cmn", "yue", "en"}
_PREFERRED_REGIONS = {"KR", "JP", "CN", "TW", "HK", "US", "GB", "XWW"}
_LANGUAGES = {"qbp": "fr", "qbn": "nl"}  # IMDb's own: French of Canada, Dutch of Belgium
_MOST_ALIASES = 30
_LAST = 10**9
_SEPARATOR = "\x02"  # between several values in a cell of title.akas
_Found = dict[tuple[str, str], tuple[Row, ImdbRow]]  # by person and role


class ImdbImporter:
    """Reads the datasets of IMDb."""

    name = "imdb"
    description = "IMDb datasets: title.basics, akas, principals, crew, ratings, episode, name.basics (TSV)"

    def claims(self, source: Source) -> bool:
        """Return whether a file's first line is that of one of the tables."""
        return imdb_table(source) is not None

    def rows(self, sources: Sequence[Source], options: ImportOptions) -> Rows:
        """Yield one row a title of title.basics, then what was left out, by its number."""
        tables = []
        for source in sources:
            if (table := imdb_table(source, options.encoding)) is None:
                yield None, _said(source.name, "is no table of IMDb: its first line names other columns")
            else:
                tables.append(table)
        if not any(table.kind == BASICS for table in tables):
            for table in tables:
                yield None, _said(table.source.name, "holds no titles: give title.basics.tsv too")
            return
        with opened_store() as store:
            for table in sorted(tables, key=lambda table: table.kind != BASICS):
                yield from ((None, report) for report in store.load(table))
            unused = _Unused(has_names=any(table.kind == NAMES for table in tables))
            for basics in store.titles():
                rows = list(store.rows_of(basics.get("tconst")))
                row = _row(basics, rows, store, unused)
                yield from ((None, other.told) for other in rows if other.told is not None)
                yield row, basics.report
            for (file, what), count in store.left_out.items():
                yield None, _said(file, f"{count:,} rows {what} are left out")
            yield from ((None, report) for report in unused.told())


@dataclass(slots=True)
class _Unused:
    """What cannot be told row by row: there may be millions."""

    has_names: bool
    credits: dict[str, int] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, int] = field(default_factory=dict)

    def add_credit(self, row: ImdbRow, person: str) -> None:
        file = row.table.source.name
        self.credits[file] = self.credits.get(file, 0) + 1
        self.first.setdefault(file, f"{shown(person)} in line {row.line}")

    def add_aliases(self, file: str, count: int) -> None:
        self.aliases[file] = self.aliases.get(file, 0) + count

    def told(self) -> Iterator[RowReport]:
        where = "" if self.has_names else ", which is not there"
        for file, count in self.credits.items():
            reason = f"{count:,} credits are left out, of people without a name in name.basics{where}"
            yield _said(file, f"{reason}; the first is {self.first[file]}")
        for file, count in self.aliases.items():
            yield _said(file, f"{count:,} names beyond {_MOST_ALIASES} of one title are left out")


def _said(file: str, reason: str) -> RowReport:
    report = RowReport(file)
    report.add("", reason)
    return report


def _row(basics: ImdbRow, rows: Sequence[ImdbRow], store: ImdbStore, unused: _Unused) -> Row:
    tconst, kind = basics.get("tconst"), basics.get("titletype")
    title = clean_title(basics.get("primarytitle"))
    original = clean_title(basics.get("originaltitle"))
    akas = [row for row in rows if row.table.kind == AKAS]
    form = FORMS[kind]
    votes = next((row for row in rows if row.table.kind == RATINGS), None)
    row: Row = {
        "id": tconst,
        "title": title,
        "original_title": original if original != title else None,
        "aliases": _aliases(akas, {title, original}, unused),
        "year": _whole(basics.get("startyear"), "startYear", basics),
        "form": form,
        "genres": names(basics.get("genres")),
        "credits": _credits(rows, store, unused),
        "minutes": _whole(basics.get("runtimeminutes"), "runtimeMinutes", basics),
        "external_ids": {"imdb": tconst},
        "popularity": votes and _whole(votes.get("numvotes"), "numVotes", votes),
    }
    if form == "series":
        row["episodes"] = store.episodes_of(tconst)
        # A series without an end may be running, or nobody has entered when it ended.
        row["status"] = "released" if basics.get("endyear") else None
    return row


def _whole(text: str, name: str, row: ImdbRow) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    row.report.add(name, f"{shown(text)} is no whole number")
    return None


def _aliases(akas: Iterable[ImdbRow], own: set[str], unused: _Unused) -> list[Row]:
    """Return other names, those of the original and of the languages of most of our titles first."""
    found: dict[str, tuple[int, Row]] = {}
    for aka in akas:
        name = clean_title(aka.get("title"))
        if not name or name in own:
            continue
        alias: Row = {"name": name, "kind": _alias_kind(aka)}
        language = _language(aka)
        if language is not None:
            alias["language"] = language
        rank = _rank(aka)
        if name not in found or rank < found[name][0]:
            found[name] = (rank, alias)
    ranked = sorted(found.values(), key=lambda entry: entry[0])
    if len(ranked) > _MOST_ALIASES:
        unused.add_aliases(next(iter(akas)).table.source.name, len(ranked) - _MOST_ALIASES)
    return [alias for _, alias in ranked[:_MOST_ALIASES]]


def _rank(aka: ImdbRow) -> int:
    if aka.get("isoriginaltitle") == "1":
        return 0
    is_preferred = aka.get("language") in _PREFERRED_LANGUAGES or aka.get("region") in _PREFERRED_REGIONS
    return 1 if is_preferred else 2


def _language(aka: ImdbRow) -> str | None:
    text = aka.get("language")
    if not text or (len(text) == 3 and "qaa" <= text <= "qtz" and text not in _LANGUAGES):
        return None  # codes for everybody's own use: nobody else knows what is meant
    code = language_code(_LANGUAGES.get(text, text))
    if code is None:
        aka.report.add("language", f"{shown(text)} is no language")
    return code


def _alias_kind(aka: ImdbRow) -> str:
    types = aka.get("types").split(_SEPARATOR)
    attributes = aka.get("attributes")
    if "working" in types:
        return "working"
    if "transliterat" in attributes or "romaniz" in attributes:
        return "romanised"
    if "literal" in attributes:
        return "translated"
    return "short" if "short title" in attributes else "other"


def _credits(rows: Sequence[ImdbRow], store: ImdbStore, unused: _Unused) -> list[Row]:
    """Return the cast in its order, then the crew; people without a name are counted."""
    found = _principals(rows)
    _add_crew(found, rows)
    known = store.names_of({person for person, _ in found})
    credits = []
    for (person, _), (credit, row) in found.items():
        if person in known:
            credit["person"] = known[person]
            credits.append(credit)
        else:
            unused.add_credit(row, person)
    return credits


def _principals(rows: Iterable[ImdbRow]) -> _Found:
    found: _Found = {}
    billed = 0
    for row in sorted((row for row in rows if row.table.kind == PRINCIPALS), key=_ordering):
        credit = _principal(row)
        if credit is None or (credit["person_id"], credit["role"]) in found:
            continue
        if credit["role"] == "actor":
            billed += 1
            credit["order"] = billed
        found[credit["person_id"], credit["role"]] = credit, row
    return found


def _add_crew(found: _Found, rows: Iterable[ImdbRow]) -> None:
    """Add whom title.principals has no room for; a creator is not told again as a writer."""
    for row in rows:
        if row.table.kind != CREW:
            continue
        for column, role in (("directors", "director"), ("writers", "writer")):
            for person in row.get(column).split(","):
                if person and (role == "director" or (person, "creator") not in found):
                    found.setdefault((person, role), ({"person_id": person, "role": role}, row))


def _ordering(row: ImdbRow) -> int:
    return _whole(row.get("ordering"), "ordering", row) or _LAST


def _principal(row: ImdbRow) -> Row | None:
    """Return a credit without the name; None for what is no part and no work that we keep."""
    role = _ROLES.get(row.get("category"))
    if role is None:
        return None
    person, characters = row.get("nconst"), row.get("characters")
    if not person:
        row.report.add("nconst", "is missing; the credit is left out")
        return None
    if role == "writer" and row.get("job").casefold().startswith(_CREATED):
        role = "creator"
    credit: Row = {"person_id": person, "role": role}
    if role == "actor" and characters and (parts := _characters(characters, row)):
        if not any(plays_a_part(part) for part in parts):
            return None
        credit["character"] = " / ".join(parts)[:500]
    return credit


def _characters(text: str, row: ImdbRow) -> list[str]:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        row.report.add("characters", f"{shown(text)} is no list of JSON")
        return []
    if "\\u" in text:  # JSON can escape halves of surrogate pairs, which UTF-8 cannot hold
        values = [value.encode(errors="replace").decode() for value in values]
    return [name for value in values if (name := clean_title(value))]
