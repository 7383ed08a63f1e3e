"""The titles of the training as titles that were added since are compared with them.

What a new title is measured by are only titles that are still what they were when the model was trained:
so it does not matter in which order titles are added.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from recsys.features import YEAR_SPAN, year_kernel
from recsys.model import SINCE, Model
from recsys.ranking import YEAR, column_weights

_NEW = SINCE.index("new")


@dataclass(frozen=True, slots=True)
class TrainedTitles:
    """A model, and what its titles are to its training.

    Parameters
    ----------
    model : Model
        The model, with titles that were added.
    since : ndarray of int8, shape (n_titles,)
        Position of each title in :data:`recsys.model.SINCE`.
    """

    model: Model
    since: NDArray[np.int8]

    @property
    def added(self) -> NDArray[np.int64]:
        """Rows of the titles that the training did not know, or not so."""
        return np.flatnonzero(self.since)

    @property
    def known(self) -> NDArray[np.int64]:
        """Rows of the titles that are as they were."""
        return np.flatnonzero(self.since == 0)

    @property
    def in_training(self) -> NDArray[np.int64]:
        """Row of each title of the training, in the order that they had there."""
        return np.flatnonzero(self.since != _NEW)

    def by_kinds(self) -> TrainedTitles:
        """Return the same without the weights of people and words."""
        model = self.model
        distinctive = {block.spec.name for block in model.space.blocks if block.spec.is_distinctive}
        weights = {name: 0.0 if name in distinctive else w for name, w in model.info.weights.items()}
        return TrainedTitles(replace(model, info=replace(model.info, weights=weights)), self.since)

    def scores(self, seeds: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the weighted blocks and the year term, without hub factors and what was learned.

        Parameters
        ----------
        seeds : ndarray of int64, shape (n,)
            Rows.
        rows : ndarray of int64, shape (m,)
            Other rows.

        Returns
        -------
        ndarray of float64, shape (n, m)
            One pair at a time in the order of the features, so that no pair depends on the others.
        """
        model, years = self.model, self.model.facets.year.astype(np.int64)
        weights = column_weights(model.space, model.info.weights)
        ours, theirs = (self._features(own) for own in (seeds, rows))
        ours.data *= weights[model.space.blocks_of(ours.indices)]
        both_known = (years[seeds][:, None] != 0) & (years[rows][None, :] != 0)
        kernel = year_kernel(years[seeds][:, None] - years[rows][None, :], span=YEAR_SPAN) * both_known
        return np.asarray((ours @ theirs.T).toarray() + model.info.weights[YEAR] * kernel)

    def _features(self, rows: NDArray[np.int64]) -> sparse.csr_matrix:
        found = self.model.rows.take(rows)
        shape = (found.n_rows, self.model.space.n_features)
        return sparse.csr_matrix((found.data, found.indices, found.indptr), shape=shape).astype(np.float64)
