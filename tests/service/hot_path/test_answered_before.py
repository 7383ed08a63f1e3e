from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from recsys.model import Model
from recsys.publication import publish
from service.app import create_app
from service.hot_path.answered_before import AnswerMemory, HotPath, SentAnswer
from service.models.current import ModelStore
from service.revalidation import MODEL_HEADER
from service.settings import Settings

SIMILAR = "/v1/titles/paper-lanterns-2019/similar"
LARGE = 2**20


@contextmanager
def service(store: ModelStore, memory: int = LARGE) -> Iterator[TestClient]:
    with TestClient(create_app(store, Settings(memory_bytes=memory))) as client:
        yield client


@pytest.fixture(scope="module")
def remembering(published: Path) -> Iterator[TestClient]:
    with service(ModelStore(published)) as client:
        yield client


@pytest.fixture(scope="module")
def forgetting(published: Path) -> Iterator[TestClient]:
    with service(ModelStore(published), memory=0) as client:
        yield client


class CountedApp:
    """An application that gives one answer each time, and counts how often."""

    def __init__(self, status: int = 200, *, pieces: int = 1) -> None:
        self.status = status
        self.pieces = pieces
        self.n_asked = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.n_asked += 1
        body = f"answer {self.n_asked}".encode()
        await send({"type": "http.response.start", "status": self.status, "headers": [(b"x", b"y")]})
        for piece in range(self.pieces):
            await send({"type": "http.response.body", "body": body, "more_body": piece + 1 < self.pieces})


@pytest.fixture
def store(published: Path) -> ModelStore:
    store = ModelStore(published)
    store.reload()
    return store


def asked_twice(app: CountedApp, store: ModelStore, path: str = SIMILAR, **request: Any) -> list[bytes]:
    """The two answers to a request that is sent twice."""
    client = TestClient(HotPath(app, store=store, most=LARGE))
    method = request.pop("method", "GET")
    return [client.request(method, path, **request).content for _ in range(2)]


@pytest.mark.parametrize(
    "path",
    [
        SIMILAR,
        f"{SIMILAR}?k=3",
        f"{SIMILAR}?k=2&offset=2&language=ko",
        f"{SIMILAR}?tones=tearjerker&spoilers=true",
        "/v1/titles/box/odd-name/similar",
        "/v1/similar?title=Night%20Ferry",
        "/v1/similar?title=%E5%A4%9C%E3%81%AE%E6%B8%A1%E3%81%97%E8%88%B9&relations=only",
    ],
)
@pytest.mark.parametrize("language", ["en", "ko, en;q=0.5", "ja", "*"])
def test_second_answer_is_the_first_one_and_that_of_a_service_without_memory(
    remembering: TestClient, forgetting: TestClient, path: str, language: str
) -> None:
    headers = {"accept-language": language}
    first, second = (remembering.get(path, headers=headers) for _ in range(2))
    slow = forgetting.get(path, headers=headers)
    assert slow.status_code == 200
    assert first.content == second.content == slow.content
    told = [{**each.headers} for each in (first, second, slow)]
    assert len({each.pop("x-request-id") for each in told}) == 3
    assert told[0] == told[1] == told[2]


@pytest.mark.parametrize("path", [SIMILAR, f"{SIMILAR}?k=3", "/v1/similar?title=Goblin"])
def test_equal_question_is_not_asked_again(store: ModelStore, path: str) -> None:
    assert asked_twice(CountedApp(), store, path) == [b"answer 1", b"answer 1"]


@pytest.mark.parametrize(
    "path",
    [
        "/v1/titles/paper-lanterns-2019",
        "/v1/titles?q=paper",
        "/v1/recommend?like=Goblin",
        "/v1/similarity",
        "/readyz",
        "/similar",
    ],
)
def test_nothing_but_what_is_similar_is_kept(store: ModelStore, path: str) -> None:
    assert asked_twice(CountedApp(), store, path) == [b"answer 1", b"answer 2"]


@pytest.mark.parametrize("status", [206, 304, 404, 409, 422, 500, 503])
def test_what_is_no_whole_answer_is_not_kept(store: ModelStore, status: int) -> None:
    app = CountedApp(status)
    asked_twice(app, store)
    assert app.n_asked == 2


def test_answer_in_several_pieces_is_not_kept(store: ModelStore) -> None:
    assert asked_twice(CountedApp(pieces=2), store) == [b"answer 1answer 1", b"answer 2answer 2"]


@pytest.mark.parametrize("method", ["HEAD", "POST", "DELETE", "OPTIONS"])
def test_only_get_is_answered_from_memory(store: ModelStore, method: str) -> None:
    app = CountedApp()
    asked_twice(app, store, method=method)
    assert app.n_asked == 2


def test_another_language_is_another_question(store: ModelStore) -> None:
    client = TestClient(HotPath(CountedApp(), store=store, most=LARGE))
    answers = [client.get(SIMILAR, headers={"accept-language": code}).content for code in ("ko", "ja", "ko")]
    assert answers == [b"answer 1", b"answer 2", b"answer 1"]


