from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import Run


def rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def test_every_title_has_its_neighbours_best_first(run: Run, model: Path, tmp_path: Path) -> None:
    out = tmp_path / "near.jsonl.gz"
    assert run("neighbours", "--model", model, "-k", 3, "--out", out).exit_code == 0
    written = rows(out)
    assert len({row["id"] for row in written}) == 10
    for row in written:
        scores = [entry["score"] for entry in row["neighbours"]]
        assert len(scores) == 3
        assert scores == sorted(scores, reverse=True)


def test_relations_are_included(run: Run, model: Path, tmp_path: Path) -> None:
    out = tmp_path / "near.jsonl.gz"
    run("neighbours", "--model", model, "-k", 2, "--out", out)
    lantern = next(row for row in rows(out) if row["id"] == "the-lantern-2018")
    assert "the-lantern-returns-2021" in {entry["id"] for entry in lantern["neighbours"]}


def test_number_of_threads_changes_no_byte(run: Run, model: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.jsonl.gz", tmp_path / "two.jsonl.gz"
    run("neighbours", "--model", model, "--out", one)
    run("neighbours", "--model", model, "--out", two, "--jobs", 2)
    assert one.read_bytes() == two.read_bytes()


def test_summary_in_json(run: Run, model: Path, tmp_path: Path) -> None:
    out = tmp_path / "near.jsonl.gz"
    summary = json.loads(run("neighbours", "--model", model, "--out", out, "--json").stdout)
    assert (summary["n_titles"], summary["k"]) == (10, 9)


def test_nothing_is_left_beside_the_file(run: Run, model: Path, tmp_path: Path) -> None:
    run("neighbours", "--model", model, "--out", tmp_path / "near.jsonl.gz")
    assert [path.name for path in tmp_path.iterdir()] == ["near.jsonl.gz"]


def test_other_ending_is_refused(run: Run, model: Path, tmp_path: Path) -> None:
    result = run("neighbours", "--model", model, "--out", tmp_path / "near.csv")
    assert result.exit_code == 2
    assert ".jsonl.gz" in result.stderr


def test_folder_that_is_not_there_ends_with_code_2(run: Run, model: Path, tmp_path: Path) -> None:
    result = run("neighbours", "--model", model, "--out", tmp_path / "no" / "near.jsonl.gz")
    assert result.exit_code == 2
    assert "there is no folder" in result.stderr


def test_no_threads_at_all_are_refused(run: Run, model: Path, tmp_path: Path) -> None:
    assert run("neighbours", "--model", model, "--out", tmp_path / "n.jsonl.gz", "--jobs", 0).exit_code == 2
