from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from recsys.model import Model
from recsys.publication import publish
from service.app import create_app
from service.models.current import ModelStore
from tests.service.models.test_model_store import flip_a_byte


def test_service_without_a_model_lives_but_is_not_ready(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path)) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == "There is no model"


def test_folders_of_the_server_are_not_told(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path)) as client:
        for path in ("/readyz", "/v1/model", "/v1/titles?q=x", "/v1"):
            assert str(tmp_path) not in client.get(path).text


def test_routes_that_need_a_model_answer_503_without_one(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path)) as client:
        assert client.get("/v1/similar?title=Moss Garden").status_code == 503
        assert client.post("/v1/recommend", json={"like": ["Moss Garden"]}).status_code == 503
        assert client.get("/v1/vocabulary").status_code == 503


def test_ready_service_names_its_model(client: TestClient, model: Model) -> None:
    assert client.get("/readyz").json() == {
        "status": "ready",
        "model": {"version": model.info.version, "fingerprint": model.info.fingerprint},
        "last_failure": None,
    }


def test_failed_swap_is_told_while_the_old_model_answers(own_folder: Path, smaller_model: Model) -> None:
    store = ModelStore(own_folder)
    with TestClient(create_app(store)) as client:
        before = client.get("/readyz").json()
        publish(smaller_model, own_folder)
        flip_a_byte(own_folder)
        store.reload()
        after = client.get("/readyz")
    assert after.status_code == 200
    assert after.json() == {**before, "last_failure": "The model is damaged"}


def test_root_has_links_that_lead_somewhere(client: TestClient, model: Model) -> None:
    document = client.get("/v1").json()
    assert document["model"]["version"] == model.info.version
    posted = {"/v1/recommend", "/v1/audit"}
    fixed = [link for link in document["links"].values() if "{" not in link and link not in posted]
    assert {link: client.get(link).status_code for link in fixed} == dict.fromkeys(fixed, 200)


def test_root_answers_without_a_model(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path)) as client:
        assert client.get("/v1").json()["model"] is None
