from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_search_tells_by_which_name_a_title_matched(run: Run, model: Path) -> None:
    shown = run("search", "등불", "--model", model).stdout
    assert "The Lantern (2018, series)  [the-lantern-2018]" in shown
    assert ": 등불" in shown


def test_search_in_json_has_matched_by(run: Run, model: Path) -> None:
    results = json.loads(run("search", "lantern", "--model", model, "--json").stdout)["results"]
    assert [entry["id"] for entry in results][:2] == ["the-lantern-2018", "the-lantern-returns-2021"]
    assert all(entry["matched_by"] for entry in results)


def test_limit_is_kept(run: Run, model: Path) -> None:
    results = json.loads(run("search", "moonlight", "--model", model, "--limit", 1, "--json").stdout)[
        "results"
    ]
    assert len(results) == 1


def test_search_without_a_match_ends_with_code_5(run: Run, model: Path) -> None:
    result = run("search", "zzzzqqqq", "--model", model, "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (5, {"results": []})
    assert "zzzzqqqq" in result.stderr
