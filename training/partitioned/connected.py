"""Titles that relations connect over any number of steps: families and story worlds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from recsys.kinds import RelationKind
from recsys.ranking import RelationGraph
from recsys.short_rows import ShortRows
from training.columnar.relations import KINDS

_LOOSE = KINDS.index(RelationKind.OTHER)


def families_of(edges: ShortRows) -> NDArray[np.int32]:
    """Return the smallest row that relations lead to from each row.

    Parameters
    ----------
    edges : ShortRows
        As :class:`recsys.ranking.RelationGraph` has them.

    Returns
    -------
    ndarray of int32, shape (n_titles,)
        As :func:`recsys.names.title_index.families` gives it.
    """
    return _first_of_each(edges, np.ones(len(edges.data), np.bool_))


def relation_graph(edges: ShortRows) -> RelationGraph:
    """Return the graph of relations.

    Parameters
    ----------
    edges : ShortRows
        The relations of each title, from both sides.

    Returns
    -------
    RelationGraph
        As :meth:`recsys.ranking.RelationGraph.build` makes it; story worlds are numbered in the order of
        their first titles.
    """
    first = _first_of_each(edges, edges.data != _LOOSE)
    is_first = first == np.arange(len(first), dtype=np.int32)
    numbers = np.cumsum(is_first, dtype=np.int32) - np.int32(1)
    return RelationGraph(edges, numbers[first])


def _first_of_each(edges: ShortRows, binds: NDArray[np.bool_]) -> NDArray[np.int32]:
    """The first title of those that some edges connect with each."""
    first = np.arange(edges.n_rows, dtype=np.int32)
    origins, others = np.repeat(first, edges.lengths)[binds], edges.indices[binds]
    rows, places = np.unique(np.concatenate((origins, others)), return_inverse=True)
    pairs = (np.ones(len(origins), np.int8), (places[: len(origins)], places[len(origins) :]))
    graph = csr_matrix(pairs, shape=(len(rows), len(rows)))
    group = connected_components(graph, directed=False)[1]
    _, begin, own = np.unique(group, return_index=True, return_inverse=True)
    first[rows] = rows[begin[own]]
    return first
