"""An engine that is as bad as an engine may be: wrong by what is allowed, silent where a product is 0."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from recsys.arrays import SparseVector
from recsys.engines.encoding import title_vector
from recsys.index import ExactIndex, Hits

ALLOWED = 0.99e-5


class ImpreciseEngine:
    """Products with an error relative to what they sum, equal ones in any order."""

    def __init__(self, index: ExactIndex) -> None:
        self._n_titles = len(index.year)
        vectors = [title_vector(index, row) for row in range(self._n_titles)]
        columns = np.concatenate([vector.columns for vector in vectors])
        values = np.concatenate([vector.values for vector in vectors])
        starts = np.cumsum([0, *(len(vector.columns) for vector in vectors)])
        self._titles = sparse.csr_matrix((values, columns, starts), shape=(self._n_titles, columns.max() + 1))
        self._rng = np.random.default_rng(3)
        self.limits: list[int] = []

    def nearest(self, questions: Sequence[SparseVector], limit: int) -> list[Hits]:
        self.limits.append(limit)
        return [self._nearest(question, limit) for question in questions]

    def n_titles(self) -> int:
        return self._n_titles

    def _nearest(self, question: SparseVector, limit: int) -> Hits:
        kept = question.columns < self._titles.shape[1]
        weights = np.zeros(self._titles.shape[1])
        weights[question.columns[kept]] = question.values[kept]
        products = self._titles @ weights
        gross = abs(self._titles) @ abs(weights)
        told = products + self._rng.choice([-ALLOWED, ALLOWED], self._n_titles) * gross
        rows = self._rng.permutation(np.flatnonzero(products))
        rows = rows[np.argsort(-told[rows], kind="stable")][:limit]
        return Hits(rows, told[rows])
