"""Ids of other sites in, ids of other sites out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from recsys.artifact import open_model
from recsys.catalogue import Catalogue
from recsys.model import Model
from recsys.publication import publish
from recsys.title import Form
from service.app import create_app
from service.external.documents import ExternalAnswerDocument, ExternalQuestionDocument
from service.external.lookup import titles_bearing
from service.external.sites import canonical_site, spellings_of_id
from service.history import reading
from service.routes.external import EXAMPLES
from service.settings import Settings
from tests.service.small_catalogue import small_catalogue
from training.pipeline import train

# Seven of TMDB is a series and a film; two films were given one id of IMDb by mistake.
IDS = {
    "paper-lanterns-2019": {"imdb": "tt0000101", "tmdb": "7", "mal": "301"},
    "night-ferry-2016": {"imdb": "tt0000102", "tmdb": "7"},
    "tin-soldier-2001": {"imdb": "tt0000103"},
    "tin-soldier-2018": {"imdb": "tt0000103"},
    "harbour-letters-2021": {"imdb": "tt0000104", "tmdb": "8", "anime-planet": "harbour-letters"},
    "moss-garden-2015": {"imdb": "tt12345678", "mal": "302"},
    "kite-season-2025": {"tmdb": "9"},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a model whose titles bear ids of other sites; one of them is a special."""
    titles = [
        replace(title, external_ids=IDS.get(title.id, {}))
        if title.id != "kite-season-2025"
        else replace(title, external_ids=IDS[title.id], form=Form.SPECIAL)
        for title in small_catalogue()
    ]
    place = tmp_path_factory.mktemp("external") / "small"
    publish(train(Catalogue(titles)), place)
    return place


@pytest.fixture(scope="module")
def model(folder: Path) -> Model:
    """The same model, in this process."""
    return open_model(folder)


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    """A client of a service that serves it."""
    with TestClient(create_app(folder, Settings())) as client:
        yield client


def similar(client: TestClient, site: str, id: str, **parameters: Any) -> Any:
    return client.get(f"/v1/external/{site}/{id}/similar", params=parameters)


def recommend(client: TestClient, **question: Any) -> Any:
    return client.post("/v1/external/recommend", json=question)


def imdb(number: int) -> dict[str, str]:
    return {"site": "Imdb", "id": f"tt{number:07}"}


def ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [result["id"] for result in answer.json()["results"]]


# One title


@pytest.mark.parametrize(
    ("site", "id"),
    [
        ("imdb", "tt0000101"),
        ("Imdb", "TT0000101"),
        ("IMDb", "101"),
        ("MyAnimeList", "301"),
        ("mal", "301"),
        ("recsys", "paper-lanterns-2019"),
    ],
)
def test_title_is_found_however_servers_write_its_id(client: TestClient, site: str, id: str) -> None:
    expected = client.get("/v1/titles/paper-lanterns-2019/similar").json()["results"]
    found = similar(client, site, id).json()["results"]
    assert [one["id"] for one in found] == [one["id"] for one in expected]
    assert [one["reasons"] for one in found] == [one["reasons"] for one in expected]
    assert [one["score"] for one in found] == [one["score"] for one in expected]


def test_ids_come_in_the_words_and_the_order_of_the_question(client: TestClient) -> None:
    answer = similar(client, "imdb", "tt0000101", reply=["Tmdb", "IMDb"], k=1).json()
    assert [*answer["results"][0]["ids"].items()] == [("Tmdb", "8"), ("IMDb", "tt0000104")]


def test_all_ids_come_if_no_site_is_asked_for(client: TestClient) -> None:
    answer = similar(client, "imdb", "tt0000101", k=1).json()
    assert answer["results"][0]["ids"] == IDS["harbour-letters-2021"]


def test_result_without_an_id_is_given_and_told(client: TestClient) -> None:
    answer = similar(client, "imdb", "tt0000101", reply="mal").json()
    without = {result["id"] for result in answer["results"] if not result["ids"]}
    assert without == {each["id"] for each in answer["without_ids"]}
    assert "harbour-letters-2021" in without


def test_number_is_not_given_where_it_may_be_another_titles(client: TestClient) -> None:
    (kite,) = [
        one for one in similar(client, "imdb", "tt0000101").json()["results"] if one["id"][:4] == "kite"
    ]
    assert (kite["type"], kite["ids"]) == (None, {})


def test_number_of_two_titles_is_409_with_both(client: TestClient) -> None:
    answer = similar(client, "tmdb", "7")
    assert answer.status_code == 409
    assert [each["id"] for each in answer.json()["choices"]] == ["night-ferry-2016", "paper-lanterns-2019"]


