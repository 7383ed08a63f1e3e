"""A few rows through the other two doors: the command line and HTTP."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from recsys import Model, write_catalogue
from recsys.artifact import SCHEMA
from recsys.cli import app
from service.app import create_app
from tests.capabilities.asking import ask
from tests.capabilities.rows.other_format import of_another_format
from tests.capabilities.rows.setting import Setting

NOT_FOUND, AMBIGUOUS, EMPTY, BAD_DATA = 3, 4, 5, 6  # exit codes, as documented


@pytest.fixture(scope="session")
def folder(setting: Setting) -> Path:
    """The model of the built-in catalogue, published."""
    return setting.folder


@pytest.fixture(scope="session")
def client(setting: Setting) -> TestClient:
    """The service that answers from it."""
    return setting.client


def run(*arguments: str | Path) -> tuple[int, Any]:
    """Return the exit code of a command and the JSON that it wrote."""
    result = CliRunner().invoke(app, [*map(str, arguments), "--json"])
    return result.exit_code, json.loads(result.stdout)


def shown(document: dict[str, Any]) -> list[str]:
    """Return the ids of a written answer."""
    return [result["id"] for result in document["results"]]


def test_c05_on_the_command_line_the_shared_actor_is_named(folder: Path) -> None:
    like = ("similar", "Kidnap Game", "-k", "100", "--model", folder)
    pages = [run(*like, "--offset", offset) for offset in ("0", "100")]
    results = [result for _, answer in pages for result in answer["results"]]
    found = next(r for r in results if r["id"] == "what-comes-after-love-2024")
    assert {code for code, _ in pages} == {0}
    assert "shares Kentaro Sakaguchi" in [reason["text"] for reason in found["reasons"]]


def test_c08_on_the_command_line_a_working_title_is_found_and_named_so(folder: Path) -> None:
    code, found = run("search", "84 Square Meters", "--model", folder)
    first = found["results"][0]
    assert (code, first["id"], first["matched_by"]) == (0, "wall-to-wall-2025", "working title")


def test_c09_on_the_command_line_several_titles_of_one_name_end_with_their_own_code(folder: Path) -> None:
    code, problem = run("similar", "Soulmate", "--model", folder)
    assert code == AMBIGUOUS
    assert {"soul-mate-2025", "soulmate-2006"} <= {choice["id"] for choice in problem["choices"]}


def test_c11_on_the_command_line_an_unknown_title_ends_with_its_own_code(folder: Path) -> None:
    code, problem = run("similar", "Goblin 3", "--model", folder)
    assert (code, len(problem["choices"])) == (NOT_FOUND, 3)


def test_c21_on_the_command_line_only_gives_the_spin_off_alone(folder: Path) -> None:
    code, answer = run("similar", "Kill Boksoon", "--relations", "only", "--model", folder)
    assert (code, shown(answer)) == (0, ["mantis-2025"])


def test_c28_on_the_command_line_more_and_less_are_options(folder: Path, builtin_model: Model) -> None:
    like = "romantics-anonymous-2025"
    wishes = ("--more", "tearjerker", "--less", "romcom:1", "-k", "100")
    _, answer = run("recommend", "--like", like, *wishes, "--model", folder)
    asked = ask(builtin_model, like=[like], more={"tearjerker": 1}, less={"romcom": 1})
    assert answer["results"] == json.loads(json.dumps(asked.to_dict()["results"]))


def test_c34_on_the_command_line_an_empty_answer_ends_with_its_own_code(folder: Path) -> None:
    countries = [word for code in ("SG", "KR", "FR") for word in ("--countries-all", code)]
    code, answer = run("similar", "Squid Game", *countries, "--model", folder)
    assert (code, answer["results"]) == (EMPTY, [])
    assert [relaxation["drop"] for relaxation in answer["relaxations"]] == ["countries.all"]


def test_c40_on_the_command_line_training_twice_gives_one_version(
    fixture_model: Model, tmp_path: Path
) -> None:
    catalogue = tmp_path / "catalogue.jsonl"
    write_catalogue([fixture_model.title(row) for row in range(len(fixture_model))], catalogue)
    first = run("train", catalogue, "--out", tmp_path / "first")
    second = run("train", catalogue, "--out", tmp_path / "second")
    assert first[0] == second[0] == 0
    assert first[1]["version"] == second[1]["version"]


def test_c40_on_the_command_line_another_format_is_refused(fixture_model: Model, tmp_path: Path) -> None:
    code, problem = run(
        "similar", "Parasite", "--model", of_another_format(fixture_model, tmp_path / "model")
    )
    assert code == BAD_DATA
    assert re.search(rf"has format 99, .* reads format {SCHEMA}: train the model again", problem["detail"])


def test_c02_over_http_all_of_two_countries_gives_their_co_productions(client: TestClient) -> None:
    answer = client.get("/v1/similar", params={"title": "Parasite", "countries_all": "JP,KR", "k": 100})
    assert answer.status_code == 200
    assert {"connect-2022", "road-2026", "kidnap-game-2026"} <= set(shown(answer.json()))
    assert all({"JP", "KR"} <= set(result["countries"]) for result in answer.json()["results"])


def test_c08_over_http_a_native_title_is_found_and_named_so(client: TestClient) -> None:
    first = client.get("/v1/titles", params={"q": "84제곱미터"}).json()["results"][0]
    assert (first["id"], first["matched_by"]) == ("wall-to-wall-2025", "original title")


def test_c09_over_http_several_titles_of_one_name_are_a_conflict_with_choices(client: TestClient) -> None:
    answer = client.get("/v1/similar", params={"title": "Soulmate"})
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"soul-mate-2025", "soulmate-2006"} <= {choice["id"] for choice in answer.json()["choices"]}


def test_c11_over_http_an_unknown_title_is_not_found_with_three_near_names(client: TestClient) -> None:
    answer = client.get("/v1/similar", params={"title": "Goblin 3"})
    assert answer.status_code == 404
    assert len(answer.json()["choices"]) == 3


@pytest.mark.parametrize("id", ["kill-boksoon-2023", "mantis-2025"])
def test_c22_over_http_the_spin_off_is_told_from_both_sides(client: TestClient, id: str) -> None:
    answer = client.get(f"/v1/titles/{id}/similar").json()
    assert "Mantis is a spin-off of Kill Boksoon" in [other["text"] for other in answer["related"]]


def test_c32_over_http_the_parts_sum_to_the_score(client: TestClient) -> None:
    for result in client.post("/v1/recommend", json={"like": ["Kidnap Game"], "k": 100}).json()["results"]:
        # Each number is rounded to six decimals on its own.
        slack = 0.5e-6 * (len(result["parts"]) + 2)
        assert sum(part["value"] for part in result["parts"]) == pytest.approx(result["score"], abs=slack)


def test_c34_over_http_an_empty_answer_names_the_filter(client: TestClient) -> None:
    filters = {"countries": {"all": ["SG", "KR", "FR"]}}
    answer = client.post("/v1/recommend", json={"like": ["Squid Game"], "filters": filters})
    assert answer.status_code == 200
    (relaxation,) = answer.json()["relaxations"]
    assert relaxation["drop"] == "countries.all"
    assert relaxation["results"] > 0


def test_c40_over_http_another_format_is_not_served_and_says_so(fixture_model: Model, tmp_path: Path) -> None:
    with TestClient(create_app(of_another_format(fixture_model, tmp_path / "model"))) as client:
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["title"] == "The model has another format"
        assert client.get("/v1/similar", params={"title": "Parasite"}).status_code == 503


def test_c01_all_doors_give_one_answer(client: TestClient, folder: Path, builtin_model: Model) -> None:
    in_python = json.loads(json.dumps(ask(builtin_model, like=["Kidnap Game"], k=10).to_dict()["results"]))
    assert client.get("/v1/similar", params={"title": "Kidnap Game"}).json()["results"] == in_python
    assert run("similar", "Kidnap Game", "--model", folder)[1]["results"] == in_python
