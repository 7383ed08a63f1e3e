from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from recsys.artifact import open_model
from tests.cli.conftest import Run


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A place in a store, with nothing in it, and a cache of its own."""
    monkeypatch.setenv("RECSYS_CACHE", str(tmp_path / "cache"))
    return f"file://{tmp_path / 'store'}"


def test_published_model_answers_from_its_address(run: Run, model: Path, url: str) -> None:
    version = open_model(model).info.version
    assert f"Published version {version} at {url}" in run("publish", url, "--model", model).stdout
    here = run("similar", "The Lantern", "--model", model)
    there = run("similar", "The Lantern", "--model", url)
    assert (there.exit_code, there.stdout) == (0, here.stdout)
    assert run("search", "Lantern", "--model", url).exit_code == 0


def test_second_time_copies_nothing(run: Run, model: Path, url: str) -> None:
    first = json.loads(run("publish", url, "--model", model, "--json").stdout)
    second = json.loads(run("publish", url, "--model", model, "--json").stdout)
    assert first["n_copied"] == first["n_files"] > 0
    assert second == {**first, "n_copied": 0}


def test_copy_answers_and_says_so_when_the_store_is_gone(
    run: Run, model: Path, url: str, tmp_path: Path
) -> None:
    run("publish", url, "--model", model)
    before = run("similar", "The Lantern", "--model", url)
    shutil.rmtree(tmp_path / "store")
    after = run("similar", "The Lantern", "--model", url)
    assert (after.exit_code, after.stdout) == (0, before.stdout)
    assert "answering from the copy of version" in after.stderr


def test_copy_that_cannot_be_written_answers_and_says_so(
    run: Run, model: Path, url: str, tmp_path: Path
) -> None:
    run("publish", url, "--model", model)
    before = run("similar", "The Lantern", "--model", url)
    (tmp_path / "store" / "CURRENT").write_text(f"{'0' * 16} {'0' * 64}\n")
    lock = next((tmp_path / "cache").glob("*/.lock"))
    lock.unlink()
    lock.mkdir()
    after = run("similar", "The Lantern", "--model", url)
    assert (after.exit_code, after.stdout) == (0, before.stdout)
    assert "answering from the copy of version" in after.stderr


def test_store_without_a_model_ends_with_code_6(run: Run, url: str) -> None:
    result = run("similar", "The Lantern", "--model", url)
    assert result.exit_code == 6
    assert f"recsys publish {url}" in result.stderr


def test_folder_is_no_address(run: Run, model: Path, tmp_path: Path) -> None:
    result = run("publish", tmp_path / "store", "--model", model)
    assert result.exit_code == 2
    assert "file:///FOLDER/NAME" in result.stderr


def test_password_in_an_address_is_refused_and_not_shown(run: Run, model: Path) -> None:
    result = run("publish", "s3://KEY:secret@bucket/films", "--model", model)
    assert result.exit_code == 2
    assert "secret" not in result.stderr


def test_missing_package_is_named(run: Run, model: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    result = run("publish", url, "--model", model)
    assert result.exit_code == 2
    assert "pip install 'recsys[remote]'" in result.stderr
