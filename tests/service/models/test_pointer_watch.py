"""A newer model is served as soon as it is published, without anybody telling the service."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from recsys.artifact import POINTER
from recsys.model import Model
from recsys.publication import publish
from service.app import create_app
from service.models import pointer_watch
from service.models.current import ModelStore
from service.models.model_store import Outcome
from service.models.pointer_watch import PointerWatch, sign_of
from service.settings import Settings

OFTEN = 0.01
SELDOM = 600.0


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether something holds before ten seconds are over."""
    end = time.perf_counter() + 10
    while not (found := holds()) and time.perf_counter() < end:
        time.sleep(OFTEN)
    return found


@contextmanager
def watching(folder: Path, follow: Callable[[], Outcome]) -> Iterator[None]:
    watch = PointerWatch(partial(sign_of, folder), follow, seconds=OFTEN)
    watch.start()
    yield
    watch.stop()


def test_published_model_is_served_without_a_word(own_folder: Path, smaller_model: Model) -> None:
    store = ModelStore(own_folder)
    with TestClient(create_app(store, Settings(watch_seconds=OFTEN))) as client:
        before = client.get("/readyz").json()["model"]["version"]
        newer = publish(smaller_model, own_folder).info.version
        assert before != newer
        assert eventually(lambda: client.get("/readyz").json()["model"]["version"] == newer)


def test_pointer_to_nonsense_leaves_the_model_and_is_told(own_folder: Path) -> None:
    pointer = (own_folder / POINTER).read_text()
    with TestClient(create_app(own_folder, Settings(watch_seconds=OFTEN))) as client:
        (own_folder / POINTER).write_text("nonsense")
        assert eventually(lambda: client.get("/readyz").json()["last_failure"] == "The model is damaged")
        assert client.get("/v1/similar", params={"title": "Moss Garden"}).status_code == 200
        (own_folder / POINTER).write_text(pointer)
        assert eventually(lambda: client.get("/readyz").json()["last_failure"] is None)


def test_model_that_is_published_later_ends_a_start_without_one(tmp_path: Path, model: Model) -> None:
    with TestClient(create_app(tmp_path, Settings(watch_seconds=OFTEN))) as client:
        assert client.get("/readyz").status_code == 503
        publish(model, tmp_path)
        assert eventually(lambda: client.get("/readyz").status_code == 200)


def test_nothing_is_opened_while_nothing_changes(own_folder: Path) -> None:
    followed: list[None] = []

    def follow() -> Outcome:
        followed.append(None)
        return Outcome.UNCHANGED

    with watching(own_folder, follow):
        assert eventually(lambda: len(followed) == 1)  # what changed before the first look
        time.sleep(OFTEN * 20)
    assert len(followed) == 1


def test_version_heard_of_elsewhere_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    signs: list[None] = []
    monkeypatch.setattr(pointer_watch, "PAUSE", OFTEN)
    watch = PointerWatch(lambda: signs.append(None), lambda: Outcome.UNCHANGED, seconds=SELDOM)
    assert watch.seek("a")  # nobody has looked yet
    watch.start()
    assert eventually(lambda: not watch.seek("a"))
    n_looks = len(signs)
    assert watch.seek("b")
    assert eventually(lambda: not watch.seek("b"))
    assert n_looks >= 1
    assert len(signs) > n_looks
    watch.stop()


def test_many_who_ask_for_looks_have_few_made() -> None:
    signs: list[None] = []
    watch = PointerWatch(lambda: signs.append(None), lambda: Outcome.UNCHANGED, seconds=SELDOM)
    watch.start()
    for number in range(30):
        watch.seek(f"{number}")
        time.sleep(OFTEN)
    watch.stop()
    assert len(signs) == 1


def test_look_that_is_asked_for_does_not_try_sooner_what_was_refused(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pointer_watch, "PAUSE", 0.0)
    tried: list[None] = []

    def follow() -> Outcome:
        tried.append(None)
        return Outcome.REFUSED

    watch = PointerWatch(partial(sign_of, own_folder), follow, seconds=SELDOM)
    watch.start()
    for _ in range(20):
        watch.wake()
        time.sleep(OFTEN)
    watch.stop()
    assert len(tried) == 1


