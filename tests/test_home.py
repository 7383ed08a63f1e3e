from __future__ import annotations

from pathlib import Path

import pytest

from recsys import models_home
from recsys.home import copies_home


def test_a_named_folder_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path))
    assert models_home() == tmp_path


def test_then_the_artifacts_beside_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("RECSYS_HOME")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "artifacts").mkdir()
    assert models_home() == Path("artifacts")


def test_else_the_cache_folder_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("RECSYS_HOME")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert models_home() == tmp_path / "cache" / "recsys"


def test_copies_lie_where_they_are_told_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RECSYS_CACHE", str(tmp_path))
    assert copies_home() == tmp_path


def test_copies_lie_apart_from_the_models_in_the_cache_folder_of_the_user(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("RECSYS_HOME", "RECSYS_CACHE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert copies_home().parent == models_home().parent
    assert copies_home() != models_home()
