"""MovieLens: films with their genres, ids elsewhere, tags of viewers, and how often they were rated.

``movies.csv`` has the titles; ``links.csv``, ``tags.csv``, ``ratings.csv``, ``genome-tags.csv`` and
``genome-scores.csv`` are read with it. Of ratings only their number counts, as popularity: what
viewers gave is no content. Tags stay tags, also where they name people.

All titles with one year are films; MovieLens writes series without a year, or with a span of years.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from recsys.catalogue.problems import RowReport
from recsys.files import Source, table_columns, table_rows
from recsys.importers.cleaning import names, slug
from recsys.importers.importer import ImportOptions, Row, Rows
from recsys.importers.json_fields import whole
from recsys.importers.movielens_names import movielens_name
from recsys.importers.movielens_viewers import FittingTags, count_ratings, read_fitting_tags

_KINDS = (
    ("movies", {"movieid", "title", "genres"}),
    ("links", {"movieid", "imdbid", "tmdbid"}),
    ("tags", {"userid", "movieid", "tag"}),
    ("ratings", {"userid", "movieid", "rating"}),
    ("genome scores", {"movieid", "tagid", "relevance"}),
    ("genome tags", {"tagid", "tag"}),
)


class MovieLensImporter:
    """Reads the files of MovieLens."""

    name = "movielens"
    description = "MovieLens: movies.csv, with links, tags, ratings and genome beside it"

    def claims(self, source: Source) -> bool:
        """Return whether a table has exactly the columns of one of its files."""
        return _what(source) != ""

    def rows(self, sources: Sequence[Source], options: ImportOptions) -> Rows:
        """Yield one row a film of ``movies.csv``."""
        files: dict[str, list[Source]] = defaultdict(list)
        for source in sources:
            files[_what(source) or "movies"].append(source)
        about = _About()
        for source in files["links"]:
            yield from about.read_links(source, options)
        for source in files["tags"]:
            yield from about.read_tags(source, options)
        for source in files["ratings"]:
            yield from about.read_ratings(source)
        yield from about.read_genome(files["genome tags"], files["genome scores"], options)
        for source in files["movies"]:
            for cells, report in table_rows(source, encoding=options.encoding):
                yield (None if cells is None else about.completed(cells, report)), report
        yield from about.left(has_movies=bool(files["movies"]))


def _what(source: Source) -> str:
    columns = set(table_columns(source)) - {"timestamp"}
    return next((kind for kind, needed in _KINDS if columns == needed), "")


class _About:
    """What the other files say of the films, by number."""

    def __init__(self) -> None:
        self._links: dict[int, dict[str, str]] = {}
        self._tags: dict[int, dict[str, int]] = defaultdict(dict)
        self._ratings: Counter[int] = Counter()
        self._fitting = FittingTags()
        self._numbers: dict[str, set[int]] = {}  # of the films that a file speaks of
        self._films: set[int] = set()

    def read_links(self, source: Source, options: ImportOptions) -> Rows:
        """Take the ids of other sites; yield what is wrong with them."""
        numbers = self._numbers.setdefault(source.name, set())
        for cells, report in table_rows(source, encoding=options.encoding):
            if cells is not None and (number := _number(cells, report)) is not None:
                imdb, tmdb = whole(dict(cells), "imdbid", report), whole(dict(cells), "tmdbid", report)
                given = {"imdb": None if imdb is None else f"tt{imdb:07d}", "tmdb": tmdb}
                self._links[number] = {site: str(id) for site, id in given.items() if id is not None}
                numbers.add(number)
            yield None, report

    def read_tags(self, source: Source, options: ImportOptions) -> Rows:
        """Take the tags of viewers; yield what is wrong with them."""
        numbers = self._numbers.setdefault(source.name, set())
        for cells, report in table_rows(source, encoding=options.encoding):
            if cells is not None and (number := _number(cells, report)) is not None:
                for tag in names(cells.get("tag"), separator="\n"):
                    uses = self._tags[number]
                    uses[tag] = uses.get(tag, 0) + 1
                numbers.add(number)
            yield None, report

    def read_ratings(self, source: Source) -> Rows:
        """Count the ratings; yield what is wrong with them."""
        report = RowReport(source.name)
        counted = count_ratings(source, report)
        self._ratings.update(counted)
        self._numbers.setdefault(source.name, set()).update(counted)
        yield None, report

    def read_genome(self, tags: Sequence[Source], scores: Sequence[Source], options: ImportOptions) -> Rows:
        """Take the tags that fit; yield what is wrong with them."""
        for source in tags:
            for cells, report in table_rows(source, encoding=options.encoding):
                if cells is not None and (id := whole(dict(cells), "tagid", report)) is not None:
                    self._fitting.names[id] = " ".join(cells.get("tag", "").split())
                yield None, report
        for source in scores:
            report = RowReport(source.name)
            found = read_fitting_tags(source, self._fitting, report)
            self._numbers.setdefault(source.name, set()).update(found)
            yield None, report

    def completed(self, cells: dict[str, str], report: RowReport) -> Row:
        """Return the row of a film with all that is said of it."""
        number = _number(cells, report)
        name = movielens_name(cells.get("title", ""))
        row: Row = {
            "id": slug(name.title, name.year) if number is None else f"movielens-{number}",
            "title": name.title,
            "aliases": [{"name": alias} for alias in name.aliases],
            "year": name.year,
            "form": "film" if name.year and not name.runs_on else None,
            "genres": names(cells.get("genres"), separator="|"),
        }
        if number is None:
            return row
        self._films.add(number)
        uses = self._tags.get(number, {})
        row["tags"] = _each_once(sorted(uses, key=lambda tag: -uses[tag]))
        row["inferred_tags"] = self._fitting.of(number, without=row["tags"])
        row["external_ids"] = {"movielens": str(number), **self._links.get(number, {})}
        row["popularity"] = float(self._ratings[number]) if self._ratings else None
        return row

    def left(self, *, has_movies: bool) -> Rows:
        """Yield what was said of films that are not there."""
        for name, numbers in self._numbers.items():
            report = RowReport(name)
            unknown = numbers - self._films
            if not has_movies:
                report.add("", "holds no names of titles: give movies.csv, too")
            elif unknown:
                report.add(
                    "movieid", f"{len(unknown)} films, as {min(unknown)}, are not in movies.csv; not read"
                )
            yield None, report


def _number(cells: dict[str, str], report: RowReport) -> int | None:
    number = whole(dict(cells), "movieid", report)
    if number is None and not report.problems:
        report.add("movieid", "is missing")
    return number


def _each_once(tags: Sequence[str]) -> list[str]:
    """Return tags in the spelling of most viewers."""
    spellings: dict[str, str] = {}
    for tag in tags:
        spellings.setdefault(tag.casefold(), tag)
    return list(spellings.values())
