"""From evidence to one vector: the sparse sum is the dense one, to the last bit."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recsys import Model
from recsys.arrays import SparseVector
from recsys.ranking import Evidence, column_weights, compose, normalise

Seeds = list[tuple[int, float]]
SEEDS: st.SearchStrategy[Seeds] = st.lists(
    st.tuples(st.integers(0, 1_000), st.floats(-2, 2).filter(bool)),
    min_size=1,
    max_size=8,
    unique_by=lambda one: one[0],
)


@given(SEEDS)
def test_the_coefficients_are_the_weighted_sum_of_the_seeds(builtin: Model, seeds: Seeds) -> None:
    space, weights = builtin.space, builtin.info.weights
    evidence = normalise(Evidence(str(row), weight, builtin.vector(row)) for row, weight in seeds)
    dense = np.zeros(space.n_features)
    for item in evidence:
        dense[item.vector.columns] += item.weight * item.vector.values
    columns = np.flatnonzero(dense)
    expected = dense[columns] * column_weights(space, weights)[space.blocks_of(columns.astype(np.int32))]
    vector = compose(evidence, space, weights)
    np.testing.assert_array_equal(vector.columns, columns[expected != 0])
    np.testing.assert_array_equal(vector.coefficients, expected[expected != 0])


def test_of_no_evidence_there_is_no_vector(builtin: Model) -> None:
    vector = compose((), builtin.space, builtin.info.weights)
    assert vector.is_empty
    assert not len(vector.traits)


def test_what_cancels_out_is_left_out(builtin: Model) -> None:
    one = SparseVector(np.array([0], np.int32), np.array([1.0]))
    evidence = [Evidence("for", 0.5, one), Evidence("against", -0.5, one)]
    assert not len(compose(evidence, builtin.space, builtin.info.weights).columns)
