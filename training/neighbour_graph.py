"""Which titles pull each other together on the map: the graph of nearest neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.model import Model
from training.neighbours import neighbour_blocks

N_NEIGHBOURS = 15
_SPARE = 5
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class NeighbourGraph:
    """Undirected edges between titles, each pair once.

    Parameters
    ----------
    n_titles : int
        Number of titles.
    lower, upper : ndarray of int64, shape (n_edges,)
        The two ends; ``lower`` is the smaller row.
    weights : ndarray of float64, shape (n_edges,)
        How strongly an edge binds; they sum to 1/2, so that counted from both ends they are
        the joint probabilities of t-SNE.
    """

    n_titles: int
    lower: NDArray[np.int64]
    upper: NDArray[np.int64]
    weights: NDArray[np.float64]

    @classmethod
    def build(cls, model: Model) -> NeighbourGraph:
        """Return the graph of a model's titles, by the scores of every answer.

        A title gives its neighbours weights in proportion to their scores, 1 in all; an edge
        bears the mean of what its ends give (van der Maaten and Hinton 2008, section 3.1; that
        nearly equal weights of few neighbours do as well as its perplexities: Böhm, Berens and
        Kobak 2022, "Attraction-repulsion spectrum in neighbor embeddings", section 3).

        Parameters
        ----------
        model : Model
            The model; its overview is not read.

        Returns
        -------
        NeighbourGraph
            A title that has nothing in common with any other has no edge.
        """
        n_titles = len(model)
        origins, others, given = _directed(model)
        pairs = np.minimum(origins, others) * n_titles + np.maximum(origins, others)
        edges, place = np.unique(pairs, return_inverse=True)
        weights = np.bincount(place, given, len(edges))
        return cls(n_titles, edges // n_titles, edges % n_titles, weights / (2 * max(weights.sum(), 1e-12)))

    @property
    def degrees(self) -> NDArray[np.float64]:
        """Sum of the weights at each title; shape (n_titles,)."""
        return self.gathered(self.weights, self.weights)

    def gathered(self, at_lower: NDArray[np.float64], at_upper: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return for each title the sum of what its edges bring.

        Parameters
        ----------
        at_lower, at_upper : ndarray of float64, shape (n_edges,)
            What an edge brings to each of its ends.

        Returns
        -------
        ndarray of float64, shape (n_titles,)
            The sums; added in the order of the edges, whatever the processor.
        """
        lower = np.bincount(self.lower, at_lower, self.n_titles)
        upper = np.bincount(self.upper, at_upper, self.n_titles)
        return np.asarray(lower + upper, dtype=np.float64)

    def without_isolated(self) -> tuple[NDArray[np.int64], NeighbourGraph]:
        """Return the rows that have an edge, and the graph of these alone.

        Returns
        -------
        rows : ndarray of int64, shape (n_bound,)
            Rows of the whole graph, ascending.
        graph : NeighbourGraph
            The same edges between positions in ``rows``.
        """
        rows = np.unique(np.concatenate((self.lower, self.upper)))
        lower, upper = np.searchsorted(rows, self.lower), np.searchsorted(rows, self.upper)
        return rows, NeighbourGraph(len(rows), lower, upper, self.weights)


def _directed(model: Model) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    # Coarse scores are equal to the last bit on every processor, ties included. Where there are none,
    # rounded ones are, and more are taken than needed so that ties are broken among rounded ones.
    blocks = list(neighbour_blocks(model, k=N_NEIGHBOURS + _SPARE, n_jobs=-1, coarse=True))
    others = np.concatenate([block.rows for block in blocks])
    scores = np.concatenate([block.scores for block in blocks]).astype(np.float64).round(_DECIMALS)
    best = np.lexsort((others, -scores), axis=1)[:, :N_NEIGHBOURS]
    others, scores = (np.take_along_axis(every, best, axis=1) for every in (others, scores))
    given = scores / np.maximum(scores.sum(axis=1, keepdims=True), 1e-12)
    origins, place = np.nonzero(scores > 0)
    return origins, others[origins, place], given[origins, place]
