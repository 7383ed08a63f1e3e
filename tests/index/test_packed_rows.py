"""Rows of titles in few bytes are the rows that they were made of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.array_rooms import InFolder, InMemory
from recsys.arrays import Csr
from recsys.errors import BadData
from recsys.features import ColumnIdf
from recsys.index import compile_kernels
from recsys.index.chosen_kernels import chosen_kernels
from recsys.index.kernels import PLAIN
from recsys.index.packed_rows import PackedRows
from recsys.index.packing import pack, used_ratios, with_ratios

AS_GOOD_AS_EQUAL = 3e-7
STOPS = np.array([3, 3, 300, 301, 70_000])
STRENGTHS = np.array([1.0, 1 / 3, 0.4, 2.5])


@st.composite
def rows(draw: st.DrawFn, *, strengths: np.ndarray | None = STRENGTHS) -> tuple[Csr, ColumnIdf]:
    """Titles of some blocks, one of them without a column, some titles without a feature."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    weights = [rng.uniform(0.1, 12, int(size)) for size in np.diff(STOPS, prepend=0)]
    if draw(st.booleans()):
        weights[0][1] = 0.0  # a feature that every title has
    idf = ColumnIdf(STOPS, tuple(weights))
    lengths = rng.integers(0, draw(st.sampled_from([1, 6, 60])), draw(st.integers(1, 30)))
    columns = [np.sort(rng.choice(STOPS[-1] // rng.integers(1, 9), n, replace=False)) for n in lengths]
    every = np.concatenate([np.empty(0, np.int64), *columns])
    factors = rng.uniform(1e-3, 3, (len(lengths), len(STOPS)))
    strong = rng.uniform(1e-3, 9, len(every)) if strengths is None else rng.choice(strengths, len(every))
    own = factors[np.repeat(np.arange(len(lengths)), lengths), idf.blocks_of(every)]
    values = (idf.at(every) * strong * own).astype(np.float32)
    return Csr(np.concatenate(([0], np.cumsum(lengths))), every.astype(np.int32), values), idf


def assert_are_as_good_as_equal(found: Csr, expected: Csr) -> None:
    assert found.indptr.tolist() == expected.indptr.tolist()
    assert found.indices.tolist() == expected.indices.tolist()
    assert found.data.dtype == np.float32
    np.testing.assert_allclose(found.data, expected.data, rtol=AS_GOOD_AS_EQUAL)


def assert_are_equal(found: Csr, expected: Csr) -> None:
    for name, array in found.arrays().items():
        assert array.tolist() == expected.arrays()[name].tolist(), name


@given(rows())
def test_rows_come_back(given: tuple[Csr, ColumnIdf]) -> None:
    plain, idf = given
    assert_are_as_good_as_equal(pack(plain, idf, room=InMemory()).whole(), plain)


@given(rows(strengths=None))
def test_rows_come_back_though_no_two_tokens_are_equally_strong(given: tuple[Csr, ColumnIdf]) -> None:
    plain, idf = given
    assert_are_as_good_as_equal(pack(plain, idf, room=InMemory()).whole(), plain)


@given(rows(strengths=np.array([1.0, 2.0])))
def test_ratios_are_as_few_as_strengths(given: tuple[Csr, ColumnIdf]) -> None:
    # Rounded values tell a ratio to some bits only: one may be stored as some that lie side by side.
    ratios = pack(*given, room=InMemory()).ratios
    np.testing.assert_allclose(ratios, 2, rtol=1e-6)
    assert len(ratios) <= 4


def test_a_strength_twice_as_great_is_a_ratio() -> None:
    plain = Csr(np.array([0, 3]), np.arange(3, dtype=np.int32), np.array([0.3, 0.6, 0.3], np.float32))
    packed = pack(plain, ColumnIdf.alike(3), room=InMemory())
    assert packed.ratios.tolist() == [2.0]
    assert packed.entries[5:].tolist() == [0, (1 << 1) | 1, 2]


def test_what_is_worth_nothing_stays_so() -> None:
    plain = Csr(np.array([0, 3]), np.array([0, 1, 2], np.int32), np.array([0, 0.5, 0], np.float32))
    assert pack(plain, ColumnIdf.alike(3), room=InMemory()).whole().data.tolist() == [0, 0.5, 0]


@given(rows(), st.integers(0, 2**32 - 1))
def test_titles_in_any_order_are_those_of_the_whole(given: tuple[Csr, ColumnIdf], seed: int) -> None:
    packed = pack(*given, room=InMemory())
    whole, which = packed.whole(), np.random.default_rng(seed).integers(0, packed.n_rows, 7)
    assert_are_equal(packed.take(which), whole.take(which))
    for row in which.tolist():
        assert packed.row(row).columns.tolist() == whole.row(row).columns.tolist()
        assert packed.row(row).values.tolist() == whole.row(row).values.tolist()
    for (first, piece), (start, expected) in zip(packed.pieces(4), whole.pieces(4), strict=True):
        assert first == start
        assert_are_equal(piece, expected)
    n_columns = packed.idf.n_columns
    assert packed.frequency(n_columns).tolist() == whole.frequency(n_columns).tolist()


@given(rows(strengths=None))
def test_compiled_loops_unpack_to_the_last_bit(given: tuple[Csr, ColumnIdf]) -> None:
    pytest.importorskip("numba")
    assert compile_kernels()
    packed = pack(*given, room=InMemory())
    told = (packed.starts.astype(np.int64), packed.entries, packed.ratios, packed.idf)
    compiled, plain = chosen_kernels(is_checked=True).unpack(*told), PLAIN.unpack(*told)
    assert compiled.data.tobytes() == plain.data.tobytes()
    assert_are_equal(compiled, plain)


@given(rows(), rows())
def test_rows_beside_others_with_more_ratios_stay_the_same(
    given: tuple[Csr, ColumnIdf], others: tuple[Csr, ColumnIdf]
) -> None:
    packed, other = pack(*given, room=InMemory()), pack(*others, room=InMemory())
    ratios = np.union1d(np.union1d(packed.ratios, other.ratios), np.linspace(5, 9, 300))
    wider = with_ratios(packed, ratios, room=InMemory())
    assert wider.whole().data.tobytes() == packed.whole().data.tobytes()
    assert wider.whole().indices.tolist() == packed.whole().indices.tolist()
    assert used_ratios(wider).tolist() == packed.ratios.tolist()
    again = with_ratios(wider, used_ratios(wider), room=InMemory())
    assert again.entries.tobytes() == packed.entries.tobytes()


def test_rows_that_nobody_has_checked_stay_so() -> None:
    plain = Csr(np.array([0, 2]), np.array([0, 1], np.int32), np.array([1, 2], np.float32))
    packed = replace(pack(plain, ColumnIdf.alike(2), room=InMemory()), is_checked=False)
    assert not with_ratios(packed, np.array([2.0, 3.0]), room=InMemory()).is_checked


@pytest.mark.parametrize("values", [[1e-45, 1.0], [3e38, 1e-3], [1e-45], [3e38]])
def test_values_at_the_ends_of_single_precision_come_back(values: list[float]) -> None:
    plain = Csr(
        np.array([0, len(values)]), np.arange(len(values), dtype=np.int32), np.array(values, np.float32)
    )
    for weight in (12.0, 0.1):
        idf = ColumnIdf(np.array([2]), (np.full(2, weight),))
        found = pack(plain, idf, room=InMemory()).whole().data
        np.testing.assert_allclose(found, plain.data, rtol=AS_GOOD_AS_EQUAL)


def _of_blocks(n_blocks: int) -> PackedRows:
    """A title that has a feature of each block."""
    columns, values = np.arange(n_blocks, dtype=np.int32), np.ones(n_blocks, np.float32)
    idf = ColumnIdf(np.arange(1, n_blocks + 1), (np.ones(1),) * n_blocks)
    return pack(Csr(np.array([0, n_blocks]), columns, values), idf, room=InMemory())


def test_a_title_has_a_factor_for_each_of_255_blocks_at_most() -> None:
    assert _of_blocks(255).whole().data.tolist() == [1.0] * 255
    with pytest.raises(BadData, match="256 feature blocks are more than a model holds: 255"):
        _of_blocks(256)


def test_a_catalogue_larger_than_a_piece_is_packed_into_a_file_as_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(1)
    indices = np.concatenate([np.sort(rng.choice(50, 5, replace=False)) for _ in range(100)])
    data = rng.choice(STRENGTHS, 500).astype(np.float32)
    plain, idf = Csr(np.arange(0, 501, 5), indices.astype(np.int32), data), ColumnIdf.alike(50)
    once = pack(plain, idf, room=InMemory())
    monkeypatch.setattr(Csr.pieces, "__defaults__", (7,))
    again = pack(plain, idf, room=InFolder(tmp_path))
    for name, array in once.arrays().items():
        assert array.dtype == again.arrays()[name].dtype
        assert array.tolist() == again.arrays()[name].tolist()
    assert np.load(tmp_path / "rows.entries.array").tolist() == once.entries.tolist()


def test_where_titles_begin_takes_four_bytes() -> None:
    packed: PackedRows = pack(
        Csr(np.array([0, 0]), np.empty(0, np.int32), np.empty(0, np.float32)),
        ColumnIdf.alike(1),
        room=InMemory(),
    )
    assert packed.starts.dtype == np.uint32
    assert packed.entries.tolist() == [0]
