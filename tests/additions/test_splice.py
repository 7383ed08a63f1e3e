from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recsys.additions.splice import Splice
from recsys.arrays import Csr
from recsys.short_rows import ShortRows


def _matrix(rng: np.random.Generator, n_rows: int, longest: int) -> Csr:
    indptr = np.append(0, np.cumsum(rng.integers(0, longest + 1, n_rows)))
    indices = rng.integers(0, 100, indptr[-1], dtype=np.int32)
    return Csr(indptr, indices, indices.astype(np.int8))


@given(
    st.integers(0, 2**32 - 1),
    st.tuples(st.integers(1, 60), st.integers(0, 60)),
    st.tuples(*[st.sampled_from([3, 300])] * 2),
)
def test_short_rows_are_spliced_as_rows_of_a_matrix_are(
    seed: int, n_rows: tuple[int, int], longest: tuple[int, int]
) -> None:
    rng = np.random.default_rng(seed)
    old, new = (_matrix(rng, n, length) for n, length in zip(n_rows, longest, strict=True))
    kept = np.sort(rng.permutation(n_rows[0])[: rng.integers(0, n_rows[0] + 1)])
    origin = np.insert(
        kept,
        np.sort(rng.integers(0, len(kept) + 1, n_rows[1])),
        n_rows[0] + rng.permutation(n_rows[1]),
    )
    splice = Splice(origin, n_rows[0])
    found = splice.short_rows(ShortRows.of(old), ShortRows.of(new)).arrays()
    together = Csr(
        np.concatenate((old.indptr, new.indptr[1:] + old.indptr[-1])),
        np.concatenate((old.indices, new.indices)),
        np.concatenate((old.data, new.data)),
    )
    for name, array in ShortRows.of(together.take(origin)).arrays().items():
        assert found[name].dtype == array.dtype
        np.testing.assert_array_equal(found[name], array)
