"""A service whose models are searched by a vector engine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from recsys.engines import EngineIndex
from recsys.engines.export import export
from recsys.errors import IndexMissing, IndexUnreachable, QueryError
from recsys.model import Model
from recsys.publication import publish
from service.app import create_app
from service.models.current import ModelStore
from service.settings import Settings

pytest.importorskip("qdrant_edge")

SECONDS = 30
QUESTION = "/v1/similar?title=Harbour%20Letters&k=2"


@pytest.fixture
def address(model: Model, tmp_path: Path) -> str:
    """An engine that holds the small model."""
    address = f"qdrant://{tmp_path}/engine"
    list(export(model, address))
    return address


@pytest.fixture
def client(own_folder: Path, address: str) -> Iterator[TestClient]:
    # Without a memory: every question reaches the engine.
    app = create_app(own_folder, Settings(index=address, memory_bytes=0))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def _always_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dozen titles would be scored without the engine."""
    monkeypatch.setattr("recsys.engines.engine_index.FEW", 0)
    monkeypatch.setattr("recsys.engines.engine_index.LARGEST_SHARE", 10.0)


@pytest.mark.usefixtures("_always_asked")
def test_answers_are_those_of_a_service_without_an_engine(client: TestClient, published: Path) -> None:
    with TestClient(create_app(published, Settings())) as own:
        for path in (QUESTION, "/v1/recommend?like=harbour-letters-2021&fame=1&k=2"):
            answer = client.get(path)
            assert (answer.status_code, answer.json()) == (200, own.get(path).json())


@pytest.mark.usefixtures("_always_asked")
def test_an_engine_that_has_gone_is_a_503_and_comes_back(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise IndexUnreachable("the vector engine does not answer (10.0.0.7)")

    with monkeypatch.context() as outage:
        outage.setattr("recsys.engines.qdrant_edge.EdgeEngine.nearest", gone)
        response = client.get(QUESTION)
        assert response.status_code == 503
        assert response.json()["type"] == "/problems/unreachable-index"
        assert "10.0.0.7" not in response.text
    assert client.get(QUESTION).status_code == 200


def test_a_version_without_its_collection_is_refused_and_the_last_one_stays(
    own_folder: Path, address: str, model: Model, smaller_model: Model
) -> None:
    store = ModelStore(own_folder, index=address)
    assert store.reload()
    newer = publish(smaller_model, own_folder)
    assert not store.reload()
    assert isinstance(store.failure, IndexMissing)
    assert store.current().info.version == model.info.version
    list(export(newer, address))
    assert store.reload()
    assert store.current().info.version == newer.info.version
    assert isinstance(store.current().index, EngineIndex)


def test_an_older_version_that_a_client_holds_on_to_is_searched_by_the_engine_too(
    own_folder: Path, address: str, model: Model, smaller_model: Model
) -> None:
    newer = publish(smaller_model, own_folder)
    list(export(newer, address))
    store = ModelStore(own_folder, index=address)
    store.kept.most = 1
    assert store.reload()
    store.fetch(model.info.version)
    until = time.monotonic() + SECONDS
    while (kept := store.find(model.info.version)) is None and time.monotonic() < until:
        time.sleep(0.05)
    assert kept is not None
    assert isinstance(kept.index, EngineIndex)


def test_without_an_engine_a_service_is_not_ready_and_says_so(own_folder: Path, tmp_path: Path) -> None:
    app = create_app(own_folder, Settings(index=f"qdrant://{tmp_path}/nothing"))
    with TestClient(app) as client:
        assert client.get("/readyz").status_code == 503
        problem = client.get(QUESTION)
        assert (problem.status_code, problem.json()["type"]) == (503, "/problems/no-index")


def test_what_is_no_address_is_told_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECSYS_INDEX", "qdrant://reader:a-secret@engine/titles")
    with pytest.raises(QueryError, match=r"RECSYS_INDEX: .*QDRANT_API_KEY") as refusal:
        Settings.chosen()
    assert "a-secret" not in str(refusal.value)
