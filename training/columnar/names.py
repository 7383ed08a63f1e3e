"""Names, ids elsewhere and relations out of the columns of a table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from recsys.names import ExternalIds, TitleNames
from recsys.names.title_index import UNKNOWN_YEAR, families, names_of
from recsys.ranking import RelationGraph
from recsys.short_rows import ShortRows
from recsys.title import Form, Medium
from training.columnar.catalogue_columns import CatalogueColumns
from training.columnar.whole_titles import related_titles, whole_titles

_MAIN, _ORIGINAL = 0, 1  # positions in KINDS


def names_of_columns(columns: CatalogueColumns) -> TitleNames:
    """Return the index of all names, equal to that of the titles.

    Parameters
    ----------
    columns : CatalogueColumns
        The catalogue.

    Returns
    -------
    TitleNames
        As :meth:`recsys.names.TitleNames.build` makes it of the same titles.
    """
    whole = whole_titles(columns)
    rows = np.array(list(whole), dtype=np.int64)
    names, kind, owner = _written(columns)
    forms, media, years = (
        numbers.astype(np.int64) for numbers in (columns.forms, columns.media, columns.years)
    )
    forms[rows] = [tuple(Form).index(title.form) if title.form else -1 for title in whole.values()]
    media[rows] = [tuple(Medium).index(title.medium) if title.medium else -1 for title in whole.values()]
    years[rows] = [title.year or 0 for title in whole.values()]
    return TitleNames.of(
        ids=columns.ids,
        names=names,
        kind=kind,
        owner=owner,
        year=np.where(years > 0, years, UNKNOWN_YEAR).astype(np.int16),
        form=(forms + 1).astype(np.uint8),
        medium=(media + 1).astype(np.uint8),
        family=_families(columns),
    )


def external_ids_of(columns: CatalogueColumns) -> ExternalIds:
    """Return the ids elsewhere; only titles that are held whole have any.

    Parameters
    ----------
    columns : CatalogueColumns
        The catalogue.

    Returns
    -------
    ExternalIds
        As :meth:`recsys.names.ExternalIds.build` makes them of the same titles.
    """
    whole = whole_titles(columns)
    found = ExternalIds.build(list(whole.values()))
    rows = np.array(list(whole), dtype=np.int32)
    return replace(found, owner=rows[found.owner])


def relations_of_columns(columns: CatalogueColumns) -> RelationGraph:
    """Return the graph of relations; most titles have none, and are not looked at.

    Parameters
    ----------
    columns : CatalogueColumns
        The catalogue.

    Returns
    -------
    RelationGraph
        As :meth:`recsys.ranking.RelationGraph.build` makes it of the same titles.
    """
    rows, titles = related_titles(columns)
    graph = RelationGraph.build(titles, {title.id: place for place, title in enumerate(titles)})
    lengths = np.zeros(len(columns), dtype=graph.edges.lengths.dtype)
    lengths[rows] = graph.edges.lengths
    edges = ShortRows.of_lengths(lengths, rows[graph.edges.indices].astype(np.int32), graph.edges.data)
    # Story worlds are numbered in the order of their first titles.
    first = np.arange(len(columns))
    _, place, world = np.unique(graph.franchise, return_index=True, return_inverse=True)
    first[rows] = rows[place[world]]
    numbers = np.cumsum(first == np.arange(len(columns))) - 1
    return RelationGraph(edges, numbers[first].astype(np.int32))


def _families(columns: CatalogueColumns) -> NDArray[np.int32]:
    rows, titles = related_titles(columns)
    family = np.arange(len(columns), dtype=np.int32)
    family[rows] = rows[families(titles)]
    return family


def _written(columns: CatalogueColumns) -> tuple[list[str], NDArray[np.uint8], NDArray[np.int32]]:
    """Every name, its kind and its title: the main name of each title, then those that some have besides."""
    names = list(columns.titles)
    rows, kinds = np.arange(len(columns)), np.full(len(columns), _MAIN)
    is_whole = np.zeros(len(columns), dtype=np.bool_)
    is_whole[list(columns.whole)] = True
    more: list[tuple[int, int, str]] = []
    for row in np.flatnonzero(np.diff(columns.original_titles.offsets)).tolist():
        original = columns.original_titles[row]
        if original != names[row] and original.strip():
            more.append((row, _ORIGINAL, original))
    more += [(row, kind, name) for row, title in columns.whole.items() for name, kind in names_of(title)]
    rows = np.concatenate((rows[~is_whole], np.array([row for row, _, _ in more], dtype=np.int64)))
    kinds = np.concatenate((kinds[~is_whole], np.array([kind for _, kind, _ in more], dtype=np.int64)))
    names = [name for name, left_out in zip(names, is_whole.tolist(), strict=True) if not left_out]
    names += [name for _, _, name in more]
    order = np.argsort(rows, kind="stable")
    ordered = [names[place] for place in order.tolist()]
    return ordered, kinds[order].astype(np.uint8), rows[order].astype(np.int32)
