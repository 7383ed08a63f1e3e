"""The model's matrix as peers take it, so that their product is our score."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from recsys.features import YEAR_SPAN, year_kernel
from recsys.model import Model
from recsys.ranking import YEAR, column_weights
from recsys.similarity import matrix

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PeerMatrix:
    """Titles × features with all weights multiplied in; the year term stands apart.

    The score of title *d* for seed *q* is ``g_d (Σ_j w_j x_qj x_dj + w_year k(y_q, y_d))``. With
    ``√w_j x_qj`` as question and ``g_d √w_j x_dj`` as candidate the sum is a product of two rows.

    Parameters
    ----------
    seeds : scipy.sparse.csr_matrix of float32, shape (n_titles, n_weighing)
        Titles as questions; features that weigh nothing are left out.
    factors : ndarray of float32, shape (n_titles,)
        Hub factor of each candidate.
    year : ndarray of int16, shape (n_titles,)
        Year of each title; 0 is unknown.
    year_weight : float
        Weight of the year term.
    """

    seeds: sparse.csr_matrix
    factors: NDArray[np.float32]
    year: NDArray[np.int16]
    year_weight: float

    @classmethod
    def of(cls, model: Model) -> PeerMatrix:
        """Return the matrix of a model.

        Parameters
        ----------
        model : Model
            A model that has learned nothing from feedback.

        Returns
        -------
        PeerMatrix
            By its default weights.
        """
        weights = column_weights(model.space, model.info.weights)
        blocks = model.space.blocks_of(np.arange(model.space.n_features, dtype=np.int32))
        by_feature = weights[blocks]
        kept = np.flatnonzero(by_feature)
        seeds = matrix(model)[:, kept]
        seeds.data *= np.sqrt(by_feature[kept]).astype(np.float32)[seeds.indices]
        return cls(
            sparse.csr_matrix(seeds),
            np.asarray(model.hubs),
            np.asarray(model.facets.year),
            model.info.weights[YEAR],
        )

    def candidates(self) -> sparse.csr_matrix:
        """Return titles as candidates.

        Returns
        -------
        scipy.sparse.csr_matrix of float32, shape (n_titles, n_weighing)
            The hub factors multiplied in.
        """
        found = self.seeds.copy()
        found.data *= np.repeat(self.factors, np.diff(found.indptr))
        return found

    def year_terms(self, seed: int) -> Scores:
        """Return what the year adds to the score of every title.

        Parameters
        ----------
        seed : int
            Row of the seed.

        Returns
        -------
        ndarray of float64, shape (n_titles,)
            In row order.
        """
        if not self.year[seed] or not self.year_weight:
            return np.zeros(len(self.year))
        calendar = np.arange(int(self.year.max()) + 1, dtype=np.int64)
        table = self.year_weight * year_kernel(calendar - int(self.year[seed]), span=YEAR_SPAN)
        table[0] = 0.0
        return np.asarray(table[self.year] * self.factors)


def of_one_length(rows: sparse.csr_matrix) -> tuple[sparse.csr_matrix, float]:
    """Return rows with one more feature that gives all of them the same length.

    A cosine divides by the lengths. Where all candidates have the same one, and no question has the added
    feature, cosines are the products times a constant of the question.

    Parameters
    ----------
    rows : scipy.sparse.csr_matrix of float32, shape (n_titles, n_features)
        Candidates.

    Returns
    -------
    scipy.sparse.csr_matrix of float32, shape (n_titles, n_features + 1)
        The same, filled up.
    float
        The length of them all.
    """
    squares = np.asarray(rows.multiply(rows).sum(axis=1)).ravel()
    longest = float(np.sqrt(squares.max(initial=0.0)))
    missing = np.sqrt(np.maximum(longest**2 - squares, 0.0)).astype(np.float32)
    added = sparse.csr_matrix(missing[:, None])
    return sparse.csr_matrix(sparse.hstack([rows, added], format="csr", dtype=np.float32)), longest


def without_year(model: Model) -> Model:
    """Return a model that gives the year no weight, for peers that cannot express it.

    Parameters
    ----------
    model : Model
        The model.

    Returns
    -------
    Model
        The same arrays.
    """
    weights = {**model.info.weights, YEAR: 0.0}
    return replace(model, info=replace(model.info, weights=weights))
