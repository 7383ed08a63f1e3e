"""Whoever names a version of the model is answered by it, or told that it is not here."""

from __future__ import annotations

import errno
import os
import re
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Semaphore
from typing import Any

import pytest
from starlette.testclient import TestClient

from recsys.artifact import POINTER, open_model
from recsys.errors import ArtifactDamaged, ArtifactMissing, IndexUnreachable
from recsys.model import Model
from recsys.publication import publish
from recsys.stored_version import StoredVersion
from service.app import create_app
from service.headers import SECURITY_HEADERS
from service.models.current import ModelStore
from service.revalidation import MODEL_HEADER
from service.settings import Settings
from tests.service.small_catalogue import small_catalogue
from training.pipeline import train

SIMILAR = "/v1/titles/moss-garden-2015/similar"
ASKED: dict[str, Any] = {
    "similar by id": {"method": "GET", "url": SIMILAR},
    "similar by name": {"method": "GET", "url": "/v1/similar?title=Moss+Garden&k=3&offset=2"},
    "a question": {"method": "POST", "url": "/v1/recommend", "json": {"like": ["Moss Garden"], "k": 3}},
    "a search": {"method": "GET", "url": "/v1/titles?q=harbour"},
    "the overview": {"method": "GET", "url": "/v1"},
    "the page": {"method": "GET", "url": "/?like=Moss+Garden"},
}
UNKNOWN = "0123456789abcdef"
NEVER = 0.0
SELDOM = 600.0
"""Seconds between two looks at the pointer: within a test nothing is noticed but by a request."""


def eventually(holds: Callable[[], bool]) -> bool:
    end = time.perf_counter() + 20
    while not (found := holds()) and time.perf_counter() < end:
        time.sleep(0.01)
    return found


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> list[Model]:
    """Three models, each without another title."""
    folder = tmp_path_factory.mktemp("three")
    left_out = ("harbour-letters-2021", "salt-road-2024", "tin-soldier-2018")
    return [publish(train(small_catalogue(without=id)), folder / id) for id in left_out]


@pytest.fixture
def store(own_folder: Path) -> ModelStore:
    """Over a folder that a test may change."""
    return ModelStore(own_folder)


def service(store: ModelStore, *, kept: int = 1, watch: float = NEVER) -> TestClient:
    return TestClient(create_app(store, Settings(kept_models=kept, watch_seconds=watch)))


def pinned(version: str) -> dict[str, str]:
    return {MODEL_HEADER: version}


def served(client: TestClient) -> str:
    return str(client.get("/readyz").json()["model"]["version"])


def replace(store: ModelStore, model: Model) -> str:
    """Publish a model and have it served."""
    version = publish(model, store.folder).info.version
    assert store.reload()
    return version


# --- a version that is here ----------------------------------------------------------------------


@pytest.mark.parametrize("question", ASKED.values(), ids=ASKED)
def test_replaced_version_goes_on_answering_whoever_names_it(
    store: ModelStore, models: list[Model], question: dict[str, Any]
) -> None:
    with service(store) as client:
        before = client.request(**question)
        newer = replace(store, models[0])
        old = client.request(**question, headers=pinned(before.headers[MODEL_HEADER]))
        new = client.request(**question)
    assert old.status_code == before.status_code
    assert (old.content, old.headers.get("etag")) == (before.content, before.headers.get("etag"))
    assert old.headers[MODEL_HEADER] == before.headers[MODEL_HEADER] != newer
    assert new.headers[MODEL_HEADER] == newer
    assert new.content != old.content


def test_served_version_answers_whoever_names_it_as_it_answers_everybody(client: TestClient) -> None:
    plain = client.get(f"{SIMILAR}?k=4")
    named = [client.get(f"{SIMILAR}?k=4", headers=pinned(served(client))) for _ in range(2)]
    assert [each.content for each in named] == [plain.content] * 2
    assert {each.headers["etag"] for each in named} == {plain.headers["etag"]}


def test_answers_from_memory_are_never_those_of_another_version(
    store: ModelStore, models: list[Model]
) -> None:
    with service(store) as client:
        older = served(client)
        newer = replace(store, models[0])
        for version in (older, newer, older, newer, newer):
            answer = client.get(SIMILAR, headers=pinned(version))
            assert answer.headers[MODEL_HEADER] == answer.json()["model"]["version"] == version


def test_whoever_holds_the_answer_of_a_replaced_version_gets_no_second_one(
    store: ModelStore, models: list[Model]
) -> None:
    with service(store) as client:
        held = client.get(SIMILAR)
        replace(store, models[0])
        headers = {"if-none-match": held.headers["etag"]}
        again = client.get(SIMILAR, headers=headers | pinned(held.headers[MODEL_HEADER]))
        assert (again.status_code, again.headers[MODEL_HEADER]) == (304, held.headers[MODEL_HEADER])
        assert client.get(SIMILAR, headers=headers).status_code == 200


