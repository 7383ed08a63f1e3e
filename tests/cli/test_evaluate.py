from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

PAIRS = (
    "source_id,target_id,weight",
    "the-lantern-2018,harbour-letters-2019,3",
    "the-lantern-2018,the-lantern-returns-2021,9",
    "iron-valley-2001,cold-anvil-2003,1",
)
RATINGS = ("user,item,rating", *(f"{user},{item},5" for user in "12" for item in ("loud", "bell")))


def table(path: Path, lines: tuple[str, ...]) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    return table(tmp_path / "pairs.csv", PAIRS)


def test_methods_are_shown_with_intervals_and_compared(
    run: Run, catalogue: Path, model: Path, pairs: Path
) -> None:
    result = run("evaluate", catalogue, "--pairs", pairs, "--model", model, "--half", "all", "-k", 3)
    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    assert result.stdout.startswith("pairs: 2 sources, 2 right answers, 10 titles\n")
    assert ["method", "nDCG@3", "recall@3", "MRR", "hit", "rate@3"] in lines
    assert {"recsys", "random", "soup", "synopsis", "one-tfidf", "lucene"} <= {
        line[0] for line in lines if line
    }
    assert ["recsys", "1.0000", "[1.0000,", "1.0000]"] in [line[:4] for line in lines]


def test_graded_column_is_there_where_some_answers_count_more(
    run: Run, catalogue: Path, model: Path, tmp_path: Path
) -> None:
    lines = (*PAIRS, "the-lantern-2018,loud,50")
    asked = ("evaluate", catalogue, "--model", model, "--half", "all", "-k", 3, "--baseline", "random")
    assert "graded nDCG@3" in run(*asked, "--pairs", table(tmp_path / "p.csv", lines)).stdout


def test_related_titles_are_no_answers_and_that_is_told(
    run: Run, catalogue: Path, model: Path, pairs: Path
) -> None:
    result = run(
        "evaluate", catalogue, "--pairs", pairs, "--model", model, "--half", "all", "--baseline", "none"
    )
    assert "1 pairs are of siblings and were removed" in result.stdout


def test_without_a_model_one_is_trained(run: Run, catalogue: Path, model: Path, pairs: Path) -> None:
    asked = ("evaluate", catalogue, "--pairs", pairs, "--half", "all", "--baseline", "none", "--json")
    trained, opened = run(*asked), run(*asked, "--model", model)
    assert trained.exit_code == 0
    assert trained.stdout == opened.stdout


def test_json_holds_figures_intervals_and_problems(
    run: Run, catalogue: Path, model: Path, tmp_path: Path
) -> None:
    path = table(tmp_path / "pairs.csv", (*PAIRS, "nowhere,loud,1"))
    result = run(
        "evaluate", catalogue, "--pairs", path, "--model", model, "--half", "all", "--json",
        "--baseline", "soup", "--baseline", "random",
    )  # fmt: skip
    document = json.loads(result.stdout)
    (task,) = document["tasks"]
    assert [method["name"] for method in task["methods"]] == ["recsys", "soup", "random"]
    assert task["methods"][0]["figures"]["ndcg"].keys() == {"value", "low", "high"}
    assert document["n_problems"] == 1
    assert document["problems"][0]["field"] == "source_id"
    assert "pairs.csv:5: source_id: no title of the catalogue has the id 'nowhere'" in result.stderr


def test_pairs_and_ratings_have_a_table_each(
    run: Run, catalogue: Path, model: Path, pairs: Path, tmp_path: Path
) -> None:
    ratings = table(tmp_path / "ratings.csv", RATINGS)
    shown = run(
        "evaluate", catalogue, "--pairs", pairs, "--ratings", ratings, "--model", model, "--half", "all",
        "--leave-one-out", "--baseline", "random",
    ).stdout  # fmt: skip
    assert "pairs: 2 sources" in shown
    assert "ratings: 2 viewers, 2 right answers" in shown


def test_labels_have_an_auc(run: Run, catalogue: Path, model: Path, tmp_path: Path) -> None:
    lines = (
        "source_id,target_id,label",
        "the-lantern-2018,harbour-letters-2019,1",
        "the-lantern-2018,iron-valley-2001,0",
    )
    shown = run("evaluate", catalogue, "--labels", table(tmp_path / "l.csv", lines), "--model", model).stdout
    assert "labels: 2 pairs" in shown
    assert "AUC" in shown


