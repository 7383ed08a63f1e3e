"""The main page as the server sends it; what it does in a browser: tests/browser."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.app import create_app

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def text_of(html: str) -> str:
    """What a reader sees."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_a_page_shows_the_same_titles_as_the_api(client: TestClient) -> None:
    page = client.get("/", params={"q": "Paper Lanterns"}).text
    results = client.get("/v1/similar", params={"title": "Paper Lanterns"}).json()["results"]
    assert re.findall(r'<h3>.*?<a href="/titles/([^"]+)"', page, re.S) == [
        each["id"].replace("/", "%2F") for each in results
    ]


def test_what_hubs_add_stands_among_the_parts_in_plain_words(client: TestClient) -> None:
    page = client.get("/", params={"q": "Paper Lanterns"}).text
    assert "near to many others, so held back how many others it is near to" in text_of(page)
    assert "hubs" not in page
    assert "expected_genres" not in page


def test_every_part_of_a_score_stands_on_the_page(client: TestClient) -> None:
    page = text_of(client.get("/", params={"like": "Paper Lanterns", "k": 1}).text)
    (result,) = client.get("/v1/similar", params={"title": "Paper Lanterns", "k": 1}).json()["results"]
    for value in (*(part["value"] for part in result["parts"]), result["score"]):
        assert f"{value:+.6f}".replace("-", "−") in page


def test_ambiguous_name_is_a_question_and_not_an_answer(client: TestClient) -> None:
    page = client.get("/", params={"q": "Tin Soldier"}).text
    assert "Which “Tin Soldier” did you mean?" in page
    assert 'class="card"' not in page


def test_empty_answer_says_which_filter_to_drop(client: TestClient) -> None:
    page = text_of(client.get("/?like=Moss+Garden&countries_all=SG&countries_all=KR&unknown=drop").text)
    assert "Nothing is left" in page
    assert re.search(r"Without “made by Singapore and South Korea”: \d+ titles?", page)


def test_what_cannot_be_asked_is_told_on_the_page(client: TestClient) -> None:
    answer = client.get("/?like=Moss+Garden&tones=nonsense")
    assert answer.status_code == 422
    assert "is no tone" in text_of(answer.text)


def test_greeting_offers_titles_to_begin_with(client: TestClient) -> None:
    page = client.get("/").text
    assert page.count('name="like"') == 11  # twelve titles, of which two share a story world


@pytest.mark.parametrize("query", ["", "?q=Moss+Garden", "?q=nothing+like+it", "?form=opera"])
def test_pages_load_nothing_inline_and_nothing_from_elsewhere(client: TestClient, query: str) -> None:
    answer = client.get(f"/{query}")
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert not re.findall(r"<script(?![^>]*\bsrc=\"/static/)|<style|\sstyle=|\son\w+=", answer.text)
    assert not re.findall(r"(?:src|href|action)=\"(?:https?:)?//", answer.text)


def test_markup_in_a_question_comes_back_as_text(client: TestClient) -> None:
    page = client.get(
        "/", params={"q": "<script>alert(1)</script>", "text": '"><img src=x onerror=alert(1)>'}
    ).text
    assert "<script>alert" not in page
    assert "<img" not in page


@pytest.mark.parametrize("path", ["/nowhere", "/titles/none-such"])
def test_a_browser_that_errs_gets_a_page(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert 'href="/"' in answer.text


def test_a_program_that_errs_gets_a_problem_document(client: TestClient) -> None:
    for path in ("/nowhere", "/v1/titles/none-such"):
        headers = {} if path == "/nowhere" else BROWSER
        assert client.get(path, headers=headers).headers["content-type"] == "application/problem+json"


def test_page_without_a_model_says_what_to_do(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path)) as client:
        answer = client.get("/", headers=BROWSER)
    assert answer.status_code == 503
    assert "recsys train" in answer.text
    assert str(tmp_path) not in answer.text


def test_a_file_may_be_kept_for_good_under_the_name_of_its_content(client: TestClient) -> None:
    page = client.get("/?q=Moss+Garden").text
    (address,) = re.findall(r'href="(/static/style\.css[^"]*)"', page)
    assert "immutable" in client.get(address).headers["cache-control"]
    assert client.get("/static/style.css?v=old").headers["cache-control"] == "no-cache"
    assert client.get("/static/../app.py").status_code == 404
