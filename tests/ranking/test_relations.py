from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.catalogue import Catalogue
from recsys.query import RelationPolicy
from recsys.ranking import RelationGraph, barred, one_a_franchise, permitted, sentence
from recsys.title import Relation, RelationKind
from tests.builders import title

CATALOGUE = Catalogue(
    [
        title("a", relations=(Relation(RelationKind.SEQUEL, "b"), Relation(RelationKind.REMAKE, "d"))),
        title("b", relations=(Relation(RelationKind.SEQUEL, "c"),)),
        title("c"),
        title("d"),
        title("e", relations=(Relation(RelationKind.OTHER, "a"), Relation(RelationKind.SEQUEL, "gone"))),
    ]
)
A, B, C, D, E = range(5)
GRAPH = RelationGraph.build(list(CATALOGUE), {one.id: row for row, one in enumerate(CATALOGUE)})


def _permitted(policy: RelationPolicy) -> list[int]:
    return np.flatnonzero(permitted(policy, GRAPH, liked=[A], disliked=[], n_titles=len(CATALOGUE))).tolist()


def test_an_edge_is_told_from_both_sides() -> None:
    assert (B, RelationKind.SEQUEL) in set(GRAPH.of(A))
    assert (A, RelationKind.PREQUEL) in set(GRAPH.of(B))


def test_a_sequel_of_a_sequel_belongs_to_the_same_story_world() -> None:
    assert GRAPH.franchise_of(A).tolist() == [A, B, C, D]


def test_a_loose_relation_does_not_join_story_worlds() -> None:
    assert E not in GRAPH.franchise_of(A)


@pytest.mark.parametrize(
    ("policy", "rows"),
    [
        (RelationPolicy.EXCLUDE, []),
        (RelationPolicy.ONLY, [B, C, D, E]),
        (RelationPolicy.ONE, [B, C, E]),
        (RelationPolicy.INCLUDE, [B, C, D, E]),
    ],
)
def test_each_policy_permits_what_it_says(policy: RelationPolicy, rows: list[int]) -> None:
    assert _permitted(policy) == rows


def test_a_version_of_a_version_is_a_version() -> None:
    catalogue = Catalogue(
        [
            title("first"),
            title("remake", relations=(Relation(RelationKind.ORIGINAL, "first"),)),
            title("second remake", relations=(Relation(RelationKind.ORIGINAL, "first"),)),
        ]
    )
    graph = RelationGraph.build(list(catalogue), {one.id: row for row, one in enumerate(catalogue)})
    mask = permitted(RelationPolicy.ONE, graph, liked=[1], disliked=[], n_titles=3)
    assert not mask.any()


def test_a_disliked_title_takes_no_other_with_it() -> None:
    mask = permitted(RelationPolicy.ONE, GRAPH, liked=[], disliked=[A], n_titles=len(CATALOGUE))
    assert np.flatnonzero(mask).tolist() == [B, C, D, E]


def test_the_best_title_of_a_story_world_stands_for_it() -> None:
    rows = np.array([C, E, A, B])
    assert rows[one_a_franchise(rows, GRAPH)].tolist() == [C, E]


def test_the_graph_survives_its_arrays() -> None:
    again = RelationGraph.from_arrays(GRAPH.arrays())
    assert [list(again.of(row)) for row in range(5)] == [list(GRAPH.of(row)) for row in range(5)]


@pytest.mark.parametrize("kind", list(RelationKind))
def test_every_relation_can_be_told_and_names_both_titles(kind: RelationKind) -> None:
    told = sentence(kind, this="This One", other="That One")
    assert "This One" in told
    assert "That One" in told


@pytest.mark.parametrize("kind", list(RelationKind))
def test_the_inverse_of_the_inverse_is_the_relation_itself(kind: RelationKind) -> None:
    assert kind.inverse.inverse is kind


def test_both_directions_are_told_with_the_same_sentence() -> None:
    from_child = sentence(RelationKind.PARENT, this="Child", other="Parent")
    from_parent = sentence(RelationKind.SPIN_OFF, this="Parent", other="Child")
    assert from_child == from_parent == "Child is a spin-off of Parent"


@given(
    st.integers(2, 12).flatmap(
        lambda n: st.lists(
            st.tuples(st.integers(0, n - 1), st.integers(0, n - 1), st.sampled_from(RelationKind)),
            max_size=15,
        )
    )
)
def test_a_story_world_is_all_that_relations_connect(edges: list[tuple[int, int, RelationKind]]) -> None:
    told: dict[int, list[Relation]] = {row: [] for row in range(12)}
    for one, other, kind in edges:
        told[one].append(Relation(kind, f"{other:02}"))
    catalogue = Catalogue([title(f"{row:02}", relations=tuple(told[row])) for row in told])
    graph = RelationGraph.build(list(catalogue), {one.id: row for row, one in enumerate(catalogue)})
    for row in told:
        world = np.flatnonzero(graph.franchise == graph.franchise[row])
        np.testing.assert_array_equal(graph.franchise_of(row), world)


def test_the_story_worlds_of_many_titles_are_those_of_each() -> None:
    assert GRAPH.franchises_of(np.array([E, B])).tolist() == [A, B, C, D, E]
    assert GRAPH.franchises_of(np.array([E])).tolist() == [E]
    assert GRAPH.franchises_of(np.empty(0, dtype=np.int64)).tolist() == []


@pytest.mark.parametrize("policy", [RelationPolicy.EXCLUDE, RelationPolicy.ONE, RelationPolicy.INCLUDE])
def test_titles_kept_out_are_those_that_are_not_permitted(policy: RelationPolicy) -> None:
    for liked, disliked in (([A], []), ([A, C], [E]), ([], [B]), ([D], [D])):
        out = barred(policy, GRAPH, liked=liked, disliked=disliked)
        mask = permitted(policy, GRAPH, liked=liked, disliked=disliked, n_titles=len(CATALOGUE))
        assert sorted(out) == np.flatnonzero(~mask).tolist()


def test_the_number_of_a_world_says_who_is_of_it() -> None:
    for row in range(len(CATALOGUE)):
        world = np.flatnonzero(GRAPH.franchise == GRAPH.franchise[row])
        assert GRAPH.franchise_of(row).tolist() == world.tolist()