@pytest.mark.parametrize(
    ("hidden", "told"),
    [
        (("--hold-out", 1), "1 liked titles held out"),
        (("--leave-one-out",), "one liked title left out"),
        (("--cold-start", 0.5), "cold start: 50% of the titles"),
    ],
)
def test_what_is_hidden_of_viewers_can_be_chosen(
    run: Run, catalogue: Path, model: Path, tmp_path: Path, hidden: tuple[object, ...], told: str
) -> None:
    liked = "loud bell iron-valley-2001 cold-anvil-2003 paper-moonlight-2005 paper-moonlight-2015".split()
    lines = ("user,item,rating", *(f"1,{item},5" for item in liked))
    ratings = table(tmp_path / "ratings.csv", lines)
    result = run("evaluate", catalogue, "--ratings", ratings, "--model", model, "--baseline", "none", *hidden)
    assert result.exit_code == 0
    assert told in result.stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "expected at least one of --pairs, --labels and --ratings"),
        (("--pairs", "p.csv", "--baseline", "soupe"), "'soupe' is no baseline"),
        (("--ratings", "r.csv", "--hold-out", 2, "--leave-one-out"), "expected only one of"),
        (("--ratings", "r.csv", "--cold-start", 1.5), "above 0 and below 1"),
    ],
)
def test_wrong_usage_ends_with_code_2(
    run: Run, catalogue: Path, tmp_path: Path, options: tuple[object, ...], message: str
) -> None:
    table(tmp_path / "p.csv", PAIRS)
    table(tmp_path / "r.csv", RATINGS)
    placed = [tmp_path / str(o) if str(o).endswith(".csv") else o for o in options]
    result = run("evaluate", catalogue, *placed)
    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.parametrize(
    ("name", "message"),
    [("soupe", "'soupe' is no baseline"), ("minilm", "pip install sentence-transformers")],
)
def test_baseline_that_cannot_be_had_is_told_before_any_file_is_read(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, message: str
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)  # as if it were not installed
    absent = tmp_path / "absent"
    result = run("evaluate", absent, "--pairs", absent, "--baseline", name)
    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.parametrize(
    "lines", [("a,b", "1,2"), ("source_id,target_id", "nowhere,nobody"), ("source_id,target_id",)]
)
def test_judgements_that_cannot_be_used_end_with_code_6(
    run: Run, catalogue: Path, tmp_path: Path, lines: tuple[str, ...]
) -> None:
    result = run("evaluate", catalogue, "--pairs", table(tmp_path / "p.csv", lines), "--json")
    assert (result.exit_code, json.loads(result.stdout)["type"]) == (6, "bad-data")


def test_file_that_is_not_there_ends_with_code_6(run: Run, catalogue: Path, tmp_path: Path) -> None:
    assert run("evaluate", catalogue, "--pairs", tmp_path / "absent.csv").exit_code == 6


def test_model_of_other_titles_ends_with_code_6(run: Run, model: Path, tmp_path: Path) -> None:
    rows = ({"id": id, "title": id} for id in "ab")
    other = tmp_path / "other.jsonl"
    other.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    pairs = table(tmp_path / "p.csv", ("source_id,target_id", "a,b"))
    result = run("evaluate", other, "--pairs", pairs, "--model", model)
    assert result.exit_code == 6
    assert "train it on this catalogue" in result.stderr


def test_all_problems_can_be_written_to_a_file(
    run: Run, catalogue: Path, model: Path, tmp_path: Path
) -> None:
    bad = tuple(f"nowhere-{number},loud,1" for number in range(12))
    path, listed = table(tmp_path / "p.csv", (*PAIRS, *bad)), tmp_path / "problems.jsonl"
    result = run(
        "evaluate", catalogue, "--pairs", path, "--model", model, "--half", "all", "--baseline", "none",
        "--problems", listed,
    )  # fmt: skip
    assert "and 2 more problems" in result.stderr
    assert "12 rows or fields of the files could not be used" in result.stdout
    assert len(listed.read_text(encoding="utf-8").splitlines()) == 12


def test_report_holds_the_figures_of_the_table(
    run: Run, catalogue: Path, model: Path, pairs: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.html"
    result = run(
        "evaluate", catalogue, "--pairs", pairs, "--model", model, "--half", "all", "--baseline", "soup",
        "--report", report, "--json",
    )  # fmt: skip
    assert result.exit_code == 0
    assert f"the report is in {report}" in result.stderr
    page = report.read_text(encoding="utf-8")
    for method in json.loads(result.stdout)["tasks"][0]["methods"]:
        figure = method["figures"]["mrr"]
        assert f"<td>{figure['value']:.4f} ({figure['low']:.4f} to {figure['high']:.4f})</td>" in page


@pytest.mark.parametrize("place", ["", "absent/report.html"])
def test_report_that_cannot_be_written_is_told_before_anything_is_measured(
    run: Run, catalogue: Path, pairs: Path, tmp_path: Path, place: str
) -> None:
    result = run("evaluate", catalogue, "--pairs", pairs, "--report", tmp_path / place)
    assert result.exit_code == 2
    assert "expected a file in a folder that exists" in result.stderr
    assert not result.stdout


def test_report_without_matplotlib_says_what_to_install(
    run: Run, catalogue: Path, pairs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    result = run("evaluate", catalogue, "--pairs", pairs, "--report", tmp_path / "report.html")
    assert result.exit_code == 2
    assert "pip install 'recsys[plots]'" in result.stderr
