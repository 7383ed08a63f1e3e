from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

NOTHING_LEFT = ("--genres", "romance", "--countries-all", "JP")


def test_nearest_title_comes_first_with_a_full_bar(run: Run, model: Path) -> None:
    lines = run("similar", "The Lantern", "--model", model).stdout.splitlines()
    first = next(line for line in lines if line.startswith("  1 "))
    assert first == "  1 ██████████ Harbour Letters  (2019, series, South Korea)"


def test_every_reason_of_the_answer_is_a_line_in_the_same_order(run: Run, model: Path) -> None:
    shown = run("similar", "The Lantern", "--model", model, "-k", 1).stdout
    answer = json.loads(run("similar", "The Lantern", "--model", model, "-k", 1, "--json").stdout)
    reasons = [reason["text"] for reason in answer["results"][0]["reasons"]]
    assert len(reasons) > 1
    assert [line.split(maxsplit=1)[1] for line in shown.splitlines() if line.startswith("    ")] == reasons


def test_no_score_is_shown_as_a_per_cent(run: Run, model: Path) -> None:
    assert "%" not in run("similar", "The Lantern", "--model", model, "--parts").stdout


def test_original_title_is_shown_beside_the_title(run: Run, model: Path) -> None:
    assert "The Lantern  등불  (2018," in run("similar", "Harbour Letters", "--model", model).stdout


def test_sequel_is_told_apart_from_what_is_similar(run: Run, model: Path) -> None:
    shown = run("similar", "The Lantern", "--model", model, "--relations", "exclude").stdout
    assert "The Lantern Returns" not in shown
    with_related = run("similar", "The Lantern", "--model", model, "--relations", "one").stdout
    assert "note       The Lantern Returns is a sequel of The Lantern" in with_related


def test_related_title_that_is_no_result_stands_apart(run: Run, model: Path) -> None:
    shown = run("similar", "The Lantern", "--model", model, "--year-to", 2020).stdout
    assert "The Lantern Returns" in shown.split("Of the same story world:")[1]


def test_parts_sum_to_the_score(run: Run, model: Path) -> None:
    shown = run("similar", "The Lantern", "--model", model, "-k", 1, "--parts").stdout
    score = float(shown.split("score ")[1].split(",")[0])
    parts = [float(line.split()[0]) for line in shown.splitlines() if line.lstrip().startswith(("+", "-0"))]
    assert len(parts) > 3
    assert abs(sum(parts) - score) < 1e-5  # each of them is rounded to six decimals


def test_parts_stay_folded_unless_asked_for(run: Run, model: Path) -> None:
    assert "the sum of" not in run("similar", "The Lantern", "--model", model).stdout


def test_filter_is_applied(run: Run, model: Path) -> None:
    answer = json.loads(
        run("similar", "The Lantern", "--model", model, "--countries-any", "Japan", "--json").stdout
    )
    assert answer["results"]
    assert {tuple(result["countries"]) for result in answer["results"]} == {("JP",)}


def test_one_open_end_of_the_years_is_enough(run: Run, model: Path) -> None:
    answer = json.loads(run("similar", "Iron Valley", "--model", model, "--year-from", 2003, "--json").stdout)
    assert answer["results"]
    assert min(result["year"] for result in answer["results"]) >= 2003


def test_json_is_alone_on_standard_output(run: Run, model: Path) -> None:
    result = run("similar", "The Lantern", "--model", model, "--json")
    assert json.loads(result.stdout)["results"][0]["id"] == "harbour-letters-2019"
    assert result.stderr == ""


def test_same_question_gives_the_same_text(run: Run, model: Path) -> None:
    first, second = (run("similar", "The Lantern", "--model", model, "--parts") for _ in range(2))
    assert first.stdout == second.stdout


def test_filters_that_leave_nothing_end_with_code_5_and_say_which_to_drop(run: Run, model: Path) -> None:
    result = run("similar", "The Lantern", "--model", model, *NOTHING_LEFT)
    assert result.exit_code == 5
    assert "without a condition on genre: romance (leave out --genres romance): " in result.stdout


def test_empty_answer_is_whole_in_json(run: Run, model: Path) -> None:
    result = run("similar", "The Lantern", "--model", model, *NOTHING_LEFT, "--json")
    answer = json.loads(result.stdout)
    assert (result.exit_code, answer["results"]) == (5, [])
    assert answer["relaxations"]
