"""From a viewer's files to records: which reader reads what, and all that is wrong, told."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from recsys.catalogue.problems import WIDTH, Problem
from recsys.errors import BadData
from recsys.files import Source, open_sources, sources_of_bytes
from recsys.history.anilist_list import AniListList
from recsys.history.export_reader import ExportReader
from recsys.history.history_row import MOST_RECORDS, MOST_ROWS, Gathering
from recsys.history.imdb_ratings import ImdbRatings
from recsys.history.letterboxd import Letterboxd
from recsys.history.myanimelist_xml import MyAnimeListXml
from recsys.history.netflix_history import NetflixHistory
from recsys.history.plain import PlainList
from recsys.history.record import Record
from recsys.history.simkl import Simkl
from recsys.history.trakt import Trakt

AnyPath = str | os.PathLike[str]

READERS: tuple[ExportReader, ...] = (
    Letterboxd(),
    NetflixHistory(),
    MyAnimeListXml(),
    AniListList(),
    Trakt(),
    ImdbRatings(),
    Simkl(),
    PlainList(),
)
"""All readers, in the order in which they are asked whether a file is theirs."""

_MOST_PROBLEMS = 10_000
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class History:
    """What a viewer's files say.

    Parameters
    ----------
    records : tuple of Record
        One a title, in the order of the files.
    problems : tuple of Problem
        What is wrong in them, with file, line and field.
    notices : tuple of str
        Files that were not read.
    formats : tuple of str
        Names of the readers that read something.
    n_read : int
        Rows that were read: several may be of one title.
    """

    records: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    n_read: int = 0


def read_history(
    paths: AnyPath | Iterable[AnyPath], *, format: str | None = None, profile: str | None = None
) -> History:
    """Return what the exports of a viewer say.

    Parameters
    ----------
    paths : path or iterable of paths
        Files, folders or archives.
    format : str or None
        Name of a reader; None recognises each file by its contents.
    profile : str or None
        For Netflix: the only profile that counts; None takes all of them.

    Returns
    -------
    History
        Records, problems and notices.

    Raises
    ------
    BadData
        If a file cannot be opened, or none is of a format that is known.
    """
    return _read(open_sources(paths), format, profile)


def read_history_bytes(
    name: str, data: bytes, *, format: str | None = None, profile: str | None = None
) -> History:
    """Return what an uploaded export says.

    Parameters
    ----------
    name : str
        Its name where it came from; some exports are told apart by it.
    data : bytes
        Its bytes.
    format : str or None
        Name of a reader; None recognises the file by its contents.
    profile : str or None
        For Netflix: the only profile that counts; None takes all of them.

    Returns
    -------
    History
        Records, problems and notices.

    Raises
    ------
    BadData
        If it cannot be unpacked, or is of no format that is known.
    """
    return _read(sources_of_bytes(name, data), format, profile)


def _read(sources: Sequence[Source], format: str | None, profile: str | None) -> History:
    readers = tuple(NetflixHistory(profile) if one.name == "netflix" else one for one in READERS)
    jobs, notices = _jobs(sources, readers, format)
    records: list[Record] = []
    problems: list[Problem] = []
    n_read = n_problems = 0
    is_full = False
    for reader, own in jobs:
        gathering = Gathering()
        for row, report in reader.rows(own):
            is_full = n_read >= MOST_ROWS or len(records) + len(gathering) >= MOST_RECORDS
            if is_full:
                problems.append(_too_many(report.file, report.line, n_read))
                break
            n_problems += len(report.problems)
            problems.extend(report.problems[: max(0, _MOST_PROBLEMS - len(problems))])
            n_read += row is not None or report.line is not None
            if row is not None:
                gathering.add(row)
        records.extend(gathering.records())
        if is_full:
            break
    if n_problems > _MOST_PROBLEMS:
        notices.append(f"{n_problems - _MOST_PROBLEMS} more problems are not listed")
    formats = tuple(reader.name for reader, _ in jobs)
    return History(tuple(records), tuple(problems), tuple(notices), formats, n_read)


def _too_many(file: str, line: int | None, n_read: int) -> Problem:
    reason = f"more than {MOST_ROWS} rows or {MOST_RECORDS} titles: nothing is read from here on"
    return Problem(file, line, "", f"{reason}; {n_read} rows were read")


def _jobs(
    sources: Sequence[Source], readers: Sequence[ExportReader], format: str | None
) -> tuple[list[tuple[ExportReader, list[Source]]], list[str]]:
    """Return which reader reads which files, and notices of files that none does."""
    if format is not None:
        chosen = _named(readers, format)
        own = [source for source in sources if chosen.claims(source)] or list(sources)
        return [(chosen, own)], _told([source.name for source in sources if source not in own])
    found: dict[str, tuple[ExportReader, list[Source]]] = {}
    unread: list[str] = []
    for source in sources:
        reader = next((reader for reader in readers if reader.claims(source)), None)
        if reader is None:
            unread.append(source.name)
        else:
            found.setdefault(reader.name, (reader, []))[1].append(source)
    if not found:
        told = ", ".join(name[-WIDTH:] for name in unread[:5]) or "no file"
        msg = f"{told}: no history that is known; expected one of these formats: {_all_names(readers)}"
        raise BadData(msg)
    lists = found.get(PlainList.name)
    if lists is not None and len(found) > 1:
        # A text within an archive of another site is no list of titles.
        unread.extend(source.name for source in lists[1] if "/" in source.name)
        lists[1][:] = [source for source in lists[1] if "/" not in source.name]
        if not lists[1]:
            del found[PlainList.name]
    return list(found.values()), _told(unread)


def _told(unread: Sequence[str]) -> list[str]:
    """Return notices of files that are not read."""
    notices = [f"{name[-WIDTH:]} is of no format that is known: not read" for name in unread[:_MOST_TOLD]]
    if len(unread) > _MOST_TOLD:
        notices.append(f"{len(unread) - _MOST_TOLD} more files are of no format that is known: not read")
    return notices


def _named(readers: Sequence[ExportReader], name: str) -> ExportReader:
    for reader in readers:
        if reader.name == name.casefold().strip():
            return reader
    msg = f"{name[:WIDTH]!r} is no format of histories: expected one of {_all_names(readers)}"
    raise BadData(msg)


def _all_names(readers: Sequence[ExportReader]) -> str:
    return ", ".join(reader.name for reader in readers)
