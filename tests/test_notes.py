"""What is said beside a result: what is not known, in words, and never as no."""

from __future__ import annotations

from typing import Any

import pytest

from recsys import Model, Recommender, query_from_json
from recsys.title import Availability, Form, PartialDate, Release, Status
from tests.builders import model_of, title


@pytest.fixture(scope="module")
def model() -> Model:
    described = ("dark", "suspenseful", "grounded", "intimate", "nostalgic")
    return model_of(
        title("seed", genres=("drama",), tones=described, content_warnings=()),
        title("untold", genres=("drama",), tones=("dark",)),
        title("described", genres=("drama",), tones=described),
        title("glad", genres=("drama",), tones=("happy-ending", *described)),
        title("also-glad", genres=("drama",), tones=("happy-ending",)),
        title("soon", genres=("drama",), status=Status.UPCOMING, releases=(Release(PartialDate("2030")),)),
        title("shown", genres=("drama",), availability=(Availability("Netflix"),), form=Form.FILM),
    )


def _notes(model: Model, id: str, **filters: Any) -> tuple[str, ...]:
    answer = Recommender(model).recommend(query_from_json({"like": ["seed"], "filters": filters}))
    return next(result.notes for result in answer.results if result.id == id)


def test_a_tone_to_avoid_of_which_nothing_is_said_is_named(model: Model) -> None:
    assert _notes(model, "described", avoid=["love-triangle"]) == ("nothing is said of: love triangle",)
    assert _notes(model, "untold", avoid=["love-triangle"]) == ("not known: love triangle",)


def test_where_nobody_has_looked_for_warnings_there_is_no_warning_data(model: Model) -> None:
    assert _notes(model, "described", avoid=["cw-gore"]) == ("no warning data: gore",)


def test_what_is_not_known_is_named_once(model: Model) -> None:
    notes = _notes(model, "untold", set_in=[], min_minutes=10, max_minutes=100, services=["Netflix"])
    assert notes == ("not known: length, where it can be watched",)


def test_a_title_that_is_not_out_on_a_day_says_so(model: Model) -> None:
    notes = _notes(model, "soon", released_by="2025-01-01", upcoming="keep")
    assert notes == ("not yet released on 2025-01-01, by the catalogue's date",)
    assert _notes(model, "untold", released_by="2025-01-01", upcoming="keep") == ("not known: release date",)


def test_a_filter_by_an_ending_is_a_reason_that_gives_nothing_away(model: Model) -> None:
    question = {"like": ["seed"], "filters": {"avoid": ["tragic"]}}
    answer = Recommender(model).recommend(query_from_json(question))
    glad = next(result for result in answer.results if result.id == "glad")
    assert "matches your ending preference" in [reason.text for reason in glad.reasons]
    told = [reason.text for result in answer.results for reason in result.reasons]
    assert not any("happy" in text or "tragic" in text for text in told)


def test_endings_are_named_only_where_that_is_asked(model: Model) -> None:
    question = {"like": ["glad"], "more": {"happy-ending": 1}, "k": 5}
    for spoilers, named in ((False, "ending"), (True, "happy-ending")):
        answer = Recommender(model).recommend(query_from_json({**question, "spoilers": spoilers}))
        features = {part.feature for result in answer.results for part in result.parts}
        assert features & {"ending", "happy-ending"} == {named}


def test_where_only_filters_are_asked_each_result_says_which_it_passed(model: Model) -> None:
    answer = Recommender(model).recommend(query_from_json({"filters": {"form": "film", "unknown": "drop"}}))
    assert [reason.text for reason in answer.results[0].reasons] == ["as you asked: form"]
