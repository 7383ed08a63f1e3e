from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recsys
from recsys.answer import Part, Result
from recsys.errors import QueryError
from recsys.filters import Filters, Unknown
from recsys.model import Model
from recsys.model_diff import Basis, Cause, ModelDiff, NamedQuery, QueryDiff, common_seeds, diff
from recsys.model_diff.title_change import cause_of
from recsys.query import Query, RelationPolicy, Seed
from recsys.title import Form
from tests.builders import model_of

ALPHA = Query(like=(Seed("alpha", is_id=True),))

queries = st.builds(
    lambda likes, escapism, diversity, relations: Query(
        like=tuple(Seed(id, is_id=True) for id in likes),
        escapism=escapism,
        diversity=diversity,
        relations=relations,
    ),
    # Only one model knows "bravo" and "hotel": such a question fails in the other one.
    likes=st.lists(st.sampled_from(["alpha", "bravo", "cedar", "fir", "hotel"]), min_size=1, unique=True),
    escapism=st.sampled_from([-1.0, 0.0, 0.5]),
    diversity=st.sampled_from([0.0, 0.4]),
    relations=st.sampled_from(list(RelationPolicy)),
)


@pytest.fixture(scope="module")
def found(old: Model, new: Model) -> QueryDiff:
    (only,) = diff(old, new, [ALPHA], k=4).queries
    return only


def ids(changes: tuple[recsys.model_diff.TitleChange, ...]) -> list[str]:
    return [change.id for change in changes]


# One question


def test_titles_that_came_in_and_went_out_are_those_of_one_list_only(found: QueryDiff) -> None:
    assert set(ids(found.came_in)) == set(found.shown_b) - set(found.shown_a)
    assert set(ids(found.went_out)) == set(found.shown_a) - set(found.shown_b)
    assert "bravo" in ids(found.went_out)


def test_a_title_that_the_other_catalogue_lacks_says_so(found: QueryDiff) -> None:
    missing = {change.id: change.missing_in for change in found.went_out}
    assert missing["bravo"] == "b"


def test_a_title_has_its_place_in_both_answers_also_below_the_list(old: Model, new: Model) -> None:
    (only,) = diff(old, new, [ALPHA], k=1).queries
    (came,) = only.came_in
    assert (came.id, came.place_b) == ("echo", 1)
    assert came.place_a is not None
    assert came.place_a > 1


def test_a_title_that_rose_names_the_block_that_raised_it(old: Model, new: Model) -> None:
    (only,) = diff(old, new, [ALPHA], k=1).queries
    cause = only.came_in[0].cause
    assert cause is not None
    assert (cause.block, cause.basis) == ("cast", Basis.CHANGE)
    assert cause.value > 0


def test_a_title_that_only_fills_a_place_has_not_changed_its_order(old: Model) -> None:
    fewer = model_of(*(old.title(row) for row in range(len(old)) if old.title(row).id != "bravo"))
    (only,) = diff(old, fewer, [ALPHA], k=2).queries
    (filled,) = only.came_in
    assert ids(only.went_out) == ["bravo"]
    assert (filled.place_a, filled.place_b) == (3, 2)
    assert (filled.order_change, filled.cause) == (0, None)


def test_a_title_that_only_makes_room_has_not_changed_its_order(old: Model, new: Model) -> None:
    (only,) = diff(old, new, [Query(like=(Seed("echo", is_id=True),))], k=2).queries
    assert (ids(only.came_in), ids(only.went_out)) == (["alpha"], ["fir"])
    (delta,) = only.moved
    assert (delta.id, delta.place_a, delta.place_b) == ("delta", 1, 2)
    assert (delta.order_change, delta.cause) == (0, None)


def test_a_title_that_drives_another_out_has_overtaken_it(old: Model, new: Model) -> None:
    (only,) = diff(old, new, [Query(like=(Seed("delta", is_id=True),))], k=1).queries
    assert [(change.id, change.order_change) for change in only.came_in] == [("alpha", 1)]
    assert [(change.id, change.order_change) for change in only.went_out] == [("echo", -1)]