@pytest.mark.parametrize(("type", "row"), [("movie", "night-ferry-2016"), ("series", "paper-lanterns-2019")])
def test_type_tells_a_film_from_a_series(client: TestClient, type: str, row: str) -> None:
    expected = client.get(f"/v1/titles/{row}/similar").json()["results"]
    assert ids(similar(client, "tmdb", "7", type=type)) == [one["id"] for one in expected]


def test_number_of_a_series_is_not_that_of_a_film(client: TestClient) -> None:
    answer = similar(client, "tmdb", "8", type="movie")
    assert answer.status_code == 404
    assert [each["id"] for each in answer.json()["choices"]] == ["harbour-letters-2021"]


def test_type_does_not_matter_where_an_id_is_one_titles(client: TestClient) -> None:
    assert similar(client, "imdb", "tt0000104", type="movie").status_code == 200


@pytest.mark.parametrize("type", ["movie", None])
def test_two_films_of_one_id_are_409_whatever_the_type(client: TestClient, type: str | None) -> None:
    parameters = {} if type is None else {"type": type}
    assert similar(client, "imdb", "tt0000103", **parameters).status_code == 409


@pytest.mark.parametrize(("site", "id"), [("imdb", "tt9999999"), ("nosuch", "1"), ("recsys", "none-such")])
def test_unknown_id_is_404(client: TestClient, site: str, id: str) -> None:
    answer = similar(client, site, id)
    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/not-found"


def test_filters_are_those_of_every_question(client: TestClient) -> None:
    assert set(ids(similar(client, "imdb", "tt0000101", form="film", unknown="drop"))) <= {
        *("tin-soldier-2001", "tin-soldier-2018", "night-ferry-2016", "night-ferry-deckhand-2020")
    }


# A library


def test_only_what_the_library_holds_is_shown(client: TestClient) -> None:
    assert len(ids(recommend(client, like=[imdb(101)]))) > 2
    answer = recommend(client, like=[imdb(101)], library=[imdb(104), imdb(12345678)])
    assert ids(answer) == ["harbour-letters-2021", "moss-garden-2015"]


def test_what_was_seen_never_comes(client: TestClient) -> None:
    assert "harbour-letters-2021" not in ids(recommend(client, like=[imdb(101)], seen=[imdb(104)]))


def test_question_in_ids_is_the_question_in_own_ids(client: TestClient) -> None:
    rest = {"more": {"tearjerker": 1}, "filters": {"countries": {"any": ["JP", "KR"]}}, "k": 5}
    own = {
        "like": [{"id": "paper-lanterns-2019", "weight": 2}],
        "dislike": [{"id": "night-ferry-2016"}],
        **rest,
    }
    elsewhere = {"like": [{**imdb(101), "weight": 2}], "dislike": [imdb(102)], **rest}
    expected = client.post("/v1/recommend", json=own).json()["results"]
    found = recommend(client, **elsewhere).json()["results"]
    assert [(one["id"], one["score"]) for one in found] == [(one["id"], one["score"]) for one in expected]


def test_title_named_by_two_sites_counts_once(client: TestClient) -> None:
    again = {"site": "mal", "id": "301", "weight": 5}
    twice = recommend(client, like=[imdb(101), again, imdb(102)])
    assert twice.json()["results"] == recommend(client, like=[imdb(101), imdb(102)]).json()["results"]


def test_viewers_together_may_name_their_likes_by_ids(client: TestClient) -> None:
    together = [{"name": "Ana", "like": [imdb(101)]}, {"name": "Ben", "like": [imdb(102), imdb(999)]}]
    answer = recommend(client, together=together).json()
    assert answer["results"][0]["notes"][-1].startswith("for Ben")
    assert answer["unknown"] == [{"place": "together.1.like", **imdb(999)}]


def test_ids_that_were_not_used_are_told_with_their_list(client: TestClient) -> None:
    number = {"site": "Tmdb", "id": "7"}
    answer = recommend(
        client,
        like=[imdb(101), imdb(998)],
        dislike=[number],
        seen=[imdb(999), imdb(999)],
        library=[imdb(104)],
    ).json()
    assert answer["unknown"] == [{"place": "like", **imdb(998)}, {"place": "seen", **imdb(999)}]
    (told,) = answer["ambiguous"]
    assert (told["place"], told["site"], told["id"]) == ("dislike", "Tmdb", "7")
    assert [choice["id"] for choice in told["choices"]] == ["night-ferry-2016", "paper-lanterns-2019"]


