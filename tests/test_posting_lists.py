"""Posting lists that no index has are refused, wherever a block of them ends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.index.postings import levels_of
from recsys.integrity import posting_lists
from recsys.integrity.posting_lists import are_largest, are_postings

N_TITLES = 6
LISTS = st.lists(st.lists(st.tuples(st.integers(0, N_TITLES), st.integers(0, 255)), max_size=5), max_size=6)


@pytest.fixture(scope="module", autouse=True)
def _small_blocks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(posting_lists, "BLOCK", 3)
        yield


def _are_postings(
    lists: list[list[tuple[int, int]]], starts: list[int] | None = None, *, code_bits: int = 8
) -> bool:
    postings = [position << code_bits | code for one in lists for position, code in one]
    ends = np.cumsum([0, *map(len, lists)]) if starts is None else starts
    return are_postings(np.array(postings, np.uint32), np.array(ends, np.uint32), N_TITLES, code_bits)


@given(LISTS, st.booleans(), st.sampled_from([4, 7, 8]))
def test_each_list_rises_and_every_code_says_something(
    lists: list[list[tuple[int, int]]], is_sorted: bool, code_bits: int
) -> None:
    lists = [[(position, code & levels_of(code_bits)) for position, code in one] for one in lists]
    if is_sorted:
        lists = [sorted({position: max(code, 1) for position, code in one}.items()) for one in lists]
    is_sound = all(
        all(position < N_TITLES and code > 0 for position, code in one)
        and all(before[0] < after[0] for before, after in pairwise(one))
        for one in lists
    )
    assert _are_postings(lists, code_bits=code_bits) == is_sound


@given(LISTS, st.lists(st.integers(0, 2**32 - 1)))
def test_starts_that_lead_anywhere_are_looked_at_without_an_error(
    lists: list[list[tuple[int, int]]], starts: list[int]
) -> None:
    assert _are_postings(lists, starts) in (True, False)


def test_a_title_stands_but_once_in_a_list() -> None:
    assert _are_postings([[(1, 5)], [(1, 5)]])
    assert not _are_postings([[(1, 5), (1, 6)]])


@given(
    lengths=st.lists(st.integers(0, 2), min_size=1, max_size=12),
    zeros=st.sets(st.integers(0, 11)),
    columns=st.sets(st.integers(0, 11)),
)
def test_what_a_title_has_is_worth_something(lengths: list[int], zeros: set[int], columns: set[int]) -> None:
    features = range(len(lengths))
    largest = np.array([feature not in zeros for feature in features], np.uint16)
    starts = np.cumsum([0, *lengths]).astype(np.uint32)
    is_sound = not any(lengths[feature] or feature in columns for feature in zeros & set(features))
    assert are_largest(largest, starts, np.array(sorted(columns), np.int32)) == is_sound
