"""Every option reaches the question, as the same question in JSON says it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from recsys.cli import recommend as recommend_module
from recsys.cli import similar as similar_module
from recsys.cli.app import COMMANDS
from recsys.cli.help import parameters
from recsys.cli.options import LANGUAGE_VARIABLE
from recsys.errors import QueryError
from recsys.query import Query
from recsys.query_document import FiltersDocument, QueryDocument, query_from_json
from tests.cli.conftest import Run

LIKE = {"like": [{"title": "The Lantern"}]}
_COMMANDS = {command.name: command for command in COMMANDS}

FILTERS: list[tuple[tuple[str, ...], dict[str, Any]]] = [
    (("--countries-all", "JP", "--countries-all", "KR"), {"countries": {"all": ["JP", "KR"]}}),
    (("--countries-any", "region:sea"), {"countries": {"any": ["region:sea"]}}),
    (("--countries-none", "US"), {"countries": {"none": ["US"]}}),
    (("--countries-only", "France"), {"countries": {"only": ["France"]}}),
    (("--form", "film"), {"form": "film"}),
    (("--medium", "animation"), {"medium": "animation"}),
    (("--year-from", "1999"), {"year": [1999, None]}),
    (("--year-from", "1999", "--year-to", "2005"), {"year": [1999, 2005]}),
    (("--genres", "drama", "--genres", "war"), {"genres": ["drama", "war"]}),
    (("--tones", "slow-burn-romance>=2"), {"tones": ["slow-burn-romance>=2"]}),
    (("--avoid", "gore"), {"avoid": ["gore"]}),
    (("--cast", "Bae Doona"), {"cast": ["Bae Doona"]}),
    (("--creators", "Park Chan-wook"), {"creators": ["Park Chan-wook"]}),
    (("--cast-from", "KR", "--cast-from", "JP"), {"cast_from": ["KR", "JP"]}),
    (("--directors-from", "Japan"), {"directors_from": ["Japan"]}),
    (("--writers-from", "region:nordic"), {"writers_from": ["region:nordic"]}),
    (("--cities-all", "Paris", "--cities-all", "Seoul"), {"cities": {"all": ["Paris", "Seoul"]}}),
    (("--cities-any", "Tokyo"), {"cities": {"any": ["Tokyo"]}}),
    (("--set-in", "Hong Kong"), {"set_in": ["Hong Kong"]}),
    (("--filmed-in", "MT"), {"filmed_in": ["MT"]}),
    (("--period-from", "-50"), {"period": [-50, None]}),
    (("--period-from", "1937", "--period-to", "1945"), {"period": [1937, 1945]}),
    (("--period-to", "0"), {"period": [None, 0]}),
    (("--source", "webtoon", "--source", "manga"), {"source": ["webtoon", "manga"]}),
    (("--status", "airing"), {"status": ["airing"]}),
    (("--min-minutes", "60"), {"min_minutes": 60}),
    (("--max-minutes", "600"), {"max_minutes": 600}),
    (("--max-episodes", "12"), {"max_episodes": 12}),
    (("--services", "Netflix", "--services", "Viki"), {"services": ["Netflix", "Viki"]}),
    (("--region", "KR"), {"region": "KR"}),
    (("--region", "KR", "--available-by", "2025-10"), {"region": "KR", "available_by": "2025-10"}),
    (("--released-by", "2025-10-28"), {"released_by": "2025-10-28"}),
    (
        ("--released-by", "2025", "--upcoming", "only"),
        {"released_by": "2025", "upcoming": "only"},
    ),
    (("--within-title", "Iron Valley", "--within-title", "loud"), {"within": ["Iron Valley", "loud"]}),
    (("--unknown", "drop"), {"unknown": "drop"}),
    (("--inferred", "drop"), {"inferred": "drop"}),
]
LIST: list[tuple[tuple[str, ...], dict[str, Any]]] = [
    (("--escapism", "-0.5"), {"escapism": -0.5}),
    (("--fame", "-1"), {"fame": -1}),
    (("--boost", "rank:JP"), {"boost": {"rank:JP": 1}}),
    (
        ("--boost", "rank:JP:Netflix=2.5", "--boost", "rank:global=0"),
        {"boost": {"rank:JP:Netflix": 2.5, "rank:global": 0}},
    ),
    (("--min-score", "0"), {"min_score": 0}),
    (("--diversity", "0.3"), {"diversity": 0.3}),
    (("--relations", "only"), {"relations": "only"}),
    (("--spoilers",), {"spoilers": True}),
    (("--language", "ko"), {"language": "ko"}),
    (("-k", "3"), {"k": 3}),
    (("--offset", "20"), {"offset": 20}),
    (("--seed", "0"), {"seed": 0}),
]
CASES = [(options, {"filters": filters}) for options, filters in FILTERS] + LIST


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Query]:
    """What the engine would be asked; it answers nothing."""
    questions: list[Query] = []

    class Listener:
        def __init__(self, model: object) -> None:
            pass

        def recommend(self, query: Query) -> None:
            questions.append(query)
            raise QueryError("heard")

    monkeypatch.delenv(LANGUAGE_VARIABLE, raising=False)
    for module in (recommend_module, similar_module):
        monkeypatch.setattr(module, "Recommender", Listener)
        monkeypatch.setattr(module, "chosen_model", lambda folder, index: None)
    return questions


@pytest.mark.parametrize(("options", "document"), CASES, ids=[" ".join(options) for options, _ in CASES])
def test_an_option_asks_what_the_document_asks(
    run: Run, asked: list[Query], options: tuple[str, ...], document: dict[str, Any]
) -> None:
    run("recommend", "--like", "The Lantern", *options)
    expected = query_from_json(LIKE | document)
    assert asked == [expected]
    assert expected != query_from_json(LIKE)


def test_similar_takes_the_same_options(run: Run, asked: list[Query]) -> None:
    assert {"--fame", "--services", "--cast-from", "--within-title"} < set(_names("similar"))
    assert [name for name in _names("recommend") if name in _names("similar")] == _names("similar")
    run("similar", "The Lantern", "--fame", "1", "--cast-from", "KR")
    assert asked == [query_from_json({**LIKE, "fame": 1, "filters": {"cast_from": ["KR"]}})]


def _names(command: str) -> list[str]:
    return [name for parameter in parameters(_COMMANDS[command]) for name in parameter.names]


def test_every_field_of_the_filters_has_an_option_here() -> None:
    assert {name for _, filters in FILTERS for name in filters} == set(FiltersDocument.model_fields)


def test_every_field_of_a_question_has_an_option_here_or_is_no_number_of_the_list() -> None:
    own_words = {"like", "dislike", "text", "more", "less", "weights", "blend", "filters"}
    of_files = {"together", "exclude", "exclude_series"}
    known = {name for _, document in LIST for name in document}
    assert known | own_words | of_files == set(QueryDocument.model_fields)


def test_options_stand_under_headings_that_say_what_they_are_about() -> None:
    for command in (_COMMANDS["similar"], _COMMANDS["recommend"]):
        by_panel: dict[str, int] = {}
        for parameter in parameters(command):
            by_panel[parameter.panel] = by_panel.get(parameter.panel, 0) + 1
        assert max(by_panel.values()) <= 20
        assert by_panel["Where it can be watched"] == 3


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--boost", "rank:JP=much"), "expected a number at its end, as in rank:JP=2"),
        (("--boost", "rank:JP", "--boost", "rank:JP=2"), "'rank:JP' is given twice"),
        (("--boost", "rank:Atlantis"), "Atlantis"),
        (("--available-by", "2025"), "name services or a region"),
        (("--period-from", "1945", "--period-to", "1937"), "period 1945 to 1937"),
        (("--min-minutes", "90", "--max-minutes", "60"), "minutes 90 to 60"),
        (("--language", "tlh"), "there are no answers in 'tlh'"),
        (("--source", "rumour"), "rumour"),
        (("--min-minutes", "0"), "--min-minutes"),
    ],
)
def test_an_option_that_cannot_be_asked_ends_with_code_2(
    run: Run, model: Path, options: tuple[str, ...], told: str
) -> None:
    result = run("similar", "The Lantern", "--model", model, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_a_title_to_choose_from_that_nobody_knows_ends_with_code_3(run: Run, model: Path) -> None:
    assert run("similar", "The Lantern", "--model", model, "--within-title", "zzzqqq").exit_code == 3


def test_the_environment_names_the_language(
    run: Run, asked: list[Query], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LANGUAGE_VARIABLE, "ja")
    run("similar", "The Lantern")
    run("similar", "The Lantern", "--language", "en")
    run("recommend", "--query", "-", input='{"like": ["The Lantern"]}')
    run("recommend", "--query", "-", input='{"like": ["The Lantern"], "language": "ko"}')
    assert [query.language for query in asked] == ["ja", "en", "ja", "ko"]


def test_new_options_do_not_go_with_a_whole_question_either(run: Run, model: Path) -> None:
    result = run("recommend", "--query", "-", "--fame", 1, "--services", "Viki", "--model", model, input="{}")
    assert (result.exit_code, "leave out fame, filters" in result.stderr) == (2, True)
