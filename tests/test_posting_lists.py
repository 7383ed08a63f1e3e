"""Posting lists that no index has are refused, wherever a block of them ends."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.integrity import posting_lists
from recsys.integrity.posting_lists import are_postings

N_TITLES = 6
LISTS = st.lists(st.lists(st.tuples(st.integers(0, N_TITLES), st.integers(0, 255)), max_size=5), max_size=6)


@pytest.fixture(scope="module", autouse=True)
def _small_blocks() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(posting_lists, "BLOCK", 3)


def _are_postings(lists: list[list[tuple[int, int]]], starts: list[int] | None = None) -> bool:
    postings = [position << 8 | code for one in lists for position, code in one]
    ends = np.cumsum([0, *map(len, lists)]) if starts is None else starts
    return are_postings(np.array(postings, np.uint32), np.array(ends, np.uint32), N_TITLES, 8)


@given(LISTS, st.booleans())
def test_each_list_rises_and_every_code_says_something(
    lists: list[list[tuple[int, int]]], is_sorted: bool
) -> None:
    if is_sorted:
        lists = [sorted({position: max(code, 1) for position, code in one}.items()) for one in lists]
    is_sound = all(
        all(position < N_TITLES and code > 0 for position, code in one)
        and all(before[0] < after[0] for before, after in pairwise(one))
        for one in lists
    )
    assert _are_postings(lists) == is_sound


@given(LISTS, st.lists(st.integers(0, 2**32 - 1)))
def test_starts_that_lead_anywhere_are_looked_at_without_an_error(
    lists: list[list[tuple[int, int]]], starts: list[int]
) -> None:
    assert _are_postings(lists, starts) in (True, False)


def test_a_title_stands_but_once_in_a_list() -> None:
    assert _are_postings([[(1, 5)], [(1, 5)]])
    assert not _are_postings([[(1, 5), (1, 6)]])