def test_refusal_stays_a_refusal(remembering: TestClient) -> None:
    for _ in range(2):
        assert remembering.get("/v1/titles/no-such-title/similar").status_code == 404
        assert remembering.get(f"{SIMILAR}?k=0").status_code == 422
        assert remembering.head(SIMILAR).status_code == 405


def test_remembered_answer_bears_the_headers_of_every_answer(remembering: TestClient) -> None:
    headers = [remembering.get(SIMILAR).headers for _ in range(2)][1]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["vary"] == "Accept-Language, recsys-model"


def test_address_that_is_too_long_is_never_answered(published: Path) -> None:
    store = ModelStore(published)
    with TestClient(create_app(store, Settings(memory_bytes=LARGE, max_target_bytes=256))) as client:
        assert client.get(SIMILAR).status_code == 200
        for _ in range(2):
            assert client.get(f"{SIMILAR}?language={'e' * 300}").status_code == 414


def test_request_with_a_body_goes_the_long_way(store: ModelStore) -> None:
    assert asked_twice(CountedApp(), store, content=b"x") == [b"answer 1", b"answer 2"]


def test_version_named_twice_is_malformed_whether_the_answer_is_in_memory_or_not(
    remembering: TestClient,
) -> None:
    version = remembering.get("/readyz").json()["model"]["version"]
    path = f"{SIMILAR}?k=5"
    statuses = [
        remembering.get(path, headers=[(MODEL_HEADER, version)] * n_times).status_code
        for n_times in (2, 1, 2)
    ]
    assert statuses == [400, 200, 400]


def test_new_model_is_never_answered_for_by_the_old_one(own_folder: Path, smaller_model: Model) -> None:
    store = ModelStore(own_folder)
    with service(store) as client:
        old = [client.get(SIMILAR).json() for _ in range(2)][1]
        newer = publish(smaller_model, own_folder)
        assert client.get(SIMILAR).json() == old
        assert store.reload()
        new = [client.get(SIMILAR).json() for _ in range(2)]
        assert [answer["model"]["version"] for answer in new] == [newer.info.version] * 2
        assert old["results"][0]["id"] == "harbour-letters-2021"
        assert "harbour-letters-2021" not in {result["id"] for result in new[1]["results"]}


def test_answer_during_which_the_model_was_replaced_is_not_kept(own_folder: Path) -> None:
    store = ModelStore(own_folder)
    store.reload()

    class Replacing(CountedApp):
        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            if self.n_asked == 0:
                store.reload()
            await super().__call__(scope, receive, send)

    assert asked_twice(Replacing(), store) == [b"answer 1", b"answer 2"]


def test_without_a_model_nothing_is_kept(tmp_path: Path) -> None:
    assert asked_twice(CountedApp(), ModelStore(tmp_path)) == [b"answer 1", b"answer 2"]


def test_headers_that_a_layer_outside_adds_are_not_kept_with_the_answer(store: ModelStore) -> None:
    layer = HotPath(CountedApp(), store=store, most=LARGE)

    async def adding(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_more(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"added", b"once")]
            await send(message)

        await layer(scope, receive, send_more)

    client = TestClient(adding)
    assert [client.get(SIMILAR).headers.get_list("added") for _ in range(3)] == [["once"]] * 3


def key(name: str) -> tuple[str, bytes, None]:
    return f"/v1/titles/{name}/similar", b"", None


def test_what_was_asked_for_longest_ago_is_forgotten_first(model: Model) -> None:
    memory = AnswerMemory(100_000)
    answer = SentAnswer([], b"x" * 11_000)
    memory.find(model, key("a"))
    for number in range(8):
        memory.keep(model, key(f"{number}"), answer)
    assert memory.find(model, key("0")) is answer
    memory.keep(model, key("8"), answer)
    assert memory.find(model, key("0")) is answer
    assert memory.find(model, key("1")) is None


@given(sizes=st.lists(st.integers(0, 3_000), max_size=60), most=st.integers(0, 20_000))
def test_memory_never_takes_more_than_it_may(sizes: list[int], most: int, model: Model) -> None:
    memory = AnswerMemory(most)
    memory.find(model, key(""))
    for number, size in enumerate(sizes):
        memory.keep(model, key(f"{number % 7}"), SentAnswer([], b"x" * size))
        kept = [memory.find(model, key(f"{n}")) for n in range(7)]
        assert sum(len(answer.body) for answer in kept if answer is not None) <= memory.n_bytes <= most


def test_one_answer_cannot_drive_out_all_others(model: Model) -> None:
    memory = AnswerMemory(80_000)
    memory.find(model, key("a"))
    memory.keep(model, key("a"), SentAnswer([], b"x" * 10_001))
    assert len(memory) == 0
