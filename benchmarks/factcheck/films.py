"""Readers of two tables of films: TMDB's five thousand, and the titles of MovieLens."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.factcheck import cells
from benchmarks.factcheck.reference_title import ReferenceTitle
from recsys.catalogue import country_code
from recsys.title import Form

_IN_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_ARTICLE_LAST = re.compile(r"^(.*), (The|An?|La|Le|Les|Las|Los|Der|Die|Das|El|Il)$")
_ALSO_KNOWN_AS = re.compile(r"^a\.?k\.?a\.? ", re.IGNORECASE)


def read_films(folder: Path) -> Iterator[ReferenceTitle]:
    """Yield the titles of both tables.

    Parameters
    ----------
    folder : Path
        The folder that holds the folders of the references.

    Yields
    ------
    ReferenceTitle
        Films.
    """
    yield from _tmdb(folder / "tmdb_5000")
    yield from _movielens(folder / "ml-latest-small")


def _tmdb(folder: Path) -> Iterator[ReferenceTitle]:
    credits: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for row in cells.rows(folder / "tmdb_5000_credits_TRUNCATED.csv"):
        crew = _objects(row.get("crew"))
        directors = tuple(str(person.get("name")) for person in crew if person.get("job") == "Director")
        cast = tuple(str(person.get("name")) for person in _objects(row.get("cast")))
        credits[row.get("movie_id", "")] = directors, cast
    for row in cells.rows(folder / "tmdb_5000_movies.csv"):
        directors, cast = credits.get(row.get("id", ""), ((), ()))
        codes = (
            country_code(str(land.get("iso_3166_1"))) for land in _objects(row.get("production_countries"))
        )
        yield ReferenceTitle(
            source=folder.name,
            names=tuple(dict.fromkeys(row[key] for key in ("title", "original_title") if row.get(key))),
            year=cells.year(row.get("release_date")),
            countries=tuple(sorted(code for code in codes if code)),
            directors=directors,
            cast=cast,
            kind=Form.FILM,
        )


def _movielens(folder: Path) -> Iterator[ReferenceTitle]:
    for row in cells.rows(folder / "movies.csv"):
        title, year = cells.name_and_year(row.get("title", ""))
        others = (_ALSO_KNOWN_AS.sub("", name) for name in _IN_BRACKETS.findall(title))
        names = (_ARTICLE_LAST.sub(r"\2 \1", name) for name in (_IN_BRACKETS.sub("", title), *others))
        yield ReferenceTitle(
            source=folder.name, names=tuple(name for name in names if name), year=year, kind=Form.FILM
        )


def _objects(text: str | None) -> list[dict[str, Any]]:
    """Objects of a JSON list; none where the cell is cut off."""
    try:
        value = json.loads(text or "[]")
    except ValueError:
        return []
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
