"""AniList: answers of its GraphQL API, single media, pages of them and whole user lists.

Its country of origin is one production country, the only one that it tells. A tag has a rank, the
share of users who agree; AniList itself searches tags from rank 18 on, and so they count here.
Tags that give the story away are left out, as they would stand in reasons. So are scores, hashtags
and manga. Producers are left out too: licensors in other countries stand among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from recsys.catalogue.problems import RowReport, shown
from recsys.catalogue.source_words import source_pieces
from recsys.files import Source, is_nothing, json_records
from recsys.importers.anilist_people import credits_of
from recsys.importers.cleaning import clean_synopsis, clean_title, distinct
from recsys.importers.dates import iso_date
from recsys.importers.importer import ImportOptions, Row, Rows
from recsys.importers.json_fields import json_beginning, nested, number, objects, text, texts, whole

LEAST_RANK = 18
"""Rank from which a tag counts: the default of ``minimumTagRank`` in AniList's API."""

_DEEPEST = 8  # data, MediaListCollection, lists, list, entries, entry, media
_FORMS = {
    "TV": "series", "TV_SHORT": "series", "ONA": "series", "MOVIE": "film", "SPECIAL": "special",
    "OVA": "special", "MUSIC": "short",
}  # fmt: skip
_PRINTED = frozenset({"MANGA", "NOVEL", "ONE_SHOT"})
_STATES = {
    "FINISHED": "released", "RELEASING": "airing", "HIATUS": "airing", "NOT_YET_RELEASED": "upcoming",
    "CANCELLED": "cancelled",
}  # fmt: skip
# "ALTERNATIVE" is a retelling or another story in the same world: the site does not say which.
_RELATIONS = {
    "SEQUEL": "sequel", "PREQUEL": "prequel", "PARENT": "parent", "SIDE_STORY": "spin-off",
    "SPIN_OFF": "spin-off", "SUMMARY": "recap", "FULL_STORY": "full-story",
}  # fmt: skip
_OF_PRINT = frozenset({"ADAPTATION", "SOURCE"})
_MEDIUM = re.compile(r'"(?:idMal|romaji)"\s*:')
_OF_THE_SITE = re.compile(r'"(?:romaji|countryOfOrigin|siteUrl|coverImage|seasonYear|isAdult)"\s*:')
_HOLDS_TITLES = re.compile(r"(?:^|\b(?:media|entries|lists))\[\d+\]$", re.IGNORECASE)


class AniListImporter:
    """Reads media of AniList."""

    name = "anilist"
    description = "media of AniList's API (JSON): single ones, pages, and whole lists"

    def claims(self, source: Source) -> bool:
        """Return whether JSON begins with a medium as AniList writes it."""
        beginning = json_beginning(source)
        return bool(_MEDIUM.search(beginning) and _OF_THE_SITE.search(beginning))

    def rows(self, sources: Sequence[Source], options: ImportOptions) -> Rows:  # noqa: ARG002 - JSON is UTF-8
        """Yield one row a medium that is no manga, however deep it stands in an answer."""
        for source in sources:
            for value, report in json_records(source):
                if report.problems:
                    yield None, report
                else:
                    yield from _rows_of(value, report)


def _rows_of(value: Any, report: RowReport) -> Rows:
    found = False
    for media in _media_of(value, report, ""):
        found = True
        own = RowReport(report.file, report.line)
        yield _row(media, own), own
    if not found and not report.problems and not _is_empty(value):
        report.add("", "holds no title of AniList: expected objects with id and title")
    if report.problems:
        yield None, report


def _media_of(value: Any, report: RowReport, place: str) -> Iterator[dict[str, Any]]:
    """Yield what has an id and a title; lists of users and pages hold it at different depths."""
    if isinstance(value, dict) and "title" in value and ("id" in value or "idMal" in value):
        yield value
        return
    if place.count(".") + place.count("[") > _DEEPEST:
        report.add(place, "is too deep for a title of AniList")
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, dict | list):
                yield from _media_of(inner, report, f"{place}.{str(key)[:40]}".lstrip("."))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            if inner is not None:
                yield from _media_of(inner, report, f"{place}[{position}]")
    elif not place or _HOLDS_TITLES.search(place):
        report.add(place, f"{shown(value)} is no object: expected a title of AniList")


def _is_empty(value: Any) -> bool:
    """Whether an answer is a page beyond the last one."""
    data = value.get("data") if isinstance(value, dict) else None
    page = data.get("Page") if isinstance(data, dict) else None
    return isinstance(page, dict) and page.get("media") == []


