"""Fitting blocks to counted tokens: vocabulary, idf, lengths and scale, and the weighted matrix.

Nothing of it needs scikit-learn, so that a table can be vectorised without loading it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from recsys.arrays import Csr
from recsys.features.coded_values import CodedValues
from recsys.features.space import CountedTokens, FeatureSpace, FittedBlock
from recsys.features.spec import BlockSpec
from recsys.features.weighting import idf_weights, pivoted_norms, row_norms, term_weights
from recsys.names import StringTable

_AT_ONCE = 2**17  # entries
Lengths = Callable[[Csr, BlockSpec, NDArray[np.float64]], NDArray[np.float64]]


def fit_counts(
    blocks: Sequence[BlockSpec], counted: Iterable[CountedTokens]
) -> tuple[sparse.csr_matrix, FeatureSpace]:
    """Return the weighted matrix of titles, and the features that it was fitted with.

    Parameters
    ----------
    blocks : sequence of BlockSpec
        The blocks, in the order of their columns.
    counted : iterable of CountedTokens
        One for each of the blocks, in their order; each is dropped before the next is asked for.

    Returns
    -------
    matrix : scipy.sparse.csr_matrix of float32, shape (n_titles, n_features)
        Unweighted blocks; block weights live in the query.
    space : FeatureSpace
        The fitted blocks.
    """
    fitted: list[FittedBlock] = []
    pieces: list[sparse.csr_matrix] = []
    for spec, counts in zip(blocks, counted, strict=True):
        block, rows = fit_block(spec, counts, fitted[-1].stop if fitted else 0)
        fitted.append(block)
        pieces.append(weighted(block, rows))
    return side_by_side(pieces), FeatureSpace(tuple(fitted))


def fit_block(
    spec: BlockSpec, counts: CountedTokens, start: int, *, lengths: Lengths | None = None
) -> tuple[FittedBlock, Csr]:
    """Return the fitted block, and the counts of its own tokens.

    Parameters
    ----------
    spec : BlockSpec
        The declaration.
    counts : CountedTokens
        Tokens of the titles of a catalogue.
    start : int
        First column of the block.
    lengths : callable or None
        What gives the lengths of rows in another way, to the last bit: of counts, declaration and idf.

    Returns
    -------
    tuple of FittedBlock and Csr
        Tokens that too few titles have are left out of both.
    """
    # 1. the vocabulary: tokens of enough titles
    frequency = np.bincount(counts.rows.indices, minlength=len(counts.terms))
    kept = frequency >= spec.min_df
    terms, rows = counts.terms, counts.rows
    if not kept.all():
        terms, rows = _subset(terms, kept), chosen_columns(rows, kept)
    # 2. idf, the lengths before normalisation, and the scale
    idf = idf_weights(frequency[kept].astype(np.int64), n_titles=rows.n_rows, kind=spec.idf)
    norms = (lengths or lengths_of)(rows, spec, idf)
    return scaled(spec, start, terms, CodedValues.of(idf), norms), rows


def scaled(
    spec: BlockSpec, start: int, terms: StringTable, idf: CodedValues, norms: NDArray[np.float64]
) -> FittedBlock:
    """Return the block of which all but the mean length and the scale is known.

    Parameters
    ----------
    spec : BlockSpec
        The declaration.
    start : int
        First column of the block.
    terms : StringTable
        Tokens in code-point order.
    idf : CodedValues, shape (n_terms,)
        Weight of each token.
    norms : ndarray of float64, shape (n_titles,)
        Lengths of the rows before normalisation, in the order of the catalogue: in another one their
        mean has other bits.

    Returns
    -------
    FittedBlock
        The block.
    """
    filled = norms[norms > 0]
    if not len(filled):
        return FittedBlock(spec, start, terms, idf, 1.0, 1.0)
    # after division by the pivoted length, the mean of ‖x‖² becomes 1
    mean = float(filled.mean())
    self_similarity = (filled / pivoted_norms(filled, pivot=spec.pivot, mean=mean)) ** 2
    return FittedBlock(spec, start, terms, idf, mean, float(1 / np.sqrt(self_similarity.mean())))


def lengths_of(rows: Csr, spec: BlockSpec, idf: NDArray[np.float64] | CodedValues) -> NDArray[np.float64]:
    """Return the lengths of a block's rows before normalisation.

    Parameters
    ----------
    rows : Csr
        Strengths of its tokens.
    spec : BlockSpec
        The declaration.
    idf : ndarray of float64 or CodedValues, shape (n_terms,)
        Weight of each token.

    Returns
    -------
    ndarray of float64, shape (n_titles,)
        0 for an empty row.
    """
    return np.concatenate([np.empty(0), *(_norms(part, spec, idf) for part in _parts(rows))])


def _norms(rows: Csr, spec: BlockSpec, idf: NDArray[np.float64] | CodedValues) -> NDArray[np.float64]:
    return row_norms(rows.indptr, term_weights(rows.data.astype(np.float64), spec.tf) * idf[rows.indices])


def weighted(block: FittedBlock, rows: Csr) -> sparse.csr_matrix:
    """Return the weighted rows of a block.

    Parameters
    ----------
    block : FittedBlock
        The block.
    rows : Csr
        Strengths of its tokens.

    Returns
    -------
    scipy.sparse.csr_matrix of float32, shape (n_titles, n_terms)
        The same places.
    """
    values = np.concatenate([np.empty(0, np.float32), *(block.weigh(part).data for part in _parts(rows))])
    return sparse.csr_matrix((values, rows.indices, rows.indptr), shape=(rows.n_rows, len(block.terms)))


def _parts(rows: Csr) -> Iterator[Csr]:
    """Rows in pieces that a processor's cache holds, as each row is weighed by itself."""
    cuts = np.searchsorted(rows.indptr, np.arange(0, int(rows.indptr[-1]) + 1, _AT_ONCE))
    for start, stop in pairwise(np.unique(np.concatenate((cuts, [0, rows.n_rows]))).tolist()):
        first, last = int(rows.indptr[start]), int(rows.indptr[stop])
        yield Csr(rows.indptr[start : stop + 1] - first, rows.indices[first:last], rows.data[first:last])


