from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.errors import ArtifactDamaged
from recsys.names.strings import StringTable

EDGES = "\0a\x7f\x80\u07ff\u0800\ud7ff\ud800\udfff\ue000\uffff\U00010000\U0010ffff"
"""The first and last letters of each length in UTF-8, and around half surrogate pairs."""
ANY_TEXT = st.text(st.sampled_from(EDGES) | st.characters(), max_size=4)


@given(st.lists(st.text()))
def test_a_table_gives_back_its_strings(strings: list[str]) -> None:
    table = StringTable.from_strings(strings)
    assert list(table) == strings
    assert [table[-position] for position in range(len(table), 0, -1)] == strings


def test_lone_surrogates_of_json_are_kept() -> None:
    assert StringTable.from_strings(["a\ud800"])[0] == "a\ud800"


@given(st.lists(st.text()))
def test_the_pieces_of_a_table_are_its_strings_in_utf_8(strings: list[str]) -> None:
    assert list(StringTable.from_strings(strings).pieces()) == [string.encode() for string in strings]


def test_a_position_outside_the_table_is_an_error() -> None:
    with pytest.raises(IndexError, match="outside a table of 1"):
        StringTable.from_strings(["one"])[1]


def test_a_table_works_on_read_only_memory_maps(tmp_path: Path) -> None:
    for name, array in StringTable.from_strings(["기생충", "", "Her"]).arrays().items():
        np.save(tmp_path / f"{name}.npy", array)
    mapped = {name: np.load(tmp_path / f"{name}.npy", mmap_mode="r") for name in ("blob", "offsets")}
    assert list(StringTable.from_arrays(mapped)) == ["기생충", "", "Her"]


@pytest.mark.parametrize("offsets", [[], [1, 3], [0, 2], [0, 3, 1, 3]])
def test_offsets_that_do_not_cut_the_bytes_are_refused(offsets: list[int]) -> None:
    with pytest.raises(ArtifactDamaged, match="train or fetch"):
        StringTable(np.frombuffer(b"abc", dtype=np.uint8), np.array(offsets, dtype=np.int64))


@given(ANY_TEXT, ANY_TEXT)
def test_strings_have_the_order_of_their_utf_8(one: str, other: str) -> None:
    first, second = StringTable.from_strings([one, other]).pieces()
    assert (first < second) == (one < other)


@given(st.sets(ANY_TEXT), ANY_TEXT)
def test_a_string_is_found_where_it_stands_in_a_table_in_order(strings: set[str], other: str) -> None:
    ordered = sorted(strings)
    table = StringTable.from_strings(ordered)
    assert [table.place_of(string) for string in ordered] == list(range(len(ordered)))
    assert table.place_of(other) == (ordered.index(other) if other in strings else None)


def test_a_string_is_found_by_stored_offsets_and_by_wide_ones() -> None:
    table = StringTable.from_strings(["Her", "기생충"])
    stored = StringTable.from_arrays(table.arrays())
    assert table.offsets.dtype != stored.offsets.dtype
    assert table.place_of("기생충") == stored.place_of("기생충") == 1


@given(st.lists(st.tuples(st.text(max_size=2), st.text(max_size=2))))
def test_a_table_tells_which_strings_are_those_expected(pairs: list[tuple[str, str]]) -> None:
    table = StringTable.from_strings(one for one, _ in pairs)
    expected = [other.encode() for _, other in pairs]
    found = table.are(np.arange(len(pairs)), expected)
    assert found.tolist() == [one == other for one, other in pairs]


def test_very_many_strings_come_out_as_they_went_in() -> None:
    names = [f"title {number}" * (number % 3) for number in range(2**16 + 5)]
    assert list(StringTable.from_strings(names)) == names