def _row(media: dict[str, Any], report: RowReport) -> Row | None:
    id, mal = whole(media, "id", report), whole(media, "idMal", report)
    if id is None and mal is None:
        report.add("id", "is missing: expected AniList's number; the title is left out")
        return None
    ids = {key: str(value) for key, value in (("anilist", id), ("mal", mal)) if value}
    own = f"mal-{mal}" if id is None else f"anilist-{id}"
    form = text(media, "format", report)
    if form in _PRINTED or text(media, "type", report) == "MANGA":
        report.add("format", f"{own} is printed, neither film nor series; it is left out")
        return None
    released = _date(nested(media, "startDate", report), report)
    country = text(media, "countryOfOrigin", report)
    return {
        "id": own,
        **_names(media, report),
        "year": int(released[:4]) if released else whole(media, "seasonYear", report) or None,
        "releases": [{"date": released}] if released else [],
        "form": _word("format", form, _FORMS, report),
        "medium": "animation",
        "status": _word("status", text(media, "status", report), _STATES, report),
        "episodes": whole(media, "episodes", report) or None,
        "minutes": whole(media, "duration", report) or None,
        "genres": distinct(texts(media, "genres", report)),
        "tags": distinct(_tags(media, report)),
        "countries": [country] if country else [],
        "credits": list(credits_of(media, country, report)),
        "studios": _studios(media, report),
        "sources": source_pieces(
            text(media, "source", report).replace("_", " ").lower().strip() or "unknown"
        ),
        "availability": list(_availability(media, report)),
        "relations": list(_relations(media, report, id)),
        "synopsis": clean_synopsis(_without_spoilers(text(media, "description", report))),
        "external_ids": ids,
        "popularity": number(media, "popularity", report),
    }


def _names(media: dict[str, Any], report: RowReport) -> Row:
    if isinstance(media["title"], str):
        media = {**media, "title": {"userPreferred": media["title"]}}
    title = nested(media, "title", report)
    english, romaji, native, preferred = (
        clean_title(text(title, key, report)) for key in ("english", "romaji", "native", "userPreferred")
    )
    main = english or romaji or preferred or native
    aliases: list[Row] = [{"name": romaji, "kind": "romanised"}] if romaji not in ("", main) else []
    others = dict.fromkeys(clean_title(name) for name in texts(media, "synonyms", report))
    aliases += [{"name": name} for name in others if name not in ("", main, romaji, native)]
    return {"title": main, "original_title": native or None, "aliases": aliases}


def _date(parts: dict[str, Any], report: RowReport) -> str | None:
    year, month, day = (whole(parts, key, report) for key in ("year", "month", "day"))
    if not year:
        return None
    written = f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")
    if (found := iso_date(written)) is None:
        report.add("startDate", f"{shown(written)} is not in the calendar")
    return found


def _word(field: str, word: str, meanings: dict[str, str], report: RowReport) -> str | None:
    meaning = meanings.get(word.strip().upper())
    if meaning is None and not is_nothing(word):
        report.add(field, f"{shown(word)} is not known: expected one of {', '.join(meanings)}")
    return meaning


def _tags(media: dict[str, Any], report: RowReport) -> Iterator[str]:
    for tag in objects(media, "tags", report):
        rank = number(tag, "rank", report)
        gives_away = tag.get("isMediaSpoiler") is True or tag.get("isGeneralSpoiler") is True
        if (rank is None or rank >= LEAST_RANK) and not gives_away:
            yield text(tag, "name", report)


def _without_spoilers(description: str) -> str:
    """Return a text without the passages between ~! and !~, which readers have to open."""
    before, *hidden = description.split("~!")
    return before + "".join(passage.partition("!~")[2] for passage in hidden)


def _studios(media: dict[str, Any], report: RowReport) -> list[str]:
    """Return the studios that animate; all that are told where the answer does not say which do."""
    told = nested(media, "studios", report)
    edges = objects(told, "edges", report)
    nodes = [(nested(edge, "node", report), edge.get("isMain")) for edge in edges]
    nodes = nodes or [(node, None) for node in objects(told, "nodes", report)]
    return distinct(
        text(node, "name", report)
        for node, is_main in nodes
        if node.get("isAnimationStudio", is_main if is_main is not None else True) is not False
    )


def _availability(media: dict[str, Any], report: RowReport) -> Iterator[Row]:
    links = [link for link in objects(media, "externalLinks", report) if link.get("type") == "STREAMING"]
    for service in distinct(text(link, "site", report) for link in links):
        yield {"service": service}


def _relations(media: dict[str, Any], report: RowReport, own: int | None) -> Iterator[Row]:
    for edge in objects(nested(media, "relations", report), "edges", report):
        node = nested(edge, "node", report)
        kind = text(edge, "relationType", report)
        is_printed = text(node, "type", report) == "MANGA" or text(node, "format", report) in _PRINTED
        # Media of an unknown kind that stories come from, or go to, are mostly books.
        if is_printed or (kind in _OF_PRINT and "type" not in node and "format" not in node):
            continue
        other = whole(node, "id", report)
        if other not in (None, own):
            yield {"kind": _RELATIONS.get(kind, "other"), "id": f"anilist-{other}"}
