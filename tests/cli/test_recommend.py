from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest

from recsys.cli.options import QuestionOptions
from recsys.query_document import FiltersDocument, QueryDocument
from tests.cli.conftest import Run


def test_options_and_document_give_the_same_answer(run: Run, model: Path) -> None:
    options = run(
        *("recommend", "--model", model, "--json", "--like", "The Lantern", "--dislike", "Iron Valley"),
        *("--more", "slow-burn-romance:2", "--less", "found-family", "--weight", "cast=0.2"),
        *("--form", "series", "--year-to", 2020, "--escapism", "-0.5", "--relations", "include", "-k", 2),
    )
    document = {
        "like": ["The Lantern"],
        "dislike": ["Iron Valley"],
        "more": {"slow-burn-romance": 2},
        "less": {"found-family": 1},
        "weights": {"cast": 0.2},
        "filters": {"form": "series", "year": [None, 2020]},
        "escapism": -0.5,
        "relations": "include",
        "k": 2,
    }
    asked = run("recommend", "--model", model, "--json", "--query", "-", input=json.dumps(document))
    assert json.loads(options.stdout)["results"]
    assert options.stdout == asked.stdout


def test_question_is_read_from_a_file_with_weights_of_titles(run: Run, model: Path, tmp_path: Path) -> None:
    file = tmp_path / "question.json"
    file.write_text('{"like": [{"title": "The Lantern", "weight": 2}]}', encoding="utf-8")
    answer = json.loads(run("recommend", "--model", model, "--json", "--query", file).stdout)
    assert answer["query"]["seeds"][0]["weight"] == 2


def test_text_alone_is_a_question(run: Run, model: Path) -> None:
    shown = run("recommend", "--model", model, "--text", "a smith with a hammer", "-k", 2).stdout
    assert "Iron Valley" in shown
    assert "Cold Anvil" in shown


def test_dislike_is_shown_as_such(run: Run, model: Path) -> None:
    shown = run("recommend", "--model", model, "--like", "Cold Anvil", "--dislike", "Iron Valley").stdout
    assert "Unlike Iron Valley [iron-valley-2001]" in shown


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "nothing to start from"),
        (("--like", "The Lantern", "--more", "slow-burn-romance:much"), "--more 'slow-burn-romance:much'"),
        (("--like", "The Lantern", "--weight", "cast"), "--weight 'cast'"),
        (("--like", "The Lantern", "--tones", "no-such-tone"), "'no-such-tone'"),
        (("--like", "The Lantern", "--released-by", "soon"), "'soon'"),
        (("--query", "-", "--like", "The Lantern"), "leave out like"),
        (("--query", "-", "--blend", "mean"), "leave out blend"),
        (("--query", "-", "--blend", "nearest"), "leave out blend"),
        (("--query", "no-such-file.json"), "no-such-file.json"),
    ],
)
def test_wrong_question_ends_with_code_2(
    run: Run, model: Path, arguments: tuple[str, ...], told: str
) -> None:
    result = run("recommend", "--model", model, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[1]", b'{"liek": []}', b"\xff", b"[" * 100_000, b" " * (2**20 + 1)]
)
def test_document_that_is_no_question_ends_with_code_2(run: Run, model: Path, raw: bytes) -> None:
    result = run("recommend", "--model", model, "--query", "-", input=raw)
    assert result.exit_code == 2
    assert result.stderr.startswith("recsys: ")
    assert len(result.stderr) < 400


def test_defaults_of_the_options_are_those_of_the_document() -> None:
    documented = {**FiltersDocument.model_fields, **QueryDocument.model_fields}
    options = {field.name: field.default for field in fields(QuestionOptions) if field.name in documented}
    del options["language"]  # without one the environment decides
    assert len(options) > 30
    assert {name: value or None for name, value in options.items()} == {
        name: documented[name].get_default() or None for name in options
    }


def test_nothing_given_is_an_empty_document() -> None:
    assert QuestionOptions().document() == {}
