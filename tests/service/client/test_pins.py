"""A list is read by one version of the model from its first page to its last."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from recsys.model import Model
from recsys.publication import publish
from service.app import create_app
from service.client import Client, ModelGone
from service.client.pins import WHOLE, Page, Pins
from service.models.current import ModelStore
from service.settings import Settings
from tests.service.client.test_client import Counting

SEED = "paper-lanterns-2019"


class Served:
    """A service whose model can be replaced, and what clients need to ask it."""

    def __init__(self, store: ModelStore, service: TestClient) -> None:
        self.store = store
        self.transport = Counting(service)

    def client(self, *, pinned: bool = False) -> Client:
        return Client("http://testserver", transport=self.transport, pinned=pinned)

    def replace(self, model: Model) -> str:
        version = publish(model, self.store.folder).info.version
        assert self.store.reload()
        return version


@pytest.fixture
def served(own_folder: Path, request: pytest.FixtureRequest) -> Iterator[Served]:
    store = ModelStore(own_folder)
    with TestClient(create_app(store, Settings(kept_models=getattr(request, "param", 1)))) as service:
        yield Served(store, service)


def test_further_pages_come_from_the_version_of_the_first_one(served: Served, smaller_model: Model) -> None:
    with served.client() as client:
        first = client.similar(SEED, k=2)
        newer = served.replace(smaller_model)
        second = client.similar(SEED, k=3, offset=2)
        anew = client.similar(SEED, k=5)
    assert second.model.version == first.model.version != newer
    assert anew.model.version == newer
    assert [each.rank for each in second.results] == [3, 4, 5]


def test_question_in_a_body_has_pages_too(served: Served, smaller_model: Model) -> None:
    with served.client() as client:
        first = client.recommend({"like": [SEED], "k": 2})
        newer = served.replace(smaller_model)
        assert client.recommend({"like": [SEED], "k": 2, "offset": 2}).model == first.model
        assert client.recommend({"like": ["Moss Garden"], "offset": 2}).model.version == newer


@pytest.mark.parametrize("served", [0], indirect=True)
@pytest.mark.parametrize("pinned", [False, True])
def test_list_whose_version_is_gone_is_never_continued_by_another(
    served: Served, smaller_model: Model, *, pinned: bool
) -> None:
    with served.client(pinned=pinned) as client:
        client.similar(SEED, k=2)
        newer = served.replace(smaller_model)
        for _ in range(2):
            with pytest.raises(ModelGone, match=newer):
                client.similar(SEED, k=2, offset=2)
        assert client.similar(SEED, k=2).model.version == newer
        assert client.similar(SEED, k=2, offset=2).model.version == newer


def test_pinned_client_asks_one_version_about_everything(served: Served, smaller_model: Model) -> None:
    with served.client(pinned=True) as client:
        older = client.model().version
        served.replace(smaller_model)
        assert client.similar(SEED).model.version == client.title(SEED).model.version == older


@pytest.mark.parametrize("served", [0], indirect=True)
def test_pinned_client_moves_on_where_a_list_begins(served: Served, smaller_model: Model) -> None:
    with served.client(pinned=True) as client:
        client.similar(SEED, k=2)
        newer = served.replace(smaller_model)
        assert client.similar("Moss Garden", k=2).model.version == newer
        assert client.title(SEED).model.version == newer
        with pytest.raises(ModelGone):  # the list that had begun before
            client.similar(SEED, k=2, offset=2)
    assert served.transport.statuses == [200, 412, 200, 200, 412]


def test_answer_that_is_held_is_that_of_the_version_that_is_asked(
    served: Served, model: Model, smaller_model: Model
) -> None:
    with served.client() as client:
        client.similar(SEED, k=2)
        second = client.similar(SEED, k=2, offset=2)
        served.replace(smaller_model)
        assert client.similar(SEED, k=2, offset=2) == second
        assert served.transport.statuses[-1] == 304
        assert client.similar(SEED, k=2).model.version != second.model.version
        assert client.similar(SEED, k=2, offset=2).model.version != second.model.version


def test_threads_that_read_the_same_list_each_go_on_with_their_own(
    served: Served, smaller_model: Model
) -> None:
    with served.client() as client, ThreadPoolExecutor(1) as another:
        mine = client.similar(SEED, k=2)
        served.replace(smaller_model)
        theirs = another.submit(client.similar, SEED, k=2).result()
        assert client.similar(SEED, k=2, offset=2).model == mine.model != theirs.model
        assert another.submit(client.similar, SEED, k=2, offset=2).result().model == theirs.model


def test_only_so_many_lists_are_remembered() -> None:
    pins = Pins(all_questions=False, most=2)
    for title in "abc":
        pins.keep(Page.of("GET /", {"title": title}), f"version of {title}")
    later = [pins.version_for(Page.of("GET /", {"title": title, "offset": 10})) for title in "abc"]
    assert later == [None, "version of b", "version of c"]


def test_what_has_no_pages_takes_the_place_of_no_list() -> None:
    pins = Pins(all_questions=True, most=1)
    pins.keep(Page.of("GET /", {"title": "a"}), "version of a")
    pins.keep(WHOLE, "another version")
    assert pins.version_for(Page.of("GET /", {"title": "a", "offset": 10})) == "version of a"
    assert pins.version_for(WHOLE) == "another version"


def test_list_goes_on_by_its_version_however_many_titles_were_looked_at_meanwhile(
    served: Served, smaller_model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.client.client.Pins", partial(Pins, most=1))
    with served.client() as client:
        first = client.similar(SEED, k=2)
        client.title(SEED)
        client.search("lantern")
        served.replace(smaller_model)
        assert client.similar(SEED, k=2, offset=2).model == first.model


def test_pages_of_a_list_differ_in_nothing_but_their_place() -> None:
    first = Page.of("GET /", {"title": "a", "k": 5, "form": None})
    assert Page.of("GET /", {"title": "a", "k": 3, "offset": 5}) == Page(first.question, is_later=True)
    assert Page.of("GET /", {"title": "a", "offset": 0}) == first
    others = [
        Page.of("POST /", {"title": "a"}),
        Page.of("GET /", {"title": "b"}),
        Page.of("GET /", {"q": "a"}),
    ]
    assert first.question not in {other.question for other in others}
