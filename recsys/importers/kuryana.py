"""JSON of kuryana, a programme that reads pages of MyDramaList: ``/id/{slug}`` and ``/id/{slug}/cast``.

Networks and weekdays of broadcast, ratings, ranks, content ratings, pictures and ``related_content``, which
names other titles without their ids, are left out. ``popularity`` is the number of people who watch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from recsys.catalogue.countries import country_codes
from recsys.catalogue.problems import RowReport, shown
from recsys.files import Source, is_nothing, json_records
from recsys.importers.cleaning import clean_title, distinct, is_person, plays_a_part, slug
from recsys.importers.dates import iso_date
from recsys.importers.importer import ImportOptions, Row, Rows
from recsys.importers.json_fields import json_beginning, nested, objects, text, texts, whole
from recsys.importers.mydramalist_words import (
    form_of,
    minutes_of,
    part_of,
    synopsis_and_sources,
    tags_of,
)

_MARKS = ('"slug_query"', '"complete_title"', '"sub_title"', '"related_content"')
_NUMBER = re.compile(r"(?:^|/)(\d{1,9})(?:[-/]|$)", re.ASCII)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b", re.ASCII)
_SEPARATOR = re.compile(r"\s[‧·|]\s")
# Headings of /cast, with the role and the rank of those below them.
_HEADINGS = {
    "main role": ("actor", 0), "support role": ("actor", 1), "guest role": ("actor", 2),
    "bit part": ("actor", 3), "unknown role": ("actor", 4), "cameo": ("actor", 4),
    "director": ("director", 0), "screenwriter": ("writer", 0),
    "screenwriter & director": ("writer", 0), "director & screenwriter": ("writer", 0),
    "composer": ("composer", 0), "producer": ("producer", 0), "executive producer": ("producer", 0),
}  # fmt: skip
_BOTH = ("screenwriter & director", "director & screenwriter", "screenwriter_&_director")
_UNRANKED = 5

Record = dict[str, Any]


class KuryanaImporter:
    """Reads what kuryana answers for dramas and their cast."""

    name = "kuryana"
    description = "JSON of kuryana: pages of MyDramaList"

    def claims(self, source: Source) -> bool:
        """Return whether a JSON file begins with such an answer."""
        beginning = json_beginning(source)
        return '"casts"' in beginning and any(mark in beginning for mark in _MARKS)

    def rows(self, sources: Sequence[Source], options: ImportOptions) -> Rows:  # noqa: ARG002 - the protocol's
        """Yield one row a drama; cast from answers of its own joins the drama of the same address."""
        casts = _casts(sources)
        for source in sources:
            for record, report in _records(source):
                if record is None:
                    yield None, report
                elif _is_cast_alone(record) and _key(record) in casts.dramas:
                    if report.problems:
                        yield None, report
                else:
                    yield _row(record, casts.by_key.get(_key(record)), report), report


@dataclass(slots=True)
class _Casts:
    by_key: dict[str, Record] = field(default_factory=dict)
    dramas: set[str] = field(default_factory=set)


def _casts(sources: Sequence[Source]) -> _Casts:
    """Read which dramas there are, and the cast that stands apart from them."""
    found = _Casts()
    for source in sources:
        for record, _ in _records(source):
            if record is None or not (key := _key(record)):
                continue
            if _is_cast_alone(record):
                found.by_key.setdefault(key, record)
            else:
                found.dramas.add(key)
    return found


def _records(source: Source) -> Iterator[tuple[Record | None, RowReport]]:
    for value, report in json_records(source):
        record = value.get("data") if isinstance(value, dict) and "data" in value else value
        if report.problems:
            yield None, report
        elif isinstance(record, dict) and "title" in record:
            address = value.get("slug_query") or record.get("link")
            yield {**record, "link": address if isinstance(address, str) else ""}, report
        else:
            report.add("", "holds no drama: expected an object with a title")
            yield None, report


def _is_cast_alone(record: Record) -> bool:
    return "casts" in record and not {"details", "others", "synopsis"} & record.keys()


def _key(record: Record) -> str:
    """Return the number of a drama's page, else its address; without the /cast that may follow."""
    number = _NUMBER.search(record["link"])
    return number[1] if number else str(record["link"].removesuffix("/cast").rpartition("/")[2])


