"""Each name in an address reaches the question that is asked, through every route that takes it."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from recsys.answer import Answer
from recsys.filters import Filters
from recsys.query import Query, similar_to
from recsys.query_document import query_from_json
from recsys.recommender import Recommender
from service.parameters import NamedSimilarParameters, RecommendParameters, SimilarParameters

# What is written into the address, and the same in the JSON of a question.
FILTERS: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "countries_all": ({"countries_all": "JP,KR"}, {"countries": {"all": ["JP", "KR"]}}),
    "countries_any": ({"countries_any": "KR, region:sea"}, {"countries": {"any": ["KR", "region:sea"]}}),
    "countries_none": ({"countries_none": "US"}, {"countries": {"none": ["US"]}}),
    "countries_only": (
        {"countries_only": "Korea, Republic of"},
        {"countries": {"only": ["Korea, Republic of"]}},
    ),
    "form": ({"form": "film"}, {"form": "film"}),
    "medium": ({"medium": "animation"}, {"medium": "animation"}),
    "year_from": ({"year_from": "2015"}, {"year": [2015, None]}),
    "year_to": ({"year_to": "2020"}, {"year": [None, 2020]}),
    "genres": ({"genres": "romance,drama"}, {"genres": ["romance", "drama"]}),
    "tones": (
        {"tones": "slow-burn-romance>=2,restrained"},
        {"tones": ["slow-burn-romance>=2", "restrained"]},
    ),
    "avoid": ({"avoid": "tragic,cw-gore"}, {"avoid": ["tragic", "cw-gore"]}),
    "cast": ({"cast": "Han Areum,Mori Kaede"}, {"cast": ["Han Areum", "Mori Kaede"]}),
    "creators": ({"creators": "Han Areum"}, {"creators": ["Han Areum"]}),
    "cast_from": ({"cast_from": "KR,Japan"}, {"cast_from": ["KR", "Japan"]}),
    "directors_from": ({"directors_from": "JP"}, {"directors_from": ["JP"]}),
    "writers_from": ({"writers_from": "Korea, Republic of"}, {"writers_from": ["Korea, Republic of"]}),
    "cities_all": ({"cities_all": "Seoul,Tokyo"}, {"cities": {"all": ["Seoul", "Tokyo"]}}),
    "cities_any": ({"cities_any": "Seoul, Tokyo"}, {"cities": {"any": ["Seoul", "Tokyo"]}}),
    "set_in": ({"set_in": "Seoul"}, {"set_in": ["Seoul"]}),
    "filmed_in": ({"filmed_in": "Japan"}, {"filmed_in": ["Japan"]}),
    "period_from": ({"period_from": "-50"}, {"period": [-50, None]}),
    "period_to": ({"period_from": "1990", "period_to": "1999"}, {"period": [1990, 1999]}),
    "source": ({"source": "novel,web-novel"}, {"source": ["novel", "web-novel"]}),
    "status": ({"status": "released,airing"}, {"status": ["released", "airing"]}),
    "min_minutes": ({"min_minutes": "60"}, {"min_minutes": 60}),
    "max_minutes": ({"max_minutes": "600"}, {"max_minutes": 600}),
    "max_episodes": ({"max_episodes": "12"}, {"max_episodes": 12}),
    "services": ({"services": "Netflix,Disney+"}, {"services": ["Netflix", "Disney+"]}),
    "region": ({"region": "SG"}, {"region": "SG"}),
    "available_by": (
        {"available_by": "2025-10", "region": "SG"},
        {"available_by": "2025-10", "region": "SG"},
    ),
    "released_by": ({"released_by": "2025-10-28"}, {"released_by": "2025-10-28"}),
    "upcoming": (
        {"upcoming": "only", "released_by": "2025"},
        {"upcoming": "only", "released_by": "2025"},
    ),
    "within": (
        {"within": "moss-garden-2015,salt-road-2024"},
        {"within": ["moss-garden-2015", "salt-road-2024"]},
    ),
    "unknown": ({"unknown": "drop"}, {"unknown": "drop"}),
    "inferred": ({"inferred": "drop"}, {"inferred": "drop"}),
}
OPTIONS: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "k": ({"k": "3"}, {"k": 3}),
    "offset": ({"offset": "2"}, {"offset": 2}),
    "more": ({"more": "tearjerker:2,restrained"}, {"more": {"tearjerker": 2, "restrained": 1}}),
    "less": ({"less": "love-triangle"}, {"less": {"love-triangle": 1}}),
    "escapism": ({"escapism": "-0.5"}, {"escapism": -0.5}),
    "fame": ({"fame": "0.25"}, {"fame": 0.25}),
    "boost": (
        {"boost": "rank:JP, rank:JP:Netflix=2,rank:global=0.5"},
        {"boost": {"rank:JP": 1, "rank:JP:Netflix": 2, "rank:global": 0.5}},
    ),
    "min_score": ({"min_score": "-0.1"}, {"min_score": -0.1}),
    "diversity": ({"diversity": "0.4"}, {"diversity": 0.4}),
    "relations": ({"relations": "include"}, {"relations": "include"}),
    "seed": ({"seed": "7"}, {"seed": 7}),
    "spoilers": ({"spoilers": "true"}, {"spoilers": True}),
    "language": ({"language": "ko"}, {"language": "ko"}),
}
SPELLED = {name: (sent, {"filters": meant}) for name, (sent, meant) in FILTERS.items()} | OPTIONS
ROUTES = {
    "similar": ("/v1/similar", {"title": "Moss Garden"}),
    "by id": ("/v1/titles/moss-garden-2015/similar", {}),
    "recommend": ("/v1/recommend", {"like": "Moss Garden"}),
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Query]:
    """Every question that reaches the library, in order; another one is answered."""
    questions: list[Query] = []
    recommend = Recommender.recommend

    def answer_another(self: Recommender, query: Query) -> Answer:
        questions.append(query)
        return recommend(self, similar_to("Moss Garden"))

    monkeypatch.setattr(Recommender, "recommend", answer_another)
    return questions


def test_table_names_every_parameter() -> None:
    assert set(SPELLED) == set(SimilarParameters.model_fields)


def test_addresses_offer_every_filter_and_option_of_a_question() -> None:
    filters = {name for _, meant in FILTERS.values() for name in meant}
    options = {name for _, meant in OPTIONS.values() for name in meant}
    own = set(RecommendParameters.model_fields) - set(SimilarParameters.model_fields)
    assert {field.name for field in fields(Filters)} == filters
    with_a_body_only = {"together", "weights", "exclude", "exclude_series"}
    assert {field.name for field in fields(Query)} - options - own == {"filters", *with_a_body_only}


@pytest.mark.parametrize("route", ROUTES)
def test_each_parameter_reaches_the_question(client: TestClient, asked: list[Query], route: str) -> None:
    path, start = ROUTES[route]
    for name, (sent, meant) in SPELLED.items():
        answer = client.get(path, params={**start, **sent})
        assert answer.status_code == 200, (name, answer.text)
        expected = query_from_json({"like": ["x"], **meant})
        assert replace(asked[-1], like=expected.like) == expected, name


def test_no_parameter_is_the_neutral_question(client: TestClient, asked: list[Query]) -> None:
    client.get("/v1/titles/moss-garden-2015/similar")
    assert asked == [query_from_json({"like": [{"title": "moss-garden-2015"}]})]


def test_likes_dislikes_and_text_reach_the_question(client: TestClient, asked: list[Query]) -> None:
    address = (
        "/v1/recommend?like=Eat, Drink, Sing&like=Goblin&dislike=Tin Soldier 2018&text=a ferry&blend=nearest"
    )
    assert client.get(address).status_code == 200
    meant = {"like": ["Eat, Drink, Sing", "Goblin"], "dislike": ["Tin Soldier 2018"], "text": "a ferry"}
    assert asked == [query_from_json({**meant, "blend": "nearest"})]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"boost": "rank:JP=much"}, "rank:JP=much"),
        ({"boost": "rank:JP=11"}, "boost.rank:JP"),
        ({"boost": "JP"}, "rank:JP"),
        ({"boost": "rank:Atlantis"}, "Atlantis"),
        ({"services": "Nowhere+"}, "Nowhere+"),
        ({"cities_any": "Atlantis"}, "Atlantis"),
        ({"set_in": "Atlantis"}, "Atlantis"),
        ({"cast_from": "Atlantis"}, "Atlantis"),
        ({"creators": "Nobody Known"}, "Nobody Known"),
        ({"available_by": "2025-10-28"}, "available_by"),
        ({"available_by": "someday", "region": "SG"}, "someday"),
        ({"min_minutes": "600", "max_minutes": "60"}, "minutes 600 to 60"),
        ({"period_from": "1999", "period_to": "1990"}, "period 1999 to 1990"),
        ({"language": "tlh"}, "en, "),
    ],
)
def test_question_that_cannot_be_asked_is_422_and_says_why(
    client: TestClient, sent: dict[str, str], told: str
) -> None:
    answer = client.get("/v1/similar", params={"title": "Paper Lanterns", **sent})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert told in answer.json()["detail"]


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("fame", "2", "fame"),
        ("fame", "nan", "fame"),
        ("min_score", "inf", "min_score"),
        ("spoilers", "perhaps", "spoilers"),
        ("language", "k", "language"),
        ("source", "novel,poem", "source.1"),
        ("status", "lost", "status.0"),
        ("upcoming", "never", "upcoming"),
        ("inferred", "maybe", "inferred"),
        ("min_minutes", "0", "min_minutes"),
        ("max_episodes", "twelve", "max_episodes"),
        ("period_from", "40000", "period_from"),
        ("region", "", "region"),
        ("available_by", "x", "available_by"),
        ("like", "", "like.0"),
        ("blend", "shaken", "blend"),
        ("liek", "Goblin", "liek"),
    ],
)
def test_parameter_that_is_not_valid_is_named(client: TestClient, name: str, value: str, field: str) -> None:
    answer = client.get("/v1/recommend", params={"text": "a ferry", name: value})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-request")
    assert [error["field"] for error in answer.json()["errors"]] == [f"query.{field}"]


@pytest.mark.parametrize("kind", [NamedSimilarParameters, RecommendParameters])
def test_parameters_are_documented_with_examples_that_are_valid(kind: type[SimilarParameters]) -> None:
    described = kind.model_fields
    assert [name for name, field in described.items() if not field.description] == []
    examples = {name: field.examples[0] for name, field in described.items() if field.examples}
    assert kind(**examples).to_query("x").k == examples["k"]
