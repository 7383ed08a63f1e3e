"""Whoever holds an answer is told so, as long as the model and the release are the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from recsys.model import Model
from recsys.publication import publish
from service.app import create_app
from service.headers import SECURITY_HEADERS
from service.models.current import ModelStore
from service.revalidation import MODEL_HEADER
from service.settings import Settings

SIMILAR = "/v1/titles/moss-garden-2015/similar"
KEPT = (SIMILAR, "/v1/similar?title=Moss+Garden", "/v1/model", "/v1/vocabulary", "/", "/openapi.json")


@pytest.fixture(scope="module")
def forgetting(published: Path) -> Iterator[TestClient]:
    """A service that keeps no answers itself."""
    with TestClient(create_app(published, Settings(memory_bytes=0))) as client:
        yield client


@pytest.mark.parametrize("path", KEPT)
def test_client_that_holds_the_answer_gets_no_second_one(client: TestClient, path: str) -> None:
    first = client.get(path)
    assert first.status_code == 200
    assert first.headers["cache-control"] == "no-cache"
    for tag in (first.headers["etag"], f'"other", W/{first.headers["etag"]}'):
        again = client.get(path, headers={"if-none-match": tag})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == first.headers["etag"]
        assert {name: again.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


@pytest.mark.parametrize("path", KEPT)
def test_client_that_holds_whatever_there_is_gets_no_second_one(client: TestClient, path: str) -> None:
    again = client.get(path, headers={"if-none-match": "*"})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == client.get(path).headers["etag"]


def test_client_that_holds_whatever_there_is_is_told_that_there_is_nothing(client: TestClient) -> None:
    found = client.get("/v1/titles/nobody-made-this/similar", headers={"if-none-match": "*"})
    assert found.status_code == 404
    assert found.json()["type"] == "/problems/not-found"


def test_answer_from_memory_bears_the_same_headers(client: TestClient, forgetting: TestClient) -> None:
    one, two = (client.get(SIMILAR) for _ in range(2))
    made = forgetting.get(SIMILAR)
    names = ("etag", "cache-control", MODEL_HEADER, "vary")
    assert [made.headers[name] for name in names] == [two.headers[name] for name in names]
    assert one.headers["etag"] == two.headers["etag"]
    assert one.content == two.content == made.content


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (f"{SIMILAR}?k=3", {}),
        (SIMILAR, {"accept-language": "ko"}),
        ("/v1/titles/tin-soldier-2001/similar", {}),
    ],
)
def test_another_question_has_another_tag(client: TestClient, path: str, headers: dict[str, str]) -> None:
    held = client.get(SIMILAR).headers["etag"]
    other = client.get(path, headers={"if-none-match": held, **headers})
    assert other.status_code == 200
    assert other.headers["etag"] != held


def test_new_model_makes_what_clients_hold_old(own_folder: Path, smaller_model: Model) -> None:
    store = ModelStore(own_folder)
    with TestClient(create_app(store)) as client:
        held = client.get(SIMILAR)
        newer = publish(smaller_model, own_folder)
        store.reload()
        asked = client.get(SIMILAR, headers={"if-none-match": held.headers["etag"]})
    assert asked.status_code == 200
    assert asked.headers[MODEL_HEADER] == newer.info.version != held.headers[MODEL_HEADER]
    assert asked.json()["model"]["version"] == newer.info.version


def test_answer_names_the_model_that_gave_it_although_another_one_came(
    own_folder: Path, smaller_model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The header is written before the answer is made; both must be of the model of the beginning."""
    store = ModelStore(own_folder)
    with TestClient(create_app(store)) as client:
        version = store.current().info.version
        read_body = "service.request_body.RequestBody.read"

        async def swap_first(*_: object) -> bool:
            publish(smaller_model, own_folder)
            store.reload()
            return True

        monkeypatch.setattr(read_body, swap_first)
        answer = client.get("/v1/similar", params={"title": "Moss Garden"})
    assert store.current().info.version != version
    assert answer.headers[MODEL_HEADER] == answer.json()["model"]["version"] == version


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_what_is_of_the_moment_bears_no_tag(client: TestClient, path: str) -> None:
    assert "etag" not in client.get(path).headers


@pytest.mark.parametrize("path", ["/v1/similar?title=nothing+at+all", "/v1/similar", "/nowhere"])
def test_refusal_is_not_kept(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "etag" not in headers
    assert headers["cache-control"] == "no-store"


def test_answer_to_a_body_is_not_kept(client: TestClient) -> None:
    headers = client.post("/v1/recommend", json={"like": ["Moss Garden"]}).headers
    assert "etag" not in headers
    assert headers["cache-control"] == "no-store"


def test_operator_may_let_clients_keep_answers_for_a_while(published: Path) -> None:
    with TestClient(create_app(published, Settings(cache_seconds=60))) as client:
        assert client.get(SIMILAR).headers["cache-control"] == "public, max-age=60"


def test_file_that_says_itself_how_long_it_holds_is_left_alone(client: TestClient) -> None:
    assert "immutable" not in client.get("/static/style.css").headers["cache-control"]
    assert MODEL_HEADER not in client.get("/static/style.css").headers
