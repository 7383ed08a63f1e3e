from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from recsys.artifact import open_model
from tests.cli.conftest import Run

pytest.importorskip("qdrant_edge")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"qdrant://{tmp_path_factory.mktemp('engine')}"


@pytest.fixture
def exported(run: Run, model: Path, address: str) -> str:
    """An address where the model is."""
    assert run("export", "qdrant", "--to", address, "--model", model).exit_code == 0
    return address


def results(run: Run, *arguments: object) -> Any:
    return json.loads(run(*arguments, "--json").stdout)["results"]


def test_what_was_exported_is_told(run: Run, model: Path, address: str) -> None:
    version = open_model(model).info.version
    result = run("export", "qdrant", "--to", address, "--model", model)
    assert result.stdout == f"Wrote the 10 titles of version {version} to {address}\n"
    summary = json.loads(run("export", "qdrant", "--to", address, "--model", model, "--json").stdout)
    assert summary == {"to": address, "version": version, "n_titles": 10}


def test_an_engine_gives_the_same_answers(run: Run, model: Path, exported: str) -> None:
    for question in (("similar", "The Lantern"), ("recommend", "--like", "The Lantern", "--fame", "1")):
        own = results(run, *question, "--model", model)
        assert own
        assert results(run, *question, "--model", model, "--index", exported) == own


def test_the_environment_may_name_the_engine(
    run: Run, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECSYS_INDEX", f"qdrant://{tmp_path}/nothing")
    result = run("similar", "The Lantern", "--model", model)
    assert result.exit_code == 6
    assert "holds no version" in result.stderr


@pytest.mark.parametrize(
    "command", [("similar", "The Lantern"), ("recommend", "--like", "The Lantern"), ("serve",)]
)
def test_another_version_ends_with_code_6_and_says_what_to_run(
    run: Run, model: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    result = run(*command, "--model", model, "--index", f"qdrant://{tmp_path}/nothing")
    assert result.exit_code == 6
    assert "recsys export qdrant --to" in result.stderr


def test_a_server_that_does_not_answer_ends_with_code_6(run: Run, model: Path) -> None:
    pytest.importorskip("qdrant_client")
    for command in (("similar", "The Lantern", "--index"), ("export", "qdrant", "--to")):
        result = run(*command, "qdrant://127.0.0.1:9/titles", "--model", model)
        assert result.exit_code == 6
        assert "does not answer" in result.stderr


def test_what_is_no_address_ends_with_code_2(run: Run, model: Path) -> None:
    result = run("similar", "The Lantern", "--model", model, "--index", "titles")
    assert result.exit_code == 2
    assert "expected qdrant://" in result.stderr


def test_an_engine_that_nobody_knows_ends_with_code_2(run: Run, model: Path) -> None:
    assert run("export", "milvus", "--to", "qdrant:///srv/titles", "--model", model).exit_code == 2
