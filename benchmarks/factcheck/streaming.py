"""Readers of what streaming services list: four catalogues of 2021, and the charts of Netflix."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.factcheck import cells
from benchmarks.factcheck.reference_title import ReferenceTitle
from recsys.title import Form, Medium

_CATALOGUES = ("netflix", "amazon_prime", "disney_plus", "hulu")  # the fifth file has lost its rows


def read_streaming(folder: Path) -> Iterator[ReferenceTitle]:
    """Yield the titles of the four catalogues and of the charts.

    Parameters
    ----------
    folder : Path
        The folder that holds the folders of the references.

    Yields
    ------
    ReferenceTitle
        Titles; those of the charts have a name and a form alone.
    """
    for service in _CATALOGUES:
        yield from _catalogue(folder / "streaming_titles" / f"{service}_titles.csv", service)
    yield from _charts(folder / "netflix_top10")


def _catalogue(path: Path, service: str) -> Iterator[ReferenceTitle]:
    for row in cells.rows(path):
        name, year = cells.name_and_year(row.get("title", ""))
        is_series = row.get("type") == "TV Show"
        # The year of a series is that of its newest season.
        has_first_year = not is_series or row.get("duration") in ("", "1 Season")
        yield ReferenceTitle(
            source=f"{path.parent.name}/{service}",
            names=(name,),
            year=year or (cells.year(row.get("release_year")) if has_first_year else None),
            countries=cells.countries(row.get("country")),
            directors=cells.people(row.get("director")),
            cast=cells.people(row.get("cast")),
            kind=Form.SERIES if is_series else Form.FILM,
            medium=_medium(row.get("listed_in") or row.get("genre", "")),
        )


def _charts(folder: Path) -> Iterator[ReferenceTitle]:
    seen: set[tuple[str, Form]] = set()  # a title stands there once for each of its weeks
    for row in cells.rows(folder / "all-weeks-global.tsv", delimiter="\t"):
        kind = Form.SERIES if row.get("category", "").startswith("TV") else Form.FILM
        # Seasons are titles of their own: they tell that there is more than one.
        for name in (row.get("show_title", ""), cells.known(row.get("season_title"))):
            if name and (name, kind) not in seen:
                seen.add((name, kind))
                yield ReferenceTitle(source=folder.name, names=(name,), kind=kind)


def _medium(genres: str) -> Medium | None:
    """Animation where a genre says so; the others say nothing, as they are not complete."""
    return Medium.ANIMATION if "anim" in genres.casefold() else None
