from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def written(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_catalogue_without_errors_ends_with_code_0(run: Run, catalogue: Path) -> None:
    result = run("audit", catalogue)
    assert result.exit_code == 0
    assert result.stdout.startswith("10 titles: problem 0, error 0,")


def test_warnings_alone_end_with_code_0(run: Run, tmp_path: Path) -> None:
    twice = [{"schema": 1, "id": f"echo-{n}", "title": "Echo", "year": 2000, "form": "film"} for n in (1, 2)]
    result = run("audit", written(tmp_path / "twice.jsonl", *twice), "--json")
    assert json.loads(result.stdout)["counts"]["warning"] == 1
    assert result.exit_code == 0


def test_error_ends_with_code_6(run: Run, tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {
            "schema": 1,
            "id": "egg",
            "title": "Egg",
            "relations": [{"kind": "sequel", "id": "hen"}, {"kind": "prequel", "id": "hen"}],
        },
        {"schema": 1, "id": "hen", "title": "Hen"},
    ]
    result = run("audit", written(tmp_path / "circle.jsonl", *rows))
    assert result.exit_code == 6
    assert "error: contradictory relations (1)" in result.stdout


def test_row_that_cannot_be_used_ends_with_code_6(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path / "bad.jsonl", {"id": "a", "title": "A"}, {"id": "b"})
    result = run("audit", path)
    assert result.exit_code == 6
    assert "bad.jsonl:2: title" in result.stdout


def test_five_findings_of_a_kind_are_shown_unless_all_are_asked_for(run: Run, tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"schema": 1, "id": f"{name}-{year}", "title": name, "year": year}
        for name in ("Ash", "Birch", "Cedar", "Elm", "Fir", "Larch", "Oak")
        for year in (2000, 2001)
    ]
    path = written(tmp_path / "trees.jsonl", *rows)
    assert run("audit", path).stdout.count("different works are called") == 5
    assert run("audit", path, "--all").stdout.count("different works are called") == 7


def test_report_in_json_has_every_finding(run: Run, catalogue: Path) -> None:
    report = json.loads(run("audit", catalogue, "--json").stdout)
    assert len(report["findings"]) == sum(report["counts"].values()) > 0


def test_summary_says_where_to_begin_and_how_much_is_known(run: Run, catalogue: Path) -> None:
    lines = run("audit", catalogue).stdout.splitlines()
    assert lines[1] == "Nothing is wrong as far as can be seen; what follows is good to know."
    year, tones = (
        next(line for line in lines if line.startswith(f"  {field} ")) for field in ("year", "tones")
    )
    assert year.split()[2:] == ["100%", "10"]
    assert tones.split()[2:] == ["20.0%", "2"]


def test_each_group_says_what_to_do_next(run: Run, catalogue: Path) -> None:
    lines = run("audit", catalogue).stdout.splitlines()
    headings = [place for place, line in enumerate(lines) if line.startswith(("error:", "warning:", "info:"))]
    assert headings
    assert all(lines[place + 1].startswith("  to do: ") for place in headings)


def test_label_of_one_country_is_one_readable_line(run: Run, tmp_path: Path) -> None:
    row = {
        "schema": 1,
        "id": "a",
        "title": "A",
        "countries": ["KR"],
        "credits": [{"person": "B", "role": "director", "nationality": ["JP"]}],
        "studios": [{"name": "C", "country": "JP"}],
    }
    told = run("audit", written(tmp_path / "one.jsonl", row)).stdout
    assert "- says KR alone, but JP: 1 of 1 directors, 1 of 1 studios: is a country missing? [a]" in told


def test_built_in_catalogue_has_no_errors(run: Run) -> None:
    assert run("audit", "--builtin").exit_code == 0


@pytest.mark.parametrize("arguments", [(), ("--builtin", "file.jsonl")])
def test_either_files_or_the_built_in_catalogue(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("audit", *arguments).exit_code == 2