@pytest.mark.parametrize("path", [SIMILAR, "/v1/model", "/", "/v1/titles/nobody", "/openapi.json"])
def test_cache_on_the_way_is_told_that_answers_depend_on_the_header(client: TestClient, path: str) -> None:
    tag = client.get(path).headers.get("etag", "")
    for headers in ({}, {"if-none-match": tag}):
        assert MODEL_HEADER in client.get(path, headers=headers).headers["vary"].split(", ")


def test_as_many_replaced_versions_are_kept_as_was_set(store: ModelStore, models: list[Model]) -> None:
    with service(store, kept=2) as client:
        versions = [served(client), *(replace(store, model) for model in models)]
        statuses = [client.get(SIMILAR, headers=pinned(version)).status_code for version in versions]
    assert statuses == [412, 200, 200, 200]
    assert len(store.kept) == 2


def test_model_that_is_read_again_takes_no_place(store: ModelStore, models: list[Model]) -> None:
    with service(store) as client:
        older = served(client)
        replace(store, models[0])
        for _ in range(3):
            store.reload()
        assert client.get(SIMILAR, headers=pinned(older)).status_code == 200
    assert len(store.kept) == 1


def test_version_that_comes_back_takes_one_place_only(store: ModelStore, models: list[Model]) -> None:
    with service(store, kept=2) as client:
        older = served(client)
        pointer = (store.folder / POINTER).read_text()
        newer = replace(store, models[0])
        (store.folder / POINTER).write_text(pointer)
        assert store.reload()
        assert served(client) == older
        assert client.get(SIMILAR, headers=pinned(newer)).headers[MODEL_HEADER] == newer
    assert len(store.kept) == 1


def test_version_that_was_taken_back_does_not_drive_out_the_one_that_was_replaced(
    store: ModelStore, models: list[Model]
) -> None:
    with service(store) as client:
        first = served(client)
        pointer = (store.folder / POINTER).read_text()
        taken_back = publish(models[0], store.folder).info.version
        (store.folder / POINTER).write_text(pointer)
        replace(store, models[1])
        assert eventually(lambda: client.get(SIMILAR, headers=pinned(taken_back)).status_code == 200)
        assert client.get(SIMILAR, headers=pinned(first)).status_code == 200
        replace(store, models[2])
    assert len(store.kept) == 1


def test_replica_that_has_skipped_a_publication_answers_by_it_too(
    store: ModelStore, models: list[Model]
) -> None:
    with service(store) as client:
        first = served(client)
        skipped = publish(models[0], store.folder).info.version
        replace(store, models[1])
        assert eventually(lambda: client.get(SIMILAR, headers=pinned(skipped)).status_code == 200)
        assert client.get(SIMILAR, headers=pinned(first)).status_code == 200


# --- a version that is not here ------------------------------------------------------------------


@pytest.mark.parametrize("question", ASKED.values(), ids=ASKED)
def test_version_that_nobody_has_is_gone_and_the_served_one_is_named(
    client: TestClient, question: dict[str, Any]
) -> None:
    answer = client.request(**question, headers=pinned(UNKNOWN))
    assert (answer.status_code, answer.headers["content-type"]) == (412, "application/problem+json")
    assert answer.json()["type"] == "/problems/model-gone"
    assert answer.headers[MODEL_HEADER] == served(client)
    assert served(client) in answer.json()["detail"]
    assert answer.headers["cache-control"] == "no-store"
    assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_without_kept_models_the_replaced_version_is_gone(store: ModelStore, models: list[Model]) -> None:
    with service(store, kept=0) as client:
        older = served(client)
        replace(store, models[0])
        assert client.get(SIMILAR, headers=pinned(older)).status_code == 412


@pytest.mark.parametrize(
    "name", ["", "latest", UNKNOWN.upper(), UNKNOWN[1:], f"{UNKNOWN}0", "../../../../etc/p"]
)
def test_what_can_be_no_version_is_malformed(client: TestClient, name: str) -> None:
    answer = client.get(SIMILAR, headers=pinned(name))
    assert (answer.status_code, answer.json()["status"]) == (400, 400)
    assert name not in answer.json()["detail"] or not name


def test_two_versions_at_once_are_malformed(client: TestClient) -> None:
    both = [(MODEL_HEADER, served(client)), (MODEL_HEADER, UNKNOWN)]
    assert client.get("/v1/model", headers=both).status_code == 400


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/static/page.js"])
def test_what_is_of_no_model_does_not_heed_the_header(client: TestClient, path: str) -> None:
    for version in (UNKNOWN, "nonsense"):
        assert client.get(path, headers=pinned(version)).status_code == 200


