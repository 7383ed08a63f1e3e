"""A viewer's history over HTTP: read, matched, used for one answer, and forgotten."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from recsys.model import Model
from service.app import create_app
from service.history import _READING, HistoryAnswer
from service.recommend_document import FilesAnswerDocument
from service.settings import Settings
from service.web.seen import LONGEST, seen_ids, seen_text

SEEN = "Paper Lanterns 10/10\nMoss Garden 2/10\nNever Made (1999)\n"


@pytest.fixture(scope="module")
def narrow(published: Path) -> Iterator[TestClient]:
    """A service that takes short bodies only."""
    with TestClient(create_app(published, Settings(max_upload_bytes=2048, max_body_bytes=1024))) as client:
        yield client


def test_an_upload_becomes_seeds_and_what_to_leave_out(client: TestClient) -> None:
    answer = client.post("/v1/history", files={"file": ("seen.txt", SEEN)})
    assert answer.status_code == 200
    found = HistoryAnswer.model_validate(answer.json())
    assert [seed["id"] for seed in found.like] == ["paper-lanterns-2019"]
    assert [seed["id"] for seed in found.dislike] == ["moss-garden-2015"]
    assert found.exclude == ["moss-garden-2015", "paper-lanterns-2019"]
    assert [one.title for one in found.report.unknown] == ["Never Made"]


def test_what_it_gives_can_be_asked_with_as_it_is(client: TestClient) -> None:
    found = client.post("/v1/history", files={"file": ("seen.txt", SEEN)}).json()
    question = {key: found[key] for key in ("like", "dislike", "exclude")}
    answer = client.post("/v1/recommend", json=question)
    assert answer.status_code == 200
    assert {"moss-garden-2015", "paper-lanterns-2019"}.isdisjoint(
        result["id"] for result in answer.json()["results"]
    )


@pytest.mark.parametrize(
    "content", [{"text": SEEN}, {"base64": base64.b64encode(SEEN.encode()).decode()}], ids=["text", "base64"]
)
def test_a_question_may_bring_its_history(client: TestClient, content: dict[str, str]) -> None:
    answer = client.post("/v1/recommend", json={"history": {"file": "seen.txt", **content}, "k": 3})
    document = answer.json()
    report = FilesAnswerDocument.model_validate(document).history
    assert report is not None
    assert report.seen == 2
    assert [seed["id"] for seed in document["query"]["seeds"]] == ["paper-lanterns-2019", "moss-garden-2015"]
    assert "moss-garden-2015" not in {result["id"] for result in document["results"]}


def test_a_question_with_a_history_may_ask_for_anything_else(client: TestClient) -> None:
    question = {"history": {"file": "a.txt", "text": SEEN}, "filters": {"form": "film"}, "k": 2}
    results = client.post("/v1/recommend", json=question).json()["results"]
    assert {result["form"] for result in results} <= {"film"}


@pytest.mark.parametrize(
    "history",
    [{"file": "a.txt"}, {"file": "a.txt", "text": "x", "base64": "eA=="}, {"file": "a.txt", "base64": "?"}],
)
def test_a_history_that_says_nothing_or_twice_is_422(client: TestClient, history: dict[str, str]) -> None:
    assert client.post("/v1/recommend", json={"history": history}).status_code == 422


def test_a_file_of_another_kind_is_422_and_says_what_is_read(client: TestClient) -> None:
    answer = client.post("/v1/history", files={"file": ("a.pdf", b"%PDF-1.7")})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/bad-data")


def test_an_upload_without_a_file_is_422(client: TestClient) -> None:
    assert client.post("/v1/history").status_code == 422


def test_only_histories_may_be_long(narrow: TestClient) -> None:
    assert narrow.post("/v1/history", files={"file": ("a.txt", "x\n" * 600)}).status_code == 200
    assert narrow.post("/v1/history", files={"file": ("a.txt", "x\n" * 2000)}).status_code == 413
    assert narrow.post("/v1/similar", content=b"x" * 1500).status_code == 413


def test_the_page_tells_what_was_found_and_leads_on(client: TestClient) -> None:
    page = client.post("/history", files={"file": ("seen.txt", SEEN)})
    assert page.status_code == 200
    assert "Never Made" in page.text
    assert "like=paper-lanterns-2019" in page.text
    link = page.text.partition('class="button" href="')[2].partition('"')[0].replace("&amp;", "&")
    answer = client.get(link)
    assert answer.status_code == 200
    assert "without what you have seen" in answer.text
    assert "/titles/moss-garden-2015" not in answer.text


def test_the_page_says_what_it_cannot_read(client: TestClient) -> None:
    page = client.post("/history", files={"file": ("a.pdf", b"%PDF-1.7")})
    assert (page.status_code, "This file cannot be read" in page.text) == (422, True)
    assert client.get("/history").status_code == 200


def test_a_file_with_hostile_names_is_shown_as_text(client: TestClient) -> None:
    name = "<script>alert(1)</script>"
    page = client.post("/history", files={"file": ("seen.txt", f"{name} (1999)\n")})
    assert name not in page.text


def test_a_history_of_nothing_known_says_so(client: TestClient) -> None:
    answer = client.post("/v1/recommend", json={"history": {"file": "a.txt", "text": "Nowhere (1999)\n"}})
    assert answer.status_code == 422
    assert "1 unknown here, 0 ambiguous" in answer.json()["detail"]


def test_no_more_than_two_histories_are_read_at_once(client: TestClient) -> None:
    with _READING, _READING:
        answer = client.post("/v1/history", files={"file": ("seen.txt", SEEN)})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        assert client.post("/v1/recommend", json={"like": ["Moss Garden"]}).status_code == 200
    assert client.post("/v1/history", files={"file": ("seen.txt", SEEN)}).status_code == 200


def test_a_form_without_a_file_is_told_on_the_page(client: TestClient) -> None:
    for form in ({"files": {"file": ("", b"")}}, {"data": {"other": "x"}}):
        page = client.post("/history", **form)
        assert (page.status_code, "no file was chosen" in page.text) == (422, True)


# What the link carries


def test_the_link_holds_exactly_what_was_seen(model: Model) -> None:
    ids = [model.title(row).id for row in range(0, len(model), 2)]
    assert seen_ids(model, seen_text(model, [*ids, "nowhere"]) or "") == ids


def test_a_link_of_another_version_is_refused(client: TestClient) -> None:
    page = client.get("/", params={"like": "paper-lanterns-2019", "seen": "00000000.eJwDAAAAAAE"})
    assert (page.status_code, "another version" in page.text) == (422, True)


@pytest.mark.parametrize("packed", ["", "x", "!!!!", "eJwDAAAAAAE", "A" * LONGEST])
def test_a_damaged_link_is_refused(model: Model, client: TestClient, packed: str) -> None:
    version = (seen_text(model, []) or "").partition(".")[0]
    page = client.get("/", params={"like": "paper-lanterns-2019", "seen": f"{version}.{packed}"[:LONGEST]})
    assert (page.status_code, "is damaged" in page.text) == (422, True)
