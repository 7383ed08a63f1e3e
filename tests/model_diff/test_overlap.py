from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.model_diff import overlap, rank_biased_overlap

lists = st.lists(st.sampled_from("abcdefghij"), unique=True, max_size=8)


def slow_rbo(a: Sequence[str], b: Sequence[str], p: float) -> float:
    """The sum over all depths, the agreement beyond each list's end being that at its end."""
    short, long = sorted((a, b), key=len)
    s, n = len(short), len(long)

    def agreement(depth: int) -> float:
        common = len(set(short[:depth]) & set(long[:depth]))
        at_end = len(set(short) & set(long[:s])) / s
        return (common + at_end * max(depth - s, 0)) / depth

    seen = [agreement(depth) for depth in range(1, n + 1)]
    agreements = seen + [seen[-1]] * 2_000
    return (1 - p) * math.fsum(p**depth * value for depth, value in enumerate(agreements))


def test_overlap_is_the_share_of_the_longer_list() -> None:
    assert overlap(["a", "b", "c", "d"], ["c", "a", "x", "y"]) == 0.5
    assert overlap(["a"], ["a", "b", "c", "d"]) == 0.25


def test_two_empty_lists_are_alike_and_one_is_not() -> None:
    assert (overlap([], []), rank_biased_overlap([], [])) == (1, 1)
    assert (overlap([], ["a"]), rank_biased_overlap([], ["a"])) == (0, 0)


def test_a_change_at_the_top_weighs_more_than_one_at_the_bottom() -> None:
    at_top = rank_biased_overlap("abcdefg", "bacdefg")
    at_bottom = rank_biased_overlap("abcdefg", "abcdegf")
    assert at_top == pytest.approx(0.9)
    assert at_top < at_bottom < 1


@given(a=lists.filter(bool), b=lists.filter(bool), p=st.sampled_from([0.5, 0.9, 0.98]))
def test_rank_biased_overlap_is_the_sum_over_all_depths(a: list[str], b: list[str], p: float) -> None:
    assert rank_biased_overlap(a, b, p=p) == pytest.approx(slow_rbo(a, b, p), abs=1e-9)


@given(a=lists, b=lists)
def test_both_measures_lie_between_0_and_1_and_do_not_mind_the_order(a: list[str], b: list[str]) -> None:
    for measure in (overlap, rank_biased_overlap):
        assert 0 <= measure(a, b) <= 1 + 1e-12
        assert measure(a, b) == measure(b, a)


@given(a=lists)
def test_a_list_is_like_itself(a: list[str]) -> None:
    assert (overlap(a, a), rank_biased_overlap(a, a)) == (1, 1)


def test_a_list_is_like_its_beginning_as_far_as_both_go() -> None:
    assert rank_biased_overlap("abc", "abcdef") == pytest.approx(1)
    assert overlap("abc", "abcdef") == 0.5
