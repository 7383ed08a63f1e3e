"""What is looked at and in which order changes no answer: each list is the naive one, which scores all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys import Model, Query, Recommender, Seed, query_from_json
from recsys.filters import CountryFilter, Filters, ToneCondition, Unknown
from recsys.index import screen
from recsys.index.protocol import Mask
from recsys.kinds import Form
from recsys.neighbours import StoredNeighbours
from recsys.query import Blend, RelationPolicy, Taste
from recsys.question import Question, ask
from recsys.ranking import one_a_franchise, permitted
from recsys.reach import Reach

CONDITIONS: tuple[dict[str, Any], ...] = (
    {"form": Form.FILM},
    {"year": (2010, 2019)},
    {"countries": CountryFilter(all=("KR",))},
    {"countries": CountryFilter(only=("JP",))},
    {"genres": ("romance",)},
    {"tones": (ToneCondition("bittersweet", 2),)},
    {"tones": (ToneCondition("happy-ending"),)},
    {"avoid": ("love-triangle",)},
    {"avoid": ("cw-gore", "tragic")},
    {"cast_from": ("KR",)},
    {"max_minutes": 120},
    {"max_episodes": 12},
    {"unknown": Unknown.DROP},
    {"inferred": Unknown.DROP},
)
FILTERS = st.lists(st.sampled_from(CONDITIONS), max_size=3).map(
    lambda some: Filters(**{name: value for one in some for name, value in one.items()})
)


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Questions of every kind about the built-in catalogue, by row instead of by id."""
    rows = draw(st.lists(st.integers(0, 1_000), min_size=4, max_size=4, unique=True))
    one, two, three, four = (Seed(str(row), is_id=True) for row in rows)
    together = draw(st.sampled_from([(), (Taste(like=(one,)), Taste(like=(two, three), dislike=(four,)))]))
    return Query(
        like=() if together else draw(st.sampled_from([(one,), (one, two, three)])),
        together=together,
        blend=draw(st.sampled_from(Blend)),
        filters=draw(FILTERS),
        relations=draw(st.sampled_from(RelationPolicy)),
        min_score=draw(st.sampled_from([None, None, 0.2, 0.4, 3.0])),
        more=draw(st.sampled_from([{}, {"romcom": 0.5}])),
        k=draw(st.sampled_from([1, 10, 100])),
        offset=draw(st.sampled_from([0, 7, 300, 5_000])),
    )


@given(queries())
def test_a_list_is_what_scoring_all_titles_gives(builtin: Model, query: Query) -> None:
    query = _with_ids(builtin, query)
    answer = Recommender(builtin).recommend(query)
    rows, scores = _naive(builtin, query)
    page = slice(query.offset, query.offset + query.k)
    assert [builtin.row(result.id) for result in answer.results] == rows[page]
    assert [result.score for result in answer.results] == scores[page]


@pytest.mark.parametrize("floor", [0.3, 0.4])
@pytest.mark.parametrize("filters", [{"avoid": ("cw-gore",)}, {"tones": (ToneCondition("happy-ending"),)}])
def test_what_is_doubtful_follows_also_where_what_is_known_ends_below_the_floor(
    builtin: Model, floor: float, filters: dict[str, Any]
) -> None:
    query = replace(_similar(builtin, 3), filters=Filters(**filters), min_score=floor, k=100)
    answer = Recommender(builtin).recommend(query)
    assert [builtin.row(result.id) for result in answer.results] == _naive(builtin, query)[0][:100]


@given(FILTERS)
def test_what_is_known_and_what_is_doubtful_are_what_the_filters_allow(
    builtin: Model, filters: Filters
) -> None:
    screened = screen(filters, builtin.facets)
    groups = np.array([screened.known(), *screened.doubtful()])
    np.testing.assert_array_equal(groups.sum(axis=0), screened.allowed())
    for verdict in screened.verdicts:
        assert not (verdict.passes & verdict.unknown).any()


def test_nothing_is_counted_beside_a_page_that_has_results(
    builtin: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Reach, "candidates", property(_refuse))
    monkeypatch.setattr(Reach, "n_left", _refuse)
    assert Recommender(builtin).recommend(_similar(builtin, 3)).results


def test_what_is_doubtful_is_not_looked_at_where_the_page_ends_before_it(
    builtin: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Reach, "doubtful", property(_refuse))
    query = replace(_similar(builtin, 3), filters=Filters(form=Form.FILM))
    assert len(Recommender(builtin).recommend(query).results) == query.k


