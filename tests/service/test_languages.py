"""The language of an answer: named, else accepted, else English; and told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from recsys.wording import LANGUAGES
from service.languages import accepted


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("ko", "ko"),
        ("KO-kr", "ko"),
        ("ja-JP-u-ca-japanese", "ja"),
        ("de, ja;q=0.5", "ja"),
        ("ja;q=0.5, ko;q=0.8, en;q=0.1", "ko"),
        ("ja , ko", "ja"),
        ("ko;q=0, ja;q=0.001", "ja"),
        ("ko;q=0", "en"),
        ("fr-CH, fr;q=0.9, *;q=0.5, ko;q=0.1", "en"),
        ("en-GB, ko;q=0.9", "en"),
        ("ko;q=2, ja", "ja"),
        ("ko;q=high, ja;q=0.1", "ja"),
        ("ko;level=1", "en"),
        (";;,,=", "en"),
        (", ".join(["xx"] * 20 + ["ko"]), "en"),  # nobody reads twenty languages
    ],
)
def test_header_is_read_as_its_specification_says(header: str, language: str) -> None:
    assert accepted(header) == language


@given(st.text(max_size=60))
def test_any_header_leads_to_a_language_that_there_is(header: str) -> None:
    assert accepted(header) in LANGUAGES


ADDRESSES = [
    "/v1/similar?title=Moss Garden",
    "/v1/titles/moss-garden-2015/similar",
    "/v1/recommend?like=Moss Garden",
    "/v1/titles?q=Paper",
    "/v1/titles/moss-garden-2015",
    "/v1/vocabulary",
]


@pytest.mark.parametrize("path", ADDRESSES)
def test_reader_is_answered_in_an_accepted_language_and_told_so(client: TestClient, path: str) -> None:
    headers = client.get(path, headers={"accept-language": "xx, ko-KR;q=0.9, en;q=0.8"}).headers
    assert (headers["content-language"], headers["vary"]) == ("ko", "Accept-Language, recsys-model")


@pytest.mark.parametrize("path", ADDRESSES)
def test_named_language_wins_over_the_header(client: TestClient, path: str) -> None:
    asked = f"{path}{'&' if '?' in path else '?'}language=ja_JP"
    headers = client.get(asked, headers={"accept-language": "ko"}).headers
    assert (headers["content-language"], headers["vary"]) == ("ja", "Accept-Language, recsys-model")


@pytest.mark.parametrize("path", ADDRESSES)
def test_language_that_nobody_has_written_is_422(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}{'&' if '?' in path else '?'}language=tlh")
    assert answer.status_code == 422
    assert "there are some in en" in answer.json()["detail"]


def test_without_a_wish_the_answer_is_in_english(client: TestClient) -> None:
    answer = client.get("/v1/similar?title=Moss Garden", headers={"accept-language": "tlh"})
    assert answer.headers["content-language"] == "en"


@pytest.mark.parametrize(
    ("question", "language"), [({}, "ko"), ({"language": "ja"}, "ja"), ({"language": "en"}, "en")]
)
def test_question_names_its_language_or_leaves_it_to_the_reader(
    client: TestClient, question: dict[str, str], language: str
) -> None:
    document = {"like": ["Moss Garden"], **question}
    answer = client.post("/v1/recommend", json=document, headers={"accept-language": "ko"})
    assert answer.headers["content-language"] == language
    assert answer.json()["query"]["options"].get("language", "en") == language


def test_titles_bear_their_names_of_that_language_everywhere(client: TestClient) -> None:
    korean = {"accept-language": "ko"}
    similar = client.get("/v1/similar?title=Harbour Letters&k=1", headers=korean).json()
    assert similar["results"][0]["title"] == "종이 등불"
    assert client.get("/v1/titles?q=Paper", headers=korean).json()["results"][0]["title"] == "종이 등불"
    shown = client.get("/v1/titles/paper-lanterns-2019", headers=korean).json()
    assert shown["label"].startswith("종이 등불 (2019")
    related = client.get("/v1/titles/night-ferry-deckhand-2020?language=ja").json()["related"]
    assert related[0]["title"] == "夜の渡し船"


def test_tones_bear_their_names_of_that_language_and_keep_their_ids(client: TestClient) -> None:
    plain, korean = (
        {tone["id"]: tone["name"] for tone in client.get(f"/v1/vocabulary?language={code}").json()["tones"]}
        for code in ("en", "ko")
    )
    assert plain.keys() == korean.keys()
    assert plain["slow-burn-romance"] != korean["slow-burn-romance"]
    shown = client.get("/v1/titles/paper-lanterns-2019?language=ko").json()["tones"]
    assert {tone["name"] for tone in shown} <= set(korean.values())
