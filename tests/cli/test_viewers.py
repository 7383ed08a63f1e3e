"""Files of viewers: titles to choose from, and several viewers who want to see something together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from recsys.artifact import open_model
from recsys.cli.viewers import ViewerFiles, names_of, with_viewers
from tests.cli.conftest import Run

WATCHLIST = """Date,Name,Year,Letterboxd URI
2024-01-01,Cold Anvil,2003,https://boxd.it/a
2024-01-02,Twin Peaks of Rice,2010,https://boxd.it/b
2024-01-03,Never Made,1999,https://boxd.it/c
"""


def file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def ana(tmp_path: Path) -> Path:
    return file(tmp_path, "ana.txt", "The Lantern 10/10\nPaper Moonlight (2015) 2/10\n")


@pytest.fixture
def ben(tmp_path: Path) -> Path:
    return file(tmp_path, "ben.txt", "Iron Valley 9/10\n")


def answer(run: Run, *arguments: object, **settings: str) -> dict[str, Any]:
    ended = run(*arguments, "--json", **settings)
    assert ended.exit_code == 0, ended.stderr
    document: dict[str, Any] = json.loads(ended.stdout)
    return document


def titles(document: dict[str, Any]) -> set[str]:
    return {result["title"] for result in document["results"]}


# Titles to choose from


def test_only_titles_of_the_file_come_seen_or_not(run: Run, model: Path, tmp_path: Path) -> None:
    shelf = file(
        tmp_path, "shelf.txt", "Cold Anvil\nTwin Peaks of Rice 9/10\n\nDropped:\nPaper Moonlight (2005)\n"
    )
    among = {"Cold Anvil", "Twin Peaks of Rice", "Paper Moonlight"}
    shown = titles(answer(run, "similar", "Iron Valley", "--within", shelf, "--model", model))
    assert "Cold Anvil" in shown <= among
    only = answer(run, "recommend", "--within", shelf, "--model", model)
    assert titles(only) == among


def test_entries_of_a_watchlist_count(run: Run, model: Path, tmp_path: Path) -> None:
    plan = file(tmp_path, "watchlist.csv", WATCHLIST)
    document = answer(run, "recommend", "--within", plan, "--model", model)
    assert titles(document) == {"Cold Anvil", "Twin Peaks of Rice"}
    assert document["query"]["filters"] == {"within": 2}


def test_what_is_not_in_the_catalogue_is_told(run: Run, model: Path, tmp_path: Path) -> None:
    plan = file(tmp_path, "watchlist.csv", WATCHLIST)
    ended = run("similar", "Iron Valley", "--within", plan, "--model", model, "--json")
    assert ended.stderr.splitlines() == [
        "Within (letterboxd): 3 rows, 3 titles: 2 by title and year, 0 ambiguous, 1 unknown here",
        "2 to choose from",
        "watchlist.csv:4: 'Never Made' (1999) is unknown",
    ]
    assert json.loads(ended.stdout)["within"]["matched"]["unknown"] == 1


def test_several_files_and_titles_are_one_choice(run: Run, model: Path, tmp_path: Path) -> None:
    one, other = file(tmp_path, "one.txt", "Cold Anvil\n"), file(tmp_path, "other.txt", "Iron Valley\n")
    arguments = ("--within", one, "--within", other, "--within-title", "Paper Moonlight 2005")
    shown = titles(answer(run, "recommend", *arguments, "--model", model))
    assert shown == {"Cold Anvil", "Iron Valley", "Paper Moonlight"}


def test_a_choice_goes_with_a_history_and_a_whole_question(run: Run, model: Path, tmp_path: Path) -> None:
    shelf = file(tmp_path, "shelf.txt", "Cold Anvil\nIron Valley\nTwin Peaks of Rice\n")
    seen = file(tmp_path, "seen.txt", "Iron Valley 10/10\n")
    arguments = ("--within", shelf, "--history", seen, "--query", "-", "--model", model)
    document = answer(run, "recommend", *arguments, input='{"filters": {"within": ["loud"], "form": "film"}}')
    assert (
        "Cold Anvil" in titles(document) <= {"Cold Anvil", "Twin Peaks of Rice", "[bold]Loud[/bold] :smile:"}
    )
    assert {"history", "within"} < set(document)


def test_a_file_of_titles_nobody_knows_leaves_nothing_and_says_so(
    run: Run, model: Path, tmp_path: Path
) -> None:
    shelf = file(tmp_path, "shelf.txt", "Never Made\n")
    ended = run("similar", "Iron Valley", "--within", shelf, "--model", model)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "shelf.txt:1: 'Never Made' is unknown" in ended.stderr
    assert "no title of these files is known" in ended.stderr


# Several viewers


def test_each_file_is_one_viewer_with_own_likes_and_dislikes(
    run: Run, model: Path, ana: Path, ben: Path
) -> None:
    document = answer(run, "recommend", "--together", ana, "--together", ben, "--model", model)
    seeds = {(seed["viewer"], seed["title"], seed["weight"]) for seed in document["query"]["seeds"]}
    assert seeds == {(1, "The Lantern", 1.0), (1, "Paper Moonlight", -0.5), (2, "Iron Valley", 1.0)}
    assert document["query"]["options"]["together"] == ["ana", "ben"]


def test_what_any_of_them_has_seen_does_not_come(run: Run, model: Path, ana: Path, ben: Path) -> None:
    document = answer(run, "recommend", "--together", ana, "--together", ben, "--model", model)
    assert "Cold Anvil" in titles(document)
    assert titles(document).isdisjoint({"The Lantern", "Iron Valley"})
    assert "paper-moonlight-2015" not in {result["id"] for result in document["results"]}


def test_what_was_seen_does_not_come_even_if_it_was_neither_liked_nor_disliked(
    run: Run, model: Path, ben: Path, tmp_path: Path
) -> None:
    dan = file(tmp_path, "dan.txt", "The Lantern 10/10\nCold Anvil 5/10\n")
    eve = file(tmp_path, "eve.txt", "The Lantern 10/10\n")
    for viewer, comes in ((eve, True), (dan, False)):
        ended = run("recommend", "--together", viewer, "--together", ben, "--model", model, "--json")
        document = json.loads(ended.stdout)
        assert ("Cold Anvil" in titles(document)) is comes
        assert len(document["query"]["seeds"]) == 2


@pytest.mark.parametrize(("asked", "blend"), [({}, "nearest"), ({"blend": "mean"}, "mean")])
def test_each_viewer_wants_something_near_to_any_like_unless_asked_otherwise(
    model: Path, ana: Path, ben: Path, asked: dict[str, Any], blend: str
) -> None:
    document, _ = with_viewers(open_model(model), asked, ViewerFiles(together=[ana, ben]))
    assert [taste["blend"] for taste in document["together"]] == [blend, blend]


def test_without_their_series_nothing_of_their_story_worlds_comes(
    run: Run, model: Path, ana: Path, tmp_path: Path
) -> None:
    eve = file(tmp_path, "eve.txt", "Paper Moonlight (2005) 9/10\n")
    arguments = (
        "recommend",
        "--together",
        ana,
        "--together",
        eve,
        "--relations",
        "include",
        "--model",
        model,
    )
    assert "The Lantern Returns" in titles(answer(run, *arguments))
    assert "The Lantern Returns" not in titles(answer(run, *arguments, "--without-their-series"))


def test_the_answer_says_of_each_title_how_it_suits_each_of_them(
    run: Run, model: Path, ana: Path, ben: Path
) -> None:
    ended = run("recommend", "--together", ana, "--together", ben, "--model", model)
    lines = ended.stdout.splitlines()
    assert lines[:5] == [
        "ana:",
        "  Like The Lantern [the-lantern-2018]",
        "  Unlike Paper Moonlight [paper-moonlight-2015]",
        "ben:",
        "  Like Iron Valley [iron-valley-2001]",
    ]
    assert any(line.startswith("    note       for ana: ") for line in lines)
    assert "ana (list): 2 rows, 2 titles" in ended.stderr


def test_filters_and_a_question_without_likes_go_with_several_viewers(
    run: Run, model: Path, ana: Path, ben: Path
) -> None:
    arguments = ("recommend", "--together", ana, "--together", ben, "--query", "-", "--model", model)
    document = answer(run, *arguments, input='{"k": 1, "filters": {"form": "film"}}')
    assert [result["form"] for result in document["results"]] == ["film"]
    assert [report["name"] for report in document["together"]] == ["ana", "ben"]


def test_several_viewers_in_a_whole_question_need_no_files(run: Run, model: Path) -> None:
    asked = {"together": [{"like": ["The Lantern"], "name": "Ana"}, {"like": ["Iron Valley"]}]}
    ended = run("recommend", "--query", "-", "--model", model, input=json.dumps(asked))
    assert ended.stdout.startswith("Ana:\n  Like The Lantern [the-lantern-2018]\nviewer 2:\n")


def test_a_report_of_every_line_of_every_viewer_goes_to_a_file(
    run: Run, model: Path, ana: Path, ben: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.jsonl"
    run("recommend", "--together", ana, "--together", ben, "--history-report", report, "--model", model)
    lines = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    assert [(line["file"], line["line"]) for line in lines] == [
        ("ana.txt", 1),
        ("ana.txt", 2),
        ("ben.txt", 1),
    ]


@pytest.mark.parametrize(
    "besides", [("--like", "Cold Anvil"), ("--dislike", "Loud"), ("--history", "ana.txt")]
)
def test_likes_of_nobody_in_particular_do_not_go_with_several_viewers(
    run: Run, model: Path, ana: Path, ben: Path, besides: tuple[str, ...]
) -> None:
    ended = run("recommend", "--together", ana, "--together", ben, *besides, "--model", model)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "--together takes likes and dislikes from the file of each viewer: leave out" in ended.stderr


def test_one_viewer_alone_is_not_together(run: Run, model: Path, ana: Path) -> None:
    ended = run("recommend", "--together", ana, "--model", model)
    assert (ended.exit_code, "given once: expected 2 to 8 viewers" in ended.stderr) == (2, True)


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (("--without-their-series",), "give --history or --together, too"),
        (("--history-report", "report.jsonl"), "--history-report has nothing to report"),
    ],
)
def test_an_option_about_files_that_are_not_given_is_refused(
    run: Run, model: Path, option: tuple[str, ...], told: str
) -> None:
    ended = run("recommend", "--like", "Iron Valley", *option, "--model", model)
    assert (ended.exit_code, told in ended.stderr) == (2, True)


def test_a_viewer_without_a_like_is_named(run: Run, model: Path, ana: Path, tmp_path: Path) -> None:
    cleo = file(tmp_path, "cleo.txt", "Never Made 10/10\n")
    ended = run("recommend", "--together", ana, "--together", cleo, "--model", model)
    assert (ended.exit_code, "'cleo': nothing that this viewer liked is known" in ended.stderr) == (2, True)


def test_files_of_one_name_are_told_apart_by_their_folders() -> None:
    paths = [Path("ana/ratings.csv"), Path("ben/ratings.csv"), Path("cleo.zip")]
    assert names_of(paths) == ["ana/ratings", "ben/ratings", "cleo"]
