from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from recsys.catalogue import read_catalogue
from tests.cli.conftest import Run
from tests.cli.small_catalogue import title


def written(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def first(tmp_path: Path) -> Path:
    lantern = title("The Lantern", 2018, form="series", countries=["KR"], episodes=16)
    return written(tmp_path / "first.jsonl", lantern, title("Home", 2019, form="film"))


@pytest.fixture
def second(tmp_path: Path) -> Path:
    path = tmp_path / "second.csv"
    path.write_text(
        "show_id,type,title,director,cast,country,date_added,release_year,rating,duration,listed_in,description\n"
        's1,TV Show,Lantern,,,"South Korea, Japan",,2018,TV-14,1 Season,TV Dramas,A keeper writes letters.\n'
        "s2,Movie,Home,,,,,2020,PG,90 min,Dramas,A house.\n"
        "s3,Movie,Cold Anvil,,,,,2003,PG,90 min,Dramas,A smith.\n",
        encoding="utf-8",
    )
    return path


def test_two_catalogues_of_any_format_become_one_file(
    run: Run, first: Path, second: Path, tmp_path: Path
) -> None:
    out = tmp_path / "merged.jsonl"
    result = run("merge", f"ours={first}", f"netflix={second}", "--out", out)
    assert result.exit_code == 0, result.output
    catalogue = read_catalogue(out, strict=True).catalogue
    assert sorted(title.title for title in catalogue) == ["Cold Anvil", "Home", "Home", "The Lantern"]
    lantern = catalogue.by_id["the-lantern-2018"]
    assert (lantern.countries, lantern.synopsis) == (("JP", "KR"), "A keeper writes letters.")


def test_the_summary_tells_joins_conflicts_and_doubts(
    run: Run, first: Path, second: Path, tmp_path: Path
) -> None:
    shown = run("merge", f"ours={first}", f"netflix={second}", "--out", tmp_path / "merged.jsonl").stdout
    assert "Wrote 4 titles to" in shown
    assert "ours: 2 titles\n" in shown
    assert "netflix: 3 titles, 1 of them joined to a title before them" in shown
    assert "1 joined by name and what goes with it" in shown
    assert "conflicts (countries 1)" in shown
    assert "countries is KR (ours), JP, KR (netflix)" in shown
    assert "1 in doubt, and left apart" in shown
    assert "the years are one apart" in shown


def test_conflicts_and_doubts_are_written_line_by_line(
    run: Run, first: Path, second: Path, tmp_path: Path
) -> None:
    file = tmp_path / "conflicts.jsonl"
    run("merge", f"ours={first}", f"netflix={second}", "--out", tmp_path / "m.jsonl", "--conflicts", file)
    conflict, doubt = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    assert (conflict["kind"], conflict["field"]) == ("conflict", "countries")
    assert conflict["said"] == [
        {"source": "ours", "value": "KR"},
        {"source": "netflix", "value": "JP, KR"},
    ]
    assert (doubt["kind"], doubt["title"], doubt["others"]) == ("doubt", "Home", ["home-2019"])


def test_the_report_in_json_has_all_counts(run: Run, first: Path, second: Path, tmp_path: Path) -> None:
    result = run(
        "merge", f"ours={first}", f"netflix={second}", "--out", tmp_path / "merged.jsonl.gz", "--json"
    )
    report = json.loads(result.stdout)
    assert report["sources"] == [
        {"name": "ours", "n_titles": 2, "n_joined": 0},
        {"name": "netflix", "n_titles": 3, "n_joined": 1},
    ]
    assert (report["n_titles"], report["n_joined_by_id"], report["n_joined_by_name"]) == (4, 0, 1)
    assert (report["n_conflicts"], report["n_doubts"]) == ({"countries": 1}, 1)


def test_a_file_alone_is_called_by_its_own_name(run: Run, first: Path, second: Path, tmp_path: Path) -> None:
    report = json.loads(run("merge", first, second, "--out", tmp_path / "m.jsonl", "--json").stdout)
    assert [source["name"] for source in report["sources"]] == ["first", "second"]


def test_files_of_one_name_are_one_catalogue(run: Run, first: Path, second: Path, tmp_path: Path) -> None:
    third = written(tmp_path / "third.jsonl", title("Iron Valley", 2001))
    given = (f"a={first}", f"a={third}", f"b={second}")
    report = json.loads(run("merge", *given, "--out", tmp_path / "m.jsonl", "--json").stdout)
    assert [source["n_titles"] for source in report["sources"]] == [3, 3]


def test_an_id_that_two_titles_bear_is_told(run: Run, first: Path, tmp_path: Path) -> None:
    other = written(tmp_path / "other.jsonl", title("Iron Valley", 2001, id="home-2019"))
    shown = run("merge", first, other, "--out", tmp_path / "m.jsonl").stdout
    assert "1 with another id, as theirs was taken" in shown
    assert "home-2019 of other is Iron Valley (2001) [home-2019-other]" in shown


def test_problems_of_the_files_are_told(run: Run, first: Path, tmp_path: Path) -> None:
    bad = written(tmp_path / "bad.jsonl", title("Iron Valley", 2001, form="opera"))
    result = run("merge", first, bad, "--out", tmp_path / "m.jsonl")
    assert result.exit_code == 0
    assert "bad.jsonl:1: form" in result.stderr


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["a={first}"], "name two or more"),
        (["a={first}", "={second}"], "expected NAME=FILE"),
        (["a={first}", "b={second}", "--out", "m.csv"], "ends in .jsonl"),
        (["a={first}", "b={second}", "--out", "nowhere/m.jsonl"], "there is no folder"),
        (["a={first}", "b={second}", "--out", "{first}"], "write elsewhere"),
        (["a={first}", "b={second}", "--conflicts", "{first}"], "write elsewhere"),
    ],
)
def test_what_cannot_be_done_is_wrong_usage(
    run: Run, first: Path, second: Path, tmp_path: Path, given: list[str], told: str
) -> None:
    before = first.read_bytes()
    arguments = [text.format(first=first, second=second) for text in given]
    if "--out" not in arguments:
        arguments += ["--out", str(tmp_path / "m.jsonl")]
    result = run("merge", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert first.read_bytes() == before
