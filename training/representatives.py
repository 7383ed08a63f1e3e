"""Titles that together represent a catalogue: greedy facility location."""

from __future__ import annotations

from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import NDArray

from recsys.model import Model
from training.bulk_scores import BulkScores

N_REPRESENTATIVES = 60
MOST_COMPARED = 2_000
"""Of a larger catalogue so many titles are drawn, which choose among themselves."""

_MILLION = 1_000_000


def representatives(model: Model) -> NDArray[np.int32]:
    """Return titles that are together as similar as possible to all, the most useful first.

    Each next title ``j`` is the one that adds most to ``Σ_i max_{j chosen} s(i, j)/best(i)``,
    where ``best(i)`` is the score of the title's nearest other: every title counts the same, and
    what counts is how near to its best recommendation a chosen one comes. (A cosine would
    choose titles of which little is known.) Greedy choice reaches at least 1 − 1/e of the best
    possible sum (Nemhauser, Wolsey and Fisher 1978, section 4). Popularity plays no part.

    Parameters
    ----------
    model : Model
        The model; its overview is not read.

    Returns
    -------
    ndarray of int32, shape (m,)
        Rows, at most one of a story world and at most :data:`N_REPRESENTATIVES`; of equal
        titles the first row.
    """
    rng = np.random.Generator(np.random.PCG64(0))
    rows = np.arange(len(model))
    if len(rows) > MOST_COMPARED:
        rows = np.sort(rng.choice(rows, MOST_COMPARED, replace=False))
    chosen = facility_location(
        _served(model, rows), worlds=model.relations.franchise[rows], count=N_REPRESENTATIVES
    )
    return rows[chosen].astype(np.int32)


def _served(model: Model, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """How well each title serves each other, in millionths of the best other; itself wholly.

    Whole numbers: their sums are exact, and a last bit of exp() makes no difference.
    """
    # Rounded as wherever scores are written, before anything is divided by them.
    scores: NDArray[np.float64] = np.rint(BulkScores(model, rows, seeds=rows).scores(rows) * _MILLION)
    np.fill_diagonal(scores, 0)
    served: NDArray[np.int64] = np.rint(scores / np.maximum(scores.max(axis=0), 1) * _MILLION).astype(
        np.int64
    )
    np.fill_diagonal(served, _MILLION)
    return served


def facility_location(
    similarity: NDArray[np.int64], *, worlds: NDArray[np.int32], count: int
) -> NDArray[np.int64]:
    """Return the greedy choice, evaluated lazily.

    What a title adds never grows while others are chosen, so an old figure is a bound, and only
    the title with the highest bound is computed again (Minoux 1978).

    Parameters
    ----------
    similarity : ndarray of int64, shape (n, n)
        How well the title of the row stands for that of the column; at least 0.
    worlds : ndarray of int32, shape (n,)
        Story world of each title; of each one title at most is chosen.
    count : int
        How many; fewer where there are fewer story worlds.

    Returns
    -------
    ndarray of int64, shape (m,)
        Positions in order of choice; of those that add the same the first.
    """
    covered = np.zeros(len(similarity), dtype=np.int64)
    bounds = [(-int(total), place) for place, total in enumerate(similarity.sum(axis=1))]
    heapify(bounds)
    chosen: list[int] = []
    shown: set[int] = set()
    while bounds and len(chosen) < count:
        bound, place = heappop(bounds)
        if int(worlds[place]) in shown:
            continue
        adds = int(np.maximum(similarity[place] - covered, 0).sum())
        if adds < -bound:
            heappush(bounds, (-adds, place))
            continue
        chosen.append(place)
        shown.add(int(worlds[place]))
        covered = np.maximum(covered, similarity[place])
    return np.array(chosen, dtype=np.int64)
