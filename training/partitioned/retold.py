"""Titles of which another part tells more than their own, or of which a double told what nobody tells now.

Their relations change, and with these their lines, the tones that follow from facts, and what these mean.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from recsys.catalogue.row import row_text
from recsys.catalogue.stored_row import title_of_stored_row
from recsys.index import facets_of_titles
from recsys.names import StringTable
from recsys.title import Title
from training.columnar.facet_entries import Entries
from training.partitioned.parts import Part
from training.partitioned.told_relations import ToldRelations
from training.partitioned.work import Arrays, WorkFolder

_NAME = "facts.retold"
_AT_ONCE = 10_000
"""Titles that are held as objects at once."""


def retell_part(part: Part, work: WorkFolder) -> None:
    """Write what is different in the titles of a part because of relations that other parts tell.

    Parameters
    ----------
    part : Part
        The part, after :func:`training.partitioned.relation_edges.complete_relations`.
    work : WorkFolder
        Where everything is.
    """
    alone, among = work.alone(part), work.among_all(part)
    is_here = among.read("facts.rows") >= 0
    relations = ToldRelations.read(alone, among, work.whole.read_texts("facts.ids"))
    rows = relations.changed
    rows = rows[is_here[rows]]
    among.write(f"{_NAME}.rows", rows)
    _write(_retold(alone, rows, relations), rows, alone, among)


def retold_rows(part: Part, work: WorkFolder) -> NDArray[np.int64]:
    """Return the titles of a part that are others than the part alone says.

    Parameters
    ----------
    part : Part
        The part, after :func:`retell_part`.
    work : WorkFolder
        Where everything is.

    Returns
    -------
    ndarray of int64
        Rows of the part, ascending.
    """
    rows: NDArray[np.int64] = work.among_all(part).read(f"{_NAME}.rows")
    return rows


def retold_lines(part: Part, work: WorkFolder) -> StringTable:
    """Return the lines of these titles.

    Parameters
    ----------
    part : Part
        The part.
    work : WorkFolder
        Where everything is.

    Returns
    -------
    StringTable
        One line for each of :func:`retold_rows`.
    """
    return work.among_all(part).read_texts(f"{_NAME}.documents")


def facets_folder(part: Part, work: WorkFolder) -> Arrays:
    """Return where the tones and the escapism of a part stand as all parts tell them.

    Parameters
    ----------
    part : Part
        The part.
    work : WorkFolder
        Where everything is.

    Returns
    -------
    Arrays
        The folder of the part alone, where no title was told anew.
    """
    return work.among_all(part) if len(retold_rows(part, work)) else work.alone(part)


def stored_titles(part: Part, work: WorkFolder, rows: NDArray[np.int64]) -> dict[int, Title]:
    """Return titles of a part as all parts tell them.

    Parameters
    ----------
    part : Part
        The part, after :func:`retell_part`.
    work : WorkFolder
        Where everything is.
    rows : ndarray of int64
        Rows of the part.

    Returns
    -------
    dict of int to Title
        By row, in the order of the rows asked for.
    """
    documents, lines = work.alone(part).read_texts("facts.documents"), retold_lines(part, work)
    place = {row: number for number, row in enumerate(retold_rows(part, work).tolist())}
    return {row: _title(lines[place[row]] if row in place else documents[row]) for row in rows.tolist()}


def _title(line: str) -> Title:
    return title_of_stored_row(json.loads(line))


def _retold(alone: Arrays, rows: NDArray[np.int64], relations: ToldRelations) -> Iterator[list[Title]]:
    """The titles, batch by batch."""
    documents = alone.read_texts("facts.documents")
    for start in range(0, len(rows), _AT_ONCE):
        own = rows[start : start + _AT_ONCE]
        yield [
            replace(_title(documents[row]), relations=told)
            for row, told in zip(own.tolist(), relations.of(own), strict=True)
        ]


def _write(batches: Iterator[list[Title]], rows: NDArray[np.int64], alone: Arrays, among: Arrays) -> None:
    """Their lines, and the facets of the part with what follows from their relations."""
    tones = _entries_without(rows, alone)
    dial = np.array(alone.read("facts.facets.escapism"))
    done, lines = 0, []
    for titles in batches:
        own = rows[done : done + len(titles)]
        facets = facets_of_titles(titles)
        tones = tones.joined(Entries.listed(facets.terms["tones"], facets.tones, own))
        dial[own] = facets.escapism
        lines.append(StringTable.from_strings(map(row_text, titles)))
        done += len(titles)
    among.write_texts(f"{_NAME}.documents", _together(lines))
    if len(rows):
        terms, column = tones.column(len(dial), np.int8)
        among.write("facts.facets.escapism", dial)
        among.write_short_rows("facts.facets.tones", column)
        among.write_texts("facts.facets.tones.terms", terms)


def _entries_without(rows: NDArray[np.int64], alone: Arrays) -> Entries:
    """The tones of a part, but for those of some titles."""
    column = alone.read_short_rows("facts.facets.tones")
    is_other = np.ones(column.n_rows, np.bool_)
    is_other[rows] = False
    every = Entries.listed(alone.read_texts("facts.facets.tones.terms"), column, np.arange(column.n_rows))
    kept = is_other[every.rows]
    return Entries(every.rows[kept], every.codes[kept], every.data[kept], every.terms)


def _together(tables: list[StringTable]) -> StringTable:
    starts = np.cumsum([0, *(len(table.blob) for table in tables)])
    offsets = [
        np.asarray(table.offsets[1:], np.int64) + start
        for table, start in zip(tables, starts[:-1], strict=True)
    ]
    return StringTable(
        np.concatenate([np.empty(0, np.uint8), *(table.blob for table in tables)]),
        np.concatenate([np.zeros(1, np.int64), *offsets]),
    )
