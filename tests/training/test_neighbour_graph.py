from __future__ import annotations

import numpy as np
import pytest

from tests.builders import model_of, title
from training.neighbour_graph import N_NEIGHBOURS, NeighbourGraph

DRAMAS = [title(f"drama-{n:02}", genres=("drama",), year=1990 + n) for n in range(40)]


def test_each_pair_is_one_edge_and_no_title_is_bound_to_itself() -> None:
    graph = NeighbourGraph.build(model_of(*DRAMAS))
    assert (graph.lower < graph.upper).all()
    pairs = set(zip(graph.lower.tolist(), graph.upper.tolist(), strict=True))
    assert len(pairs) == len(graph.weights)


def test_every_title_is_bound_to_its_nearest_ones() -> None:
    graph = NeighbourGraph.build(model_of(*DRAMAS))
    ends = np.bincount(np.concatenate((graph.lower, graph.upper)), minlength=40)
    assert (ends >= N_NEIGHBOURS).all()


def test_weights_of_both_directions_sum_to_one() -> None:
    graph = NeighbourGraph.build(model_of(*DRAMAS))
    assert graph.degrees.sum() == pytest.approx(1)
    assert (graph.weights > 0).all()


def test_a_nearer_title_binds_more() -> None:
    near = title("near", genres=("drama", "war"), countries=("KR",))
    seed = title("seed", genres=("drama", "war"), countries=("KR",))
    far = title("far", genres=("drama",))
    model = model_of(far, near, seed)
    graph = NeighbourGraph.build(model)
    weight = dict(
        zip(zip(graph.lower.tolist(), graph.upper.tolist(), strict=True), graph.weights.tolist(), strict=True)
    )
    assert weight[1, 2] > weight[0, 2]


def test_a_title_that_shares_nothing_is_left_out() -> None:
    graph = NeighbourGraph.build(model_of(title("blank"), *DRAMAS[:3]))
    rows, bound = graph.without_isolated()
    assert rows.tolist() == [1, 2, 3]
    assert bound.n_titles == 3
    assert bound.upper.max() == 2


def test_a_single_title_has_no_edge() -> None:
    rows, bound = NeighbourGraph.build(model_of(title("alone", genres=("drama",)))).without_isolated()
    assert not len(rows)
    assert not len(bound.weights)