def _row(record: Record, apart: Record | None, report: RowReport) -> Row | None:
    title = clean_title(text(record, "title", report))
    details, others = nested(record, "details", report), nested(record, "others", report)
    year = _year(record, report)
    number = _NUMBER.search(record["link"])
    id = f"mdl-{number[1]}" if number else slug(title, year)
    if not title or not slug(id):
        report.add("", f"neither title nor address: {shown(title)}, {shown(record['link'])}; left out")
        return None
    native = _native(record, others, report)
    synopsis, sources = synopsis_and_sources(text(record, "synopsis", report))
    start = _start(details, report)
    known = distinct(texts(others, "also_known_as", report))
    return {
        "id": id,
        "title": title,
        "original_title": native,
        "aliases": [{"name": name} for name in known if name not in (title, native)],
        "year": year or (int(start[:4]) if start else None),
        "releases": [{"date": start}] if start else [],
        "form": form_of(text(details, "type", report), report),
        "episodes": whole(details, "episodes", report) or None,
        "minutes": minutes_of(text(details, "duration", report), report),
        "genres": distinct(texts(others, "genres", report)),
        "tags": tags_of(texts(others, "tags", report)),
        "countries": _countries(text(details, "country", report), report),
        "credits": _credits(record, others, apart, report),
        "synopsis": synopsis,
        "sources": sources,
        "external_ids": {"mdl": number[1]} if number else {},
        "popularity": _watchers(details, report),
    }


def _year(record: Record, report: RowReport) -> int | None:
    """Return the year; where it has no field of its own, that of the title in full."""
    for key in ("year", "complete_title", "sub_title"):
        if found := _YEAR.findall(text(record, key, report)[-200:]):
            return int(found[-1])
    return None


def _native(record: Record, others: Record, report: RowReport) -> str | None:
    """Return the name in its own script; names with a comma were parted at it."""
    name = clean_title(", ".join(texts(others, "native_title", report)))
    if not name:
        first, *more = _SEPARATOR.split(text(record, "sub_title", report))
        name = clean_title(first) if more else ""
    return name or None


def _start(details: Record, report: RowReport) -> str | None:
    aired = text(details, "aired", report) or text(details, "release_date", report)
    date = iso_date(aired.split(" - ")[0])
    if date is None and not is_nothing(aired):
        report.add("details.aired", f"{shown(aired)} does not begin with a date")
    return date


def _countries(name: str, report: RowReport) -> list[str]:
    if is_nothing(name):
        return []
    found = country_codes(name)
    for piece in found.unknown:
        report.add("details.country", f"{shown(piece)} is no country")
    return list(found.codes)


def _watchers(details: Record, report: RowReport) -> int | None:
    said = text(details, "watchers", report)
    return whole({"watchers": said.replace(",", "")}, "watchers", report) if said else None


def _credits(record: Record, others: Record, apart: Record | None, report: RowReport) -> list[Row]:
    """Return crew, then cast: main roles before support, with their parts where they are known."""
    found: dict[tuple[str, str], Row] = {}
    for key, roles in (("director", ["director"]), ("screenwriter", ["writer"]),
                       (_BOTH[2], ["director", "writer"])):  # fmt: skip
        for name in distinct(texts(others, key, report)):
            for role in roles:
                _add(found, {"person": name, "role": role}, report)
    ranked = [entry for source in (apart, record) if source for entry in _cast(source, report)]
    for _, credit in sorted(ranked, key=lambda entry: entry[0]):
        _add(found, credit, report)
    credits = list(found.values())
    for order, credit in enumerate((c for c in credits if c["role"] == "actor"), start=1):
        credit["order"] = order
    return credits


def _add(found: dict[tuple[str, str], Row], credit: Row, report: RowReport) -> None:
    if is_person(credit["person"]):
        known = found.setdefault((credit["person"], credit["role"]), credit)
        known.update({key: value for key, value in credit.items() if key not in known})
    else:
        report.add("casts", f"{shown(credit['person'])} is nobody's name")


def _cast(record: Record, report: RowReport) -> Iterator[tuple[int, Row]]:
    """Yield credits with the rank of their kind: a list of people, or lists below headings."""
    casts = record.get("casts")
    if not isinstance(casts, dict):
        for entry in objects(record, "casts", report):
            yield from _person(entry, None, report)
        return
    for heading in casts:
        for entry in objects(casts, heading, report):
            yield from _person(entry, heading, report)


def _person(entry: Record, heading: str | None, report: RowReport) -> Iterator[tuple[int, Row]]:
    said = entry.get("role")
    part = text(said, "name", report) if isinstance(said, dict) else ""
    kind = (heading or (text(said, "type", report) if isinstance(said, dict) else "")).strip().casefold()
    role, rank = _HEADINGS.get(kind, ("actor", _UNRANKED) if heading is None else (None, 0))
    if role is None or (role == "actor" and not plays_a_part(part.replace("[", "("))):
        return
    credit: Row = {"person": clean_title(text(entry, "name", report)), "role": role}
    if number := _NUMBER.search(text(entry, "slug", report) or text(entry, "link", report)):
        credit["person_id"] = f"mdl-{number[1]}"
    if role == "actor" and (character := part_of(part)):
        credit["character"] = character
    yield rank, credit
    if kind in _BOTH:
        yield rank, {**credit, "role": "director"}
