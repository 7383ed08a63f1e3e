"""From foreign files to titles: which importer reads what, and what came of each row."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from recsys.catalogue.catalogue import Catalogue
from recsys.catalogue.jsonl import AnyPath, Reading, read_catalogue
from recsys.catalogue.labels import sort_labels
from recsys.catalogue.problems import Problem, RowReport, shown
from recsys.catalogue.row import read_row
from recsys.catalogue.uncollected import uncollected
from recsys.errors import BadData
from recsys.files import Source, open_sources
from recsys.importers.importer import Importer, ImportOptions, Row, Rows
from recsys.importers.registry import IMPORTERS, TABLE, importer_named
from recsys.title import Title


@dataclass(slots=True)
class ImportCounts:
    """What came of the rows of one format.

    Parameters
    ----------
    format : str
        Name of the importer.
    rows : int
        Lines or records that were read.
    titles : int
        Rows that became titles, those with problems included.
    repeated : int
        Rows of a title that was there already.
    problems : int
        Problems told.
    labels : int
        Uses of genre and tag names.
    unmapped : Counter of str
        Names of genres and tags that our vocabularies do not know, kept as tags, by their uses.
    """

    format: str
    rows: int = 0
    titles: int = 0
    repeated: int = 0
    problems: int = 0
    labels: int = 0
    unmapped: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Imported(Reading):
    """What came out of foreign files, with the counts of each format.

    Parameters
    ----------
    counts : tuple of ImportCounts
        In the order in which the formats were read.
    """

    counts: tuple[ImportCounts, ...] = ()


@uncollected()
def read_titles(
    paths: AnyPath | Iterable[AnyPath],
    *,
    format: str | None = None,
    options: ImportOptions | None = None,
    strict: bool = False,
) -> Imported:
    """Return the titles of catalogue files of any format, with all that is wrong in them.

    Parameters
    ----------
    paths : path or iterable of paths
        Files, folders or archives, to be read as one catalogue.
    format : str or None
        Name of an importer; None recognises each file by its contents.
    options : ImportOptions or None
        What the owner says of the files.
    strict : bool, default False
        Raise if there is any problem.

    Returns
    -------
    Imported
        Catalogue, problems, notices and counts. Of two titles with the same id the first is used.

    Raises
    ------
    BadData
        If no file is of a format that is known, or, if ``strict``, there is any problem.
    """
    given = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    native, foreign = ([], given) if format is not None else _parted(given, options)
    titles: dict[str, Title] = {}
    problems: list[Problem] = []
    notices: list[str] = []
    counts: list[ImportCounts] = []
    if native:
        reading = read_catalogue(native)
        titles = {title.id: title for title in reading.catalogue}
        problems.extend(reading.problems)
        notices.extend(reading.notices)
    if foreign:
        stream = TitleStream(foreign, format=format, options=options)
        for title, report in stream:
            if title is not None and titles.setdefault(title.id, title) is not title:
                report.add("id", _repeated(title.id))
            problems.extend(report.problems)
        notices.extend(stream.notices)
        counts = stream.counts
    if strict and problems:
        raise BadData("\n".join(str(problem) for problem in problems[:10]))
    return Imported(Catalogue(titles.values()), tuple(problems), tuple(notices), tuple(counts))


def titles_of_rows(format: str, rows: Rows) -> Imported:
    """Return the titles of rows that do not come out of files.

    Parameters
    ----------
    format : str
        What the counts call them.
    rows : iterator of tuple of dict or None, and RowReport
        Native rows as an importer gives them.

    Returns
    -------
    Imported
        Catalogue, problems and counts. Of two titles with the same id the first is used.
    """
    counts = ImportCounts(format)
    titles: list[Title] = []
    problems: list[Problem] = []
    for title, report in _titles(rows, counts, set()):
        problems.extend(report.problems)
        if title is not None:
            titles.append(title)
    return Imported(Catalogue(titles), tuple(problems), (), (counts,))


def _repeated(id: str) -> str:
    return f"{shown(id)} is there already; the first title of that id is used"


def _parted(paths: Iterable[AnyPath], options: ImportOptions | None) -> tuple[list[AnyPath], list[AnyPath]]:
    """Part what is our own, or nobody's, from what an importer claims something of."""
    native: list[AnyPath] = []
    foreign: list[AnyPath] = []
    for path in paths:
        try:
            sources = open_sources(path)
        except BadData:
            sources = []  # our own reader tells what is wrong with it
        is_foreign = any(_importer_of(source, options or ImportOptions()) for source in sources)
        (foreign if is_foreign else native).append(path)
    return native, foreign


