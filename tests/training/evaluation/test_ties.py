"""The exact means over all orders of ties, compared with every order written out."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.evaluation.ties import chance_of_hit, mean_gains, mean_reciprocal_place

FEW = st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=2, max_size=6)


def orders(scores: list[int]) -> list[list[int]]:
    """Every order of the places in which no score stands after a smaller one."""
    return [
        list(order)
        for order in permutations(range(len(scores)))
        if all(scores[a] >= scores[b] for a, b in pairwise(order))
    ]


@given(titles=FEW, k=st.integers(1, 6))
def test_mean_gains_are_the_mean_over_all_orders(titles: list[tuple[int, bool]], k: int) -> None:
    titles = sorted(titles, key=lambda title: -title[0])
    scores, gains = [score for score, _ in titles], [float(hit) for _, hit in titles]
    expected = np.mean([[gains[place] for place in order[:k]] for order in orders(scores)], axis=0)
    found = mean_gains(np.array(scores, dtype=float), np.array(gains), k=k)
    np.testing.assert_allclose(found, expected)


@given(titles=FEW, k=st.integers(1, 6))
def test_chance_of_a_hit_is_the_share_of_orders_with_one(titles: list[tuple[int, bool]], k: int) -> None:
    titles = sorted(titles, key=lambda title: -title[0])
    least = titles[min(k, len(titles)) - 1][0]
    titles = [title for title in titles if title[0] >= least]
    scores, hits = [score for score, _ in titles], [hit for _, hit in titles]
    expected = np.mean([any(hits[place] for place in order[:k]) for order in orders(scores)])
    found = chance_of_hit(np.array(scores, dtype=float), np.array(hits), k=k)
    assert found == pytest.approx(expected)


@given(titles=FEW)
def test_reciprocal_place_is_the_mean_over_all_orders(titles: list[tuple[int, bool]]) -> None:
    scores, hits = [score for score, _ in titles], [hit for _, hit in titles]
    hits[0] = True
    expected = np.mean([1 / (1 + [hits[p] for p in order].index(True)) for order in orders(scores)])
    found = mean_reciprocal_place(np.array(scores, dtype=float), np.flatnonzero(hits))
    assert found == pytest.approx(expected)


def test_a_title_that_is_never_shown_has_no_place() -> None:
    assert mean_reciprocal_place(np.array([1.0, -np.inf]), np.array([1])) == 0


def test_nothing_shown_is_no_hit() -> None:
    assert chance_of_hit(np.empty(0), np.empty(0, dtype=np.bool_), k=3) == 0
