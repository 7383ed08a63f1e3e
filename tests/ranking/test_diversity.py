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


def _in_order(labels: list[frozenset[str]], diversity: float = 0.1) -> list[frozenset[str]]:
    n = len(labels)
    order = maximal_marginal_relevance(np.linspace(1, 0.1, n), np.eye(n), diversity=diversity, labels=labels)
    assert sorted(order.tolist()) == list(range(n))
    return [labels[place] for place in order]


def test_no_label_is_there_five_times_among_ten_while_others_are_left() -> None:
    korean, japanese, french = frozenset({"KR"}), frozenset({"JP"}), frozenset({"FR"})
    first = _in_order([korean] * 30 + [japanese] * 15 + [french] * 15)[:10]
    assert (first.count(korean), first.count(japanese), first.count(french)) == (4, 4, 2)


def test_where_nothing_else_is_left_a_label_may_repeat() -> None:
    assert len(_in_order([frozenset({"KR"})] * 60)) == 60


def test_a_co_production_counts_for_each_of_its_countries() -> None:
    both, others = frozenset({"KR", "JP"}), [frozenset({str(number)}) for number in range(50)]
    first = _in_order([both] * 4 + [frozenset({"KR"}), frozenset({"JP"}), *others])[:6]
    assert first == [both] * 4 + others[:2]


def test_a_short_list_is_not_cut_into_shares() -> None:
    korean, french = frozenset({"KR"}), frozenset({"FR"})
    assert _in_order([korean] * 12 + [french] * 3, diversity=0.0)[:10] == [korean] * 10


def test_what_a_filter_is_sure_of_comes_before_what_it_is_not() -> None:
    tiers = np.array([0, 0, 1, 1], dtype=np.int8)
    scores = np.array([0.5, 0.1, 0.9, 0.8])
    order = maximal_marginal_relevance(scores, np.eye(4), diversity=0.5, tiers=tiers)
    assert set(order.tolist()[:2]) == {0, 1}


@given(st.integers(0, 2**16), st.lists(st.floats(0, 1), min_size=2, max_size=2))
def test_a_list_of_two_is_never_more_alike_when_more_diversity_is_asked(
    seed: int, dials: list[float]
) -> None:
    rng = np.random.default_rng(seed)
    points = rng.random((12, 3))
    similarity = points @ points.T
    similarity /= np.sqrt(np.outer(similarity.diagonal(), similarity.diagonal()))
    scores = np.sort(rng.random(12))[::-1]
    less, more = (
        maximal_marginal_relevance(scores, similarity, diversity=dial)[:2] for dial in sorted(dials)
    )
    assert similarity[more[0], more[1]] <= similarity[less[0], less[1]] + 1e-12
