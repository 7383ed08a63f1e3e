"""The titles of a table that are held as objects: those that columns cannot hold, and bare ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from recsys.title import Relation, RelationKind, Title
from training.columnar.catalogue_columns import CatalogueColumns

_KINDS = tuple(RelationKind)


def whole_titles(columns: CatalogueColumns) -> dict[int, Title]:
    """Return the titles that were read in the ordinary way, with relations told from both sides.

    Parameters
    ----------
    columns : CatalogueColumns
        The catalogue.

    Returns
    -------
    dict of int to Title
        By row, ascending.
    """
    return {
        row: replace(columns.whole[row], relations=relations_of(columns, row))
        for row in sorted(columns.whole)
    }


def related_titles(columns: CatalogueColumns) -> tuple[NDArray[np.int64], list[Title]]:
    """Return the titles that have relations, with nothing but those.

    Parameters
    ----------
    columns : CatalogueColumns
        The catalogue.

    Returns
    -------
    rows : ndarray of int64
        Their rows, ascending.
    titles : list of Title
        Id, name and relations of each.
    """
    rows = np.flatnonzero(np.diff(columns.relations.indptr))
    titles = [
        Title(id=columns.ids[row], title=columns.ids[row], relations=relations_of(columns, int(row)))
        for row in rows
    ]
    return rows, titles


def relations_of(columns: CatalogueColumns, row: int) -> tuple[Relation, ...]:
    """Return the relations of one title.

    Parameters
    ----------
    columns : CatalogueColumns
        The catalogue.
    row : int
        The title.

    Returns
    -------
    tuple of Relation
        Sorted by kind and id.
    """
    own = columns.relations
    place = slice(int(own.indptr[row]), int(own.indptr[row + 1]))
    return tuple(
        Relation(_KINDS[kind], own.ids[other])
        for kind, other in zip(own.kinds[place].tolist(), own.others[place].tolist(), strict=True)
    )
