"""What only the operator may do, and only where the service was started with a token."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from recsys.artifact import POINTER
from recsys.errors import QueryError
from recsys.model import Model
from recsys.publication import publish
from service.app import create_app
from service.settings import Settings

TOKEN = "a-token-of-some-length"
BEARER = {"authorization": f"Bearer {TOKEN}"}
ROW: dict[str, Any] = {
    "title": "Kidnap Game",
    "year": 2026,
    "form": "series",
    "medium": "live-action",
    "genres": ["thriller", "crime"],
    "countries": ["JP", "KR"],
    "synopsis": "A detective looks for a girl whom nobody misses.",
}

NEAR = frozenset({"night-ferry-2016", "glass-orchard-2022", "night-ferry-deckhand-2020"})


def settings(**given: Any) -> Settings:
    return Settings(admin_token=TOKEN, **given)


@pytest.fixture
def operator(own_folder: Path) -> Iterator[TestClient]:
    """A service with a token over a folder of its own; its client bears the token."""
    with TestClient(create_app(own_folder, settings()), headers=BEARER) as client:
        yield client


@pytest.fixture(scope="module")
def guarded(published: Path) -> Iterator[TestClient]:
    """A service with a token, whose client does not know it."""
    with TestClient(create_app(published, settings())) as client:
        yield client


def put(client: TestClient, id: str, row: dict[str, Any]) -> Any:
    return client.put(f"/admin/titles/{id}", json=row)


def ids(client: TestClient, id: str) -> list[str]:
    return [result["id"] for result in client.get(f"/v1/titles/{id}/similar?k=100").json()["results"]]


@pytest.mark.parametrize(("method", "path"), [("POST", "/admin/reload"), ("PUT", "/admin/titles/x")])
def test_without_a_token_there_is_nothing_to_ask(client: TestClient, method: str, path: str) -> None:
    assert client.request(method, path, headers=BEARER).status_code == 404
    assert not [path for path in client.get("/openapi.json").json()["paths"] if "admin" in path]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"authorization": "Bearer another-token-of-it"},
        {"authorization": f"Bearer {TOKEN}x"},
        {"authorization": f"Basic {TOKEN}"},
        {"authorization": TOKEN},
        {"authorization": "Bearer "},
        {"authorization": "Bearer é".encode("latin-1")},
    ],
)
@pytest.mark.parametrize(("method", "path"), [("POST", "/admin/reload"), ("PUT", "/admin/titles/x")])
def test_only_the_right_token_opens(
    guarded: TestClient, method: str, path: str, given: dict[str, Any]
) -> None:
    refused = guarded.request(method, path, headers=given, json=ROW)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == 'Bearer realm="admin"'
    assert TOKEN not in refused.text
    assert guarded.get("/v1/model").json()["n_titles"] == 12


def test_token_must_have_some_length() -> None:
    with pytest.raises(ValueError, match="at least 16"):
        Settings(admin_token="short")  # noqa: S106 - too short to be one


def test_setting_that_is_not_valid_is_told_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECSYS_ADMIN_TOKEN", "short-secret")
    monkeypatch.setenv("RECSYS_SECONDS", "-1")
    with pytest.raises(QueryError) as caught:
        Settings.chosen()
    assert "RECSYS_ADMIN_TOKEN: " in str(caught.value)
    assert "RECSYS_SECONDS: " in str(caught.value)
    assert "short-secret" not in str(caught.value)


def test_token_does_not_show_where_settings_are_printed() -> None:
    assert TOKEN not in repr(settings())


def test_reload_serves_the_published_model(
    operator: TestClient, own_folder: Path, smaller_model: Model
) -> None:
    newer = publish(smaller_model, own_folder)
    told = operator.post("/admin/reload").json()
    assert told == {
        "outcome": "swapped",
        "model": {"version": newer.info.version, "fingerprint": newer.info.fingerprint},
        "failure": None,
    }
    assert operator.get("/readyz").json()["model"]["version"] == newer.info.version


def test_reload_of_a_damaged_model_says_that_the_old_one_stays(
    operator: TestClient, own_folder: Path
) -> None:
    before = operator.get("/readyz").json()["model"]
    (own_folder / POINTER).write_text("nonsense")
    told = operator.post("/admin/reload").json()
    assert told == {"outcome": "refused", "model": before, "failure": "The model is damaged"}


def test_new_title_is_recommended_at_once_and_can_be_asked_about(operator: TestClient) -> None:
    answer = put(operator, "kidnap-game-2026", ROW)
    assert answer.status_code == 201
    assert answer.json()["label"] == "Kidnap Game (2026, series)"
    assert "kidnap-game-2026" in ids(operator, "night-ferry-2016")
    similar = operator.get("/v1/similar", params={"title": "Kidnap Game"}).json()
    assert similar["model"]["version"] == answer.json()["model"]["version"]
    assert similar["results"][0]["id"] in {
        "night-ferry-2016",
        "glass-orchard-2022",
        "night-ferry-deckhand-2020",
    }
    assert not [part for result in similar["results"] for part in result["parts"] if part["block"] == "fame"]


def test_title_is_still_there_after_a_restart(operator: TestClient, own_folder: Path) -> None:
    put(operator, "kidnap-game-2026", ROW)
    with TestClient(create_app(own_folder, Settings())) as another:
        assert another.get("/v1/titles/kidnap-game-2026").status_code == 200


def test_title_can_be_changed(operator: TestClient) -> None:
    before = operator.get("/v1/titles/salt-road-2024").json()
    row = {
        "title": "Salt Road",
        "year": 2024,
        "form": "series",
        "genres": ["historical"],
        "countries": ["TH"],
    }
    changed = put(operator, "salt-road-2024", row)
    assert changed.status_code == 200
    assert not changed.json()["is_new"]
    after = operator.get("/v1/titles/salt-road-2024").json()
    assert (before["nations"]["production"], after["nations"]["production"]) == (["SG", "TH"], ["TH"])
    assert operator.get("/v1/model").json()["n_titles"] == 12


def test_features_that_the_model_has_no_column_for_are_told(operator: TestClient) -> None:
    told = put(operator, "kidnap-game-2026", {**ROW, "genres": ["thriller", "western"]}).json()
    assert "genres/western" in told["unknown_features"]
    assert "genres/thriller" not in told["unknown_features"]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({**ROW, "year": "soon"}, "body.year"),
        ({**ROW, "countries": ["KR", "Atlantis"]}, "body.countries[1]"),
        ({key: value for key, value in ROW.items() if key != "title"}, "body.title"),
        ({**ROW, "id": "another"}, "body.id"),
    ],
)
def test_row_with_a_fault_changes_nothing_and_names_the_field(
    operator: TestClient, own_folder: Path, row: dict[str, Any], field: str
) -> None:
    pointer = (own_folder / POINTER).read_bytes()
    refused = put(operator, "kidnap-game-2026", row)
    assert refused.status_code == 422
    assert field in [error["field"] for error in refused.json()["errors"]]
    assert (own_folder / POINTER).read_bytes() == pointer
    assert not list(own_folder.glob("*.jsonl"))


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"{", b""])
def test_body_that_is_no_row_is_refused(operator: TestClient, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    assert operator.put("/admin/titles/x", content=body, headers=headers).status_code in (400, 422)


def test_folder_that_vanished_is_told_as_such(operator: TestClient, own_folder: Path) -> None:
    shutil.rmtree(own_folder)
    assert put(operator, "kidnap-game-2026", ROW).status_code == 503
    assert operator.get("/v1/similar", params={"title": "Moss Garden"}).status_code == 200


@pytest.mark.parametrize("id", ["a%2Fsimilar", "%ED%A0%80", "a%E2%80%AEb", "a%00b"])
def test_id_that_no_address_can_name_is_refused(operator: TestClient, id: str) -> None:
    refused = operator.put(f"/admin/titles/{id}", json=ROW)
    assert refused.status_code == 422
    assert operator.get("/v1/model").json()["n_titles"] == 12


def test_address_of_two_lines_leads_nowhere_as_is_described(operator: TestClient) -> None:
    answer = operator.put("/admin/titles/two%0Alines", json=ROW)
    described = operator.get("/openapi.json").json()["paths"]["/admin/titles/{id}"]["put"]["responses"]
    assert str(answer.status_code) in described


def test_body_of_a_stranger_is_not_read(guarded: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        yield b"["
        pytest.fail("more was read")

    assert guarded.put("/admin/titles/x", content=endless()).status_code == 401


def test_token_that_no_header_can_bear_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match="visible ASCII"):
        Settings(admin_token="sixteen letters or more é")  # noqa: S106 - refused
