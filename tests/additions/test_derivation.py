from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys import Recommender, similar_to
from recsys.additions import derived
from recsys.errors import BadData
from recsys.features.vectorizer import TitleVectorizer
from recsys.filters import Filters
from recsys.integrity import check_arrays
from recsys.model import SINCE, Model
from recsys.query import Query
from recsys.title import Relation, RelationKind, Title
from tests.additions.titles import BASE, assert_same, facts_from_scratch, facts_of_model, titles_of
from tests.builders import title
from tests.catalogue.strategies import titles as any_titles

few = settings(max_examples=settings().max_examples // 6)  # each of them makes a model or two
IDS = ("ash", "birch", "cedar", "elm", "zelkova", "aspen", "later", "maple", "beech")
relations = st.lists(
    st.builds(Relation, st.sampled_from(RelationKind), st.sampled_from(IDS)), max_size=2, unique=True
).map(tuple)
additions = st.lists(
    st.builds(
        lambda one, id, told: replace(one, id=id, relations=told),
        st.one_of(any_titles, st.sampled_from(BASE)),
        st.sampled_from(IDS),
        relations,
    ),
    unique_by=lambda one: one.id,
    max_size=4,
)
KIDNAP = title("maple", genres=("crime",), cast=("Bo Example",), year=2022, external_ids={"tmdb": "77"},
               synopsis="A cook keeps a lighthouse, and a zeppelin.", countries=("KR",))  # fmt: skip


def united(model: Model, added: list[Title]) -> list[Title]:
    """The titles of a model and those added, which keep the relations that the model knew of."""
    known = titles_of(model)
    for one in added:
        before = known[one.id].relations if one.id in known else ()
        told = sorted({*one.relations, *before}, key=lambda r: (r.kind, r.id))
        known[one.id] = replace(one, relations=tuple(told))
    return list(known.values())


@few
@given(additions)
def test_facts_are_those_that_a_training_would_make_of_all_titles(base: Model, added: list[Title]) -> None:
    assert_same(facts_of_model(derived(base, added)), facts_from_scratch(united(base, added)))


@few
@given(additions, st.randoms(use_true_random=False), st.integers(0, 4))
def test_order_in_which_titles_are_added_does_not_matter(
    base: Model, added: list[Title], random: object, cut: int
) -> None:
    mixed = added[::-1]
    assert_same(derived(derived(base, mixed[:cut]), mixed[cut:]).arrays(), derived(base, added).arrays())


@few
@given(additions)
def test_every_number_of_a_derived_model_passes_the_checks_of_an_artifact(
    base: Model, added: list[Title]
) -> None:
    model = derived(base, added)
    check_arrays(model.info, model.arrays())


@few
@given(additions)
def test_titles_that_were_not_added_keep_their_vectors_and_names(base: Model, added: list[Title]) -> None:
    model = derived(base, added)
    for row, one in enumerate(BASE):
        if one.id not in {other.id for other in added}:
            now = model.row(one.id)
            for ours, theirs in zip(
                (model.vector(now).columns, model.vector(now).values),
                (base.vector(row).columns, base.vector(row).values),
                strict=True,
            ):
                np.testing.assert_array_equal(ours, theirs)
            assert model.title(now).title == one.title


@few
@given(additions)
def test_vector_of_an_added_title_is_the_one_that_the_vectorizer_gives_it(
    base: Model, added: list[Title]
) -> None:
    model = derived(base, added)
    assert model.added is not None or not added or len(model) == len(base)
    rows = [] if model.added is None else np.flatnonzero(model.added).tolist()
    found = [model.title(row) for row in rows]
    if found:
        expected = TitleVectorizer.of(base.space, base.people).transform(found).toarray()
        for row, dense in zip(rows, expected, strict=True):
            vector = model.vector(row)
            np.testing.assert_array_equal(vector.columns, np.flatnonzero(dense))
            np.testing.assert_allclose(vector.values, dense[vector.columns], rtol=3e-7)


def test_a_title_that_was_changed_twice_leaves_nothing_of_the_first_time(base: Model) -> None:
    first, second = (title("twice", synopsis="A lighthouse of a" + " cook" * often) for often in (7, 2))
    at_once, in_turn = derived(base, [second]), derived(derived(base, [first]), [second])
    assert len(derived(base, [first]).rows.ratios) != len(base.rows.ratios)
    for name, array in at_once.rows.arrays().items():
        assert in_turn.rows.arrays()[name].tolist() == array.tolist(), name


@pytest.mark.parametrize("one", BASE, ids=lambda one: one.id)
def test_title_that_is_there_already_changes_nothing(base: Model, one: Title) -> None:
    assert derived(base, [one]) is base


def test_title_that_waited_for_another_one_is_related_to_it(base: Model) -> None:
    model = derived(base, [title("later", genres=("drama",))])
    assert list(model.relations.of(model.row("ash"))) == [(model.row("later"), RelationKind.SEQUEL)]
    assert model.title(model.row("later")).relations == (Relation(RelationKind.PREQUEL, "ash"),)


def test_relation_that_a_new_title_tells_is_told_by_the_other_side_too(base: Model) -> None:
    told = (Relation(RelationKind.PARENT, "oak"),)
    model = derived(base, [title("sapling", relations=told)])
    assert model.title(model.row("oak")).relations == (Relation(RelationKind.SPIN_OFF, "sapling"),)
    assert [SINCE[since] for since in (model.added if model.added is not None else ())].count("new") == 1


def test_new_title_is_found_by_name_by_id_elsewhere_and_by_filters(base: Model) -> None:
    model = derived(base, [KIDNAP])
    row = model.row("maple")
    assert model.external_ids.find("tmdb", "77") == [row]
    assert [int(model.names.owner[name]) for name in model.names.exact("MAPLE")] == [row]
    found = Recommender(model).recommend(Query(filters=Filters(genres=("crime",))))
    assert {hit.id for hit in found.results} == {"birch", "elm", "maple"}


def test_new_title_is_recommended_and_can_be_asked_about(base: Model) -> None:
    recommender = Recommender(derived(base, [KIDNAP]))
    assert "maple" in {hit.id for hit in recommender.recommend(similar_to("birch")).results}
    assert recommender.recommend(similar_to("maple")).results


def test_fame_of_a_new_title_is_unknown_and_that_of_others_stays(base: Model) -> None:
    model = derived(base, [replace(KIDNAP, popularity=10.0**9)])
    fame = {one: model.facets.fame[model.row(one)] for one in ("maple", "fir")}
    assert np.isnan(fame["maple"])
    assert fame["fir"] == base.facets.fame[base.row("fir")]


def test_popularity_of_a_new_title_changes_no_score(base: Model) -> None:
    asked = similar_to("birch")
    ours = Recommender(derived(base, [KIDNAP])).recommend(asked).results
    theirs = Recommender(derived(base, [replace(KIDNAP, popularity=10.0**9)])).recommend(asked).results
    assert [(hit.id, hit.score) for hit in ours] == [(hit.id, hit.score) for hit in theirs]


def test_two_titles_of_one_id_are_refused(base: Model) -> None:
    with pytest.raises(BadData, match="two titles have the id 'maple'"):
        derived(base, [KIDNAP, replace(KIDNAP, year=1999)])


def test_title_without_a_name_is_refused(base: Model) -> None:
    with pytest.raises(BadData, match="needs an id and a name"):
        derived(base, [replace(KIDNAP, title=" ")])
