"""Relations between titles, with those of titles that join: edges, story worlds and families."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from recsys.additions.splice import Splice
from recsys.ranking import RelationGraph
from recsys.ranking.relations import KINDS
from recsys.short_rows import ShortRows
from recsys.title import RelationKind, Title


def merged_relations(
    old: RelationGraph,
    linked: Sequence[Title],
    splice: Splice,
    now: NDArray[np.int64],
    row_of: Mapping[str, int],
) -> RelationGraph:
    """Return the graph of titles that are there and of titles that join.

    Parameters
    ----------
    old : RelationGraph
        Of the model.
    linked : sequence of Title
        All titles that lead to others than before, in the order of their ids.
    splice : Splice
        The order of the titles, where these take their places.
    now : ndarray of int64, shape (n_old,)
        New row of each title of the model.
    row_of : mapping of str to int
        New row of each id that these relations name, where there is such a title.

    Returns
    -------
    RelationGraph
        As :meth:`RelationGraph.build` makes it of all.
    """
    edges = [
        sorted({(row_of[one.id], KINDS.index(one.kind)) for one in title.relations if one.id in row_of})
        for title in linked
    ]
    joining = ShortRows.of_lengths(
        np.array([len(row) for row in edges], dtype=np.int64),
        np.array([other for row in edges for other, _ in row], dtype=np.int32),
        np.array([kind for row in edges for _, kind in row], dtype=np.int8),
    )
    moved = replace(old.edges, indices=now[old.edges.indices].astype(np.int32))
    merged = splice.short_rows(moved, joining)
    return RelationGraph(merged, _connected(merged, merged.data != KINDS.index(RelationKind.OTHER)))


def families_of(edges: ShortRows) -> NDArray[np.int32]:
    """Return the smallest row that can be reached from each row over relations of any kind.

    Parameters
    ----------
    edges : ShortRows
        The related rows of each row.

    Returns
    -------
    ndarray of int32, shape (n_titles,)
        As :func:`recsys.names.title_index.families` finds them among titles.
    """
    number = _connected(edges, np.ones(len(edges.indices), dtype=np.bool_))
    _, first = np.unique(number, return_index=True)
    return np.asarray(first[number], dtype=np.int32)


def _connected(edges: ShortRows, binds: NDArray[np.bool_]) -> NDArray[np.int32]:
    """A number for each part of the graph, in the order of the smallest rows."""
    origins = np.repeat(np.arange(edges.n_rows), edges.lengths)
    pairs = (np.ones(binds.sum(), np.int8), (origins[binds], edges.indices[binds]))
    graph = csr_matrix(pairs, shape=(edges.n_rows, edges.n_rows))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int32)
