from __future__ import annotations

import json
from pathlib import Path

import pytest

from recsys.artifact import POINTER
from recsys.catalogue import Catalogue, read_catalogue
from recsys.publication import publish
from tests.cli.conftest import Run
from training.pipeline import train


@pytest.fixture(scope="module")
def other(catalogue: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a model without "Harbour Letters"."""
    titles = read_catalogue(catalogue, strict=True).catalogue
    folder = tmp_path_factory.mktemp("artifacts") / "other"
    publish(train(Catalogue(title for title in titles if title.id != "harbour-letters-2019")), folder)
    return folder


def test_titles_that_go_are_told_with_the_place_they_had(run: Run, model: Path, other: Path) -> None:
    result = run("diff", model, other, "--show", 20)
    assert result.exit_code == 0
    assert "A does not have it" not in result.stdout
    assert "  out     1  Harbour Letters (2019): B does not have it\n" in result.stdout


def test_summary_counts_questions_overlap_and_coverage(run: Run, model: Path, other: Path) -> None:
    lines = run("diff", model, other, "--show", 0).stdout.splitlines()
    assert lines[3].startswith("9 questions, lists of 10: ")
    assert lines[4].startswith("mean overlap 0.")
    assert lines[5].startswith("titles in any list: A ")
    assert lines[6] == "titles that only A has: 1 (harbour-letters-2019)"


def test_model_beside_itself_is_the_same(run: Run, model: Path) -> None:
    result = run("diff", model, model, "--fail-under", 1)
    assert result.exit_code == 0
    assert "10 questions, lists of 10: 10 the same, 0 changed\n" in result.stdout
    assert "mean overlap 1.0000, mean rank-biased overlap 1.0000\n" in result.stdout
    assert result.stdout.splitlines()[1].endswith(", the same catalogue")


def test_json_lists_all_that_changed(run: Run, model: Path, other: Path) -> None:
    document = json.loads(run("diff", model, other, "--json").stdout)
    assert document["only_a"] == ["harbour-letters-2019"]
    assert document["n_queries"] == 9
    assert {"name", "overlap", "rbo", "came_in", "went_out", "moved"} <= document["changed"][0].keys()


def test_sample_asks_for_so_many_titles(run: Run, model: Path, other: Path) -> None:
    assert json.loads(run("diff", model, other, "--sample", 3, "--json").stdout)["n_queries"] == 3
    assert json.loads(run("diff", model, other, "--all", "--json").stdout)["n_queries"] == 9


def test_k_is_the_length_of_the_lists(run: Run, model: Path, other: Path) -> None:
    document = json.loads(run("diff", model, other, "-k", 1, "--json").stdout)
    assert document["k"] == 1
    assert all(len(query["came_in"]) <= 1 for query in document["changed"])


def test_questions_come_out_of_a_file(run: Run, model: Path, other: Path, tmp_path: Path) -> None:
    path = tmp_path / "asked.jsonl"
    path.write_text('{"name": "letters", "like": ["The Lantern"]}\n{"like": ["Harbour Letters"]}\n')
    result = run("diff", model, other, "--queries", path)
    assert result.exit_code == 0
    assert "\nletters: overlap " in result.stdout
    assert "\nnot answered (1)\n  Harbour Letters; A answers; B: no title " in result.stdout


def test_bad_question_ends_with_code_6_and_names_its_line(run: Run, model: Path, tmp_path: Path) -> None:
    path = tmp_path / "asked.jsonl"
    path.write_text('{"like": ["The Lantern"]}\n{"k": 0}\n')
    result = run("diff", model, model, "--queries", path)
    assert result.exit_code == 6
    assert "asked.jsonl:2: k" in result.stderr


def test_overlap_below_the_bound_ends_with_code_6(run: Run, model: Path, other: Path) -> None:
    assert run("diff", model, other, "--fail-under", 0.1).exit_code == 0
    result = run("diff", model, other, "--fail-under", 1, "--json")
    assert result.exit_code == 6
    assert "below --fail-under 1" in result.stderr
    assert json.loads(result.stdout)["mean_overlap"] < 1


def test_nothing_to_compare_ends_with_code_5(run: Run, model: Path, tmp_path: Path) -> None:
    path = tmp_path / "asked.jsonl"
    path.write_text('{"like": ["Nowhere"]}\n')
    result = run("diff", model, model, "--queries", path, "--fail-under", 0)
    assert result.exit_code == 5
    assert "nothing was compared" in result.stdout


def test_models_are_named_by_folder_version_or_name(run: Run, model: Path, other: Path) -> None:
    version = (model / POINTER).read_text().split()[0]
    by_folder = run("diff", model, other).stdout
    assert run("diff", model / version, other).stdout == by_folder
    home = {"RECSYS_HOME": str(model.parent)}
    assert run("diff", model.name, other, env=home).stdout == by_folder


def test_model_that_is_not_there_ends_with_code_6(run: Run, model: Path) -> None:
    result = run("diff", model, "nowhere")
    assert result.exit_code == 6
    assert "there is no model in nowhere" in result.stderr


@pytest.mark.parametrize("more", [("--sample", 3), ("--queries", "asked.jsonl")])
def test_questions_are_chosen_in_one_way(run: Run, model: Path, more: tuple[object, ...]) -> None:
    result = run("diff", model, model, "--all", *more)
    assert result.exit_code == 2
    assert "expected one of them at most" in result.stderr