def test_an_answer_that_stays_the_same_has_nothing_to_tell(old: Model) -> None:
    (only,) = diff(old, old, [ALPHA]).queries
    assert only.is_same
    assert (only.came_in, only.went_out, only.moved) == ((), (), ())


def test_a_title_is_never_said_to_have_risen_by_what_it_lost(old: Model, new: Model) -> None:
    for k in (1, 2, 3):
        for query in diff(old, new, common_seeds(old, new), k=k).queries:
            for change in (*query.came_in, *query.went_out, *query.moved):
                if change.cause is not None and change.cause.basis is Basis.CHANGE:
                    assert change.place_a is not None
                    assert change.place_b is not None
                    assert change.cause.value * (change.place_a - change.place_b) > 0


# Why a title moved


def listed(rank: int, **values: float) -> Result:
    """A result with one part a block."""
    return Result(
        rank=rank,
        id="x",
        title="X",
        original_title=None,
        year=None,
        form=None,
        medium=None,
        countries=(),
        score=sum(values.values()),
        reasons=(),
        parts=tuple(Part(block, "f", "alpha", value) for block, value in values.items()),
    )


def test_cause_is_the_block_that_changed_most_in_the_direction_of_the_move() -> None:
    a, b = listed(5, genres=0.25, cast=0.25, year=0.5), listed(2, genres=0.5, cast=1.0, year=0.0)
    assert cause_of(a, b, unit_a=1, unit_b=1, direction=3) == Cause("cast", 0.75, Basis.CHANGE)
    assert cause_of(a, b, unit_a=1, unit_b=1, direction=-3) == Cause("year", -0.5, Basis.CHANGE)


def test_scores_of_another_size_are_no_cause() -> None:
    a, b = listed(5, genres=0.2, cast=0.1), listed(2, genres=0.4, cast=0.2)
    assert cause_of(a, b, unit_a=1, unit_b=2, direction=1) is None


def test_title_of_one_answer_only_is_told_by_its_largest_part() -> None:
    b = listed(1, genres=0.2, cast=0.1, hubs=-0.4)
    assert cause_of(None, b, unit_a=1, unit_b=2, direction=None) == Cause("genres", 0.1, Basis.PARTS)


# All questions


def test_catalogues_that_differ_are_told_by_their_titles(old: Model, new: Model) -> None:
    found = diff(old, new, [ALPHA])
    assert (found.only_a, found.only_b) == (("bravo",), ("hotel",))


def test_coverage_is_the_share_of_titles_in_any_list(old: Model, new: Model) -> None:
    found = diff(old, new, common_seeds(old, new), k=1)
    assert found.a.n_shown == len({id for query in found.queries for id in query.shown_a})
    assert found.a.coverage == found.a.n_shown / 7


def test_default_weights_that_differ_are_told_by_block(old: Model, new: Model) -> None:
    heavier = replace(old, info=replace(old.info, weights={**old.info.weights, "genres": 9.0, "own": 1.0}))
    changed = {each.block: (each.a, each.b) for each in diff(old, heavier, [ALPHA]).weights}
    assert changed == {"genres": (old.info.weights["genres"], 9.0), "own": (None, 1.0)}


def test_most_changed_questions_come_first(old: Model, new: Model) -> None:
    changed = diff(old, new, common_seeds(old, new)).changed
    assert len(changed) > 1
    assert [query.rbo for query in changed] == sorted(query.rbo for query in changed)


def test_question_that_one_model_cannot_answer_is_told_and_counts_as_no_overlap(
    old: Model, new: Model
) -> None:
    asked = [NamedQuery("gone", Query(like=(Seed("bravo", is_id=True),)))]
    found = diff(old, new, asked)
    (failed,) = found.failures
    assert (failed.name, failed.a) == ("gone", "")
    assert "bravo" in failed.b
    assert (found.mean_overlap, found.mean_rbo, found.n_compared) == (0, 0, 1)


