"""Small random indexes, with every kind of feature that a scan treats in its own way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from recsys.array_rooms import InMemory
from recsys.arrays import Csr, SparseVector
from recsys.features import ColumnIdf
from recsys.index import ExactIndex, QueryVector
from recsys.index.inverting import inverted_index
from recsys.index.packing import pack
from tests.matrices import matrix_of

N_FEATURES = 40


@dataclass(frozen=True, slots=True)
class Drawn:
    """An index, and the dense numbers that it was made of."""

    index: ExactIndex
    dense: NDArray[np.float64]
    rng: np.random.Generator

    @property
    def n_titles(self) -> int:
        return len(self.dense)

    def question(self, *, signed: bool = False, dials: bool = False, n_columns: int = 12) -> QueryVector:
        """A question with random weights; with ``signed``, some are below 0."""
        columns = np.sort(self.rng.choice(N_FEATURES, n_columns, replace=False)).astype(np.int32)
        low = -1.0 if signed else 0.05
        years = self.rng.integers(1980, 2027, self.rng.integers(0, 3))
        escapism, fame = self.rng.uniform(-0.3, 0.3, 2) if dials else (0.0, 0.0)
        return QueryVector(
            columns=columns,
            coefficients=self.rng.uniform(low, 1.0, n_columns),
            years=years.astype(np.int64),
            year_coefficients=self.rng.uniform(low, 0.4, len(years)),
            escapism=float(escapism),
            fame=float(fame),
            traits=columns[::2],
        )

    def lifts(self, n: int) -> SparseVector:
        rows = np.sort(self.rng.choice(self.n_titles, n, replace=False)).astype(np.int32)
        return SparseVector(rows, self.rng.uniform(0, 0.5, n))


def drawn(seed: int, n_titles: int = 300, *, common: float = 0.1, code_bits: int | None = None) -> Drawn:
    """A random catalogue; from ``common`` on features are columns, in one of many titles as well."""
    rng = np.random.default_rng(seed)
    share = rng.uniform(0.005, 0.6, N_FEATURES)
    dense = np.where(
        rng.random((n_titles, N_FEATURES)) < share, rng.uniform(1e-4, 2.0, (n_titles, N_FEATURES)), 0
    )
    matrix = sparse.csr_matrix(dense.astype(np.float32))
    plain = Csr(matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32), matrix.data)
    rows = pack(plain, ColumnIdf.alike(N_FEATURES), room=InMemory())
    year = np.where(rng.random(n_titles) < 0.1, 0, rng.integers(1950, 2027, n_titles)).astype(np.int16)
    hubs = rng.uniform(0.5, 2.0, n_titles).astype(np.float32)
    escapism, fame = (
        np.where(rng.random(n_titles) < 0.3, np.nan, rng.uniform(-1, 1, n_titles)).astype(np.float32)
        for _ in range(2)
    )
    dense = matrix_of(rows.whole(), N_FEATURES).toarray().astype(np.float64)
    inverted = inverted_index(
        rows,
        N_FEATURES,
        year=year,
        hubs=hubs,
        dials=(escapism, fame),
        room=InMemory(),
        common=common,
        fewest=0,
        code_bits=code_bits,
    )
    return Drawn(ExactIndex(rows, inverted, year, escapism, fame, hubs), dense, rng)
