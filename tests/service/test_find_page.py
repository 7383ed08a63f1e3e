"""The main page as the server sends it; what it does in a browser: tests/browser."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from recsys.catalogue import Catalogue
from recsys.publication import publish
from service.app import create_app
from tests.service.small_catalogue import small_catalogue
from training.pipeline import train

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


# --- what is folded away, told and counted --------------------------------------------------------


def folded(html: str, name: str) -> str:
    found = re.search(rf'<details class="group" data-keep="{name}"(.*?)</details>', html, re.S)
    assert found is not None
    return found[1]


def test_further_filters_are_folded_until_one_of_them_is_set(client: TestClient) -> None:
    plain = client.get("/?like=moss-garden-2015").text
    asked = client.get("/?like=moss-garden-2015&cast_from=KR&max_episodes=12").text
    for name in ("who", "tonight"):
        assert not folded(plain, name).startswith(" open")
        assert folded(asked, name).startswith(" open")


def test_the_form_offers_services_and_charts_that_the_catalogue_knows(client: TestClient) -> None:
    page = client.get("/?like=moss-garden-2015").text
    assert 'name="services" value="netflix"' in page
    assert '<option value="rank:JP">Japan</option>' in page


def test_a_catalogue_without_services_and_charts_offers_none(tmp_path: Path) -> None:
    rows = [title for title in small_catalogue() if not (title.availability or title.ranks)]
    publish(train(Catalogue(rows)), tmp_path / "few")
    with TestClient(create_app(tmp_path / "few")) as client:
        page = client.get("/?like=moss-garden-2015").text
    assert 'name="services"' not in page
    assert 'name="boost"' not in page


def test_what_charts_and_fame_add_is_told_in_words(client: TestClient) -> None:
    page = text_of(client.get("/?like=paper-lanterns-2019&boost=rank:JP&fame=1&k=3").text)
    assert "place 1 in the charts of Japan charts" in page
    assert "as famous or little known as you asked how famous it is" in page
    assert "raised by the charts of Japan" in page


def test_a_filter_that_only_the_words_say_is_told_without_a_link(client: TestClient) -> None:
    page = client.get("/?text=Korean-cast+romance+by+a+Japanese+director&form=short&unknown=drop").text
    assert "cast from South Korea" in text_of(page)


def test_several_viewers_are_told_how_well_a_title_suits_each(client: TestClient) -> None:
    page = client.get("/?like=paper-lanterns-2019&like2=night-ferry-2016").text
    assert "For two, who like Paper Lanterns – and Night Ferry" in text_of(page)
    assert re.search(r"for you: \d\.\d\d of the best there is", page)


def test_who_is_left_alone_is_asked_for_alone(client: TestClient) -> None:
    alone = client.get("/?like2=night-ferry-2016").text
    assert "of the best there is" not in alone
    assert 'class="card"' in alone


# --- languages ------------------------------------------------------------------------------------


def test_the_language_of_the_address_is_that_of_the_page_and_stays_in_its_links(
    client: TestClient,
) -> None:
    answer = client.get("/?like=harbour-letters-2021&language=ko", headers={"accept-language": "ja"})
    assert answer.headers["content-language"] == "ko"
    page = answer.text
    assert '<html lang="ko">' in page
    assert "종이 등불" in text_of(page)
    leading = [unescape(each) for each in re.findall(r'<a [^>]*href="(/[^"]*)"', page)]
    assert leading
    assert all("language=" in address for address in leading if not address.startswith("/v1"))
    assert page.count('name="language" value="ko"') >= 2  # the search and the form keep it


def test_without_one_the_browser_is_asked_and_caches_are_told(client: TestClient) -> None:
    answer = client.get("/?like=harbour-letters-2021", headers={"accept-language": "xx, ja-JP;q=0.8"})
    assert answer.headers["content-language"] == "ja"
    assert "accept-language" in answer.headers["vary"].lower()
    assert 'href="/map"' in answer.text
    assert 'aria-current="true">日本語' in answer.text


@pytest.mark.parametrize("path", ["/titles/night-ferry-2016", "/compare", "/map", "/history", "/"])
def test_every_page_can_be_read_in_another_language(client: TestClient, path: str) -> None:
    page = client.get(path, params={"language": "ja"}).text
    assert '<html lang="ja">' in page
    assert 'href="/map?language=ja"' in page


def test_a_language_that_there_is_not_is_refused_with_those_there_are(client: TestClient) -> None:
    answer = client.get("/", params={"language": "xx"}, headers=BROWSER)
    assert answer.status_code == 422
    assert "there are some in en" in text_of(answer.text)
