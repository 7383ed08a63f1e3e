"""Rows of tables with answers of TMDB in their cells: as JSON, as Python writes it, or as plain names."""

from __future__ import annotations

import json
from typing import Any

from recsys.catalogue.problems import RowReport
from recsys.files import is_nothing, literal_value, without_halves
from recsys.importers.cleaning import clean_title, distinct, names
from recsys.importers.importer import Row
from recsys.importers.json_fields import objects, text, whole
from recsys.importers.tmdb_credits import tmdb_people
from recsys.importers.tmdb_title import tmdb_row

Cells = dict[str, str]

_LISTS = ("genres", "production_companies", "production_countries")
_NAMES = ("title", "original_title")
_PEOPLE = ("cast", "crew")
_BETWEEN = " \t\r\n,"
# Halves of surrogate pairs, which JSON can escape and UTF-8 cannot hold.
_DECODER = json.JSONDecoder(strict=False)


def film_number(cells: Cells, report: RowReport) -> int | None:
    """Return the number that TMDB gives a film.

    Parameters
    ----------
    cells : dict of str to str
        A row of films, credits or keywords.
    report : RowReport
        Receives what is wrong.

    Returns
    -------
    int or None
        None if the row does not tell it.
    """
    return whole(dict(cells), "movie_id" if "movie_id" in cells else "id", report)


def film_row(cells: Cells, report: RowReport) -> Row | None:
    """Return the native row of a film.

    Parameters
    ----------
    cells : dict of str to str
        A row of the table of films; cast, crew and keywords may stand in it.
    report : RowReport
        Receives what is wrong.

    Returns
    -------
    dict or None
        None if it has no name, or is marked as adult.
    """
    # "Unknown" may well be the title of a film.
    record: dict[str, Any] = {
        name: cell for name, cell in cells.items() if name in _NAMES or not is_nothing(cell)
    }
    record |= {column: _entries(cells, column, report) for column in _LISTS}
    record["keywords"] = {"keywords": _entries(cells, "keywords", report)}
    record["credits"] = {column: _entries(cells, column, report) for column in _PEOPLE if column in cells}
    return tmdb_row(record, "movie", report)


def film_part(cells: Cells, report: RowReport) -> Row:
    """Return what a row of credits or of keywords adds to its film.

    Parameters
    ----------
    cells : dict of str to str
        A row of the table of credits or of keywords.
    report : RowReport
        Receives what is wrong, a list without anything in its cell, too.

    Returns
    -------
    dict
        Some of the keys ``title``, ``credits``, ``sources`` and ``tags``.
    """
    part: Row = {"title": clean_title(cells.get("title", ""))}
    for column in (*_PEOPLE, "keywords"):
        if cells.get(column) == "":
            report.add(column, "is empty; expected a list, or [] for none")
    people = {column: _entries(cells, column, report) for column in _PEOPLE}
    part["credits"], part["sources"] = tmdb_people({"credits": people}, report)
    keywords = objects({"keywords": _entries(cells, "keywords", report)}, "keywords", report)
    part["tags"] = distinct(text(keyword, "name", report) for keyword in keywords)
    return {key: value for key, value in part.items() if value}


def _entries(cells: Cells, column: str, report: RowReport) -> list[Any]:
    """Return the list in a cell; of one that is cut off, the entries before the cut."""
    cell = cells.get(column, "")
    if is_nothing(cell):
        return []
    if not cell.startswith(("[", "{")):
        return [{"name": name} for name in names(cell)]
    try:
        value = literal_value(cell)
    except ValueError as error:
        entries, end = _before_fault(cell)
        used = f"; its first {len(entries)} entries are used" if entries else ""
        report.add(column, f"{error}, from character {end + 1} of {len(cell)} on{used}")
        return entries
    return value if isinstance(value, list) else [value]


def _before_fault(cell: str) -> tuple[list[Any], int]:
    entries: list[Any] = []
    at = 1
    while True:
        while at < len(cell) and cell[at] in _BETWEEN:
            at += 1
        try:
            entry, at = _DECODER.raw_decode(cell, at)
        except (ValueError, RecursionError):
            return entries, at
        entries.append(without_halves(entry))