def test_without_any_model_there_is_none_to_be_named(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path, Settings(watch_seconds=NEVER))) as client:
        assert client.get("/v1/model", headers=pinned(UNKNOWN)).json()["title"] == "There is no model"


# --- a version that will be here soon ------------------------------------------------------------


def test_version_that_the_pointer_names_is_taken_over_at_once(store: ModelStore, models: list[Model]) -> None:
    with service(store, watch=SELDOM) as client:
        newer = publish(models[0], store.folder).info.version
        first = client.get(SIMILAR, headers=pinned(newer))
        assert first.status_code == 503 or first.headers[MODEL_HEADER] == newer
        if first.status_code == 503:
            assert first.headers["retry-after"] == "1"
        assert eventually(lambda: client.get(SIMILAR, headers=pinned(newer)).status_code == 200)
        assert served(client) == newer


def test_service_that_never_looks_is_not_made_to_by_a_request(store: ModelStore, models: list[Model]) -> None:
    with service(store, watch=NEVER) as client:
        older = served(client)
        newer = publish(models[0], store.folder).info.version
        for _ in range(3):
            assert client.get(SIMILAR, headers=pinned(newer)).status_code == 503
            time.sleep(0.02)
        assert served(client) == older


def test_where_the_folder_is_a_copy_it_is_looked_elsewhere_before_a_version_is_gone(
    store: ModelStore,
) -> None:
    still_looking = iter([True, False])
    with service(store) as client:
        store.may_come_from(lambda _: next(still_looking))
        statuses = [client.get(SIMILAR, headers=pinned(UNKNOWN)).status_code for _ in range(2)]
    assert statuses == [503, 412]


def test_new_replica_opens_the_version_that_was_replaced_before_it_began(
    own_folder: Path, model: Model, models: list[Model]
) -> None:
    older = model.info.version
    publish(models[0], own_folder)
    with service(ModelStore(own_folder)) as client:
        assert client.get(SIMILAR, headers=pinned(older)).status_code == 503
        assert eventually(lambda: client.get(SIMILAR, headers=pinned(older)).status_code == 200)
        answers = [client.get(SIMILAR, headers=headers).json() for headers in (pinned(older), {})]
    old, new = ({result["id"] for result in answer["results"]} for answer in answers)
    assert old - new == {"harbour-letters-2021"}


def test_new_replica_opens_nothing_older_whoever_asks(
    own_folder: Path, model: Model, models: list[Model]
) -> None:
    for each in models[:2]:
        publish(each, own_folder)
    store = ModelStore(own_folder)
    with service(store) as client:
        assert client.get(SIMILAR, headers=pinned(model.info.version)).status_code == 412
    assert len(store.kept) == 0


def test_damaged_version_is_tried_once_and_is_then_gone(
    own_folder: Path, model: Model, models: list[Model]
) -> None:
    older = own_folder / model.info.version
    publish(models[0], own_folder)
    next(older.glob("*.npy")).unlink()
    with service(ModelStore(own_folder)) as client:
        assert eventually(lambda: client.get(SIMILAR, headers=pinned(older.name)).status_code == 412)
        assert client.get(SIMILAR).status_code == 200


class Failing:
    """What a model has to do before it is served: it fails the first time."""

    def __init__(self, fault: Exception) -> None:
        self.fault = fault
        self.n_tried = 0

    def __call__(self, _: Model) -> None:
        self.n_tried += 1
        if self.n_tried == 1:
            raise self.fault


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


PASSING = {
    "no file may be opened": OSError(errno.EMFILE, "too many open files"),
    "no file could be mapped": caused(ArtifactDamaged("cannot be read"), OSError(errno.ENOMEM, "no memory")),
    "no manifest could be read": ArtifactMissing("no readable manifest"),
    "the engine is away": IndexUnreachable("the engine does not answer"),
}


