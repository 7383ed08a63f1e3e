"""Catalogue files: JSON Lines, plain or gzipped, one title a line."""

from __future__ import annotations

import gzip
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from recsys.catalogue.catalogue import Catalogue
from recsys.catalogue.flat import read_flat_row
from recsys.catalogue.json_lines import json_rows
from recsys.catalogue.problems import Problem, RowReport, shown
from recsys.catalogue.row import read_row, row_text
from recsys.catalogue.row_model import SCHEMA
from recsys.catalogue.uncollected import uncollected
from recsys.catalogue.whole_file import whole_file
from recsys.errors import BadData
from recsys.title import Title

AnyPath = str | os.PathLike[str]
_FIRST_PROBLEMS = 10
_MOST_NOTICES = 50


@dataclass(frozen=True, slots=True)
class Reading:
    """What came out of catalogue files.

    Parameters
    ----------
    catalogue : Catalogue
        The titles that could be read.
    problems : tuple of Problem
        What was wrong, in the order of files and lines.
    notices : tuple of str
        What is worth knowing and not wrong: keys without a meaning here, once a file.
    """

    catalogue: Catalogue
    problems: tuple[Problem, ...]
    notices: tuple[str, ...]


@uncollected()
def read_catalogue(paths: AnyPath | Iterable[AnyPath], *, strict: bool = False) -> Reading:
    """Return the titles of one or more catalogue files, with all that is wrong in them.

    Rows with a ``schema`` are native, others flat; both kinds may stand in one file. Of two
    titles with the same id the first is used.

    Parameters
    ----------
    paths : path or iterable of paths
        Files to read as one catalogue.
    strict : bool, default False
        Raise if there is any problem.

    Returns
    -------
    Reading
        Catalogue, problems and notices.

    Raises
    ------
    BadData
        If a file is no catalogue at all, was written in a newer format, or, if ``strict``, has
        any problem.
    """
    files = [Path(paths)] if isinstance(paths, str | os.PathLike) else [Path(path) for path in paths]
    titles: dict[str, Title] = {}
    problems: list[Problem] = []
    notices: list[str] = []
    for file in files:
        unknown: Counter[str] = Counter()
        for title, report in _titles(file):
            if title is not None and titles.setdefault(title.id, title) is not title:
                report.add("id", f"{shown(title.id)} is there already; the first title of that id is used")
            problems.extend(report.problems)
            unknown.update(set(report.unknown_keys))
        notices.extend(_notices(file.name, unknown))
    if strict and problems:
        raise BadData(_summary(problems))
    return Reading(Catalogue(titles.values()), tuple(problems), tuple(notices))


def write_catalogue(catalogue: Iterable[Title], path: AnyPath) -> None:
    """Write titles as canonical native rows; the same titles give the same bytes.

    The file appears whole or not at all: it is written aside, synchronised and renamed.

    Parameters
    ----------
    catalogue : iterable of Title
        A catalogue, or titles in any order; they are sorted by id.
    path : path
        Where to; gzipped if the name ends in ``.gz``.
    """
    target = Path(path)
    with whole_file(target) as raw:
        _write_rows(raw, sorted(catalogue, key=lambda title: title.id), zipped=target.suffix == ".gz")


def _write_rows(raw: BinaryIO, titles: Sequence[Title], *, zipped: bool) -> None:
    if zipped:
        with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
            packed.writelines(row_text(title).encode() + b"\n" for title in titles)
    else:
        raw.writelines(row_text(title).encode() + b"\n" for title in titles)


def _titles(path: Path) -> Iterator[tuple[Title | None, RowReport]]:
    for row, report in json_rows(path):
        yield (None if row is None else title_of_row(row, report)), report


def title_of_row(row: dict[str, Any], report: RowReport) -> Title | None:
    """Return the title of a row of either kind, without what is wrong in it.

    Parameters
    ----------
    row : dict
        The row as it came out of JSON: native if it has a ``schema``, else flat.
    report : RowReport
        Receives problems and unknown keys.

    Returns
    -------
    Title or None
        None if the row cannot be used at all.

    Raises
    ------
    BadData
        If the row was written in a newer format.
    """
    if "schema" not in row:
        return read_flat_row(row, report)
    schema = row["schema"]
    if isinstance(schema, int) and schema > SCHEMA:
        msg = (
            f"{report.file}:{report.line}: schema {shown(schema)} is newer than schema {SCHEMA}, "
            "which this release reads: update recsys"
        )
        raise BadData(msg)
    return read_row(row, report)


def _notices(file: str, unknown: Counter[str]) -> Iterator[str]:
    keys = sorted(unknown)
    for key in keys[:_MOST_NOTICES]:
        kept = "not kept" if "." in key else "kept as it is"
        yield f"{file}: the key {shown(key)} is not known; {kept} ({unknown[key]} rows)"
    if len(keys) > _MOST_NOTICES:
        yield f"{file}: {len(keys) - _MOST_NOTICES} more keys are not known"


def _summary(problems: Sequence[Problem]) -> str:
    lines = [str(problem) for problem in problems[:_FIRST_PROBLEMS]]
    if len(problems) > _FIRST_PROBLEMS:
        lines.append(f"and {len(problems) - _FIRST_PROBLEMS} more problems")
    return "\n".join(lines)
