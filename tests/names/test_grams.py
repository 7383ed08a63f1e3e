from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.errors import ArtifactDamaged
from recsys.names.fold import title_words
from recsys.names.grams import GramIndex, key_grams, part_grams

NAMES = st.lists(st.text("ab 가나9", min_size=1, max_size=8).map(title_words).filter(bool), max_size=6)


def held(names: list[tuple[str, ...]], typed: str) -> list[int]:
    index = GramIndex.build(names, n_names=len(names))
    return [int(name) for name in index.holding_all(part_grams(title_words(typed)))]


@pytest.mark.parametrize("typed", ["g", "gr", "great", "flo", "greatflood"])
def test_letters_that_begin_a_word_find_the_name(typed: str) -> None:
    assert held([("her",), ("great", "flood")], typed) == [1]


def test_letters_inside_a_word_do_not() -> None:
    assert held([("great", "flood")], "lood") == []


@pytest.mark.parametrize("typed", ["생", "생충", "기생"])
def test_one_or_two_syllables_of_hangul_find_the_name(typed: str) -> None:
    assert held([("시그널",), ("기생충",)], typed) == [1]


@given(NAMES)
def test_every_name_holds_its_own_beginnings(names: list[tuple[str, ...]]) -> None:
    for position, words in enumerate(names):
        joined = "".join(words)
        assert all(position in held(names, joined[:size]) for size in range(1, len(joined) + 1))


@given(NAMES)
def test_a_name_shares_all_its_pieces_with_itself(names: list[tuple[str, ...]]) -> None:
    index = GramIndex.build(names, n_names=len(names))
    for position, words in enumerate(names):
        codes = key_grams(words)
        assert index.shared_counts(codes)[position] == len(codes)


@given(NAMES)
def test_an_index_tells_its_lists_and_is_made_of_them_again(names: list[tuple[str, ...]]) -> None:
    index = GramIndex.build(names, n_names=len(names))
    starts, positions = index.lists()
    for number, code in enumerate(index.codes):
        assert positions[starts[number] : starts[number + 1]].tolist() == index.holding(code).tolist()
    again = GramIndex.of_lists(index.codes, starts, positions, n_names=len(names))
    assert again.names.tobytes() == index.names.tobytes()
    assert again.indptr.tolist() == index.indptr.tolist()


@pytest.mark.parametrize("damaged", [[0, 1], [0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0x80]])
def test_a_list_that_leads_to_no_name_is_refused_by_whoever_asks(damaged: list[int]) -> None:
    codes = np.array([7], dtype=np.uint64)
    index = GramIndex(codes, np.array([0, len(damaged)]), np.array(damaged, dtype=np.uint8), n_names=1)
    with pytest.raises(ArtifactDamaged, match="pieces"):
        index.holding_all(codes)


def test_impossible_arrays_are_refused() -> None:
    names = np.zeros(3, dtype=np.uint8)
    with pytest.raises(ArtifactDamaged, match="pieces"):
        GramIndex(np.zeros(2, dtype=np.uint64), np.array([0, 4, 3]), names, n_names=1)
