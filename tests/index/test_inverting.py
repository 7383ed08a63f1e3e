"""The inverted index, made a piece at a time and in files, is that of the matrix turned round at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from recsys.array_rooms import InFolder, InMemory, Room
from recsys.errors import BadData
from recsys.index import InvertedIndex
from recsys.index import inverting as module
from recsys.index.inverted import LEVELS, N_DIALS, TILE
from recsys.index.inverting import inverted_index
from recsys.index.packed_rows import PackedRows
from recsys.index.postings import MOST_POSITIONS, code_bits_of
from tests.matrices import matrices, matrix_of, packed

N_FEATURES = 12


def _made(
    rows: PackedRows, rng: np.random.Generator, room: Room, common: float, code_bits: int | None = None
) -> InvertedIndex:
    year, hubs, dials = _facts(rows.n_rows, rng)
    return inverted_index(
        rows,
        N_FEATURES,
        year=year,
        hubs=hubs,
        dials=dials,
        room=room,
        common=common,
        fewest=0,
        code_bits=code_bits,
    )


def _facts(
    n_titles: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, tuple[np.ndarray, np.ndarray]]:
    year = rng.choice(np.array([0, 1999, 2000, 2020], np.int16), n_titles)
    dials = [np.where(rng.random(n_titles) < 0.3, np.nan, rng.uniform(-1, 1, n_titles)) for _ in range(2)]
    hubs = rng.uniform(0.5, 2.0, n_titles).astype(np.float32)
    return year, hubs, (dials[0].astype(np.float32), dials[1].astype(np.float32))


def _codes(values: np.ndarray, largest: np.ndarray, levels: int) -> np.ndarray:
    share = values.astype(np.float64) / np.where(largest > 0, largest, 1).astype(np.float64)
    return np.ceil(share * levels).astype(np.uint8)


def _agrees(found: InvertedIndex, matrix: sparse.csr_matrix, rng: np.random.Generator, common: float) -> None:
    n_titles = matrix.shape[0]
    year, hubs, dials = _facts(n_titles, rng)
    order = np.argsort(year, kind="stable")
    values = (matrix.toarray() * hubs[:, None])[order]
    is_common, largest = (values > 0).sum(axis=0) > common * n_titles, found.largest_of(np.arange(N_FEATURES))
    assert found.order.tolist() == order.tolist()
    assert (largest >= values.max(axis=0)).all()
    assert (largest <= values.max(axis=0) * (1 + 2**-7)).all()
    places = found.places(np.arange(N_FEATURES))
    assert (places >= 0).tolist() == is_common.tolist()
    for feature in np.flatnonzero(is_common):
        column = found.column(int(places[feature]))
        assert not column[n_titles:].any()
        np.testing.assert_array_equal(column[:n_titles], _codes(values[:, feature], largest[feature], LEVELS))
    lists = sparse.csc_matrix(np.where(is_common, 0, values))
    np.testing.assert_array_equal(found.indptr, lists.indptr)
    every = np.repeat(largest, np.diff(lists.indptr))
    codes = _codes(lists.data, every, found.posting_levels)
    np.testing.assert_array_equal(found.postings, lists.indices.astype(np.int64) * 2**found.code_bits + codes)
    n_common = (values[:, is_common] > 0).sum(axis=1)
    n_others = (values[:, ~is_common] > 0).sum(axis=1)
    assert found.most.tolist() == [n_common.max() + N_DIALS, n_others.max()]
    for place, dial in enumerate(dials, start=int(is_common.sum())):
        codes = np.ceil((np.nan_to_num(dial[order], nan=0.0) + 1) / 2 * LEVELS)
        np.testing.assert_array_equal(found.column(place)[:n_titles], codes)


@given(matrices(), st.sampled_from([0.0, 0.3, 1.0]), st.sampled_from([4, 7, 8]), st.integers(0, 2**16))
def test_codes_are_those_of_the_whole_matrix(
    matrix: sparse.csr_matrix, common: float, code_bits: int, seed: int
) -> None:
    rows = packed(matrix)
    found = _made(rows, np.random.default_rng(seed), InMemory(), common, code_bits)
    _agrees(found, matrix_of(rows.whole(), N_FEATURES), np.random.default_rng(seed), common)


@pytest.mark.parametrize(
    ("n_positions", "code_bits"),
    [(TILE, 8), (2**24, 8), (2**24 + TILE, 7), (2**25, 7), (2**25 + TILE, 6), (2**28, 4)],
)
def test_a_code_has_the_bits_that_positions_leave(n_positions: int, code_bits: int) -> None:
    assert code_bits_of(n_positions) == code_bits
    assert (n_positions - 1) << code_bits < 2**32


def test_more_titles_than_there_are_positions_are_refused() -> None:
    with pytest.raises(BadData, match="more titles than the 268,435,456 that one model holds"):
        code_bits_of(MOST_POSITIONS + TILE)


def test_many_titles_are_turned_round_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", TILE)
    rng = np.random.default_rng(1)
    matrix = sparse.csr_matrix(sparse.random(2 * TILE + 100, N_FEATURES, 0.2, dtype=np.float32, rng=rng))
    rows = packed(matrix)
    found = _made(rows, np.random.default_rng(2), InMemory(), 0.2)
    _agrees(found, matrix_of(rows.whole(), N_FEATURES), np.random.default_rng(2), 0.2)


def test_an_index_in_files_is_the_same(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    matrix = sparse.csr_matrix(sparse.random(300, N_FEATURES, 0.2, dtype=np.float32, rng=rng))
    in_memory, in_files = (
        _made(packed(matrix), np.random.default_rng(2), room, 0.2)
        for room in (InMemory(), InFolder(tmp_path))
    )
    for name, array in in_memory.arrays().items():
        assert array.tobytes() == in_files.arrays()[name].tobytes(), name
    assert np.load(tmp_path / "inverted.postings.array").tolist() == in_files.postings.tolist()
