"""What may stand in one list together: one title a story world, and no other version of a seed."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from recsys.index.protocol import Mask
from recsys.query import RelationPolicy
from recsys.ranking.relations import RelationGraph


def permitted(policy: RelationPolicy, graph: RelationGraph, seeds: Iterable[int], n_titles: int) -> Mask:
    """Return which titles the policy lets into the list at all.

    ``one`` keeps other versions of a seed's story (remakes, the same source) out: they are
    offered apart.

    Parameters
    ----------
    policy : RelationPolicy
        What the question asks for.
    graph : RelationGraph
        Relations of the catalogue.
    seeds : iterable of int
        Rows of the seeds; never permitted themselves.
    n_titles : int
        Number of titles.

    Returns
    -------
    ndarray of bool, shape (n_titles,)
        True where a title may be shown.
    """
    rows = list(seeds)
    connected, versions = np.zeros(n_titles, np.bool_), np.zeros(n_titles, np.bool_)
    for row in rows:
        connected[graph.franchise_of(row)] = True
        for other, kind in graph.of(row):
            connected[other] = True
            versions[other] |= kind.is_same_story
    match policy:
        case RelationPolicy.EXCLUDE:
            mask = ~connected
        case RelationPolicy.ONLY:
            mask = connected
        case RelationPolicy.ONE:
            mask = ~versions
        case RelationPolicy.INCLUDE:
            mask = np.ones(n_titles, np.bool_)
    mask[rows] = False
    return mask


def one_a_franchise(rows: NDArray[np.int64], graph: RelationGraph) -> NDArray[np.int64]:
    """Return which places of a list hold the best title of its story world.

    Parameters
    ----------
    rows : ndarray of int64, shape (n,)
        Titles, best first.
    graph : RelationGraph
        Relations of the catalogue.

    Returns
    -------
    ndarray of int64
        Ascending places.
    """
    return np.sort(np.unique(graph.franchise[rows], return_index=True)[1])
