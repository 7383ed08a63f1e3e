from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from recsys import errors
from recsys.errors import Ambiguous, Choice, QueryError, RecsysError
from recsys.model import Model
from service.app import create_app
from service.errors import KINDS, LONGEST_DETAIL, kind_of, problem_of
from service.headers import SECURITY_HEADERS

KINDS_OF_ERRORS = [
    kind for kind in vars(errors).values() if inspect.isclass(kind) and issubclass(kind, RecsysError)
]


@pytest.mark.parametrize("kind", KINDS_OF_ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_of_the_library_has_its_row(kind: type[RecsysError]) -> None:
    assert kind in KINDS


def test_statuses_are_those_of_the_contract() -> None:
    told = {kind.__name__: KINDS[kind].status for kind in KINDS_OF_ERRORS}
    assert (told["QueryError"], told["NotFound"], told["Ambiguous"]) == (422, 404, 409)
    assert {status for name, status in told.items() if name.startswith("Artifact")} == {503}


def test_kind_of_a_new_error_is_that_of_the_nearest_class_above() -> None:
    class Narrower(QueryError):
        pass

    assert kind_of(Narrower("no")).status == 422


def test_one_type_has_one_title_and_one_status() -> None:
    told = {(kind.type, kind.title, kind.status) for kind in KINDS.values()}
    assert len(told) == len({type for type, _, _ in told})


def test_detail_and_choices_do_not_grow_without_end() -> None:
    many = [Choice(f"id-{i}", f"Label {i}") for i in range(1_000)]
    response = problem_of(Ambiguous("x" * 100_000, many))
    assert len(bytes(response.body)) < LONGEST_DETAIL + 20 * 50 + 200


@pytest.mark.parametrize("text", ["\ud800", "\x00\x1b[2J", "a\nb"])
def test_what_cannot_be_shown_is_replaced(text: str) -> None:
    response = problem_of(QueryError(f"{text} is no tone"))
    assert b"?" in bytes(response.body)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A route has a fault."""

    def fail(_: Model) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("service.routes.model.block_documents", fail)


def test_fault_is_a_500_that_tells_nothing(broken: None, published: Path) -> None:
    with TestClient(create_app(published), raise_server_exceptions=False) as client:
        answer = client.get("/v1/model")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text
    assert "RuntimeError" not in answer.text
    assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_fault_reaches_the_log_of_the_server(broken: None, published: Path) -> None:
    with TestClient(create_app(published)) as client, pytest.raises(RuntimeError):
        client.get("/v1/model")
