from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.errors import Ambiguous, Choice, QueryError
from service.mcp.refusals import LONGEST, refusal
from service.mcp.server import create_server
from service.models.model_store import ModelStore
from tests.service.mcp.conversation import AnyServer, answered, refused

HOSTILE: dict[str, tuple[str, dict[str, Any]]] = {
    "NaN": ("recommend", {"like": ["Moss Garden"], "escapism": math.nan}),
    "infinity": ("recommend", {"like": ["Moss Garden"], "more": {"tearjerker": math.inf}}),
    "100,000 seeds": ("recommend", {"like": ["Moss Garden"] * 100_000}),
    "100,000 unknown seeds": ("recommend", {"like": [{"nonsense": n} for n in range(100_000)]}),
    "a million letters": ("similar_titles", {"title": "x" * 1_000_000}),
    "a million letters to search": ("search_titles", {"query": "x" * 1_000_000}),
    "half a surrogate pair": ("similar_titles", {"title": "Moss \ud83d"}),
    "half a pair as a text": ("recommend", {"text": "\udc00"}),
    "half a pair as a field": ("recommend", {"\ud83d": 1}),
    "a field of a million letters": ("explain", {"x" * 1_000_000: 1}),
    "20,000 unknown fields": ("explain", {f"x{n}": 1 for n in range(20_000)}),
    "huge number": ("search_titles", {"query": "moss", "k": 10**4000}),
    "text for a number": ("search_titles", {"query": "moss", "k": "5"}),
    "truth for a number": ("recommend", {"like": ["Moss Garden"], "k": True}),
    "nothing at all": ("recommend", {}),
    "neither name nor id": ("similar_titles", {}),
    "both name and id": ("similar_titles", {"title": "Moss Garden", "id": "moss-garden-2015"}),
    "one title twice": ("explain", {"title": "Moss Garden", "because_of": "moss-garden-2015"}),
    "NUL and controls": ("similar_titles", {"title": "\x00\x1b[2J\u202e\u2066 zzzzzzzz"}),
    "unknown tone": ("recommend", {"more": {"tearjerkr": 1}}),
}


@pytest.mark.parametrize(("tool", "arguments"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_arguments_are_refused_shortly(
    server: AnyServer, tool: str, arguments: dict[str, Any]
) -> None:
    problem = refused(server, tool, **arguments)
    assert problem["type"].startswith("/problems/")
    assert problem["detail"].isprintable()


def test_ambiguous_name_is_refused_with_ids_that_can_be_asked_with(server: AnyServer) -> None:
    problem = refused(server, "similar_titles", title="Tin Soldier")
    ids = [choice["id"] for choice in problem["choices"]]
    assert sorted(ids) == ["tin-soldier-2001", "tin-soldier-2018"]
    for id in ids:
        assert answered(server, "similar_titles", id=id)["query"]["seeds"][0]["id"] == id


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("similar_titles", {"title": "Paper Lantrens of Gold"}),
        ("recommend", {"like": ["Paper Lantrens of Gold"]}),
        ("explain", {"title": "Paper Lantrens of Gold", "because_of": "Moss Garden"}),
    ],
)
def test_unknown_name_is_refused_with_the_nearest(
    server: AnyServer, tool: str, arguments: dict[str, Any]
) -> None:
    problem = refused(server, tool, **arguments)
    assert problem["type"] == "/problems/not-found"
    assert "paper-lanterns-2019" in [choice["id"] for choice in problem["choices"]]


def test_wrong_field_is_named_and_what_stood_in_it_is_not_repeated(server: AnyServer) -> None:
    problem = refused(server, "recommend", like=["Moss Garden"], filters={"year": [2001, "secret"]})
    assert [error["field"] for error in problem["errors"]] == ["filters.year.1"]
    assert "secret" not in json.dumps(problem)


def test_folder_of_a_missing_model_is_not_told(tmp_path: Path) -> None:
    problem = refused(create_server(ModelStore(tmp_path / "nowhere")), "search_titles", query="moss")
    assert problem["type"] == "/problems/no-model"
    assert "nowhere" not in json.dumps(problem)


def test_fault_of_the_program_is_logged_and_not_told(
    server: AnyServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a secret of the server")

    monkeypatch.setattr("service.mcp.tools.Recommender", broken)
    assert "secret" not in json.dumps(refused(server, "recommend", like=["Moss Garden"]))
    assert "a secret of the server" in caplog.text


@given(
    st.text(st.characters(exclude_categories=())),
    st.lists(st.builds(Choice, id=st.text(max_size=20), label=st.text(max_size=20))),
    st.integers(1, 100),
)
def test_no_refusal_is_long(message: str, choices: list[Choice], times: int) -> None:
    longer = [Choice(choice.id * times, choice.label * times) for choice in choices]
    for error in (QueryError(message * times), Ambiguous(message * times, longer)):
        told = refusal(error)
        assert len(told.encode("utf-8", "surrogatepass")) <= LONGEST
        assert json.loads(told)["title"]


def test_choices_that_are_too_long_are_left_out_from_the_end() -> None:
    choices = [Choice(f"{n}" + "長" * 400, "label") for n in range(20)]
    kept = json.loads(refusal(Ambiguous("several", choices)))["choices"]
    assert 0 < len(kept) < 20
    assert [choice["id"] for choice in kept] == [choice.id for choice in choices[: len(kept)]]