def side_by_side(pieces: Sequence[sparse.csr_matrix]) -> sparse.csr_matrix:
    """Return the matrices of blocks as one.

    Parameters
    ----------
    pieces : sequence of scipy.sparse.csr_matrix
        Of equally many rows.

    Returns
    -------
    scipy.sparse.csr_matrix of float32
        Their columns in order.
    """
    return sparse.csr_matrix(sparse.hstack(pieces, format="csr", dtype=np.float32))


def chosen_columns(rows: Csr, kept: NDArray[np.bool_]) -> Csr:
    """Return rows with some of their columns.

    Parameters
    ----------
    rows : Csr
        Strengths.
    kept : ndarray of bool, shape (n_columns,)
        Which columns stay.

    Returns
    -------
    Csr
        The columns that stay, numbered anew.
    """
    matrix = sparse.csr_matrix((rows.data, rows.indices, rows.indptr), shape=(rows.n_rows, len(kept)))
    return sorted_rows(matrix[:, np.flatnonzero(kept)])


def sorted_rows(matrix: sparse.csr_matrix) -> Csr:
    """Return a matrix of scipy as our own rows.

    Parameters
    ----------
    matrix : scipy.sparse.csr_matrix
        Its indices are sorted in place.

    Returns
    -------
    Csr
        The same numbers.
    """
    matrix.sort_indices()
    return Csr(matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32), matrix.data)


def _subset(terms: StringTable, kept: NDArray[np.bool_]) -> StringTable:
    lengths = np.diff(terms.offsets)
    return StringTable(
        terms.blob[np.repeat(kept, lengths)], np.concatenate(([0], np.cumsum(lengths[kept], dtype=np.int64)))
    )
