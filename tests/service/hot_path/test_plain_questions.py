"""The short way to a plain answer gives what the long way gives: every byte, every header, every refusal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from recsys.artifact import open_model
from recsys.errors import ArtifactDamaged
from recsys.model import Model
from recsys.recommender import Recommender
from service.app import create_app
from service.hot_path import plain_questions
from service.hot_path.answer_json import encoded
from service.hot_path.plain_questions import PlainPath, plain_question
from service.models.current import ModelStore
from service.models.pinning import Pinning
from service.parameters import SimilarParameters
from service.settings import Settings

SIMILAR = "/v1/titles/paper-lanterns-2019/similar"


class Telling:
    """An application that says only that it was asked."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b"the long way"})


@pytest.fixture(scope="module")
def store(published: Path) -> ModelStore:
    store = ModelStore(published)
    store.reload()
    return store


@pytest.fixture(scope="module")
def forgetting(published: Path) -> Iterator[TestClient]:
    with TestClient(create_app(ModelStore(published), Settings(memory_bytes=0))) as client:
        yield client


@pytest.mark.parametrize("language", ["", "en", "ko, en;q=0.5", "ja", "*", "xx;;", "pt-BR"])
def test_every_title_is_answered_for_as_by_the_long_way(
    forgetting: TestClient, model: Model, language: str
) -> None:
    headers = {"accept-language": language} if language else {}
    for id in model.names.ids.table:
        short = forgetting.get(f"/v1/titles/{id}/similar", headers=headers)
        long = forgetting.get(f"/v1/titles/{id}/similar?k=10", headers=headers)  # what is not said is 10
        assert short.status_code == long.status_code == 200
        assert short.content == long.content
        told, expected = ({**each.headers} for each in (short, long))
        for own in ("etag", "x-request-id"):  # of two addresses, of two requests
            assert told.pop(own) != expected.pop(own)
        assert told == expected


def pinned(app: Telling, store: ModelStore) -> ASGIApp:
    """The short way behind the layer that gives each request its model."""
    return Pinning(PlainPath(app), store=store)


@given(id=st.text(min_size=1, max_size=20), language=st.sampled_from(["en", "ko", "pt-BR"]))
def test_question_is_that_of_the_parameters_that_are_not_there(id: str, language: str) -> None:
    assert plain_question(id, language) == SimilarParameters().to_query(id, language)


@pytest.mark.parametrize(
    "path",
    [
        f"{SIMILAR}?k=3",
        f"{SIMILAR}?unknown=1",
        "/v1/titles/no-such-title/similar",
        "/v1/titles//similar",
        "/v1/titles/similar",
        "/v1/titles/paper-lanterns-2019",
        "/v1/similar?title=Goblin",
        f"/v1/titles/{'e' * 501}/similar",
    ],
)
def test_all_other_questions_go_the_long_way(store: ModelStore, path: str) -> None:
    assert TestClient(pinned(Telling(), store)).get(path).content == b"the long way"


@pytest.mark.parametrize("method", ["HEAD", "POST", "DELETE", "OPTIONS"])
def test_only_get_is_answered(store: ModelStore, method: str) -> None:
    assert TestClient(pinned(Telling(), store)).request(method, SIMILAR).status_code == 404


def test_without_a_model_the_application_says_so(tmp_path: Path) -> None:
    client = TestClient(pinned(Telling(), ModelStore(tmp_path)))
    assert client.get(SIMILAR).content == b"the long way"


def test_what_cannot_be_answered_is_told_by_the_application(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object) -> None:
        msg = "row 3 of the model holds no title"
        raise ArtifactDamaged(msg)

    monkeypatch.setattr(plain_questions, "answer", damaged)
    assert TestClient(pinned(Telling(), store)).get(SIMILAR).content == b"the long way"


def test_what_was_answered_before_changes_no_answer(published: Path, model: Model) -> None:
    languages = ["en", "ko", "ja", "en"]
    ids = list(model.names.ids.table)
    for id in reversed(ids):
        questions = [plain_question(id, language) for language in languages]
        warm = [encoded(Recommender(model).recommend(question)) for question in questions]
        cold = [encoded(Recommender(open_model(published)).recommend(question)) for question in questions]
        assert warm == cold
