"""What an empty answer promises is what one gets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys import Model, Recommender, query_from_json
from recsys.catalogue import load_builtin
from recsys.query import Query
from recsys.relaxing import without
from tests.builders import model_of, title

CONDITIONS: list[dict[str, Any]] = [
    {"countries": {"all": ["SG", "KR", "FR"]}},
    {"form": "film"},
    {"medium": "animation"},
    {"year": [1900, 1950]},
    {"genres": ["horror"]},
    {"tones": ["tearjerker>=3"]},
    {"avoid": ["dark"]},
    {"cast": ["Song Kang-ho"]},
    {"cast_from": ["SG"]},
    {"directors_from": ["JP"]},
    {"set_in": ["Seoul"]},
    {"cities": {"all": ["Seoul", "Tokyo"]}},
    {"period": [1900, 1950]},
    {"source": ["manga"]},
    {"status": ["upcoming"]},
    {"max_minutes": 60},
    {"services": ["Netflix"], "region": "SG"},
    {"released_by": "1960"},
    {"upcoming": "only"},
    {"within": ["parasite-2019", "your-name-2016"]},
]
SEEDS: list[dict[str, Any]] = [
    {"like": ["parasite-2019"]},
    {"like": ["your-name-2016"], "min_score": 0.3},
    {},
]


def next_key(condition: dict[str, Any]) -> str:
    return next(iter(condition))


@pytest.fixture(scope="module")
def model() -> Model:
    builtin = load_builtin()
    chosen = {one.id: one for one in list(builtin)[::5]}
    chosen |= {id: builtin.by_id[id] for id in ("parasite-2019", "your-name-2016", "squid-game-2021")}
    return model_of(*chosen.values())


@settings(max_examples=100, deadline=None)
@given(
    seed=st.sampled_from(SEEDS),
    conditions=st.lists(
        st.sampled_from(CONDITIONS), min_size=2, max_size=4, unique_by=lambda c: next(iter(c))
    ),
    unknown=st.sampled_from(["keep", "drop"]),
)
def test_dropping_the_named_filter_gives_as_many_as_was_said(
    model: Model, seed: dict[str, Any], conditions: list[dict[str, Any]], unknown: str
) -> None:
    filters = {name: value for one in conditions for name, value in one.items()}
    query = query_from_json({**seed, "filters": {**filters, "unknown": unknown}, "k": 100})
    answer = Recommender(model).recommend(query)
    for relaxation in answer.relaxations:
        left = without(query.filters, relaxation.drop)
        if not (query.is_directed or left.excludes_something):
            assert relaxation.results == len(model)
            continue
        relaxed = replace(query, filters=left)
        assert _length(model, relaxed) == relaxation.results


def test_what_a_text_says_can_be_dropped_too() -> None:
    small = model_of(title("a", genres=("drama",), countries=("KR",)), title("b", genres=("drama",)))
    question = {"text": "drama by a Japanese director", "filters": {"year": [1900, 1901], "unknown": "drop"}}
    answer = Recommender(small).recommend(query_from_json(question))
    assert answer.results == ()
    only = {"text": "drama by a Japanese director", "filters": {"unknown": "drop"}}
    (relaxation,) = Recommender(small).recommend(query_from_json(only)).relaxations
    assert (relaxation.drop, relaxation.results) == ("directors_from: JP", 2)


def test_dropping_all_that_was_asked_leaves_every_title() -> None:
    small = model_of(title("a", countries=("KR",)), title("b", countries=("JP",)))
    answer = Recommender(small).recommend(query_from_json({"filters": {"countries": {"all": ["KR", "JP"]}}}))
    assert [(one.drop, one.results) for one in answer.relaxations] == [("countries.all", 2)]


def test_dropping_a_region_leaves_the_services_and_the_other_way_round() -> None:
    filters = query_from_json(
        {"filters": {"services": ["Netflix"], "region": "SG", "available_by": "2025"}}
    ).filters
    assert without(filters, "region") == replace(filters, region=None)
    assert without(filters, "services") == replace(filters, services=())
    assert without(without(filters, "region"), "services").available_by is None


def _length(model: Model, query: Query) -> int:
    count = 0
    while found := len(Recommender(model).recommend(replace(query, offset=count)).results):
        count += found
    return count
