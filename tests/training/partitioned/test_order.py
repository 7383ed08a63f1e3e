from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys.names import StringTable
from tests.faults.scale import rounds
from training.partitioned.order import Order
from training.partitioned.work import Arrays

_IDS = st.sets(st.text("abé京", min_size=1, max_size=3), max_size=12).map(
    lambda ids: sorted(ids, key=lambda id: id.encode())
)
_PARTS = st.lists(_IDS, min_size=1, max_size=4)


def _order(parts: list[list[str]], folder: str, n_at_once: int) -> Order:
    return Order.of(
        [StringTable.from_strings(ids) for ids in parts], Arrays(Path(folder)), n_at_once=n_at_once
    )


def _merged(parts: list[list[str]]) -> list[tuple[str, int]]:
    """Ids in their order, each with the first part that has it."""
    first = {id: number for number in reversed(range(len(parts))) for id in parts[number]}
    return sorted(first.items(), key=lambda item: item[0].encode())


@settings(max_examples=rounds(usual=20, soak=500))
@given(_PARTS, st.integers(1, 8))
def test_titles_are_in_the_order_of_their_ids_and_the_first_part_wins(
    parts: list[list[str]], n_at_once: int
) -> None:
    with TemporaryDirectory() as folder:
        order = _order(parts, folder, n_at_once)
        found: list[tuple[str, int]] = []
        for chunk in order.chunks():
            rows = [
                (id, number)
                for number, (ids, own) in enumerate(zip(parts, chunk.slices, strict=True))
                for id in ids[own]
            ]
            assert chunk.start == len(found)
            found += [rows[place] for place in chunk.taken.tolist()]
            assert chunk.stop == len(found)
        assert found == _merged(parts)
        assert order.n_titles == len(found)


@settings(max_examples=rounds(usual=20, soak=500))
@given(_PARTS, st.integers(1, 8))
def test_a_part_keeps_the_titles_that_no_part_before_it_has(parts: list[list[str]], n_at_once: int) -> None:
    with TemporaryDirectory() as folder:
        order, kept = _order(parts, folder, n_at_once), set(_merged(parts))
        for number, (ids, mask) in enumerate(zip(parts, order.kept(), strict=True)):
            assert mask.tolist() == [(id, number) in kept for id in ids]


def test_a_chunk_is_never_much_larger_than_asked_for(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    ids = np.array([f"{number:05}" for number in range(20_000)])
    home = rng.integers(0, 7, len(ids))
    tables = [StringTable.from_strings(ids[home == part].tolist()) for part in range(7)]
    sizes = [chunk.stop - chunk.start for chunk in Order.of(tables, Arrays(tmp_path), n_at_once=700).chunks()]
    assert sum(sizes) == len(ids)
    assert max(sizes) < 1_400


def test_an_order_that_was_written_is_read_as_it_was(tmp_path: Path) -> None:
    order = _order([["a", "c"], ["b", "c"]], str(tmp_path), 1)
    again = Order.read(Arrays(tmp_path))
    assert [chunk.taken.tolist() for chunk in again.chunks()] == [
        chunk.taken.tolist() for chunk in order.chunks()
    ]
    assert [mask.tolist() for mask in again.kept()] == [[True, True], [True, False]]
