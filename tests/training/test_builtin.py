from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from recsys.additions import add_titles
from recsys.catalogue import Catalogue
from tests.builders import title
from training import builtin


def test_no_step_of_training_loads_what_does_not_retrain_the_model() -> None:
    code = "import sys, training.pipeline; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    parts = [name.split(".")[:2] for name in loaded.split()]
    assert ["training", "hubness"] in parts
    for unrelated in builtin._UNRELATED:
        assert ["training", unrelated] not in parts
        assert ["recsys", unrelated] not in parts


@pytest.mark.parametrize("package", ["recsys/cli", "training/evaluation", "training/tagging"])
def test_packages_that_do_not_retrain_the_model_exist(package: str) -> None:
    top, name = package.split("/")
    assert (files(top) / name).is_dir()
    assert name in builtin._UNRELATED


def test_titles_that_were_added_are_trained_with_the_next_built_in_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ash, oak = title("ash", genres=("drama",)), title("oak", genres=("drama",))
    monkeypatch.setattr(builtin, "load_builtin", lambda: Catalogue([ash, oak]))
    builtin.builtin_model(tmp_path)
    added = [title("maple", genres=("drama",)), replace(oak, year=1987)]
    current = add_titles(tmp_path / builtin.NAME, added).info.version
    assert builtin.builtin_model(tmp_path).info.version == current
    monkeypatch.setattr(builtin, "load_builtin", lambda: Catalogue([ash, replace(oak, year=1999)]))
    monkeypatch.setattr(builtin, "builtin_digest", lambda: "another one")
    model = builtin.builtin_model(tmp_path)
    assert [model.title(row).year for row in range(len(model))] == [None, None, 1999]
    assert "[oak] was added to the last model" in caplog.text