def test_likes_that_nothing_bears_are_404(client: TestClient) -> None:
    assert recommend(client, like=[imdb(998), imdb(999)]).status_code == 404


def test_like_that_several_titles_bear_is_409_with_them(client: TestClient) -> None:
    answer = recommend(client, like=[imdb(103)])
    assert answer.status_code == 409
    assert [each["id"] for each in answer.json()["choices"]] == ["tin-soldier-2001", "tin-soldier-2018"]


def test_library_of_which_nothing_is_known_does_not_mean_any_title(client: TestClient) -> None:
    answer = recommend(client, like=[imdb(101)], library=[imdb(999)])
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith("library: ")


def test_two_lists_to_choose_within_are_refused(client: TestClient) -> None:
    within = {"within": ["night-ferry-2016"]}
    answer = recommend(client, like=[imdb(101)], library=[imdb(104)], filters=within)
    assert answer.status_code == 422
    assert "filters.within" in answer.json()["detail"]


def test_filter_that_leaves_nothing_of_a_library_is_told(client: TestClient) -> None:
    answer = recommend(client, like=[imdb(101)], library=[imdb(104)], filters={"form": "film"}).json()
    assert answer["results"] == []
    assert {"within", "form"} & {each["drop"] for each in answer["relaxations"]}


def test_library_of_20_000_ids_is_answered(client: TestClient) -> None:
    library = [imdb(101), *(imdb(10**6 + number) for number in range(19_999))]
    answer = recommend(client, text="letters", library=library)
    assert ids(answer) == ["paper-lanterns-2019"]
    assert len(answer.json()["unknown"]) == 19_999


def test_no_more_than_two_large_libraries_are_looked_up_at_once(client: TestClient) -> None:
    library = [imdb(101), *(imdb(10**6 + number) for number in range(2_000))]
    with reading(), reading():
        large = recommend(client, text="letters", library=library)
        small = recommend(client, text="letters", library=library[:10])
    assert (large.status_code, large.headers["retry-after"]) == (503, "1")
    assert small.status_code == 200


# Documents


def test_answers_are_the_described_documents(client: TestClient) -> None:
    for answer in (
        similar(client, "imdb", "tt0000101"),
        recommend(client, like=[imdb(101)], seen=[imdb(9)], dislike=[imdb(103)]),
    ):
        assert ExternalAnswerDocument.model_validate(answer.json()).model_dump(mode="json") == answer.json()


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_of_the_route_are_questions(name: str) -> None:
    assert ExternalQuestionDocument.model_validate(EXAMPLES[name]["value"]).like


def test_answer_is_in_the_language_that_was_asked_for(client: TestClient) -> None:
    answer = similar(client, "imdb", "tt0000104", language="ko", k=1)
    assert answer.headers["content-language"] == "ko"
    own = client.get("/v1/titles/harbour-letters-2021/similar", params={"language": "ko", "k": 1}).json()
    assert answer.json()["results"][0]["label"].startswith(own["results"][0]["title"])
    assert answer.json()["results"][0]["reasons"] == own["results"][0]["reasons"]


# What holds for every id

WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)


@given(word=WORDS)
def test_canonical_name_of_a_site_is_its_own(word: str) -> None:
    assert canonical_site(canonical_site(word)) == canonical_site(word)
    assert canonical_site(word.upper()) == canonical_site(word.lower()) or word.lower() != word.casefold()


@given(number=st.integers(0, 10**10 - 1))
def test_imdb_numbers_are_written_as_the_site_writes_them(number: int) -> None:
    assert f"tt{number:07}" in spellings_of_id("imdb", str(number))
    assert f"tt{number:07}" in spellings_of_id("imdb", f"tt{number}")


@given(site=WORDS, id=WORDS)
def test_any_text_is_looked_up_without_harm(model: Model, site: str, id: str) -> None:
    assert titles_bearing(model, site, id) == sorted(titles_bearing(model, site, id))


@pytest.mark.parametrize("row", [(title, site) for title, held in IDS.items() for site in held])
def test_every_id_of_the_catalogue_leads_to_its_title(model: Model, row: tuple[str, str]) -> None:
    title, site = row
    bearing = [each for each, held in IDS.items() if held.get(site) == IDS[title][site]]
    found = [model.names.ids.table[each] for each in titles_bearing(model, site, IDS[title][site])]
    assert sorted(found) == sorted(bearing)
