"""One anime of MyAnimeList: objects of Jikan's API, flattened or as they are, and rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from recsys.catalogue.problems import RowReport, shown
from recsys.catalogue.source_words import source_pieces
from recsys.files import Source, is_nothing, json_records
from recsys.importers.cleaning import clean_synopsis, clean_title, distinct
from recsys.importers.dates import iso_date
from recsys.importers.importer import Row, Rows
from recsys.importers.json_fields import is_one_long_object, number, objects, text, texts, whole

_FORMS = {
    "tv": "series", "ona": "series", "movie": "film", "ova": "special", "special": "special",
    "tv special": "special", "music": "short", "cm": "short", "pv": "short",
}  # fmt: skip
_STATES = {
    "finished airing": "released", "complete": "released", "currently airing": "airing",
    "not yet aired": "upcoming", "upcoming": "upcoming",
}  # fmt: skip
_LENGTH = re.compile(
    r"(?:(\d{1,4})\s*hr?s?\.?)?\s*(?:(\d{1,4})\s*min\.?)?\s*(?:(\d{1,4})\s*sec\.?)?\s*(?:per ep\.?)?",
    re.IGNORECASE | re.ASCII,
)
# What the *other* title is to the one that bears the relation.
_RELATIONS = {
    "sequel": "sequel", "prequel": "prequel", "parent story": "parent", "side story": "spin-off",
    "spin-off": "spin-off", "summary": "recap", "full story": "full-story",
    "alternative version": "same-source", "alternative setting": "shared-universe",
}  # fmt: skip
_LANGUAGES = {
    "french": "fr", "german": "de", "spanish": "es", "italian": "it", "portuguese": "pt",
    "chinese": "zh", "korean": "ko",
}  # fmt: skip
_LISTS = ("data", "anime", "results", "top", "season")
_NO_COMPANY = frozenset({"none found", "add some", "none found, add some"})  # as the site's pages say it
_ANIDB = re.compile(r"anidb\.net/\S{0,80}?(?:aid=|anime/|/a)(\d{1,9})")
_BEYOND = re.compile(r"\s+to\s+")
_CUT_NOTE = re.compile(r"\s*[\[(]\s*(?:source|written)\b[^\[\]()]*$", re.IGNORECASE)
_CUT_WORD = re.compile(r"\s*\S*\.{3}$")
_CUT_LENGTHS = range(190, 210)
_LONGEST_WORDS = 100  # of a date or a length; what is longer is neither


def jikan_rows(source: Source) -> Rows:
    """Yield one row an anime out of answers of Jikan's API.

    Parameters
    ----------
    source : Source
        One answer, a list of anime or of answers, or lines of either.

    Yields
    ------
    tuple of dict or None, and RowReport
        As an importer gives it.
    """
    for value, report in json_records(source, inside="data" if is_one_long_object(source) else None):
        if report.problems:
            yield None, report
            continue
        found = 0
        for record in _anime_of(value):
            found += 1
            own = RowReport(report.file, report.line)
            if isinstance(record, dict):
                yield anime_row(record, own), own
            else:
                own.add("", "is no object: expected an anime with mal_id and title")
                yield None, own
        if not found and not _is_empty_answer(value):
            report.add("", "holds no anime: expected objects with mal_id and title")
            yield None, report


def anime_row(record: dict[str, Any], report: RowReport) -> Row | None:
    """Return the native row of one anime.

    Parameters
    ----------
    record : dict
        ``mal_id``, ``title`` and more, as Jikan calls it; lists may be of texts or of objects
        with a name.
    report : RowReport
        Receives what is wrong.

    Returns
    -------
    dict or None
        None for manga and for what has no id.
    """
    id = whole(record, "mal_id", report)
    if id is None:
        report.add("mal_id", "is missing: expected the number of the anime; it is left out")
        return None
    if "/manga/" in (url := text(record, "url", report)):
        report.add("url", f"{shown(url)} is a manga, neither film nor series")
        return None
    released = _released(record, report)
    genres = [*_named(record, "genres", report), *_named(record, "explicit_genres", report)]
    tags = [*_named(record, "themes", report), *_named(record, "demographics", report)]
    companies = [*_named(record, "studios", report), *_named(record, "producers", report)]
    return {
        "id": f"mal-{id}",
        **_names(record, report),
        "year": int(released[:4]) if released else whole(record, "year", report) or None,
        "releases": [{"date": released}] if released else [],
        "form": _word(record, "type", _FORMS, report),
        "medium": "animation",
        "status": _word(record, "status", _STATES, report),
        "episodes": whole(record, "episodes", report) or None,
        "minutes": _minutes(text(record, "duration", report), report),
        "genres": distinct(genres),
        "tags": distinct(tags),
        "studios": [name for name in distinct(companies) if name.casefold() not in _NO_COMPANY],
        "sources": source_pieces(text(record, "source", report).strip() or "unknown"),
        "availability": [{"service": name} for name in distinct(_named(record, "streaming", report))],
        "relations": list(_relations(record, report, id)),
        "synopsis": _synopsis(record, report),
        "external_ids": {"mal": str(id)} | _elsewhere(record),
        "popularity": number(record, "members", report),
    }


def _anime_of(value: Any) -> Iterator[Any]:
    """Yield the anime of an answer, or of a list of answers, or the one that it is."""
    if not isinstance(value, dict) or "mal_id" in value:
        yield value
        return
    for key in _LISTS:
        inner = value.get(key)
        if isinstance(inner, list):
            yield from inner
        elif isinstance(inner, dict):
            yield inner


def _is_empty_answer(value: Any) -> bool:
    return isinstance(value, dict) and any(value.get(key) == [] for key in _LISTS)


def _names(record: dict[str, Any], report: RowReport) -> Row:
    """Return title, original title and aliases; the site's own main name is in Latin letters."""
    given: dict[str, list[str]] = {}
    for entry in objects(record, "titles", report):
        given.setdefault(text(entry, "type", report).casefold(), []).append(text(entry, "title", report))

    def first(key: str, kind: str) -> str:
        return clean_title(text(record, key, report)) or clean_title(next(iter(given.pop(kind, [])), ""))

    own, english = first("title", "default"), first("title_english", "english")
    japanese = first("title_japanese", "japanese")
    english = "" if is_nothing(english) else english
    main = english or own
    aliases: list[Row] = [{"name": own, "kind": "romanised"}] if own not in ("", main) else []
    others = [*texts(record, "title_synonyms", report), *given.pop("synonym", [])]
    aliases += [{"name": name} for name in _distinct_names(others) if name not in (main, own, japanese)]
    for kind, names in given.items():
        language = {"language": _LANGUAGES[kind]} if kind in _LANGUAGES else {}
        aliases += [{"name": name, "kind": "translated", **language} for name in _distinct_names(names)]
    original = None if is_nothing(japanese) else japanese
    return {"title": main, "original_title": original, "aliases": aliases}


