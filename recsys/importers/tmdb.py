"""Films and series as the API of TMDB answers them, and its daily lists of all ids.

One object a file, a list, pages of results, or lines of JSON; the details of a title may carry
``credits``, ``aggregate_credits``, ``keywords``, ``alternative_titles``, ``translations``,
``external_ids``, ``release_dates`` and ``watch/providers``. Left out: votes, budgets, pictures,
age ratings, networks (which did not make what they show), spoken languages (of which the original
one is told apart), the collection that a film belongs to (which says nothing of what the films in
it are to each other), and titles marked as adult.

Countries are those of production. ``origin_country``, which TMDB's editors set for a whole
series, counts only where they are not given: it may name the country of a network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from recsys.catalogue.problems import RowReport, shown
from recsys.errors import BadData
from recsys.files import Source, json_records
from recsys.files.text import utf8_bytes
from recsys.importers.importer import ImportOptions, Rows
from recsys.importers.json_fields import objects, text
from recsys.importers.tmdb_title import tmdb_row

_HEAD = 2**20  # details may begin with a long cast, if their keys are sorted
_KEY = re.compile(rb'"([A-Za-z_0-9/]{2,30})"\s*:')
_ORIGINALS = {b"original_title", b"original_name"}
_TELLING = {b"genre_ids", b"vote_average", b"vote_count", b"poster_path", b"backdrop_path",
            b"production_countries", b"overview"}  # fmt: skip
_OF_OTHERS = {b"schema", b"synopsis", b"mal_id"}
_LISTED = {b"id", b"adult", b"popularity", b"video"} | _ORIGINALS

_WRAPPERS = ("results", "items", "parts", "movie_results", "tv_results", "person_results",
             "tv_season_results", "tv_episode_results")  # fmt: skip
_OF_SERIES = ("first_air_date", "number_of_episodes", "number_of_seasons", "episode_run_time",
              "origin_country")  # fmt: skip
_LISTED_SERIES = {"original_name", "popularity"}  # collections have an original name, but no popularity
# Keys that only people and parts of series have, who have names too.
_NO_TITLES = {"known_for_department": "a person", "also_known_as": "a person", "still_path": "an episode",
              "episode_number": "an episode", "season_number": "a season"}  # fmt: skip


class TmdbImporter:
    """Reads films and series out of TMDB's JSON."""

    name = "tmdb"
    description = "answers of TMDB's API and its daily lists of ids (JSON, JSON lines)"

    def claims(self, source: Source) -> bool:
        """Return whether its first megabyte has the keys of TMDB's films or series."""
        try:
            with utf8_bytes(source) as handle:
                head = handle.read(2**12)
                if not head.lstrip().startswith((b"{", b"[")):
                    return False
                head += handle.read(_HEAD)
        except BadData:
            return False
        keys = set(_KEY.findall(head))
        if b"id" not in keys or not keys & _ORIGINALS or keys & _OF_OTHERS:
            return False
        return bool(keys & _TELLING) or (b"popularity" in keys and keys <= _LISTED)

    def rows(self, sources: Sequence[Source], options: ImportOptions) -> Rows:  # noqa: ARG002 - JSON is Unicode
        """Yield one row a film or series."""
        for source in sources:
            for value, report in _values(source):
                for record, told in _records(value, report):
                    kind = None if record is None else _kind(record, told)
                    yield (None if record is None or kind is None else tmdb_row(record, kind, told)), told


def _values(source: Source) -> Iterator[tuple[Any, RowReport]]:
    """Yield the values of a file; where its one value is too long or cut off, those of its results."""
    for position, (value, report) in enumerate(json_records(source)):
        if value is None and position == 0:
            yield from json_records(source, inside="results")
            return
        yield value, report


def _records(value: Any, report: RowReport) -> Iterator[tuple[dict[str, Any] | None, RowReport]]:
    """Yield the titles of a value: itself, or what a page of results or a list holds."""
    if isinstance(value, list):
        value = {"results": value}
    if not isinstance(value, dict):
        if not report.problems:
            report.add("", f"{shown(value)} is no film or series: expected an object")
        yield None, report
        return
    wrappers = [key for key in _WRAPPERS if isinstance(value.get(key), list)]
    if not wrappers or value.keys() & {"original_title", "original_name"}:
        yield value, report
        return
    held = [record for key in wrappers for record in objects(value, key, report)]
    if not held and not report.problems:
        report.add(wrappers[0], "holds no titles")
    if report.problems:
        yield None, report
    for record in held:
        yield record, RowReport(report.file, report.line)


def _kind(record: dict[str, Any], report: RowReport) -> str | None:
    said = text(record, "media_type", report).casefold()
    if said in ("movie", "tv"):
        return said
    other = next((what for key, what in _NO_TITLES.items() if key in record), "")
    if other or said:
        report.add("", f"is {other or f'of type {shown(said)}'}, no film or series")
    elif not record.keys().isdisjoint(("title", "original_title")):
        return "movie"
    elif not record.keys().isdisjoint(_OF_SERIES) or record.keys() >= _LISTED_SERIES:
        return "tv"
    else:
        report.add("", "is neither a film nor a series: expected title or original_name")
    return None
