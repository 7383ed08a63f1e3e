"""A block made anew, a few titles at a time and in files, is what scipy makes of the whole matrix."""

from __future__ import annotations

from functools import partialmethod
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from recsys.array_rooms import InFolder, InMemory
from recsys.arrays import Csr
from recsys.features.filling import with_block
from tests.matrices import matrices, matrix_of, rows_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("room")


@given(matrices(), st.integers(0, 12), st.integers(0, 12), st.integers(0, 5), st.booleans())
def test_the_other_columns_stay_and_later_ones_move(
    folder: Path, matrix: sparse.csr_matrix, one: int, other: int, n_new: int, in_files: bool
) -> None:
    start, stop = sorted((one, other))
    rng = np.random.default_rng(0)
    block = sparse.csr_matrix(sparse.random(matrix.shape[0], n_new, 0.4, dtype=np.float32, rng=rng))
    room = InFolder(folder) if in_files else InMemory()
    with patch.object(Csr, "pieces", partialmethod(Csr.pieces, 7)):
        found = with_block(rows_of(matrix), start, stop, block, n_features=12, room=room)
    expected = sparse.csr_matrix(sparse.hstack([matrix[:, :start], block, matrix[:, stop:]], format="csr"))
    np.testing.assert_array_equal(matrix_of(found, expected.shape[1]).toarray(), expected.toarray())
    assert found.indices.tolist() == expected.indices.tolist()
    assert [found.indptr.dtype, found.indices.dtype, found.data.dtype] == ["<i8", "<i4", "<f4"]
