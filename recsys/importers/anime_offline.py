"""The anime-offline-database of manami: which anime is which on a dozen sites, and their tags.

Its tags are the union of all sites in small letters; those that MyAnimeList or AniList call genres
are genres here. What is related is not told apart, so that every relation is of the kind "other".
Scores are left out. There are no synopses, people, countries or sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from recsys.catalogue.problems import RowReport, shown
from recsys.files import Source, is_nothing, json_records
from recsys.importers.cleaning import clean_title, distinct, slug
from recsys.importers.importer import ImportOptions, Row, Rows
from recsys.importers.json_fields import json_beginning, nested, number, text, texts, whole

_FORMS = {"TV": "series", "ONA": "series", "MOVIE": "film", "OVA": "special", "SPECIAL": "special"}
_STATES = {"FINISHED": "released", "ONGOING": "airing", "UPCOMING": "upcoming"}
_SECONDS = {"SECONDS": 1, "MINUTES": 60, "HOURS": 3600}
_LONGEST = 10**7  # seconds
_HOSTS = {
    "myanimelist.net": "mal", "anilist.co": "anilist", "anidb.net": "anidb", "kitsu.app": "kitsu",
    "kitsu.io": "kitsu", "simkl.com": "simkl", "livechart.me": "livechart", "anisearch.com": "anisearch",
    "anime-planet.com": "anime-planet", "notify.moe": "notify", "animenewsnetwork.com": "ann",
    "animecountdown.com": "animecountdown",
}  # fmt: skip
_BY_WORDS = frozenset({"anime-planet", "notify"})  # their ids are no numbers
_URL = re.compile(
    r"https?://(?:www\.)?([a-z.-]{4,30})/"
    r"(?:(?:encyclopedia/)?anime(?:/|\.php\?id=)|a)?([A-Za-z0-9_.-]{1,80})(?:[/?#].*)?",
    re.ASCII,
)
# The first that is there makes the id.
_BEST = ("mal", "anilist", "anidb", "kitsu", "simkl", "livechart", "anisearch")
_GENRES = frozenset(
    {"action", "adventure", "avant garde", "award winning", "boys love", "comedy", "drama", "ecchi",
     "erotica", "fantasy", "girls love", "gourmet", "hentai", "horror", "mahou shoujo", "mecha", "music",
     "mystery", "psychological", "romance", "sci-fi", "science fiction", "slice of life", "sports",
     "supernatural", "suspense", "thriller"}
)  # fmt: skip
_NOTES_ON_THE_FILE = frozenset({"$schema", "license", "repository", "lastUpdate", "scoreRange"})
_ENTRY = re.compile(r'"sources"\s*:\s*\[')
_SEASON = re.compile(r'"animeSeason"\s*:\s*\{')


class AnimeOfflineImporter:
    """Reads the anime-offline-database."""

    name = "anime-offline"
    description = "anime-offline-database of manami (JSON, JSON lines)"

    def claims(self, source: Source) -> bool:
        """Return whether the first entries are of that database."""
        beginning = json_beginning(source)
        return bool(_ENTRY.search(beginning) and _SEASON.search(beginning))

    def rows(self, sources: Sequence[Source], options: ImportOptions) -> Rows:  # noqa: ARG002 - JSON is UTF-8
        """Yield one row an entry; the notes on the file itself are none."""
        for source in sources:
            for value, report in json_records(source, inside="data"):
                if report.problems:
                    yield None, report
                elif not isinstance(value, dict):
                    report.add(
                        "", f"{shown(value)[:80]} is no object: expected an anime with title and sources"
                    )
                    yield None, report
                elif not _is_note(value):
                    yield _row(value, report), report


def _is_note(value: dict[str, Any]) -> bool:
    """Whether an object is about the file, as the first of JSON lines, and holds no anime."""
    return not _NOTES_ON_THE_FILE.isdisjoint(value) and "title" not in value and "data" not in value


def _row(entry: dict[str, Any], report: RowReport) -> Row | None:
    title = clean_title(text(entry, "title", report))
    if not title:
        report.add("title", "is missing; the entry is left out")
        return None
    ids = _ids(entry, report)
    year = whole(nested(entry, "animeSeason", report), "year", report) or None
    site = next((site for site in _BEST if site in ids), None)
    tags = distinct(texts(entry, "tags", report))
    aliases = dict.fromkeys(clean_title(name) for name in texts(entry, "synonyms", report))
    companies = [*texts(entry, "studios", report), *texts(entry, "producers", report)]
    return {
        "id": f"{site}-{ids[site]}" if site else slug(title, year),
        "title": title,
        "aliases": [{"name": name} for name in aliases if name not in ("", title)],
        "year": year,
        "form": _word(entry, "type", _FORMS, report),
        "medium": "animation",
        "status": _word(entry, "status", _STATES, report),
        "episodes": whole(entry, "episodes", report) or None,
        "minutes": _minutes(nested(entry, "duration", report), report),
        "genres": [tag for tag in tags if tag in _GENRES],
        "tags": [tag for tag in tags if tag not in _GENRES],
        "studios": distinct(companies),
        "relations": list(_relations(entry, report, ids.get("mal"))),
        "external_ids": ids,
    }


def _ids(entry: dict[str, Any], report: RowReport) -> dict[str, str]:
    """Return the id of each site that is known; of two pages of one site, which were merged, the first."""
    ids: dict[str, str] = {}
    for position, url in enumerate(texts(entry, "sources", report)):
        site, id = _of_url(url)
        if id:
            ids.setdefault(site, id)
        elif not url.startswith(("http://", "https://")):
            report.add(f"sources[{position}]", f"{shown(url)} is no URL")
    return ids


def _of_url(url: str) -> tuple[str, str]:
    found = _URL.fullmatch(url.strip()[:300])
    site = _HOSTS.get(found[1]) if found else None
    if found is None or site is None or not (found[2].isdigit() or site in _BY_WORDS):
        return "", ""
    return site, found[2]


def _relations(entry: dict[str, Any], report: RowReport, own: str | None) -> Iterator[Row]:
    """Yield related titles by MyAnimeList's number: where a title has one, it is its id here."""
    for url in texts(entry, "relatedAnime", report):
        site, id = _of_url(url) if "myanimelist" in url else ("", "")
        if site == "mal" and id != own:
            yield {"kind": "other", "id": f"mal-{id}"}


def _minutes(duration: dict[str, Any], report: RowReport) -> int | None:
    value = number(duration, "value", report)
    if value is None or value <= 0:
        return None
    if value > _LONGEST:
        report.add("duration.value", f"{shown(value)} is too long for an episode")
        return None
    unit = text(duration, "unit", report).upper() or "SECONDS"
    if unit not in _SECONDS:
        report.add("duration.unit", f"{shown(unit)} is not known: expected SECONDS")
        return None
    return int(value * _SECONDS[unit] // 60) or 1


def _word(entry: dict[str, Any], key: str, meanings: dict[str, str], report: RowReport) -> str | None:
    word = text(entry, key, report).strip()
    meaning = meanings.get(word.upper())
    if meaning is None and not is_nothing(word):
        report.add(key, f"{shown(word)} is not known: expected one of {', '.join(meanings)}")
    return meaning
