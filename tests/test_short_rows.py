"""Rows told by their lengths are those of the matrix, wherever they are looked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.arrays import Csr
from recsys.short_rows import GROUP, ShortRows

MOST_ROWS = 40 * GROUP


@st.composite
def rows_and_matrix(draw: st.DrawFn) -> tuple[ShortRows, Csr]:
    """The same entries in both forms: often rows at the ends of groups, and long stretches of empty ones."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n_rows = draw(st.integers(0, 3).map(lambda n: n * GROUP) | st.integers(0, MOST_ROWS))
    lengths = rng.integers(0, draw(st.sampled_from([1, 2, 6, 300])), n_rows)
    lengths[rng.random(n_rows) < draw(st.sampled_from([0, 0.5, 0.99]))] = 0
    n_entries = int(lengths.sum())
    indices, data = rng.integers(0, 200, n_entries).astype(np.uint8), rng.integers(0, 9, n_entries)
    matrix = Csr(np.append(0, np.cumsum(lengths)), indices, data.astype(np.int8))
    return ShortRows.of(matrix), matrix


def assert_equal(found: Csr, expected: Csr) -> None:
    for name, array in expected.arrays().items():
        np.testing.assert_array_equal(found.arrays()[name], array)


@given(rows_and_matrix())
def test_each_row_is_that_of_the_matrix(both: tuple[ShortRows, Csr]) -> None:
    rows, matrix = both
    assert rows.n_rows == matrix.n_rows
    for row in range(rows.n_rows):
        found, expected = rows.row(row), matrix.row(row)
        assert found.columns.tolist() == expected.columns.tolist()
        assert found.values.tolist() == expected.values.tolist()


@given(rows_and_matrix(), st.data())
def test_rows_that_follow_each_other_are_those_of_the_matrix(
    both: tuple[ShortRows, Csr], data: st.DataObject
) -> None:
    rows, matrix = both
    start = data.draw(st.integers(0, rows.n_rows))
    stop = data.draw(st.integers(start, rows.n_rows))
    assert_equal(rows.part(start, stop), matrix.part(start, stop))


@given(rows_and_matrix(), st.integers(1, 3 * GROUP))
def test_pieces_hold_every_row_once(both: tuple[ShortRows, Csr], n_rows: int) -> None:
    rows, matrix = both
    for (at, found), (there, expected) in zip(rows.pieces(n_rows), matrix.pieces(n_rows), strict=True):
        assert at == there
        assert_equal(found, expected)


@given(rows_and_matrix())
def test_every_row_begins_where_the_one_before_it_ends(both: tuple[ShortRows, Csr]) -> None:
    rows, matrix = both
    np.testing.assert_array_equal(rows.begins(np.arange(rows.n_rows + 1)), matrix.indptr)


@given(rows_and_matrix(), st.data())
def test_entries_far_apart_and_side_by_side_are_found_in_their_rows(
    both: tuple[ShortRows, Csr], data: st.DataObject
) -> None:
    rows, matrix = both
    owner = np.repeat(np.arange(rows.n_rows), np.diff(matrix.indptr))
    step = data.draw(st.sampled_from([1, 2, 17, 500]))
    entries = np.arange(data.draw(st.integers(0, step)), len(owner), step)
    np.testing.assert_array_equal(rows.rows_of(entries), owner[entries])


@pytest.mark.parametrize("far_apart", [0, 2**31])
def test_both_ways_to_find_entries_find_the_same(far_apart: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recsys.short_rows._FEW", far_apart)
    lengths = np.random.default_rng(1).integers(0, 4, 10 * GROUP + 3)
    n_entries = int(lengths.sum())
    rows = ShortRows.of_lengths(lengths, np.zeros(n_entries, np.uint8), np.zeros(n_entries, np.int8))
    owner = np.repeat(np.arange(len(lengths)), lengths)
    np.testing.assert_array_equal(rows.rows_of(np.arange(n_entries)), owner)


def test_entries_of_many_pieces_are_found_in_their_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recsys.short_rows.AT_ONCE", 3)
    rows = ShortRows.of_lengths(np.array([2, 0, 5]), np.zeros(7, np.uint8), np.zeros(7, np.int8))
    assert rows.rows_of(np.arange(7)).tolist() == [0, 0, 2, 2, 2, 2, 2]


@pytest.mark.parametrize(("longest", "n_bytes"), [(0, 1), (255, 1), (256, 2), (2**16, 4)])
def test_a_length_takes_the_bytes_that_the_longest_row_needs(longest: int, n_bytes: int) -> None:
    entries = np.zeros(longest, np.uint8)
    assert ShortRows.of_lengths(np.array([longest, 0]), entries, entries).lengths.itemsize == n_bytes


@given(rows_and_matrix())
def test_stored_rows_are_the_same(both: tuple[ShortRows, Csr]) -> None:
    rows, _ = both
    again = ShortRows.from_arrays(rows.arrays())
    assert all(again.arrays()[name] is array for name, array in rows.arrays().items())
    assert rows.is_empty.tolist() == (rows.lengths == 0).tolist()


@pytest.mark.parametrize("n_entries", [2**32 - 1, 2**32])
def test_entries_beyond_four_bytes_are_counted_in_eight(n_entries: int) -> None:
    starts = ShortRows.of_lengths(np.array([n_entries]), np.empty(0), np.empty(0)).starts
    assert starts.tolist() == [0, n_entries]
    assert starts.dtype == (np.uint32 if n_entries < 2**32 else np.int64)
