"""The matrix of blocks, weighed by compiled loops: each block is written to its place in the rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from recsys.arrays import Csr, frozen
from recsys.features import BlockSpec, FeatureSpace
from recsys.features.fitting import fit_block
from recsys.features.space import CountedTokens, FittedBlock
from recsys.features.spec import TermFrequency
from recsys.features.weighting import pivoted_norms, row_norms, term_weights

_KINDS = (TermFrequency.BINARY, TermFrequency.VALUE, TermFrequency.SATURATED)
_NONE = np.empty(0, np.int32)
_AT_ONCE = 2**13
"""Rows."""
_N_THREADS = 2


@dataclass(slots=True)
class _Counted:
    """A fitted block, its idf as loops take it, the counts of its tokens, and the lengths of its rows."""

    block: FittedBlock
    idf: NDArray[np.float64]
    rows: Csr
    norms: NDArray[np.float64]


def weigh_counts(
    blocks: Sequence[BlockSpec], counted: Iterable[CountedTokens], compiled: Any
) -> tuple[sparse.csr_matrix, FeatureSpace]:
    """Return the weighted matrix of titles, as :func:`recsys.features.fitting.fit_counts` does.

    Parameters
    ----------
    blocks : sequence of BlockSpec
        The blocks, in the order of their columns.
    counted : iterable of CountedTokens
        One for each of the blocks, in their order.
    compiled : module
        :mod:`training.columnar.compiled_blocks`.

    Returns
    -------
    matrix : scipy.sparse.csr_matrix of float32, shape (n_titles, n_features)
        Unweighted blocks; block weights live in the query.
    space : FeatureSpace
        The fitted blocks.
    """
    fitted: list[_Counted] = []
    for spec, counts in zip(blocks, counted, strict=True):
        fitted.append(_fitted(spec, counts, fitted[-1].block.stop if fitted else 0, compiled))
    space = FeatureSpace(tuple(own.block for own in fitted))
    indptr = np.add.reduce([own.rows.indptr for own in fitted], axis=0, dtype=np.int64)
    columns, values = np.empty(indptr[-1], np.int32), np.empty(indptr[-1], np.float32)
    places = indptr[:-1].copy()

    def fill(first: int) -> None:
        some = slice(first, first + _AT_ONCE)
        for own in fitted:
            given = _given(own.rows, own.block.spec, own.idf)
            factors = frozen(_factors(own.block, own.norms[some]))
            compiled.fill_rows(*given, factors, own.block.start, first, places[some], columns, values)

    # What is written of a row by one block is near what the next one writes: still in the cache.
    with ThreadPoolExecutor(_N_THREADS) as pool:
        list(pool.map(fill, range(0, len(places), _AT_ONCE)))
    fits = indptr[-1] <= np.iinfo(np.int32).max
    shape = (len(places), space.n_features)
    return sparse.csr_matrix((values, columns, indptr.astype(np.int32 if fits else np.int64)), shape), space


def _fitted(spec: BlockSpec, counts: CountedTokens, start: int, compiled: Any) -> _Counted:
    norms = np.empty(counts.rows.n_rows)

    def lengths(rows: Csr, spec: BlockSpec, idf: NDArray[np.float64]) -> NDArray[np.float64]:
        compiled.fill_norms(*_given(rows, spec, idf), norms)
        for row in np.flatnonzero(np.diff(rows.indptr) > compiled.LONGEST).tolist():
            own = slice(int(rows.indptr[row]), int(rows.indptr[row + 1]))
            raw = term_weights(rows.data[own].astype(np.float64), spec.tf) * idf[rows.indices[own]]
            norms[row] = row_norms(np.array([0, len(raw)]), raw)[0]
        return norms

    block, rows = fit_block(spec, counts, start, lengths=lengths)
    return _Counted(block, np.asarray(block.idf), rows, norms)


def _factors(block: FittedBlock, norms: NDArray[np.float64]) -> NDArray[np.float64]:
    """By what rows of these lengths are multiplied, as :meth:`FittedBlock.weigh` does."""
    divisors = pivoted_norms(norms, pivot=block.spec.pivot, mean=block.mean_norm)
    return np.divide(block.scale, divisors, out=np.zeros_like(divisors), where=norms > 0)


def _given(rows: Csr, spec: BlockSpec, idf: NDArray[np.float64]) -> tuple[Any, ...]:
    """What both loops take: of few types, as they are compiled once for each."""
    strengths = rows.data
    if spec.tf is TermFrequency.BINARY:
        strengths = _NONE
    elif strengths.dtype != np.int32:
        strengths = strengths.astype(np.float64, copy=False)
    arrays = [frozen(array) for array in (rows.indptr, rows.indices, strengths, idf)]
    return (*arrays, _KINDS.index(spec.tf))
