"""Readers of two tables that were taken from MyAnimeList: neither staff nor cast, one country."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.factcheck import cells
from benchmarks.factcheck.reference_title import ReferenceTitle
from recsys.title import Form, Medium

_FORMS = {
    "tv": Form.SERIES,
    "ona": Form.SERIES,
    "movie": Form.FILM,
    "ova": Form.SPECIAL,
    "special": Form.SPECIAL,
}
_BETWEEN_SYNONYMS = re.compile(r"[|;]")


def read_anime(folder: Path) -> Iterator[ReferenceTitle]:
    """Yield the titles of both tables.

    Parameters
    ----------
    folder : Path
        The folder that holds the folders of the references.

    Yields
    ------
    ReferenceTitle
        Titles; each season is one of its own.
    """
    yield from _seasonal(folder / "mal_seasonal_catalog")
    yield from _cooperunion(folder / "mal_cooperunion_anime")


def _seasonal(folder: Path) -> Iterator[ReferenceTitle]:
    for row in cells.rows(folder / "all_anime.csv"):
        written = [row.get(column, "") for column in ("title", "title_english", "title_japanese")]
        written += _BETWEEN_SYNONYMS.split(row.get("title_synonyms", ""))
        names = [cells.name_and_year(cells.known(name))[0] for name in written]
        yield ReferenceTitle(
            source=folder.name,
            names=tuple(dict.fromkeys(name for name in names if name)),
            year=cells.year(row.get("aired_from")) or cells.year(row.get("year")),
            # False stands for China, Korea and others alike.
            countries=("JP",) if row.get("is_japanese") == "True" else (),
            episodes=cells.number(row.get("episodes")),
            kind=_FORMS.get(row.get("type", "").casefold()),
            medium=Medium.ANIMATION,
        )


def _cooperunion(folder: Path) -> Iterator[ReferenceTitle]:
    for row in cells.rows(folder / "anime.csv.gz"):
        name, year = cells.name_and_year(html.unescape(row.get("name", "")))
        yield ReferenceTitle(
            source=folder.name,
            names=(name,),
            year=year,
            episodes=cells.number(row.get("episodes")),
            kind=_FORMS.get(row.get("type", "").casefold()),
            medium=Medium.ANIMATION,
        )
