"""How near the nearest titles are in each block, against every pair of titles."""

from __future__ import annotations

from functools import partialmethod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from recsys.arrays import Csr
from recsys.features import DEFAULT_BLOCKS, FeatureSpace, FittedBlock
from recsys.features.coded_values import CodedValues
from recsys.names import StringTable
from tests.matrices import matrices, rows_of
from training.measures import N_NEAREST, Measure, measures


def _space(*ends: int) -> FeatureSpace:
    """Blocks that share out the columns."""
    blocks, start = [], 0
    for spec, end in zip(DEFAULT_BLOCKS, ends, strict=False):
        terms = StringTable.from_strings(f"{place:02}" for place in range(start, end))
        blocks.append(FittedBlock(spec, start, terms, CodedValues.of(np.ones(end - start)), 1.0, 1.0))
        start = end
    return FeatureSpace(tuple(blocks))


def _by_every_pair(own: np.ndarray) -> Measure:
    """The measure of a block of a small catalogue, all titles of which are in the sample."""
    lengths, depth = (own > 0).sum(axis=1), min(N_NEAREST, len(own) - 1)
    similarity = own.astype(np.float64) @ own.T.astype(np.float64)
    np.fill_diagonal(similarity, 0)
    nearest = np.sort(similarity[lengths > 0], axis=1)[:, len(own) - depth :]
    return Measure(
        nearest=float(nearest.mean()) if nearest.size else 0.0,
        coverage=float((lengths > 0).mean()),
        length=float(lengths[lengths > 0].mean()) if lengths.any() else 0.0,
    )


@given(matrices(), st.integers(0, 12), st.integers(0, 12))
def test_a_block_is_measured_by_its_own_columns(matrix: sparse.csr_matrix, one: int, other: int) -> None:
    space = _space(*sorted((one, other)), 12)
    found = measures(rows_of(matrix), np.zeros(matrix.shape[0], np.int16), space, known={})
    for block in space.blocks:
        expected = _by_every_pair(matrix.toarray()[:, block.start : block.stop])
        measure = found[block.spec.name]
        assert measure.nearest == pytest.approx(expected.nearest, rel=1e-6)
        assert (measure.coverage, measure.length) == (expected.coverage, expected.length)


@given(matrices(most_rows=60), st.integers(1, 60))
def test_measures_are_the_same_however_many_titles_are_met_at_a_time(
    matrix: sparse.csr_matrix, n_rows: int
) -> None:
    years, space = np.arange(matrix.shape[0], dtype=np.int16), _space(5, 12)
    at_once = measures(rows_of(matrix), years, space, known={})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Csr, "pieces", partialmethod(Csr.pieces, n_rows))
        assert measures(rows_of(matrix), years, space, known={}) == at_once
