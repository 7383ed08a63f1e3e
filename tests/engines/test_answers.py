"""Whole questions to the built-in catalogue: an engine changes no answer, no reason and no figure."""

from __future__ import annotations

from typing import Any

import pytest

from recsys import Model, Recommender, query_from_json
from recsys.engines.opening import searched_by
from recsys.engines.points import points_of
from tests.engines.adapters import FOREIGN, store_of

ONE = {"like": ["Crash Landing on You"]}
SEVERAL = {"like": ["Squid Game", "Parasite", "Goblin"]}
HER, HIM = {"like": ["Goblin"], "name": "Ana"}, {"like": ["Squid Game"], "name": "Ben"}
QUESTIONS: dict[str, dict[str, Any]] = {
    "one title": ONE,
    "the second page": {**ONE, "k": 10, "offset": 10},
    "an older seed beside a dislike": {"like": ["Spirited Away"], "dislike": ["Squid Game"]},
    "a tone, and not one title": {"more": {"healing": 1}, "dislike": ["Squid Game"]},
    "more and less of a tone": {**ONE, "more": {"healing": 1}, "less": {"dark": 2}},
    "escapist and little known": {**ONE, "escapism": 1, "fame": -1},
    "grounded and famous": {**SEVERAL, "escapism": -1, "fame": 1},
    "several titles together": SEVERAL,
    "several titles, near to any": {**SEVERAL, "blend": "nearest"},
    "near to any, and not to another one": {**SEVERAL, "blend": "nearest", "dislike": ["Queen of Tears"]},
    "two viewers": {"together": [HER, HIM]},
    "a text": {"text": "two detectives, one case in Seoul and Tokyo"},
    "a word that few titles have": {"text": "lighthouse"},
    "one country, after a year": {**ONE, "filters": {"countries": {"only": ["JP"]}, "year": [2015, None]}},
    "a filter that leaves nearly nothing": {**ONE, "filters": {"genres": ["western"], "medium": "animation"}},
    "filters that leave nothing": {**ONE, "filters": {"year": [1890, 1891], "unknown": "drop"}},
    "filters and nothing else": {"filters": {"form": "film", "genres": ["crime"]}},
    "its own story world": {"like": ["Spirited Away"], "relations": "only"},
    "all weights but one": {**ONE, "weights": {"year": 0, "cast": 2}},
    "a floor": {"like": ["Goblin"], "min_score": 0.4, "k": 50},
    "varied": {**ONE, "diversity": 0.5, "seed": 3},
}


@pytest.fixture(scope="module", params=FOREIGN)
def foreign(
    request: pytest.FixtureRequest, builtin: Model, tmp_path_factory: pytest.TempPathFactory
) -> Model:
    """The built-in model, searched by an engine."""
    store = store_of(request.param, tmp_path_factory.mktemp("engine"))
    list(store.write(points_of(builtin)))
    return searched_by(builtin, store, request.param)


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answer_is_that_of_our_own_index(
    foreign: Model, builtin: Model, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recsys.engines.engine_index.FEW", 20)  # small enough to need an engine
    query = query_from_json(QUESTIONS[name])
    answer = Recommender(foreign).recommend(query).to_dict()
    assert answer == Recommender(builtin).recommend(query).to_dict()
