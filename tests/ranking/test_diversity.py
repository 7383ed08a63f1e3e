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
