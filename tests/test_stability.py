"""Lists that one can rely on: the same for the same question, page after page, however rows are ordered."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys import Catalogue, Model, Recommender, query_from_json
from recsys.catalogue import load_builtin
from recsys.errors import QueryError
from recsys.title import Title
from training.pipeline import train

QUERIES: list[dict[str, Any]] = [
    {"like": ["parasite-2019"]},
    {"like": ["parasite-2019", "your-name-2016"], "dislike": ["squid-game-2021"], "diversity": 0.5},
    {"like": ["parasite-2019"], "relations": "include", "filters": {"unknown": "keep", "tones": ["dark"]}},
    {"text": "two lovers in Seoul", "seed": 7},
    {"together": [{"like": ["parasite-2019"]}, {"like": ["your-name-2016"]}], "escapism": 0.5},
]


@pytest.fixture(scope="module")
def titles() -> list[Title]:
    builtin = load_builtin()
    chosen = [*list(builtin)[::9], builtin.by_id["parasite-2019"], builtin.by_id["your-name-2016"]]
    return list({title.id: title for title in [*chosen, builtin.by_id["squid-game-2021"]]}.values())


@pytest.fixture(scope="module")
def model(titles: list[Title]) -> Model:
    return train(Catalogue(titles))


def _ids(model: Model, **query: Any) -> list[str]:
    return [result.id for result in Recommender(model).recommend(query_from_json(query)).results]


@pytest.mark.parametrize("query", QUERIES)
def test_a_question_has_one_list_whatever_the_order_of_the_rows(
    model: Model, titles: list[Title], query: dict[str, Any]
) -> None:
    shuffled = [titles[place] for place in np.random.default_rng(1).permutation(len(titles))]
    assert _ids(train(Catalogue(shuffled)), **query, k=50) == _ids(model, **query, k=50)


@pytest.mark.parametrize("query", QUERIES)
def test_asking_again_changes_nothing(model: Model, query: dict[str, Any]) -> None:
    assert _ids(model, **query) == _ids(model, **query)


@settings(max_examples=12, deadline=None)
@given(query=st.sampled_from(QUERIES), page=st.integers(1, 40))
def test_pages_follow_each_other_without_gap_or_repetition(
    model: Model, query: dict[str, Any], page: int
) -> None:
    whole = _ids(model, **query, k=100)
    paged = [id for offset in range(0, 100, page) for id in _ids(model, **query, k=page, offset=offset)]
    assert paged[: len(whole)] == whole
    assert len(set(paged)) == len(paged)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_variety_draws_from_the_best_and_keeps_their_order(model: Model, seed: int) -> None:
    best = _ids(model, like=["parasite-2019"], k=100)
    drawn = _ids(model, like=["parasite-2019"], seed=seed, k=20)
    places = [best.index(id) for id in drawn if id in best]
    assert places == sorted(places)
    assert _ids(model, like=["parasite-2019"], seed=seed, k=20) == drawn


@given(st.integers(0, 200))
@settings(max_examples=20, deadline=None)
def test_within_a_list_nothing_else_comes_and_the_order_stays(model: Model, start: int) -> None:
    every = _ids(model, like=["parasite-2019"], relations="include", k=100)
    chosen = sorted(every)[start % 90 : start % 90 + 10]
    within = _ids(model, like=["parasite-2019"], relations="include", filters={"within": chosen}, k=100)
    assert within == [id for id in every if id in chosen]


def test_a_lowest_score_cuts_the_list_and_says_so_when_nothing_is_left(model: Model) -> None:
    ask = Recommender(model).recommend
    every = ask(query_from_json({"like": ["parasite-2019"], "k": 100})).results
    floor = every[9].score
    cut = ask(query_from_json({"like": ["parasite-2019"], "k": 100, "min_score": floor}))
    assert [result.id for result in cut.results] == [result.id for result in every[:10]]
    none = ask(query_from_json({"like": ["parasite-2019"], "min_score": 900.0}))
    assert none.results == ()
    assert none.notices == ("no title that the filters leave reaches the score 900",)


def test_a_list_of_very_many_names_is_refused_rather_than_looked_up(model: Model) -> None:
    names = [f"A title number {number}" for number in range(201)]
    with pytest.raises(QueryError, match="201 names that are no ids"):
        _ids(model, like=["parasite-2019"], filters={"within": names})
