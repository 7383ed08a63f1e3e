from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recsys.ranking import intra_list_similarity, maximal_marginal_relevance


def test_without_diversity_the_order_is_that_of_the_scores() -> None:
    order = maximal_marginal_relevance(np.array([3.0, 2.0, 1.0]), np.eye(3), diversity=0.0)
    assert order.tolist() == [0, 1, 2]


def test_a_twin_of_the_first_gives_way_to_something_else() -> None:
    similarity = np.array([[1.0, 0.9, 0.0], [0.9, 1.0, 0.0], [0.0, 0.0, 1.0]])
    order = maximal_marginal_relevance(np.array([1.0, 0.9, 0.6]), similarity, diversity=0.5)
    assert order.tolist() == [0, 2, 1]


@given(st.integers(1, 12), st.floats(0, 1), st.integers(0, 2**16))
def test_every_title_appears_once_and_the_best_stays_first(n: int, diversity: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.random((n, 3))
    similarity = points @ points.T
    similarity /= np.sqrt(np.outer(similarity.diagonal(), similarity.diagonal()))
    scores = np.sort(rng.random(n))[::-1]
    order = maximal_marginal_relevance(scores, similarity, diversity=diversity)
    assert order[0] == 0
    assert sorted(order.tolist()) == list(range(n))


def test_an_empty_list_has_an_empty_order() -> None:
    assert not len(maximal_marginal_relevance(np.empty(0), np.empty((0, 0)), diversity=0.5))


def test_intra_list_similarity_is_the_mean_over_pairs() -> None:
    similarity = np.array([[1.0, 0.2, 0.4], [0.2, 1.0, 0.6], [0.4, 0.6, 1.0]])
    assert np.isclose(intra_list_similarity(similarity), 0.4)
    assert intra_list_similarity(np.eye(1)) == 0.0


def test_no_label_is_there_five_times_among_ten_while_others_are_left() -> None:
    labels = [frozenset({"KR"})] * 12 + [frozenset({"JP"})] * 8
    scores = np.linspace(1, 0.1, 20)
    order = maximal_marginal_relevance(scores, np.eye(20), diversity=0.1, labels=labels)
    first = [next(iter(labels[place])) for place in order[:8]]
    assert first.count("KR") == 4
    assert first.count("JP") == 4


def test_where_nothing_else_is_left_a_label_may_repeat() -> None:
    labels = [frozenset({"KR"})] * 12
    order = maximal_marginal_relevance(np.linspace(1, 0.1, 12), np.eye(12), diversity=0.1, labels=labels)
    assert sorted(order.tolist()) == list(range(12))


def test_a_co_production_counts_for_each_of_its_countries() -> None:
    labels = [frozenset({"KR", "JP"})] * 4 + [frozenset({"KR"}), frozenset({"JP"}), frozenset({"FR"})]
    order = maximal_marginal_relevance(np.linspace(1, 0.1, 7), np.eye(7), diversity=0.1, labels=labels)
    assert order.tolist()[:5] == [0, 1, 2, 3, 6]


def test_what_a_filter_is_sure_of_comes_before_what_it_is_not() -> None:
    tiers = np.array([0, 0, 1, 1], dtype=np.int8)
    scores = np.array([0.5, 0.1, 0.9, 0.8])
    order = maximal_marginal_relevance(scores, np.eye(4), diversity=0.5, tiers=tiers)
    assert set(order.tolist()[:2]) == {0, 1}


@given(st.integers(1, 40), st.integers(0, 2**16))
def test_a_longer_list_begins_with_the_shorter_also_with_labels(n: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = np.sort(rng.random(n))[::-1]
    labels = [frozenset({str(rng.integers(3))}) for _ in range(n)]
    whole = maximal_marginal_relevance(scores, np.eye(n), diversity=0.3, labels=labels)
    assert sorted(whole.tolist()) == list(range(n))
    for start in range(0, n - 9, 10):
        page = [next(iter(labels[place])) for place in whole[start : start + 10]]
        left = [next(iter(labels[place])) for place in whole[start + 10 :]]
        for label in set(page):
            if page.count(label) > 4:  # only when nothing else was left at that place
                assert set(left) <= {label} | {one for one in page if page.count(one) >= 4}