@pytest.mark.parametrize("stored", [5, 60])
@pytest.mark.parametrize("policy", RelationPolicy)
def test_stored_neighbours_change_no_answer(builtin: Model, stored: int, policy: RelationPolicy) -> None:
    model = replace(builtin, neighbours=_neighbours(builtin, stored, rows=range(3)))
    for row in range(3):
        for filters in (Filters(), Filters(form=Form.FILM), Filters(countries=CountryFilter(all=("KR",)))):
            query = replace(_similar(builtin, row), relations=policy, filters=filters)
            assert Recommender(model).recommend(query) == Recommender(builtin).recommend(query)


def test_what_is_stored_answers_without_a_search(builtin: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    model = replace(builtin, neighbours=_neighbours(builtin, 60, rows=range(1)))
    monkeypatch.setattr(type(model.index), "top", _refuse)
    assert len(Recommender(model).recommend(_similar(model, 0)).results) == 10


@pytest.mark.parametrize(
    "asked",
    [
        {"more": {"romcom": 0.5}},
        {"weights": {"tones": 2.0}},
        {"fame": 0.5},
        {"dislike": [{"id": "her-2013"}]},
    ],
)
def test_what_is_stored_is_not_asked_where_something_else_is_wished_for(
    builtin: Model, asked: dict[str, Any]
) -> None:
    model = replace(builtin, neighbours=_neighbours(builtin, 60, rows=range(1)))
    query = query_from_json({"like": [{"id": builtin.names.ids.table[0]}], **asked})
    assert Reach(model, ask(model, query)).stored() is None


# The list as it was once made: every title scored, all masks, policies last


def _naive(model: Model, query: Query) -> tuple[list[int], list[float]]:
    question = ask(model, query)
    found = [
        hits
        for tier in _tiers(model, question)
        for hits in model.index.top(question.vector, len(model), [tier])
    ]
    rows = np.concatenate([hits.rows for hits in found])
    scores = np.concatenate([hits.scores for hits in found])
    if question.is_one_a_world:
        kept = one_a_franchise(rows, model.relations)
        rows, scores = rows[kept], scores[kept]
    is_high = scores >= (-np.inf if query.min_score is None else query.min_score)
    return rows[is_high].tolist(), scores[is_high].tolist()


def _tiers(model: Model, question: Question) -> Sequence[Mask]:
    mask = permitted(
        question.query.relations,
        model.relations,
        liked=question.liked,
        disliked=question.disliked,
        n_titles=len(model),
    )
    if question.query.relations is not RelationPolicy.ONLY:
        mask &= model.index.sharing(question.vector)
        for one in question.vector.each if question.query.together else ():
            (hits,) = model.index.top(one, len(model), [np.ones(len(model), dtype=np.bool_)])
            suits = np.zeros(len(model), dtype=np.bool_)
            suits[hits.rows[hits.scores > 0]] = True
            mask &= suits
    unknown, inferred = np.zeros_like(mask), np.zeros_like(mask)
    for verdict in question.screen.verdicts:
        unknown |= verdict.unknown if verdict.silent is None else verdict.unknown & ~verdict.silent
        inferred |= False if verdict.inferred is None else verdict.inferred
    mask &= question.screen.allowed()
    return [mask & ~unknown & ~inferred, mask & ~unknown & inferred, mask & unknown]


def _with_ids(model: Model, query: Query) -> Query:
    def seeds(some: tuple[Seed, ...]) -> tuple[Seed, ...]:
        return tuple(Seed(model.names.ids.table[int(seed.name)], seed.weight, is_id=True) for seed in some)

    together = tuple(replace(t, like=seeds(t.like), dislike=seeds(t.dislike)) for t in query.together)
    return replace(query, like=seeds(query.like), together=together)


def _similar(model: Model, row: int) -> Query:
    return Query(like=(Seed(model.names.ids.table[row], is_id=True),))


def _neighbours(model: Model, k: int, *, rows: Sequence[int]) -> StoredNeighbours:
    """What is nearest to a few titles; the others have nothing stored."""
    stored, scores = np.full((len(model), k), -1, dtype=np.int32), np.zeros((len(model), k))
    for row in rows:
        vector = ask(model, _similar(model, row)).vector
        others = model.index.sharing(vector)
        others[row] = False
        (hits,) = model.index.top(vector, k, [others])
        stored[row, : len(hits.rows)], scores[row, : len(hits.rows)] = hits.rows, hits.scores
    return StoredNeighbours(stored.reshape(-1), scores.reshape(-1), len(model))


def _refuse(*_: object, **__: object) -> Any:
    pytest.fail("this need not be asked")
