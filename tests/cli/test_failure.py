from __future__ import annotations

import json
from pathlib import Path

import pytest

from recsys.cli.failure import FAILURES, ExitCode, exit_code
from recsys.errors import ArtifactDamaged, RecsysError, UnresolvedName
from tests.cli.conftest import Run


def test_unknown_title_ends_with_code_3_and_names_the_nearest(run: Run, model: Path) -> None:
    result = run("similar", "Harbor Lettuce", "--model", model)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "Harbour Letters (2019, series)" in result.stderr


def test_ambiguous_title_ends_with_code_4_and_lists_the_choices(run: Run, model: Path) -> None:
    result = run("similar", "Paper Moonlight", "--model", model)
    assert (result.exit_code, result.stdout) == (4, "")
    assert "paper-moonlight-2005" in result.stderr
    assert "paper-moonlight-2015" in result.stderr


def test_each_choice_is_told_once(run: Run, model: Path) -> None:
    assert run("similar", "Paper Moonlight", "--model", model).stderr.count("[paper-moonlight-2005]") == 1


def test_year_after_the_name_tells_titles_of_one_name_apart(run: Run, model: Path) -> None:
    assert run("similar", "Paper Moonlight 2015", "--model", model).exit_code == 0


def test_problem_in_json_carries_the_choices(run: Run, model: Path) -> None:
    result = run("similar", "Paper Moonlight", "--model", model, "--json")
    problem = json.loads(result.stdout)
    assert (problem["type"], problem["exit_code"]) == ("ambiguous", 4)
    assert [choice["id"] for choice in problem["choices"]] == ["paper-moonlight-2005", "paper-moonlight-2015"]
    assert problem["detail"] in result.stderr.replace("recsys: ", "")


def test_missing_model_ends_with_code_6(run: Run, tmp_path: Path) -> None:
    result = run("similar", "The Lantern", "--model", tmp_path / "nowhere", "--json")
    assert (result.exit_code, json.loads(result.stdout)["type"]) == (6, "bad-data")


@pytest.mark.parametrize(
    "arguments", [("similar",), ("nothing",), ("similar", "x", "-k", "0"), ("--nothing",)]
)
def test_command_line_that_cannot_be_read_ends_with_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")


def test_every_kind_of_error_has_its_exit_code_in_the_table() -> None:
    told = {kind for kind, _ in FAILURES}
    leaves = set(RecsysError.__subclasses__()) - {UnresolvedName} | set(UnresolvedName.__subclasses__())
    # The client's errors are those of whoever asks a service; no command raises one.
    assert {kind for kind in leaves if kind.__module__ == "recsys.errors"} <= told


def test_subclass_has_the_exit_code_of_its_parent() -> None:
    assert exit_code(ArtifactDamaged("x")) is ExitCode.BAD_DATA


def test_unbounded_names_are_not_echoed(run: Run, model: Path) -> None:
    result = run("similar", "x" * 5_000, "--model", model)
    assert result.exit_code in (2, 3)
    assert len(result.stderr) < 1_000