def _importer_of(source: Source, options: ImportOptions) -> Importer | None:
    """Return the importer that reads a file; one's own columns are meant for tables only."""
    if options.columns and TABLE.reads(source):
        return TABLE
    return next((importer for importer in IMPORTERS if importer.claims(source)), None)


class TitleStream:
    """Titles of foreign files one after the other, however many there are.

    Parameters
    ----------
    paths : iterable of paths
        Files, folders or archives.
    format : str or None
        Name of an importer; None recognises each file by its contents.
    options : ImportOptions or None
        What the owner says of the files.

    Raises
    ------
    BadData
        If no file is of a format that is known.
    """

    def __init__(
        self,
        paths: Iterable[AnyPath],
        *,
        format: str | None = None,
        options: ImportOptions | None = None,
    ) -> None:
        sources = open_sources(paths)
        self.notices: list[str] = []
        self.counts: list[ImportCounts] = []
        self._options = options or ImportOptions()
        self._jobs = self._chosen(sources, format)

    def __iter__(self) -> Iterator[tuple[Title | None, RowReport]]:
        """Yield each title with its report; None and the reason where a row is none.

        A title whose id was there before comes again as None.
        """
        seen: set[str] = set()
        for importer, sources in self._jobs:
            counts = ImportCounts(importer.name)
            self.counts.append(counts)
            yield from _titles(importer.rows(sources, self._options), counts, seen)

    def _chosen(self, sources: Sequence[Source], format: str | None) -> list[tuple[Importer, list[Source]]]:
        if format is not None:
            return [(importer_named(format), list(sources))]
        jobs: dict[str, tuple[Importer, list[Source]]] = {}
        for source in sources:
            importer = _importer_of(source, self._options)
            if importer is None:
                fault = source.fault()
                self.notices.append(fault or f"{source.name} is of no format that is known; not read")
            else:
                jobs.setdefault(importer.name, (importer, []))[1].append(source)
        if not jobs:
            names = ", ".join(importer.name for importer in IMPORTERS)
            told = ", ".join(source.fault() or source.name for source in sources[:5]) or "no file"
            msg = f"{told}: no format recognised; expected one of {names}, or .jsonl in our own format"
            raise BadData(msg)
        return list(jobs.values())


def _titles(rows: Rows, counts: ImportCounts, seen: set[str]) -> Iterator[tuple[Title | None, RowReport]]:
    """Yield the titles of native rows; those whose id was seen before as None."""
    for row, report in rows:
        title = None if row is None else _title(row, report, counts)
        counts.rows += row is not None or bool(report.problems)
        if title is not None and title.id in seen:
            report.add("id", _repeated(title.id))
            counts.repeated += 1
            title = None
        if title is not None:
            seen.add(title.id)
            counts.titles += 1
        counts.problems += len(report.problems)
        if title is not None or report.problems:
            yield title, report


def _title(row: Row, report: RowReport, counts: ImportCounts) -> Title | None:
    genres, tags = row.get("genres") or [], row.get("tags") or []
    sorted_labels = sort_labels(genres, tags)
    counts.labels += len(genres) + len(tags)
    counts.unmapped.update(sorted_labels.unmapped)
    row = {**row, "genres": list(sorted_labels.genres), "tags": list(sorted_labels.tags)}
    for key, said in (("medium", sorted_labels.medium), ("form", sorted_labels.form)):
        if row.get(key) is None and said is not None:
            row[key] = str(said)
    if not row.get("sources") and sorted_labels.sources:
        row["sources"] = [{"kind": str(kind)} for kind in sorted_labels.sources]
    return read_row({key: value for key, value in row.items() if value not in (None, "", [])}, report)
