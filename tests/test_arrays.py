from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from tests.matrices import matrices, matrix_of, rows_of


@given(matrices(), st.data())
def test_rows_that_follow_each_other_are_those_of_the_matrix(
    matrix: sparse.csr_matrix, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, matrix.shape[0]))
    stop = data.draw(st.integers(start, matrix.shape[0]))
    part = rows_of(matrix).part(start, stop)
    np.testing.assert_array_equal(matrix_of(part, 12).toarray(), matrix[start:stop].toarray())


@given(matrices(), st.data())
def test_rows_can_be_taken_in_any_order_and_more_than_once(
    matrix: sparse.csr_matrix, data: st.DataObject
) -> None:
    rows = data.draw(st.lists(st.integers(0, matrix.shape[0] - 1)))
    taken = rows_of(matrix).take(np.array(rows, np.int32))
    np.testing.assert_array_equal(matrix_of(taken, 12).toarray(), matrix[rows].toarray())


@given(matrices(), st.integers(1, 40))
def test_pieces_hold_every_row_once(matrix: sparse.csr_matrix, n_rows: int) -> None:
    pieces = list(rows_of(matrix).pieces(n_rows))
    assert [first for first, _ in pieces] == list(range(0, matrix.shape[0], n_rows))
    found = sparse.vstack([matrix_of(piece, 12) for _, piece in pieces])
    np.testing.assert_array_equal(found.toarray(), matrix.toarray())


@given(matrices())
def test_a_column_is_as_frequent_as_rows_have_it(matrix: sparse.csr_matrix) -> None:
    assert rows_of(matrix).frequency(12).tolist() == (matrix.toarray() > 0).sum(axis=0).tolist()