def _distinct_names(names: list[str]) -> list[str]:
    return [name for name in dict.fromkeys(clean_title(name) for name in names) if not is_nothing(name)]


def _named(record: dict[str, Any], key: str, report: RowReport) -> list[str]:
    """Return the names of a list of objects with a name, or of texts."""
    value = record.get(key)
    if isinstance(value, list) and any(isinstance(entry, dict) for entry in value):
        return [text(entry, "name", report) for entry in objects(record, key, report)]
    return texts(record, key, report)


def _word(record: dict[str, Any], key: str, meanings: dict[str, str], report: RowReport) -> str | None:
    word = text(record, key, report).strip()
    meaning = meanings.get(word.casefold().replace("_", " "))
    if meaning is None and not is_nothing(word):
        report.add(key, f"{shown(word)} is not known: expected one of {', '.join(meanings)}")
    return meaning


def _released(record: dict[str, Any], report: RowReport) -> str | None:
    """Return the day of the first broadcast, out of any of the ways in which it is told."""
    aired = record.get("aired")
    if isinstance(aired, dict):
        told = text(aired, "from", report)
    else:
        told = text(record, "aired_from", report) or text(record, "aired", report)
    told = _BEYOND.split(told.strip()[:_LONGEST_WORDS], maxsplit=1)[0]
    if is_nothing(told):
        return None
    if (found := iso_date(told)) is None:
        report.add("aired", f"{shown(told)} is no date")
    return found


def _minutes(told: str, report: RowReport) -> int | None:
    """Return minutes; what lasts only seconds lasts one."""
    if is_nothing(told):
        return None
    found = _LENGTH.fullmatch(told.strip()[:_LONGEST_WORDS])
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    if not hours + minutes + seconds:
        report.add("duration", f"{shown(told)} is no length: expected such as '24 min per ep'")
        return None
    return hours * 60 + minutes or 1


def _relations(record: dict[str, Any], report: RowReport, own: int) -> Iterator[Row]:
    for relation in objects(record, "relations", report):
        kind = _RELATIONS.get(text(relation, "relation", report).strip().casefold(), "other")
        for entry in objects(relation, "entry", report):
            is_anime = text(entry, "type", report).casefold() == "anime"
            other = whole(entry, "mal_id", report) if is_anime else None
            if other not in (None, own):
                yield {"kind": kind, "id": f"mal-{other}"}


def _synopsis(record: dict[str, Any], report: RowReport) -> str:
    told = clean_synopsis(text(record, "synopsis", report))
    if told or not (told := text(record, "synopsis_short", report)):
        return told
    if told.endswith("...") and len(told) in _CUT_LENGTHS:  # cut in the middle of a word
        told = _CUT_NOTE.sub("", _CUT_WORD.sub(" …", told).removesuffix(" …")) + " …"
    return clean_synopsis(told)


def _elsewhere(record: dict[str, Any]) -> dict[str, str]:
    """Return ids on other sites, out of the links that a full answer holds."""
    links = record.get("external")
    for entry in links if isinstance(links, list) else []:
        url = entry.get("url") if isinstance(entry, dict) else None
        if isinstance(url, str) and (found := _ANIDB.search(url[:200])):
            return {"anidb": found[1]}
    return {}
