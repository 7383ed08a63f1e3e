from __future__ import annotations

import json
from pathlib import Path

import pytest

from recsys.artifact import file_sha256, open_model
from tests.cli.conftest import Run


@pytest.fixture
def titles(tmp_path: Path) -> Path:
    """Thirty titles of two genres."""
    genres = ("drama", "comedy")
    rows = [
        {"schema": 1, "id": f"t{n}", "title": f"Title {n}", "year": 2000 + n % 9, "genres": [genres[n % 2]]}
        for n in range(30)
    ]
    path = tmp_path / "thirty.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    """Each title recommends the next; one line names a title that is not there."""
    path = tmp_path / "pairs.csv"
    lines = [f"t{n},t{n + 1}" for n in range(29)]
    path.write_text("\n".join(["source_id,target_id", *lines, "t1,nobody", ""]), encoding="utf-8")
    return path


def test_the_manifest_says_what_was_learned_from(run: Run, titles: Path, pairs: Path, tmp_path: Path) -> None:
    assert run("train", titles, "--pairs", pairs, "--out", tmp_path / "new").exit_code == 0
    record = open_model(tmp_path / "new").info.learned
    sha256 = file_sha256(pairs)
    assert record["from"] == {"kind": "pairs", "sha256": sha256, "n_judgements": 29, "n_sources": 29}
    assert set(record["block_weights"]) >= {"before", "after", "is_used", "multipliers"}


def test_what_was_learned_and_what_it_gave_is_reported(
    run: Run, titles: Path, pairs: Path, tmp_path: Path
) -> None:
    result = run("train", titles, "--pairs", pairs, "--out", tmp_path / "new")
    assert "learned from 29 pairs of 29 sources:" in result.stdout
    assert "factors of the block weights: nDCG@10 of unseen sources" in result.stdout
    assert "second stage: not fitted, fewer than 200 pairs" in result.stdout


def test_a_row_of_the_pairs_that_cannot_be_used_is_reported(
    run: Run, titles: Path, pairs: Path, tmp_path: Path
) -> None:
    result = run("train", titles, "--pairs", pairs, "--out", tmp_path / "new")
    assert "pairs.csv:31: target_id: no title of the catalogue has the id 'nobody'" in result.stderr


def test_without_pairs_nothing_is_learned_and_nothing_is_said(run: Run, titles: Path, tmp_path: Path) -> None:
    result = run("train", titles, "--out", tmp_path / "new")
    assert "learned" not in result.stdout
    assert open_model(tmp_path / "new").info.learned == {}


def test_learning_twice_gives_the_same_version(run: Run, titles: Path, pairs: Path, tmp_path: Path) -> None:
    versions = {
        json.loads(run("train", titles, "--pairs", pairs, "--out", tmp_path / name, "--json").stdout)[
            "version"
        ]
        for name in ("one", "two")
    }
    assert len(versions) == 1


@pytest.mark.parametrize("others", [("--labels", "--pairs"), ("--ratings", "--labels")])
def test_only_one_kind_is_learned_from(
    run: Run, titles: Path, pairs: Path, tmp_path: Path, others: tuple[str, str]
) -> None:
    result = run("train", titles, others[0], pairs, others[1], pairs, "--out", tmp_path / "new")
    assert result.exit_code != 0
    assert "expected one of --pairs, --ratings and --labels" in result.stderr


def test_siblings_alone_teach_nothing(run: Run, titles: Path, pairs: Path, tmp_path: Path) -> None:
    result = run("train", titles, "--siblings", pairs, "--out", tmp_path / "new")
    assert result.exit_code != 0
    assert "--siblings only beside one of them" in result.stderr
