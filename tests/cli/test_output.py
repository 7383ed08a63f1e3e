from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from defusedxml import ElementTree

from tests.cli.conftest import Run

NOTHING_LEFT = ("--genres", "romance", "--countries-all", "JP")


@pytest.mark.parametrize("question", [("similar", "Iron Valley"), ("recommend", "--like", "Iron Valley")])
def test_csv_has_the_results_of_the_json(run: Run, model: Path, question: tuple[str, ...]) -> None:
    answer = json.loads(run(*question, "--model", model, "--json").stdout)
    rows = list(csv.DictReader(io.StringIO(run(*question, "--model", model, "--csv").stdout)))
    assert [row["id"] for row in rows] == [result["id"] for result in answer["results"]]
    assert {row["seeds"] for row in rows} == {"iron-valley-2001"}


def test_titles_cannot_steer_a_terminal_from_a_table(run: Run, model: Path) -> None:
    shown = run("similar", "Twin Peaks of Rice", "--model", model, "--csv").stdout
    assert "Bell\ufffdRing" in shown


@pytest.mark.parametrize("question", [("similar", "The Lantern"), ("recommend", "--like", "The Lantern")])
def test_markdown_is_written(run: Run, model: Path, question: tuple[str, ...]) -> None:
    shown = run(*question, "--model", model, "--markdown").stdout
    assert shown.startswith("# Like The Lantern\n\n1. **Harbour Letters** (2019, series, South Korea)\n")


def test_names_are_no_markup_in_markdown(run: Run, model: Path) -> None:
    shown = run("similar", "Twin Peaks of Rice", "--model", model, "--markdown").stdout
    assert r"\[bold\]Loud\[/bold\]" in shown


def test_a_list_for_letterboxd_tells_what_it_leaves_out(run: Run, model: Path) -> None:
    result = run("similar", "The Lantern", "--model", model, "--list", "letterboxd")
    titles = [row["Title"] for row in csv.DictReader(io.StringIO(result.stdout))]
    assert "Cold Anvil" in titles
    assert "Harbour Letters" not in titles
    assert "Harbour Letters (2019, series) is left out: Letterboxd lists films" in result.stderr
    assert f"{len(titles)} of " in result.stderr


def test_lists_without_any_usable_id_say_so(run: Run, model: Path) -> None:
    trakt = run("similar", "The Lantern", "--model", model, "-k", 1, "--list", "trakt")
    assert trakt.stdout.count("\n") == 1
    assert "Trakt needs an id" in trakt.stderr
    anime = run("recommend", "--like", "The Lantern", "--model", model, "-k", 1, "--list", "myanimelist")
    assert ElementTree.fromstring(anime.stdout.encode()).findall("anime") == []
    assert "0 of 1 results are in the list for myanimelist" in anime.stderr


@pytest.mark.parametrize(
    "forms",
    [("--json", "--csv"), ("--csv", "--markdown"), ("--markdown", "--list", "trakt")],
)
def test_two_forms_at_once_are_wrong_usage(run: Run, model: Path, forms: tuple[str, ...]) -> None:
    result = run("similar", "The Lantern", "--model", model, *forms)
    assert result.exit_code == 2
    assert "choose one of" in result.stderr


@pytest.mark.parametrize("form", [("--csv",), ("--markdown",), ("--list", "trakt")])
def test_an_empty_answer_ends_with_code_5_and_tells_which_filter_to_drop(
    run: Run, model: Path, form: tuple[str, ...]
) -> None:
    result = run("similar", "The Lantern", "--model", model, *NOTHING_LEFT, *form)
    assert result.exit_code == 5
    assert "without genres" in result.stdout + result.stderr
