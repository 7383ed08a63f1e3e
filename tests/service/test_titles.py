from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from recsys.catalogue import Catalogue, row_from_title, title_from_row
from recsys.model import Model
from recsys.publication import publish
from service.app import create_app
from service.settings import Settings
from tests.service.small_catalogue import small_catalogue
from training.pipeline import train


@pytest.mark.parametrize(
    ("typed", "id", "matched_by"),
    [
        ("Paper Lanterns", "paper-lanterns-2019", "title"),
        ("종이 등불", "paper-lanterns-2019", "original title"),
        ("lanterns by the river", "paper-lanterns-2019", "working title"),
        ("moss", "moss-garden-2015", "beginning"),
        ("paper lantrens", "paper-lanterns-2019", "spelling"),
        ("moss-garden-2015", "moss-garden-2015", "id"),
    ],
)
def test_search_says_how_a_title_was_found(client: TestClient, typed: str, id: str, matched_by: str) -> None:
    first = client.get("/v1/titles", params={"q": typed}).json()["results"][0]
    assert (first["id"], first["matched_by"]) == (id, matched_by)


def test_search_gives_every_title_of_a_name(client: TestClient) -> None:
    hits = client.get("/v1/titles", params={"q": "Tin Soldier"}).json()["results"]
    assert [hit["year"] for hit in hits[:2]] == [2001, 2018]


def test_search_keeps_to_its_limit(client: TestClient) -> None:
    assert len(client.get("/v1/titles", params={"q": "e", "limit": 2}).json()["results"]) <= 2
    assert client.get("/v1/titles", params={"q": "e", "limit": 51}).status_code == 422


def test_search_that_finds_nothing_is_an_empty_list(client: TestClient) -> None:
    assert client.get("/v1/titles", params={"q": "zzqqxxyy"}).json()["results"] == []


@pytest.mark.parametrize("query", ["", "?q=", "?query=Moss"])
def test_search_needs_a_text(client: TestClient, query: str) -> None:
    assert client.get(f"/v1/titles{query}").status_code == 422


def test_title_bears_its_whole_canonical_row(client: TestClient) -> None:
    title = small_catalogue().by_id["paper-lanterns-2019"]
    document = client.get("/v1/titles/paper-lanterns-2019").json()
    assert document["row"] == json.loads(json.dumps(row_from_title(title)))
    assert document["label"] == "Paper Lanterns (2019, series)"


def test_title_tells_how_each_tone_is_known(client: TestClient) -> None:
    tones = client.get("/v1/titles/paper-lanterns-2019").json()["tones"]
    basis = {tone["id"]: tone["basis"] for tone in tones}
    assert basis["slow-burn-romance"] == "stated"
    assert basis["co-production"] == "computed"
    assert basis["found-family"] == "inferred"


def test_tone_known_to_be_absent_is_told_as_such(client: TestClient) -> None:
    (tone,) = client.get("/v1/titles/night-ferry-2016").json()["tones"]
    assert (tone["id"], tone["state"]) == ("tearjerker", "no")


def test_warnings_that_nobody_looked_for_are_unknown_and_not_none(client: TestClient) -> None:
    assert client.get("/v1/titles/paper-lanterns-2019").json()["content_warnings"] == []
    assert client.get("/v1/titles/moss-garden-2015").json()["content_warnings"] is None


@pytest.mark.parametrize(
    ("id", "other", "kind"),
    [
        ("night-ferry-2016", "night-ferry-deckhand-2020", "spin-off"),
        ("night-ferry-deckhand-2020", "night-ferry-2016", "parent"),
    ],
)
def test_relation_is_resolved_from_both_sides(client: TestClient, id: str, other: str, kind: str) -> None:
    (related,) = client.get(f"/v1/titles/{id}").json()["related"]
    assert (related["id"], related["kind"]) == (other, kind)
    assert related["text"] == "The Deckhand is a spin-off of Night Ferry"


