"""Objects within a JSON document, each with a report that tells its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recsys.catalogue.problems import RowReport
from recsys.errors import DamagedFile
from recsys.files import Source, json_document
from recsys.importers import json_fields

_LONGEST_DOCUMENT = 32 * 2**20  # bytes; lists of thousands of titles stay under 10 MB
_MOST_VALUES = 1_500_000  # each takes up to 250 bytes of memory, however short its text is
_CHUNK = 2**18


def history_document(source: Source, report: RowReport) -> Any:
    """Return the JSON value that a whole file holds, if it is of an honest size.

    Parameters
    ----------
    source : Source
        The file.
    report : RowReport
        Receives what is wrong.

    Returns
    -------
    object
        The decoded value; None if it cannot be read, and the report says why.
    """
    length = n_values = 0
    try:
        with source.open() as handle:
            while data := handle.read(_CHUNK):
                length += len(data)
                n_values += data.count(b",") + data.count(b"[") + data.count(b"{")
                if length > _LONGEST_DOCUMENT or n_values > _MOST_VALUES:
                    report.add("", f"is larger than any list of titles: {_LONGEST_DOCUMENT} bytes at most")
                    return None
    except DamagedFile as error:
        report.add("", str(error))
        return None
    return json_document(source, report)


def objects_within(
    owner: dict[str, Any], key: str, file: str, path: str = ""
) -> Iterator[tuple[dict[str, Any] | None, str, RowReport]]:
    """Yield the objects of a list, each with its own report.

    Parameters
    ----------
    owner : dict
        The object that holds the list.
    key : str
        Name of the list.
    file : str
        Name of the file.
    path : str
        Where the owner stands: ``lists[2]``.

    Yields
    ------
    tuple of dict or None, str and RowReport
        The object, its place (``lists[2].entries[7]``) and a report for what is wrong in it; None with the
        reason where something else stands there.
    """
    place = f"{path}.{key}" if path else key
    value = owner.get(key)
    if value is None:
        return
    if not isinstance(value, list):
        report = RowReport(file)
        json_fields.objects({place: value}, place, report)
        yield None, place, report
        return
    for number, entry in enumerate(value):
        own = f"{place}[{number}]"
        report = RowReport(file)
        if isinstance(entry, dict):
            yield entry, own, report
        else:
            report.add(own, "is no object; left out")
            yield None, own, report


def with_place(report: RowReport, place: str) -> RowReport:
    """Return a report whose fields tell the whole place.

    Parameters
    ----------
    report : RowReport
        What is wrong in one object.
    place : str
        Where the object stands.

    Returns
    -------
    RowReport
        Its problems with fields as ``lists[2].entries[7].score``.
    """
    if not report.problems:
        return report
    placed = RowReport(report.file, report.line)
    for problem in report.problems:
        placed.add(".".join(part for part in (place, problem.field) if part), problem.reason)
    return placed