def test_looks_that_are_asked_for_do_not_put_off_what_was_refused(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pointer_watch, "PAUSE", 0.0)
    tried: list[None] = []

    def follow() -> Outcome:
        tried.append(None)
        return Outcome.REFUSED

    watch = PointerWatch(partial(sign_of, own_folder), follow, seconds=10 * OFTEN)
    watch.start()

    def is_tried_again() -> bool:
        watch.wake()
        return len(tried) >= 2

    assert eventually(is_tried_again)
    watch.stop()


def test_version_may_still_come_while_the_current_one_is_refused() -> None:
    outcomes = [Outcome.REFUSED]
    watch = PointerWatch(lambda: "same", lambda: outcomes[0], seconds=OFTEN)
    watch.start()
    for _ in range(20):
        assert watch.seek("a")
        time.sleep(OFTEN)
    outcomes[0] = Outcome.UNCHANGED
    assert eventually(lambda: not watch.seek("a"))
    watch.stop()


def test_refused_model_is_tried_again_after_longer_and_longer(own_folder: Path) -> None:
    tried: list[float] = []

    def follow() -> Outcome:
        tried.append(time.perf_counter())
        return Outcome.REFUSED

    with watching(own_folder, follow):
        assert eventually(lambda: len(tried) == 5)
    pauses = [after - before for before, after in pairwise(tried)]
    assert pauses[-1] > 8 * OFTEN


def test_fault_of_the_attempt_itself_does_not_end_the_watch(own_folder: Path) -> None:
    tried: list[None] = []

    def follow() -> Outcome:
        tried.append(None)
        raise MemoryError

    with watching(own_folder, follow):
        assert eventually(lambda: len(tried) >= 2)


def test_model_that_is_served_already_is_not_read_again(own_folder: Path) -> None:
    store = ModelStore(own_folder)
    store.reload()
    opened = store.current()
    assert store.follow() is Outcome.UNCHANGED
    assert store.current() is opened


def test_model_is_asked_something_before_it_is_served(own_folder: Path, smaller_model: Model) -> None:
    store = ModelStore(own_folder)
    served_meanwhile: list[Model | None] = []
    store.warm_with(lambda _: served_meanwhile.append(store.model))
    store.reload()
    first = store.current()
    publish(smaller_model, own_folder)
    store.reload()
    assert served_meanwhile == [None, first]


def test_model_that_cannot_answer_is_not_served(own_folder: Path, smaller_model: Model) -> None:
    store = ModelStore(own_folder)
    store.reload()
    good = store.current()
    publish(smaller_model, own_folder)

    def fail(_: Model) -> None:
        raise IndexError

    store.warm_with(fail)
    assert store.follow() is Outcome.REFUSED
    assert store.current() is good
    assert store.failure is not None


def test_listener_hears_of_every_attempt(own_folder: Path) -> None:
    store = ModelStore(own_folder)
    heard: list[tuple[Outcome, str]] = []
    store.tell(lambda outcome, model: heard.append((outcome, model.info.version if model else "")))
    store.reload()
    version = store.current().info.version
    (own_folder / POINTER).write_text("nonsense")
    store.reload()
    assert heard == [(Outcome.SWAPPED, version), (Outcome.REFUSED, version)]


@pytest.mark.parametrize("name", ["0123456789abcdef.added.jsonl", POINTER])
def test_change_of_a_file_beside_the_versions_is_noticed(own_folder: Path, name: str) -> None:
    followed: list[None] = []

    def follow() -> Outcome:
        followed.append(None)
        return Outcome.UNCHANGED

    with watching(own_folder, follow):
        assert eventually(lambda: len(followed) == 1)
        (own_folder / name).write_text("x")
        assert eventually(lambda: len(followed) >= 2)
