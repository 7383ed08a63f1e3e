from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from tests.matrices import matrices, rows_of
from training.kept_columns import KeptColumns


@given(matrices(), st.sets(st.integers(0, 11)))
def test_rows_keep_the_columns_that_are_looked_at(matrix: sparse.csr_matrix, chosen: set[int]) -> None:
    columns = np.array(sorted(chosen), np.int64)
    found = KeptColumns.among(columns, 12).of(rows_of(matrix))
    assert found.has_sorted_indices
    np.testing.assert_array_equal(found.toarray(), matrix[:, columns].toarray())
