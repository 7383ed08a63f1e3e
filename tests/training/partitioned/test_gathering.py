from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys.arrays import Csr
from recsys.names import StringTable
from recsys.short_rows import ShortRows
from tests.faults.scale import rounds
from training.partitioned.gathering import (
    gathered_numbers,
    gathered_rows,
    gathered_short_rows,
    gathered_texts,
)
from training.partitioned.order import Order
from training.partitioned.work import Arrays

_ROW = st.lists(st.integers(0, 9), max_size=4, unique=True).map(sorted)
_PARTS = st.lists(
    st.dictionaries(st.text("abcd", min_size=1, max_size=2), _ROW, max_size=8), min_size=1, max_size=3
)
Titles = dict[str, list[int]]


def _csr(rows: list[list[int]]) -> Csr:
    indices = np.array([column for row in rows for column in row], np.int32)
    return Csr(np.cumsum([0, *map(len, rows)]), indices, (indices * 0.5).astype(np.float32))


@settings(max_examples=rounds(usual=20, soak=500))
@given(_PARTS, st.integers(1, 8))
def test_what_is_gathered_of_parts_stands_in_the_order_of_the_catalogue(
    parts: list[Titles], n_at_once: int
) -> None:
    parts = [dict(sorted(part.items())) for part in parts]
    first: Titles = {}
    for part in reversed(parts):
        first.update(part)
    expected = [first[id] for id in sorted(first)]
    with TemporaryDirectory() as folder:
        into = Arrays(Path(folder))
        order = Order.of([StringTable.from_strings(part) for part in parts], into, n_at_once=n_at_once)
        rows = gathered_rows([_csr(list(part.values())) for part in parts], order, into, "rows")
        for name, array in _csr(expected).arrays().items():
            np.testing.assert_array_equal(rows.arrays()[name], array)
        pieces = [ShortRows.of(_csr(list(part.values()))) for part in parts]
        short = gathered_short_rows(pieces, order, into, "short")
        for name, array in ShortRows.of(_csr(expected)).arrays().items():
            np.testing.assert_array_equal(short.arrays()[name], array)
        texts = [StringTable.from_strings(map(str, part.values())) for part in parts]
        assert list(gathered_texts(texts, order, into, "texts")) == list(map(str, expected))
        numbers = [np.array([len(row) for row in part.values()], np.int8) for part in parts]
        assert gathered_numbers(numbers, order, into, "numbers").tolist() == list(map(len, expected))


def test_a_long_row_of_a_double_widens_no_length(tmp_path: Path) -> None:
    into, ids = Arrays(tmp_path), [StringTable.from_strings(own) for own in (["a"], ["a", "b"])]
    order = Order.of(ids, into)
    long = list(range(300))
    pieces = [ShortRows.of(_csr(rows)) for rows in ([[1]], [long, [2, 3]])]
    rows = gathered_short_rows(pieces, order, into, "rows")
    assert rows.lengths.tolist() == [1, 2]
    assert rows.lengths.dtype == np.uint8


def test_pages_that_were_let_go_are_read_again(tmp_path: Path) -> None:
    into = Arrays(tmp_path)
    into.write("numbers", np.arange(10_000))
    mapped = into.read("numbers")
    order = Order.of([StringTable.from_strings(f"{n:05}" for n in range(10_000))], into, n_at_once=100)
    gathered_numbers([mapped], order, into, "again")
    np.testing.assert_array_equal(mapped, np.arange(10_000))
