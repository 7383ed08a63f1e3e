from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

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
    result = run("neighbours", "--model", model, "--out", tmp_path / "n.jsonl.gz", "--jobs", 0)
    assert result.exit_code == 2
    assert "--jobs 0: expected a number" in result.stderr


def test_a_cluster_is_not_told_how_many_workers_it_has(run: Run, model: Path, tmp_path: Path) -> None:
    given = ("--backend", "dask", "--scheduler", "tcp://127.0.0.1:1", "--jobs", 8)
    result = run("neighbours", "--model", model, "--out", tmp_path / "near.jsonl.gz", *given)
    assert result.exit_code == 2
    assert "--jobs 8: leave it out with --backend dask" in " ".join(result.stderr.split())


def test_processes_write_the_same_as_threads(run: Run, model: Path, tmp_path: Path) -> None:
    threads, processes = tmp_path / "threads.jsonl.gz", tmp_path / "processes.jsonl.gz"
    run("neighbours", "--model", model, "--out", threads)
    answer = run("neighbours", "--model", model, "--out", processes, "--backend", "loky", "--jobs", 2)
    assert answer.exit_code == 0
    assert processes.read_bytes() == threads.read_bytes()


def test_a_run_that_was_killed_while_writing_finds_nothing_again(
    run: Run, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "near.jsonl.gz"
    with monkeypatch.context() as patch:
        patch.setattr("training.neighbours.gzip.GzipFile", lambda *_, **__: 1 / 0)
        assert run("neighbours", "--model", model, "--out", out).exit_code != 0
    assert not out.exists()
    monkeypatch.setattr("training.block_run.Span.found_by", lambda *_: 1 / 0)
    assert run("neighbours", "--model", model, "--out", out).exit_code == 0
    assert len(rows(out)) == 10


def test_a_file_that_another_run_is_writing_is_refused(run: Run, model: Path, tmp_path: Path) -> None:
    out = tmp_path / "near.jsonl.gz"
    with FileLock(tmp_path / ".near.jsonl.gz.lock"):
        result = run("neighbours", "--model", model, "--out", out)
    assert result.exit_code == 2
    assert "somebody else is writing" in result.stderr


@pytest.mark.parametrize("given", [["--backend", "dask"], ["--scheduler", "tcp://127.0.0.1:1"]], ids=str)
def test_dask_and_its_scheduler_go_together(run: Run, model: Path, tmp_path: Path, given: list[str]) -> None:
    result = run("neighbours", "--model", model, "--out", tmp_path / "near.jsonl.gz", *given)
    assert result.exit_code == 2
    assert "expected --backend dask and --scheduler ADDRESS together" in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:1", "tls://127.0.0.1:1", "no address at all", "smoke://signals"]
)
def test_a_scheduler_that_does_not_answer_is_told(
    run: Run, model: Path, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="dask is not installed")
    monkeypatch.setattr("training.dask_backend.FIRST_PATIENCE", 0.5)
    given = ("--out", tmp_path / "near.jsonl.gz", "--backend", "dask", "--scheduler", address)
    result = run("neighbours", "--model", model, *given)
    assert result.exit_code == 2
    assert "no Dask scheduler answers at" in result.stderr


def test_without_dask_the_extra_is_named(
    run: Run, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    given = ("--out", tmp_path / "near.jsonl.gz", "--backend", "dask", "--scheduler", "tcp://127.0.0.1:1")
    result = run("neighbours", "--model", model, *given)
    assert result.exit_code == 2
    assert "pip install 'recsys[cluster]'" in result.stderr