def test_question_that_no_model_answers_is_told_and_does_not_count(old: Model) -> None:
    found = diff(old, old, [Query(like=(Seed("nowhere", is_id=True),)), ALPHA])
    assert (found.n_queries, found.n_compared, found.mean_overlap) == (2, 1, 1)
    assert found.failures[0].a == found.failures[0].b != ""


def test_without_a_question_there_is_no_mean(old: Model, new: Model) -> None:
    found = diff(old, new, [])
    assert (found.mean_overlap, found.mean_rbo) == (None, None)


def test_name_that_leads_to_another_title_is_seen(old: Model) -> None:
    golf = old.title(old.row("golf"))
    others = [old.title(row) for row in range(len(old)) if old.title(row).id != "golf"]
    other = model_of(*others, replace(golf, id="golf-again"))
    (only,) = diff(old, other, [Query(like=(Seed("Golf"),))]).queries
    assert (only.seeds_a, only.seeds_b) == (("golf",), ("golf-again",))


def test_length_of_the_list_must_be_sensible(old: Model) -> None:
    with pytest.raises(QueryError, match="k is 0"):
        diff(old, old, [ALPHA], k=0)


def test_lists_begin_at_their_top_whatever_a_question_skips(old: Model, new: Model) -> None:
    assert diff(old, new, [replace(ALPHA, offset=3, k=2)]).queries == diff(old, new, [ALPHA]).queries


def test_comparison_can_be_written_as_json(old: Model, new: Model) -> None:
    document = diff(old, new, common_seeds(old, new)).to_dict()
    assert json.loads(json.dumps(document)) == document
    assert document["n_same"] + len(document["changed"]) == document["n_queries"]


def test_filters_may_leave_both_lists_empty(old: Model, new: Model) -> None:
    nothing = replace(ALPHA, filters=Filters(form=Form.SHORT, unknown=Unknown.DROP))
    found = diff(old, new, [nothing])
    assert (found.mean_overlap, found.queries[0].is_same) == (1, True)


# For every question


@settings(max_examples=40)
@given(asked=st.lists(queries, min_size=1, max_size=3), k=st.integers(1, 8))
def test_a_model_does_not_differ_from_itself(old: Model, asked: list[Query], k: int) -> None:
    found = diff(old, old, asked, k=k)
    assert found.changed == ()
    assert (found.weights, found.only_a, found.only_b) == ((), (), ())
    assert {found.mean_overlap, found.mean_rbo} <= {1, None}


def mirrored(found: ModelDiff) -> list[object]:
    """What a comparison says, told from the other side."""
    return [
        (
            query.shown_b,
            query.shown_a,
            query.overlap,
            pytest.approx(query.rbo),
            {(change.id, change.place_b, change.place_a) for change in query.went_out},
            {(change.id, change.place_b, change.place_a) for change in query.came_in},
            {
                (change.id, change.place_b, change.place_a, -(change.order_change or 0))
                for change in query.moved
            },
        )
        for query in found.queries
    ]


@settings(max_examples=40)
@given(asked=st.lists(queries, min_size=1, max_size=3), k=st.integers(1, 8))
def test_swapping_the_models_swaps_in_and_out(old: Model, new: Model, asked: list[Query], k: int) -> None:
    there, back = diff(old, new, asked, k=k), diff(new, old, asked, k=k)
    assert mirrored(back) == [
        (
            query.shown_a,
            query.shown_b,
            query.overlap,
            query.rbo,
            {(change.id, change.place_a, change.place_b) for change in query.came_in},
            {(change.id, change.place_a, change.place_b) for change in query.went_out},
            {(change.id, change.place_a, change.place_b, change.order_change or 0) for change in query.moved},
        )
        for query in there.queries
    ]
    assert [(each.a, each.b) for each in back.failures] == [(each.b, each.a) for each in there.failures]
