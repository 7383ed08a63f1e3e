"""The page that takes histories: one's own, somebody else's, and a list to choose from."""

from __future__ import annotations

from html import unescape
from re import findall
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from tests.service.reading import text_of

MINE = ("mine.txt", "Paper Lanterns 10/10\nTin Soldier (2001) 2/10\n")
THEIRS = ("theirs.txt", "Night Ferry 10/10\nGlass Orchard 9/10\n")
LIST = ("list.txt", "Moss Garden\nThe Deckhand\nHarbour Letters\nNever Made (1999)\n")
NOTHING = ("", b"")


def bring(client: TestClient, **files: tuple[str, str | bytes]) -> str:
    answer = client.post("/history", files=files)
    assert answer.status_code == 200
    return answer.text


def onward(html: str) -> str:
    (address,) = findall(r'<a class="button" href="([^"]*)">What to watch next', html)
    return unescape(address)


def cards(html: str) -> list[str]:
    return findall(r'<h3>.*?<a href="/titles/([^"?]+)', html)


def test_a_form_whose_other_files_were_left_empty_is_for_one(client: TestClient) -> None:
    address = onward(bring(client, file=MINE, other=NOTHING, among=NOTHING))
    assert parse_qs(urlsplit(address).query)["like"] == ["paper-lanterns-2019"]
    assert "like2" not in address
    assert "among" not in address


def test_somebody_elses_file_leads_to_an_answer_for_both(client: TestClient) -> None:
    html = bring(client, file=MINE, other=THEIRS)
    assert "Somebody else's: 2 titles in 2 rows" in text_of(html)
    asked = parse_qs(urlsplit(onward(html)).query)
    assert asked["like"] == ["paper-lanterns-2019"]
    assert asked["like2"] == ["night-ferry-2016", "glass-orchard-2022"]
    page = client.get(onward(html)).text
    told = text_of(page)
    assert "For two, who like Paper Lanterns" in told
    assert "for you: " in told
    assert "for the other: " in told
    # What either has seen does not come.
    seen = {"paper-lanterns-2019", "tin-soldier-2001", "night-ferry-2016", "glass-orchard-2022"}
    assert cards(page)
    assert seen.isdisjoint(cards(page))


def test_a_list_to_choose_from_is_all_that_comes(client: TestClient) -> None:
    html = bring(client, file=MINE, among=LIST)
    assert "3 of its titles are in this catalogue" in text_of(html)
    page = client.get(onward(html)).text
    assert cards(page)
    assert set(cards(page)) <= {"moss-garden-2015", "night-ferry-deckhand-2020", "harbour-letters-2021"}
    assert "only within your list" in text_of(page)


def test_two_and_a_list_can_be_dropped_one_by_one(client: TestClient) -> None:
    address = onward(bring(client, file=MINE, other=THEIRS, among=LIST))
    page = client.get(f"{address}&form=short&unknown=drop").text
    assert "Without “short”" in text_of(page)


def test_a_list_of_nothing_known_says_so(client: TestClient) -> None:
    html = bring(client, file=MINE, among=("list.txt", "Never Made (1999)\n"))
    assert "Nothing of the list was found here" in text_of(html)
    assert "among" not in onward(html)


def test_the_likes_that_a_link_carries_are_counted_on_the_page(client: TestClient) -> None:
    assert "twelve strongest likes" in text_of(client.get("/history").text)


def test_a_history_keeps_the_language(client: TestClient) -> None:
    page = client.get("/history?language=ko").text
    assert 'action="/history?language=ko"' in page
    answer = client.post("/history?language=ko", files={"file": MINE})
    assert "language=ko" in onward(answer.text)


@pytest.mark.parametrize("field", ["other", "among"])
def test_any_file_that_cannot_be_read_is_told(client: TestClient, field: str) -> None:
    answer = client.post("/history", files={"file": MINE, field: ("a.pdf", b"%PDF-1.7")})
    assert answer.status_code == 422
    assert "This file cannot be read" in answer.text
