"""The titles of a table that are held as objects: those that columns cannot hold, and bare ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from recsys.names import StringTable
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
    ids = columns.relations.ids
    return {
        row: replace(columns.whole[row], relations=_relations(columns, row, ids))
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
    ids = list(columns.relations.ids)
    titles = [
        Title(id=(own := columns.ids[row]), title=own, relations=_relations(columns, row, ids))
        for row in rows.tolist()
    ]
    return rows, titles


def _relations(columns: CatalogueColumns, row: int, ids: StringTable | Sequence[str]) -> tuple[Relation, ...]:
    own = columns.relations
    place = slice(int(own.indptr[row]), int(own.indptr[row + 1]))
    pairs = zip(own.kinds[place].tolist(), own.others[place].tolist(), strict=True)
    return tuple(Relation(_KINDS[kind], ids[other]) for kind, other in pairs)
