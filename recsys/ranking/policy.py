"""What may stand in one list together: one title a story world, and no other version of a seed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from recsys.index.protocol import Mask
from recsys.query import RelationPolicy
from recsys.ranking.relations import RelationGraph


def permitted(
    policy: RelationPolicy,
    graph: RelationGraph,
    *,
    liked: Sequence[int],
    disliked: Sequence[int],
    n_titles: int,
) -> Mask:
    """Return which titles the policy lets into the list at all.

    ``one`` keeps other versions of a liked title's story (remakes, the same source) out: they
    are offered apart. A disliked title takes no other title with it, except under ``exclude``.

    Parameters
    ----------
    policy : RelationPolicy
        What the question asks for.
    graph : RelationGraph
        Relations of the catalogue.
    liked, disliked : sequence of int
        Rows of the seeds; never permitted themselves.
    n_titles : int
        Number of titles.

    Returns
    -------
    ndarray of bool, shape (n_titles,)
        True where a title may be shown.
    """
    if policy is RelationPolicy.ONLY:
        mask = np.zeros(n_titles, np.bool_)
        mask[_connected(graph, liked)] = True
    else:
        mask = np.ones(n_titles, np.bool_)
    mask[list(barred(policy, graph, liked=liked, disliked=disliked))] = False
    return mask


def barred(
    policy: RelationPolicy, graph: RelationGraph, *, liked: Sequence[int], disliked: Sequence[int]
) -> set[int]:
    """Return the titles that the policy keeps out; under ``only`` it keeps out most others as well.

    Parameters
    ----------
    policy : RelationPolicy
        What the question asks for.
    graph : RelationGraph
        Relations of the catalogue.
    liked, disliked : sequence of int
        Rows of the seeds, which are among those kept out.

    Returns
    -------
    set of int
        Rows; a handful, where a mask would be as long as the catalogue.
    """
    seeds = [*liked, *disliked]
    match policy:
        case RelationPolicy.EXCLUDE:
            return {*map(int, _connected(graph, seeds)), *seeds}
        case RelationPolicy.ONE:
            return {*versions_of(graph, liked), *seeds}
        case RelationPolicy.INCLUDE | RelationPolicy.ONLY:
            return set(seeds)


def _connected(graph: RelationGraph, rows: Iterable[int]) -> list[int]:
    """Every title of the rows' story worlds, and what is loosely related to them."""
    return [other for row in rows for other in (*graph.franchise_of(row), *(one for one, _ in graph.of(row)))]


def versions_of(graph: RelationGraph, rows: Iterable[int]) -> set[int]:
    """Return all titles that tell a story again, over any number of steps.

    Parameters
    ----------
    graph : RelationGraph
        Relations of the catalogue.
    rows : iterable of int
        Titles; they are among their own versions.

    Returns
    -------
    set of int
        Rows of remakes, originals and titles from the same source.
    """
    found, open_ = set(rows), list(rows)
    while open_:
        steps = graph.of(open_.pop())
        further = {other for other, kind in steps if kind.is_same_story} - found
        found |= further
        open_ += further
    return found


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
