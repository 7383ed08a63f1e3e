"""`recsys recommend --history`: what was seen stays away, what was liked counts, and all is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

SEEN = """# Seen
The Lantern 10/10
Harbour Letters - 2/10
Never Made (1999)
"""


@pytest.fixture
def seen(tmp_path: Path) -> Path:
    path = tmp_path / "seen.txt"
    path.write_text(SEEN, encoding="utf-8")
    return path


def test_what_was_seen_does_not_come(run: Run, model: Path, seen: Path) -> None:
    ended = run("recommend", "--history", seen, "--model", model, "--json")
    document = json.loads(ended.stdout)
    names = {result["title"] for result in document["results"]}
    assert names
    assert names.isdisjoint({"The Lantern", "Harbour Letters"})


def test_ratings_decide_what_is_liked_and_what_is_not(run: Run, model: Path, seen: Path) -> None:
    ended = run("recommend", "--history", seen, "--model", model, "--json")
    seeds = {seed["title"]: seed["weight"] for seed in json.loads(ended.stdout)["query"]["seeds"]}
    assert seeds["The Lantern"] > 0 > seeds["Harbour Letters"]


def test_it_tells_what_became_of_the_rows(run: Run, model: Path, seen: Path) -> None:
    ended = run("recommend", "--history", seen, "--model", model)
    assert "History (list): 3 rows, 3 titles: 2 by title alone, 0 ambiguous, 1 unknown here" in ended.stderr
    assert "seen.txt:4: 'Never Made' (1999) is unknown" in ended.stderr


def test_json_has_the_report_beside_the_answer(run: Run, model: Path, seen: Path) -> None:
    ended = run("recommend", "--history", seen, "--model", model, "--json")
    report = json.loads(ended.stdout)["history"]
    assert (report["seen"], report["matched"]["unknown"]) == (2, 1)


def test_a_report_of_every_line_goes_to_a_file(run: Run, model: Path, seen: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.jsonl"
    run("recommend", "--history", seen, "--model", model, "--history-report", file)
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [(one["line"], one["by"]) for one in lines] == [
        (2, "title alone"),
        (3, "title alone"),
        (4, "unknown"),
    ]


def test_other_wishes_go_with_it(run: Run, model: Path, seen: Path) -> None:
    ended = run("recommend", "--history", seen, "--model", model, "--form", "film", "--json")
    assert {result["form"] for result in json.loads(ended.stdout)["results"]} <= {"film"}


def test_a_query_of_ones_own_goes_with_it(run: Run, model: Path, seen: Path) -> None:
    ended = run("recommend", "--history", seen, "--model", model, "--query", "-", "--json", input='{"k": 1}')
    assert len(json.loads(ended.stdout)["results"]) == 1


def test_a_file_of_another_kind_is_told(run: Run, model: Path, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    ended = run("recommend", "--history", tmp_path / "a.pdf", "--model", model)
    assert (ended.exit_code, "is a PDF document" in ended.stderr) == (6, True)