def test_unknown_id_is_404_with_the_nearest_titles(client: TestClient) -> None:
    answer = client.get("/v1/titles/moss-garden-2016")
    assert answer.status_code == 404
    problem = answer.json()
    assert problem["type"] == "/problems/not-found"
    assert problem["choices"][0] == {"id": "moss-garden-2015", "label": "Moss Garden (2015, animated series)"}


def test_name_is_no_id(client: TestClient) -> None:
    assert client.get("/v1/titles/Moss Garden").status_code == 404


@pytest.mark.parametrize("written", ["box/odd-name", quote("box/odd-name", safe="")])
def test_id_may_hold_a_slash(client: TestClient, written: str) -> None:
    assert client.get(f"/v1/titles/{written}").json()["row"]["title"] == "Bare Facts"
    assert client.get(f"/v1/titles/{written}/similar").json()["query"]["seeds"][0]["title"] == "Bare Facts"


def test_similar_to_an_id_is_the_same_as_similar_to_its_name(client: TestClient) -> None:
    by_id = client.get("/v1/titles/moss-garden-2015/similar").json()
    by_name = client.get("/v1/similar", params={"title": "Moss Garden"}).json()
    assert by_id["results"] == by_name["results"]
    assert by_id["query"]["seeds"][0]["matched_by"] == "id"


def test_similar_to_an_unknown_id_is_404_even_if_it_is_a_name(client: TestClient) -> None:
    assert client.get("/v1/titles/Moss Garden/similar").status_code == 404


def test_every_title_of_the_catalogue_has_a_page(client: TestClient, model: Model) -> None:
    ids = list(model.names.ids.table)
    assert {client.get(f"/v1/titles/{id}").status_code for id in ids} == {200}
    assert len(ids) == len(small_catalogue())


# What is known of people, and who says what


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service with one title that sources contradict each other about."""
    row = {
        "id": "ferry-2020",
        "title": "Ferry",
        "countries": ["KR"],
        "credits": [
            {"person": "Abe Ken", "role": "actor", "nationality": ["JP"]},
            {"person": "Bae Su", "role": "actor", "nationality": ["KR"]},
            {"person": "Chan Li", "role": "director"},
        ],
        "sources": [{"kind": "comic"}],
        "facts": [
            {"field": "source", "value": "manga", "source": "a newspaper", "confidence": 0.5},
            {"field": "sources", "value": "manhwa", "source": "a service"},
        ],
    }
    folder = tmp_path_factory.mktemp("ferry")
    publish(train(Catalogue([title_from_row(row)])), folder)
    with TestClient(create_app(folder, Settings())) as client:
        yield client


def test_conflicting_sources_are_both_kept_with_their_confidence(ferry: TestClient) -> None:
    (claims,) = ferry.get("/v1/titles/ferry-2020").json()["claims"]
    assert (claims["field"], claims["verdict"], claims["is_conflict"]) == ("sources", "conflict", True)
    assert claims["held"] == ["comic"]
    assert claims["claims"] == [
        {"value": "manga", "source": "a newspaper", "confidence": 0.5},
        {"value": "manhwa", "source": "a service", "confidence": None},
    ]


def test_people_have_nationalities_or_none_known(ferry: TestClient) -> None:
    people = ferry.get("/v1/titles/ferry-2020").json()["people"]
    assert people[0] == {"name": "Abe Ken", "role": "actor", "nationality": ["JP"]}
    assert people[2] == {"name": "Chan Li", "role": "director", "nationality": None}


def test_nations_are_counted_beside_the_production(ferry: TestClient) -> None:
    assert ferry.get("/v1/titles/ferry-2020").json()["nations"] == {
        "production": ["KR"],
        "cast": {"count": 2, "people": {"JP": 1, "KR": 1}, "unknown": 0},
        "crew": {"count": 0, "people": {}, "unknown": 1},
        "crosses_borders": None,
    }
