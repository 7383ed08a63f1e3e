from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from recsys.names import TitleNames
from recsys.names.fold import title_key
from recsys.names.matches import allowed_distance, beginnings, containing, continues, near_spellings
from recsys.names.typed import Typed
from recsys.title import Title

NAMES = st.lists(st.text("abc 가", min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=8)


def index_of(names: list[str]) -> TitleNames:
    return TitleNames.build([Title(id=str(row), title=name) for row, name in enumerate(names)])


@given(NAMES, st.text("abc가", min_size=1, max_size=3))
def test_beginnings_are_all_longer_keys_with_that_beginning(names: list[str], key: str) -> None:
    keys = [title_key(name) for name in names]
    expected = {row for row, other in enumerate(keys) if other.startswith(key) and other != key}
    assert set(beginnings(index_of(names), key).tolist()) == expected


@given(NAMES, st.text("abc 가", min_size=1, max_size=12).filter(str.strip))
def test_no_near_spelling_is_missed(names: list[str], text: str) -> None:
    key = title_key(text)
    distances = {row: DamerauLevenshtein.distance(key, title_key(name)) for row, name in enumerate(names)}
    expected = sorted((far, row) for row, far in distances.items() if far <= allowed_distance(key))
    assert near_spellings(index_of(names), Typed(text)) == (expected if allowed_distance(key) else [])


@pytest.mark.parametrize(("length", "slips"), [(4, 0), (5, 1), (8, 1), (9, 2)])
def test_longer_names_forgive_more(length: int, slips: int) -> None:
    assert allowed_distance("x" * length) == slips


@pytest.mark.parametrize(
    ("name", "goes_on"),
    [
        ("Kidnap Game", True),
        ("The Kidnap Game", True),
        ("Kidnap", False),
        ("Kidnapping", False),
        ("Kidnap: Game", False),
        ("Kidnap Game Forever", False),
    ],
)
def test_a_name_goes_on_by_a_short_tail_of_words(name: str, goes_on: bool) -> None:
    assert continues(index_of([name]), 0, "kidnap") is goes_on


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("My Soul Mate", [(0, 2, True)]),
        ("Soul Mates, Soul Mate", [(0, 9, True)]),
        ("My Soul Mates", [(0, 2, False)]),
        ("Mysoul Mate", []),
    ],
)
def test_words_are_found_whole_or_begun_but_not_inside_a_word(name: str, found: list[object]) -> None:
    assert list(containing(index_of([name]), ("soul", "mate"), most=5)) == found
