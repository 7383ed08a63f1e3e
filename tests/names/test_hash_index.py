from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.errors import ArtifactDamaged
from recsys.names import HashIndex, StringTable


@given(st.lists(st.text(max_size=3)), st.text(max_size=3))
def test_the_index_finds_every_place_of_a_key_and_no_other(strings: list[str], key: str) -> None:
    index = HashIndex.build(StringTable.from_strings(strings))
    assert index.find(key) == [place for place, string in enumerate(strings) if string == key]


@given(st.lists(st.text(max_size=3)), st.lists(st.text(max_size=3)))
def test_many_keys_are_found_at_once_where_each_is_found_alone(strings: list[str], keys: list[str]) -> None:
    index = HashIndex.build(StringTable.from_strings(strings))
    assert index.first_of_each(keys).tolist() == [next(iter(index.find(key)), -1) for key in keys]


def test_many_keys_of_colliding_hashes_are_settled_by_the_strings() -> None:
    built = HashIndex.build(StringTable.from_strings(["one"]))
    hashes = np.repeat(built.hashes, 2)
    forged = HashIndex(StringTable.from_strings(["two", "one"]), hashes, np.array([0, 1], dtype=np.int32))
    assert forged.first_of_each(["one", "two"]).tolist() == [1, -1]


def test_a_collision_of_hashes_is_settled_by_the_strings() -> None:
    built = HashIndex.build(StringTable.from_strings(["one"]))
    forged = HashIndex(StringTable.from_strings(["other"]), built.hashes, built.rows)
    assert forged.find("one") == []


def test_an_index_with_rows_outside_its_table_is_refused() -> None:
    table = StringTable.from_strings(["one"])
    with pytest.raises(ArtifactDamaged, match="do not fit"):
        HashIndex(table, np.zeros(1, dtype=np.uint32), np.array([7], dtype=np.int32))
