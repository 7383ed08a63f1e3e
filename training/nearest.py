"""The nearest titles of many titles at once: coarsely by dense products, exactly by the index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from recsys.index import compile_kernels
from recsys.model import Model
from recsys.neighbours import NOBODY
from training.bulk_scores import BulkScores, Floats
from training.plain_questions import PlainQuestions

MANY = 2_000
"""Fewer titles are done with before compiled loops are loaded."""
SCANNED = 320
"""For each neighbour so many titles are scanned coarsely; a catalogue must have them, or each is scored."""


@dataclass(frozen=True, slots=True)
class NeighbourBlock:
    """The nearest titles of several titles, best first.

    Parameters
    ----------
    origins : ndarray of int64, shape (n,)
        The titles.
    rows : ndarray of int64, shape (n, k)
        Their neighbours; equal scores in the order of their rows. Where a title has fewer,
        :data:`recsys.neighbours.NOBODY`.
    scores : ndarray of float64 (coarse: float32), shape (n, k)
        Their scores.
    """

    origins: NDArray[np.int64]
    rows: NDArray[np.int64]
    scores: Floats


class Nearest(Protocol):
    """Finds the nearest titles of many titles at once; may be asked in several threads."""

    def of(self, origins: NDArray[np.int64], k: int) -> NeighbourBlock:
        """Return the k nearest titles of each of some titles.

        Parameters
        ----------
        origins : ndarray of int64, shape (n,)
            The titles.
        k : int
            How many; fewer than there are titles.

        Returns
        -------
        NeighbourBlock
            In the order of the origins.
        """
        ...


class NearestByProducts:
    """By the scores taken to some thousandths only; see :class:`training.bulk_scores.BulkScores`.

    Parameters
    ----------
    model : Model
        The model.
    """

    def __init__(self, model: Model) -> None:
        self._scores = BulkScores(model, coarse=True)

    def of(self, origins: NDArray[np.int64], k: int) -> NeighbourBlock:
        """Return the k nearest titles of each of some titles; see :class:`Nearest`.

        Parameters
        ----------
        origins : ndarray of int64, shape (n,)
            The titles.
        k : int
            How many; fewer than there are titles.

        Returns
        -------
        NeighbourBlock
            In the order of the origins.
        """
        scores = self._scores.scores(origins)
        n_titles = scores.shape[1]
        scores[np.arange(len(origins)), origins] = -np.inf  # no title is its own neighbour
        if not k:
            return NeighbourBlock(origins, np.empty((len(origins), 0), np.int64), scores[:, :0])
        threshold = np.partition(scores, n_titles - k, axis=1)[:, n_titles - k]
        place, row = np.nonzero(scores >= threshold[:, None])  # keeps every tie at the threshold
        found = scores[place, row]
        order = np.lexsort((row, -found, place))
        first = np.searchsorted(place, np.arange(len(origins)))  # of each title's, whose number is k or more
        best = order[first[:, None] + np.arange(k)]
        return NeighbourBlock(origins, row[best], found[best])


class NearestByIndex:
    """What the index answers to "similar to this one" before any relation is looked at, to the last bit.

    Parameters
    ----------
    model : Model
        The model.
    sharing : bool
        Leave out titles that share no trait, as every list does.
    """

    def __init__(self, model: Model, *, sharing: bool) -> None:
        if len(model) >= MANY:
            compile_kernels()
        self._index = model.own_index
        self._questions = PlainQuestions(model)
        self._sharing = sharing

    def of(self, origins: NDArray[np.int64], k: int) -> NeighbourBlock:
        """Return the k nearest titles of each of some titles; see :class:`Nearest`.

        Parameters
        ----------
        origins : ndarray of int64, shape (n,)
            The titles.
        k : int
            How many; fewer than there are titles.

        Returns
        -------
        NeighbourBlock
            In the order of the origins.
        """
        if not k:
            return _nobody_yet(origins, k)
        block = self._all_at_once(origins, k)
        if block is None:
            block, left = _nobody_yet(origins, k), np.arange(len(origins))
        elif self._sharing:
            left = np.flatnonzero(block.rows[:, 0] < NOBODY)
        else:  # where hardly anything is shared, the others follow with the score 0
            left = np.flatnonzero(block.rows[:, -1] == NOBODY)
        block.rows[left] = NOBODY
        self._one_by_one(block, left)
        return block

    def _all_at_once(self, origins: NDArray[np.int64], k: int) -> NeighbourBlock | None:
        """By compiled searches, where there are any and the catalogue is large enough for a scan to help."""
        searches, weights = self._index.kernels.searches, self._questions.weights
        is_large = SCANNED * k <= len(self._index.year)
        if searches is None or weights is None or not is_large:
            return None
        found = searches.nearest(self._index, weights, origins, k, sharing=self._sharing)
        return NeighbourBlock(origins, *found)

    def _one_by_one(self, block: NeighbourBlock, places: NDArray[np.int64]) -> None:
        """Fill some places of a block."""
        others = np.ones(len(self._index.year), dtype=np.bool_)
        k = block.rows.shape[1]
        for place in places.tolist():
            row = int(block.origins[place])
            others[row] = False
            (hits,) = self._index.top(self._questions.of(row), k, [others], sharing=self._sharing)
            others[row] = True
            block.rows[place, : len(hits.rows)] = hits.rows
            block.scores[place, : len(hits.rows)] = hits.scores


def _nobody_yet(origins: NDArray[np.int64], k: int) -> NeighbourBlock:
    rows = np.full((len(origins), k), NOBODY, dtype=np.int64)
    return NeighbourBlock(origins, rows, np.zeros((len(origins), k)))