@pytest.fixture
def replaced_before(own_folder: Path, model: Model, models: list[Model]) -> str:
    """A version of the folder that a service over it has never served."""
    publish(models[0], own_folder)
    return model.info.version


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_version_is_not_gone_because_of_a_fault_that_passes(
    own_folder: Path, replaced_before: str, fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.models.kept.PAUSE", 0.0)
    store, failing = ModelStore(own_folder), Failing(fault)
    with service(store) as client:
        store.warm_with(failing)
        statuses = set[int]()

        def is_answered() -> bool:
            statuses.add(client.get(SIMILAR, headers=pinned(replaced_before)).status_code)
            return 200 in statuses

        assert eventually(is_answered)
    assert (statuses, failing.n_tried) == ({503, 200}, 2)


def test_version_that_could_not_be_opened_is_not_read_again_for_every_request(
    own_folder: Path, replaced_before: str
) -> None:
    store, failing = ModelStore(own_folder), Failing(OSError(errno.EMFILE, "too many open files"))
    with service(store) as client:
        store.warm_with(failing)
        client.get(SIMILAR, headers=pinned(replaced_before))
        assert eventually(lambda: failing.n_tried == 1)
        time.sleep(0.05)
        assert client.get(SIMILAR, headers=pinned(replaced_before)).status_code == 503
        time.sleep(0.05)
    assert (failing.n_tried, len(store.kept)) == (1, 0)


def test_version_is_opened_later_where_the_system_gave_no_thread(
    own_folder: Path, replaced_before: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class NoThread:
        def __init__(self, **_: Any) -> None: ...

        def start(self) -> None:
            raise RuntimeError("can't start new thread")

    monkeypatch.setattr("service.models.kept.PAUSE", 0.0)
    with service(ModelStore(own_folder)) as client:
        with monkeypatch.context() as now:
            now.setattr("service.models.kept.Thread", NoThread)
            assert client.get(SIMILAR, headers=pinned(replaced_before)).status_code == 503
        assert eventually(lambda: client.get(SIMILAR, headers=pinned(replaced_before)).status_code == 200)


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (OSError(errno.ESTALE, "stale file handle"), 503),
        (caused(ArtifactMissing("no readable manifest"), OSError(errno.EMFILE, "too many open files")), 503),
        (ArtifactMissing("there is no model"), 412),
    ],
)
def test_folder_that_cannot_be_read_just_now_does_not_say_that_a_version_is_gone(
    client: TestClient, fault: Exception, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(_: Path) -> StoredVersion:
        raise fault

    with monkeypatch.context() as now:
        now.setattr(StoredVersion, "current", unreadable)
        assert client.get(SIMILAR, headers=pinned(UNKNOWN)).status_code == status
    assert client.get(SIMILAR, headers=pinned(UNKNOWN)).status_code == 412


def test_many_unknown_versions_on_a_slow_share_take_two_threads(store: ModelStore) -> None:
    begun, is_over = Semaphore(0), Event()

    def seek_slowly(_: str) -> bool:
        begun.release()
        is_over.wait(10)
        return False

    def ask(number: int) -> int:
        return client.get(SIMILAR, headers=pinned(f"{number:016x}")).status_code

    with service(store) as client, ThreadPoolExecutor(2) as threads:
        store.may_come_from(seek_slowly)
        waiting = [threads.submit(ask, number) for number in range(2)]
        assert all(begun.acquire(timeout=10) for _ in waiting)
        further = [ask(number) for number in range(2, 6)]
        is_over.set()
        assert further == [503] * 4
        assert [each.result() for each in waiting] == [412] * 2
        assert ask(7) == 412


def test_copy_under_the_name_of_another_version_is_never_answered_by(
    own_folder: Path, models: list[Model]
) -> None:
    publish(models[0], own_folder)
    shutil.copytree(own_folder / models[0].info.version, own_folder / UNKNOWN)
    os.utime(own_folder / UNKNOWN)
    with service(ModelStore(own_folder)) as client:
        assert eventually(lambda: client.get(SIMILAR, headers=pinned(UNKNOWN)).status_code == 412)


@pytest.fixture
def leading_elsewhere(own_folder: Path, tmp_path: Path, models: list[Model]) -> Path:
    """A link in the folder of a model to a version that lies elsewhere."""
    version = publish(models[0], tmp_path / "elsewhere").info.version
    link = own_folder / version
    link.symlink_to(tmp_path / "elsewhere" / version)
    return link


def test_link_that_leads_elsewhere_is_not_followed(own_folder: Path, leading_elsewhere: Path) -> None:
    assert open_model(leading_elsewhere).info.version == leading_elsewhere.name
    with service(ModelStore(own_folder)) as client:
        assert client.get(SIMILAR, headers=pinned(leading_elsewhere.name)).status_code == 412


# --- what is counted -----------------------------------------------------------------------------


def test_what_became_of_each_named_version_is_counted(store: ModelStore, models: list[Model]) -> None:
    settings = Settings(watch_seconds=NEVER, metrics=True)
    with TestClient(create_app(store, settings)) as client:
        older = served(client)
        newer = replace(store, models[0])
        ahead = publish(models[1], store.folder).info.version
        client.get(SIMILAR)
        for version in (newer, newer, older, ahead, UNKNOWN, "nonsense"):
            client.get(SIMILAR, headers=pinned(version))
        told = client.get("/metrics").text
    counted = dict(re.findall(r'recsys_pinned_requests_total\{outcome="(\w+)"\} (\S+)', told))
    assert counted == {"current": "2.0", "kept": "1.0", "not_yet": "1.0", "gone": "1.0", "malformed": "1.0"}
    assert 'recsys_refused_total{reason="not_yet"} 1.0' in told
    assert "recsys_kept_models 1.0" in told
