from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from recsys.cli.app import COMMANDS, command_name
from tests.cli.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
LOADED = """
import sys
from recsys.cli import app
try:
    app(sys.argv[1:])
except SystemExit as end:
    rooms = {"recsys.importers", "recsys.history", "recsys.merging"}
    heavy = {"sklearn", "fastapi", "uvicorn", *rooms} & set(sys.modules)
    sys.exit(f"loaded {sorted(heavy)}" if heavy else end.code)
"""


def command(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python on its own, as a user does."""
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )


def test_package_runs_as_a_program(model: Path) -> None:
    ended = command("-m", "recsys", "similar", "The Lantern", "--model", model)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Harbour Letters" in ended.stdout


def test_named_model_is_asked_without_loading_scikit_learn_or_the_service(model: Path) -> None:
    ended = command("-c", LOADED, "similar", "The Lantern", "--model", model)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_built_in_model_is_asked_without_loading_scikit_learn_or_the_service(run: Run) -> None:
    assert run("search", "lantern").exit_code in (0, 5)  # trains it where there is none
    ended = command("-c", LOADED, "similar", "Crash Landing on You")
    assert (ended.returncode, ended.stderr) == (0, "")


def test_built_in_model_is_trained_when_it_is_first_asked(run: Run, tmp_path: Path) -> None:
    home = {"RECSYS_HOME": str(tmp_path / "home")}
    first, second = (run("similar", "Crash Landing on You", "--json", env=home) for _ in range(2))
    assert "Training the built-in model" in first.stderr
    assert second.stderr == ""
    assert first.stdout == second.stdout


@pytest.mark.parametrize(
    "asked", ["search Lantern --json", "similar 'The Lantern' --json", "similar 'The Lantern'"]
)
def test_reader_that_leaves_early_is_no_error(model: Path, asked: str) -> None:
    line = f"'{sys.executable}' -m recsys {asked} --model '{model}' | true"
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    ended = subprocess.run(["sh", "-c", line], capture_output=True, check=False, cwd=ROOT, env=buffered)  # noqa: S607
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


def test_text_that_an_output_cannot_hold_is_replaced(model: Path) -> None:
    asked = ("-m", "recsys", "similar", "Harbour Letters", "--model", model)
    ended = command(*asked, PYTHONIOENCODING="ascii")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "1 ########## The Lantern  ??  (2018" in ended.stdout


def test_json_that_an_output_cannot_hold_is_escaped(model: Path) -> None:
    asked = ("-m", "recsys", "similar", "Harbour Letters", "--model", model, "--json")
    ended = command(*asked, PYTHONIOENCODING="ascii")
    assert json.loads(ended.stdout)["results"][0]["original_title"] == "등불"


def test_version_is_told(run: Run) -> None:
    result = run("--version")
    assert (result.exit_code, result.stdout.split()[0]) == (0, "recsys")


@pytest.mark.parametrize("name", [command_name(command) for command in COMMANDS])
def test_every_command_has_help(run: Run, name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.stdout
