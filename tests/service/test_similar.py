from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from recsys.model import Model
from recsys.recommender import Recommender
from service.parameters import SimilarParameters


def ids(client: TestClient, **parameters: Any) -> list[str]:
    answer = client.get("/v1/similar", params={"title": "Paper Lanterns", **parameters})
    assert answer.status_code == 200, answer.text
    return [result["id"] for result in answer.json()["results"]]


def test_most_alike_title_comes_first(client: TestClient) -> None:
    assert ids(client)[0] == "harbour-letters-2021"


def test_answer_is_that_of_the_library(client: TestClient, model: Model) -> None:
    answer = client.get("/v1/similar", params={"title": "Paper Lanterns", "k": 3}).json()
    expected = Recommender(model).recommend(SimilarParameters(k=3).to_query("Paper Lanterns"))
    assert answer["results"][0]["score"] == round(expected.results[0].score, 6)
    assert [result["id"] for result in answer["results"]] == [result.id for result in expected.results]


def test_name_of_two_titles_is_409_with_both(client: TestClient) -> None:
    answer = client.get("/v1/similar", params={"title": "tin soldier"})
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["choices"] == [
        {"id": "tin-soldier-2001", "label": "Tin Soldier (2001, film)"},
        {"id": "tin-soldier-2018", "label": "Tin Soldier (2018, animated film)"},
    ]


def test_year_decides_between_two_titles(client: TestClient) -> None:
    seeds = client.get("/v1/similar", params={"title": "Tin Soldier 2018"}).json()["query"]["seeds"]
    assert [seed["id"] for seed in seeds] == ["tin-soldier-2018"]


def test_unknown_name_is_404_with_the_nearest_names_and_no_results(client: TestClient) -> None:
    answer = client.get("/v1/similar", params={"title": "Glass Ocean 3"})
    assert answer.status_code == 404
    assert "results" not in answer.json()
    assert 1 <= len(answer.json()["choices"]) <= 3
    assert answer.json()["choices"][0]["id"] == "glass-orchard-2022"


@pytest.mark.parametrize(
    ("parameters", "kept"),
    [
        ({"countries_all": "JP,KR"}, {"harbour-letters-2021"}),
        ({"countries_any": "Thailand"}, {"salt-road-2024"}),
        ({"countries_any": "region:sea"}, {"salt-road-2024"}),
        ({"countries_only": "Japan"}, {"moss-garden-2015"}),
        ({"countries_none": "KR,TH"}, {"moss-garden-2015"}),
        ({"form": "film"}, {"kite-season-2025", "tin-soldier-2001"}),
        ({"medium": "animation"}, {"moss-garden-2015"}),
        ({"year_from": 2024}, {"kite-season-2025", "salt-road-2024"}),
        ({"year_to": 2012}, {"blue-umbrella-2012", "tin-soldier-2001"}),
        ({"genres": "romance,slice-of-life"}, {"moss-garden-2015"}),
        ({"tones": "slow-burn-romance>=2"}, {"harbour-letters-2021"}),
        ({"cast": "HAN Areum"}, {"harbour-letters-2021"}),
    ],
)
def test_filter_keeps_what_fulfils_it(client: TestClient, parameters: dict[str, Any], kept: set[str]) -> None:
    assert set(ids(client, unknown="drop", **parameters)) == kept


def test_released_by_leaves_out_what_is_upcoming(client: TestClient) -> None:
    assert "kite-season-2025" in ids(client)
    assert "kite-season-2025" not in ids(client, released_by="2024-12-31")


def test_unknown_values_are_kept_and_marked_unless_dropped(client: TestClient) -> None:
    assert "blue-umbrella-2012" in ids(client, form="series")
    assert "blue-umbrella-2012" not in ids(client, form="series", unknown="drop")


def test_avoided_tone_leaves_only_titles_known_to_lack_it(client: TestClient) -> None:
    assert "harbour-letters-2021" in ids(client)
    assert "harbour-letters-2021" not in ids(client, avoid="tearjerker")


def test_offset_goes_on_where_the_first_page_ended(client: TestClient) -> None:
    whole = ids(client, k=4)
    assert ids(client, k=2) + ids(client, k=2, offset=2) == whole


def test_repeated_parameter_is_one_list(client: TestClient) -> None:
    repeated = client.get("/v1/similar?title=Paper Lanterns&countries_all=JP&countries_all=KR&unknown=drop")
    assert [result["id"] for result in repeated.json()["results"]] == ["harbour-letters-2021"]


def test_only_relations_gives_the_related_title_alone(client: TestClient) -> None:
    answer = client.get("/v1/similar", params={"title": "Night Ferry", "relations": "only"}).json()
    assert [result["id"] for result in answer["results"]] == ["night-ferry-deckhand-2020"]


def test_what_carries_a_story_on_is_no_other_version_of_it(client: TestClient) -> None:
    answer = client.get("/v1/similar", params={"title": "Night Ferry", "relations": "exclude"}).json()
    assert answer["related"] == []
    (related,) = client.get("/v1/similar", params={"title": "Night Ferry"}).json()["related"]
    assert (related["id"], related["is_version"]) == ("night-ferry-deckhand-2020", False)


def test_empty_answer_says_which_filter_to_drop(client: TestClient) -> None:
    parameters = {"title": "Paper Lanterns", "countries_all": "SG,KR,FR", "unknown": "drop"}
    answer = client.get("/v1/similar", params=parameters).json()
    assert answer["results"] == []
    assert [relaxation["drop"] for relaxation in answer["relaxations"]] == ["countries.all"]


def test_more_of_a_tone_raises_the_titles_that_have_it(client: TestClient) -> None:
    def score(**parameters: str) -> float:
        answer = client.get("/v1/similar", params={"title": "Paper Lanterns", "k": 10, **parameters})
        by_id = {result["id"]: result["score"] for result in answer.json()["results"]}
        return float(by_id["harbour-letters-2021"])

    assert score(more="tearjerker:2") > score(more="tearjerker") > score() > score(less="tearjerker")


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"more": "tearjerker:much"}, "tearjerker:much"),
        ({"more": "tearjerker:nan"}, "more.tearjerker"),
        ({"tones": "slow-burn-romance>=9"}, "an intensity is 1, 2 or 3"),
        ({"tones": "no-such-tone"}, "no-such-tone"),
        ({"countries_any": "Atlantis"}, "Atlantis"),
        ({"cast": "Nobody Known"}, "Nobody Known"),
        ({"released_by": "someday"}, "someday"),
    ],
)
def test_question_that_cannot_be_asked_is_422_and_says_why(
    client: TestClient, parameters: dict[str, str], told: str
) -> None:
    answer = client.get("/v1/similar", params={"title": "Paper Lanterns", **parameters})
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/invalid-query"
    assert told in answer.json()["detail"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("k", "0"),
        ("k", "101"),
        ("k", "ten"),
        ("offset", "-1"),
        ("escapism", "nan"),
        ("diversity", "inf"),
        ("form", "novel"),
        ("year_from", "99999"),
        ("seed", "-1"),
        ("countries_al", "KR"),
    ],
)
def test_parameter_that_is_not_valid_is_named(client: TestClient, name: str, value: str) -> None:
    answer = client.get("/v1/similar", params={"title": "Paper Lanterns", name: value})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [f"query.{name}"]


def test_country_whose_name_has_a_comma_is_one_country() -> None:
    query = SimilarParameters(countries_any=["Korea, Republic of"]).to_query("x")
    assert query.filters.countries.any == ("Korea, Republic of",)
