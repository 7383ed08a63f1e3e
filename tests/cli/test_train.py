from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

BAD_YEAR = {"schema": 1, "id": "bad", "title": "Bad Year", "year": "soon"}


@pytest.fixture
def flawed(catalogue: Path, tmp_path: Path) -> Path:
    """The small catalogue and a row in which one field cannot be read."""
    path = tmp_path / "flawed.jsonl"
    path.write_text(catalogue.read_text() + json.dumps(BAD_YEAR) + "\n", encoding="utf-8")
    return path


def test_training_twice_gives_the_same_version(run: Run, catalogue: Path, tmp_path: Path) -> None:
    first, second = (
        json.loads(run("train", catalogue, "--out", tmp_path / name, "--json").stdout)["version"]
        for name in ("one", "two")
    )
    assert first == second
    assert (tmp_path / "one" / "CURRENT").read_bytes() == (tmp_path / "two" / "CURRENT").read_bytes()


def test_published_model_answers(run: Run, catalogue: Path, tmp_path: Path) -> None:
    assert run("train", catalogue, "--out", tmp_path / "new").exit_code == 0
    assert "Harbour Letters" in run("similar", "The Lantern", "--model", tmp_path / "new").stdout


def test_training_reports_version_counts_and_weights(run: Run, catalogue: Path, tmp_path: Path) -> None:
    shown = run("train", catalogue, "--out", tmp_path / "new").stdout
    version = (tmp_path / "new" / "CURRENT").read_text().split()[0]
    assert f"Published version {version} in " in shown
    assert "10 titles, " in shown
    assert "genres" in shown


def test_bad_row_is_reported_by_file_line_and_field_and_the_good_ones_are_used(
    run: Run, flawed: Path, tmp_path: Path
) -> None:
    result = run("train", flawed, "--out", tmp_path / "new")
    assert result.exit_code == 0
    assert "flawed.jsonl:11: year: 'soon'" in result.stderr


def test_strict_refuses_a_bad_row_and_publishes_nothing(run: Run, flawed: Path, tmp_path: Path) -> None:
    result = run("train", flawed, "--out", tmp_path / "new", "--strict", "--json")
    assert (result.exit_code, json.loads(result.stdout)["type"]) == (6, "bad-data")
    assert "flawed.jsonl:11: year" in result.stderr
    assert not (tmp_path / "new").exists()


def test_ten_problems_are_shown_and_a_file_has_them_all(run: Run, catalogue: Path, tmp_path: Path) -> None:
    path, listed = tmp_path / "many.jsonl", tmp_path / "problems.jsonl"
    bad = "".join(json.dumps({**BAD_YEAR, "id": f"bad-{number}"}) + "\n" for number in range(12))
    path.write_text(catalogue.read_text() + bad, encoding="utf-8")
    result = run("train", path, "--out", tmp_path / "new", "--problems", listed)
    assert result.stderr.count("many.jsonl:") == 10
    assert "and 2 more problems" in result.stderr
    problems = [json.loads(line) for line in listed.read_text(encoding="utf-8").splitlines()]
    assert [problem["line"] for problem in problems] == list(range(11, 23))
    assert {problem["field"] for problem in problems} == {"year"}


def test_unknown_key_is_one_notice(run: Run, catalogue: Path, tmp_path: Path) -> None:
    path = tmp_path / "extra.jsonl"
    rows = (json.loads(line) | {"shelf": 3} for line in catalogue.read_text().splitlines())
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert run("train", path, "--out", tmp_path / "new").stderr.count("'shelf'") == 1


@pytest.mark.parametrize("content", ["", "not json\n", '["a", "b"]\n'])
def test_file_that_is_no_catalogue_ends_with_code_6(run: Run, tmp_path: Path, content: str) -> None:
    path = tmp_path / "other.jsonl"
    path.write_text(content)
    assert run("train", path, "--out", tmp_path / "new").exit_code == 6


def test_missing_file_ends_with_code_6(run: Run, tmp_path: Path) -> None:
    assert run("train", tmp_path / "absent.jsonl", "--out", tmp_path / "new").exit_code == 6


def test_out_that_is_a_file_is_refused_before_the_work(run: Run, catalogue: Path) -> None:
    result = run("train", catalogue, "--out", catalogue)
    assert result.exit_code == 2
    assert "is a file" in result.stderr
