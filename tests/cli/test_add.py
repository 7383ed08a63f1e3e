from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from recsys.artifact import open_model
from recsys.cli import app
from tests.cli.conftest import Run

NEW = {
    "schema": 1,
    "id": "salt-lighthouse-2024",
    "title": "Salt Lighthouse",
    "year": 2024,
    "genres": ["drama"],
    "synopsis": "A zeppelin keeper writes letters.",
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("titles") / "new.jsonl"
    path.write_text(json.dumps(NEW) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def told(model: Path, file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A model to which a title was added, and what the command wrote; not to be written to."""
    folder = Path(shutil.copytree(model, tmp_path_factory.mktemp("added") / "own"))
    ended = CliRunner().invoke(app, ["add", str(file), "--model", str(folder)])
    assert ended.exit_code == 0, ended.output
    return folder, ended.stdout


@pytest.fixture
def own_model(told: tuple[Path, str], tmp_path: Path) -> Path:
    """A copy that may be written to."""
    return Path(shutil.copytree(told[0], tmp_path / "own"))


def test_title_is_added_and_what_is_not_known_of_it_is_told(run: Run, told: tuple[Path, str]) -> None:
    folder, text = told
    assert "1 title added, 0 changed" in text
    assert "added: Salt Lighthouse" in text
    assert "zeppelin" in text
    assert open_model(folder).info.version in text
    assert run("similar", "Salt Lighthouse", "--model", folder).exit_code == 0


def test_title_that_is_there_already_is_no_news(run: Run, told: tuple[Path, str], file: Path) -> None:
    document = json.loads(run("add", file, "--model", told[0], "--json").stdout)
    assert (document["added"], document["changed"], document["n_unchanged"]) == ([], [], 1)
    assert document["version"] == document["before"]


def test_changed_title_is_told_as_changed(run: Run, own_model: Path, tmp_path: Path) -> None:
    (tmp_path / "changed.jsonl").write_text(json.dumps({**NEW, "year": 2023}) + "\n", encoding="utf-8")
    ended = run("add", tmp_path / "changed.jsonl", "--model", own_model, "--json")
    document = json.loads(ended.stdout)
    assert (document["added"], document["changed"]) == ([], [NEW["id"]])
    assert any("zeppelin" in block["some"] for block in document["unknown"].values())
    assert document["version"] == open_model(own_model).info.version


def test_file_without_a_title_adds_nothing(run: Run, told: tuple[Path, str], tmp_path: Path) -> None:
    before = open_model(told[0]).info.version
    (tmp_path / "empty.jsonl").write_text('{"schema": 1}\n', encoding="utf-8")
    assert run("add", tmp_path / "empty.jsonl", "--model", told[0]).exit_code == 6
    assert open_model(told[0]).info.version == before


def test_training_again_tells_that_added_titles_are_in_it(run: Run, own_model: Path, catalogue: Path) -> None:
    ended = run("train", catalogue, "--out", own_model, "--json")
    assert json.loads(ended.stdout)["n_folded"] == 1
    assert open_model(own_model).names.row_of_id(str(NEW["id"])) is not None
