"""A service whose model lies in a store: it follows the store, and answers without it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Event
from time import sleep

import pytest
from starlette.testclient import TestClient

from recsys.artifact import POINTER
from recsys.errors import ArtifactMissing, QueryError
from recsys.model import Model
from recsys.publication import publish
from service.app import create_app
from service.models.current import ModelStore
from service.models.model_store import Outcome
from service.models.source import fetch, source_of
from service.revalidation import MODEL_HEADER
from service.settings import Settings
from tests.object_store import troubled
from tests.object_store.stored import Stored
from tests.service.models.test_model_store import flip_a_byte
from tests.service.models.test_pointer_watch import OFTEN, SELDOM, eventually

TOKEN = "of-nobody-but-this-test"
AWAY = "The store of the model cannot be reached"


@pytest.fixture(autouse=True)
def _peace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("RECSYS_CACHE", str(tmp_path / "cache"))
    troubled.register()
    troubled.make()
    yield
    troubled.make()


@pytest.fixture
def stored(published: Path, tmp_path: Path) -> Stored:
    """A store that holds the small model."""
    return Stored(Path(shutil.copytree(published, tmp_path / "store")))


def settings(stored: Stored, **others: object) -> Settings:
    return Settings.chosen(model=stored.address.url, **others)


def client_of(stored: Stored, **others: object) -> TestClient:
    chosen = settings(stored, **others)
    return TestClient(create_app(ModelStore(chosen.model_folder), chosen))


def fail() -> None:
    raise ConnectionError("no route to AKIA-secret")


def last_failure(client: TestClient) -> Callable[[], object]:
    return lambda: client.get("/readyz").json()["last_failure"]


def test_stored_model_answers(stored: Stored, model: Model) -> None:
    with client_of(stored) as client:
        assert client.get("/readyz").json()["model"]["version"] == model.info.version
        assert client.get("/v1/similar", params={"title": "Moss Garden"}).status_code == 200


def test_newer_version_in_the_store_is_served_without_a_word(stored: Stored, smaller_model: Model) -> None:
    with client_of(stored, watch_seconds=OFTEN) as client:
        newer = publish(smaller_model, stored.folder).info.version
        assert eventually(lambda: client.get("/readyz").json()["model"]["version"] == newer)


def test_service_answers_and_says_what_is_wrong_while_its_store_is_away(stored: Stored) -> None:
    with client_of(stored, watch_seconds=OFTEN, metrics=True) as client:
        troubled.make(at=-1, strike=fail)
        assert eventually(lambda: last_failure(client)() == AWAY)
        assert client.get("/v1/similar", params={"title": "Moss Garden"}).status_code == 200
        told = client.get("/metrics").text
        assert 'recsys_reloads_total{outcome="refused"} 0' not in told
        assert 'recsys_reloads_total{outcome="refused"}' in told
        troubled.make()
        assert eventually(lambda: last_failure(client)() is None)


def test_keys_in_what_a_store_says_reach_neither_log_nor_client(
    stored: Stored, caplog: pytest.LogCaptureFixture
) -> None:
    troubled.make(at=-1, strike=fail)
    with client_of(stored) as client:
        told = client.get("/readyz").text
    assert "cannot be read" in caplog.text
    assert "secret" not in caplog.text + told


def test_start_without_store_and_copy_is_told_and_mended_by_the_store(stored: Stored) -> None:
    troubled.make(at=-1, strike=fail)
    with client_of(stored, watch_seconds=OFTEN) as client:
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["title"]) == (503, AWAY)
        troubled.make()
        assert eventually(lambda: client.get("/readyz").status_code == 200)


def test_store_that_does_not_answer_keeps_no_service_with_a_copy_from_starting(
    stored: Stored, model: Model, smaller_model: Model
) -> None:
    fetch(stored.address, is_watched=False)
    newer = publish(smaller_model, stored.folder).info.version
    answers = Event()
    waited: list[bool] = []
    troubled.make(at=-1, strike=lambda: waited.append(answers.wait(0 if waited else 10)))
    fetch(stored.address, is_watched=True)
    with client_of(stored, watch_seconds=SELDOM) as client:
        assert not waited
        assert client.get("/readyz").json()["model"]["version"] == model.info.version
        answers.set()
        assert eventually(lambda: client.get("/readyz").json()["model"]["version"] == newer)


def test_copy_without_one_of_its_files_is_fetched_before_the_start(stored: Stored, model: Model) -> None:
    fetch(stored.address, is_watched=False)
    next(settings(stored).model_folder.glob("*/hubs.npy")).unlink()
    with client_of(stored, watch_seconds=SELDOM) as client:
        assert client.get("/readyz").json()["model"]["version"] == model.info.version


def test_version_that_the_store_names_is_never_gone_though_a_file_of_it_came_late(
    stored: Stored, smaller_model: Model
) -> None:
    with client_of(stored, watch_seconds=OFTEN) as client:
        newer = publish(smaller_model, stored.folder).info.version
        late = stored.current.array("hubs").rename(stored.folder / "late")
        assert eventually(lambda: last_failure(client)() is not None)
        ask = partial(client.get, "/v1/similar?title=Moss+Garden", headers={MODEL_HEADER: newer})
        for _ in range(20):
            assert ask().status_code == 503
            sleep(OFTEN)
        late.rename(stored.folder / newer / "hubs.npy")
        assert eventually(lambda: ask().status_code == 200)


def test_version_that_the_store_does_not_name_is_gone(stored: Stored) -> None:
    with client_of(stored, watch_seconds=OFTEN) as client:
        ask = partial(client.get, "/v1/similar?title=Moss+Garden", headers={MODEL_HEADER: "0" * 16})
        assert ask().status_code == 503
        assert eventually(lambda: ask().status_code == 412)


def test_start_without_store_takes_the_copy_and_says_so(stored: Stored, model: Model) -> None:
    fetch(stored.address, is_watched=False)
    troubled.make(at=-1, strike=fail)
    with client_of(stored) as client:
        assert client.get("/readyz").json() == {
            "status": "ready",
            "model": {"version": model.info.version, "fingerprint": model.info.fingerprint},
            "last_failure": AWAY,
        }


def test_damaged_version_in_the_store_leaves_the_one_that_is_served(
    stored: Stored, model: Model, smaller_model: Model
) -> None:
    with client_of(stored, watch_seconds=OFTEN) as client:
        publish(smaller_model, stored.folder)
        flip_a_byte(stored.folder)
        assert eventually(lambda: last_failure(client)() == "The model is damaged")
        assert client.get("/readyz").json()["model"]["version"] == model.info.version


def test_copy_that_is_damaged_on_this_disk_is_fetched_again(stored: Stored) -> None:
    chosen = settings(stored)
    fetch(stored.address, is_watched=False)
    flip_a_byte(chosen.model_folder)
    store = ModelStore(chosen.model_folder)
    source = source_of(store, chosen)
    assert source.follow() is Outcome.REFUSED
    assert source.follow() is Outcome.SWAPPED
    assert store.failure is None


def test_copy_that_cannot_be_written_is_told_while_the_model_answers(
    stored: Stored, smaller_model: Model, tmp_path: Path
) -> None:
    chosen = settings(stored)
    store = ModelStore(chosen.model_folder)
    source = source_of(store, chosen)
    assert source.follow() is Outcome.SWAPPED
    (chosen.model_folder / ".lock").unlink()
    (chosen.model_folder / ".lock").mkdir()
    publish(smaller_model, stored.folder)
    assert source.follow() is Outcome.REFUSED
    assert "cannot be written" in str(store.failure)
    assert store.model is not None


def test_titles_are_not_added_to_a_copy(stored: Stored) -> None:
    with client_of(stored, admin_token=TOKEN) as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        answer = client.put("/admin/titles/new-2026", json={"title": "New", "year": 2026})
        assert answer.status_code == 422
        assert "publish it again" in answer.json()["detail"]


def test_operator_has_a_newer_version_fetched_at_once(stored: Stored, smaller_model: Model) -> None:
    with client_of(stored, admin_token=TOKEN) as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        newer = publish(smaller_model, stored.folder).info.version
        assert client.post("/admin/reload").json()["model"]["version"] == newer
        (stored.folder / POINTER).write_text("nonsense")
        assert client.post("/admin/reload").json()["outcome"] == "refused"


def test_address_with_a_password_ends_the_start_without_repeating_it() -> None:
    with pytest.raises(QueryError) as refusal:
        Settings.chosen(model="s3://KEY:secret@bucket/films")
    assert "secret" not in str(refusal.value)


def test_model_that_is_not_there_is_told_by_its_store(stored: Stored) -> None:
    (stored.folder / POINTER).unlink()
    store = ModelStore(settings(stored).model_folder)
    assert source_of(store, settings(stored)).follow() is Outcome.REFUSED
    assert isinstance(store.failure, ArtifactMissing)
