"""Strings chosen from a table: a bit each, and they behave as a table of their own would."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.errors import ArtifactDamaged
from recsys.names import ChosenStrings, StringTable
from recsys.names.chosen_strings import RUN

KEYS = [f"{number:05}" for number in range(3 * RUN + 7)]
ANY_TEXT = st.text(st.characters(), max_size=4)

choices = st.lists(st.tuples(ANY_TEXT, st.booleans()), unique_by=lambda pair: pair[0]).map(sorted)


def choice_of(keys: list[str], chosen: list[str]) -> ChosenStrings:
    return ChosenStrings.of(StringTable.from_strings(keys), StringTable.from_strings(chosen))


@given(choices)
def test_a_choice_gives_back_its_strings(pairs: list[tuple[str, bool]]) -> None:
    expected = [key for key, is_chosen in pairs if is_chosen]
    choice = choice_of([key for key, _ in pairs], expected)
    assert list(choice) == expected
    assert [choice[-place] for place in range(len(choice), 0, -1)] == expected


@given(choices, ANY_TEXT)
def test_a_string_is_found_where_it_stands_among_the_chosen(
    pairs: list[tuple[str, bool]], other: str
) -> None:
    expected = [key for key, is_chosen in pairs if is_chosen]
    choice = choice_of([key for key, _ in pairs], expected)
    for key in (*(key for key, _ in pairs), other):
        assert choice.place_of(key) == (expected.index(key) if key in expected else None)


@pytest.mark.parametrize(
    "chosen",
    [KEYS, KEYS[::7], KEYS[RUN : 2 * RUN], KEYS[-1:], KEYS[RUN - 1 : RUN + 1], []],
    ids=["all", "some of each run", "one run", "the last one", "on both sides of an edge", "none"],
)
def test_strings_of_several_runs_are_found(chosen: list[str]) -> None:
    choice = choice_of(KEYS, chosen)
    assert [choice[place] for place in range(len(choice))] == list(choice) == chosen
    assert [choice.place_of(key) for key in chosen] == list(range(len(chosen)))
    assert sum(choice.place_of(key) is not None for key in KEYS) == len(chosen)


@pytest.mark.parametrize("chosen", [KEYS, KEYS[::7], KEYS[-1:]], ids=["all", "some", "the last one"])
def test_strings_of_several_pieces_are_found(chosen: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recsys.names.chosen_strings._RUNS_AT_ONCE", 1)
    choice = choice_of(KEYS, chosen)
    assert [choice[place] for place in range(len(choice))] == list(choice) == chosen


def test_a_choice_works_on_read_only_memory_maps(tmp_path: Path) -> None:
    choice = choice_of(KEYS, KEYS[::7])
    for name, array in choice.arrays().items():
        np.save(tmp_path / f"{name}.npy", array)
    mapped = {name: np.load(tmp_path / f"{name}.npy", mmap_mode="r") for name in choice.arrays()}
    opened = ChosenStrings.from_arrays(choice.table, mapped)
    assert list(opened) == KEYS[::7]
    assert opened[1] == KEYS[7]
    assert opened.place_of(KEYS[14]) == 2


def test_a_position_outside_the_choice_is_an_error() -> None:
    with pytest.raises(IndexError, match="outside a choice of 1"):
        choice_of(["one", "two"], ["two"])[1]


@pytest.mark.parametrize("chosen", [["three"], ["one", "three"], ["two", "one"]])
def test_strings_that_the_table_lacks_or_has_in_another_order_are_no_choice(chosen: list[str]) -> None:
    with pytest.raises(ValueError, match=f"of {len(chosen)} strings"):
        choice_of(["one", "two"], chosen)


@pytest.mark.parametrize("name", ["bits", "before"])
def test_arrays_that_do_not_fit_the_table_are_refused(name: str) -> None:
    choice = choice_of(KEYS, KEYS[::7])
    arrays = choice.arrays()
    with pytest.raises(ArtifactDamaged, match="train or fetch"):
        ChosenStrings.from_arrays(choice.table, arrays | {name: arrays[name][:-1]})
