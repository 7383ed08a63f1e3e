from __future__ import annotations

import json
import math
from itertools import permutations
from typing import Any

import pytest

from recsys.model import Model
from recsys.query_document import query_from_json
from recsys.recommender import Recommender
from service.mcp.arguments import ExplainArguments
from service.mcp.tools import explain
from tests.service.mcp.conversation import AnyServer, answered
from tests.service.test_recommend import QUESTIONS


def from_library(model: Model, question: dict[str, Any]) -> Any:
    return json.loads(json.dumps(Recommender(model).recommend(query_from_json(question)).to_dict()))


def without_parts(answer: Any) -> Any:
    return {**answer, "results": [{**result, "parts": []} for result in answer["results"]]}


def parts_sum(document: Any) -> float:
    return math.fsum(part["value"] for part in document["parts"])


# search_titles


def test_title_is_found_by_any_of_its_names(server: AnyServer) -> None:
    found = answered(server, "search_titles", query="종이 등불")["results"]
    assert (found[0]["id"], found[0]["title"]) == ("paper-lanterns-2019", "Paper Lanterns")


def test_search_for_an_ambiguous_name_gives_all_that_bear_it(server: AnyServer) -> None:
    found = answered(server, "search_titles", query="Tin Soldier", k=2)["results"]
    assert {hit["id"] for hit in found} == {"tin-soldier-2001", "tin-soldier-2018"}


def test_search_without_hits_is_an_empty_list(server: AnyServer) -> None:
    assert answered(server, "search_titles", query="zzzzzzzzzz")["results"] == []


# similar_titles and recommend


def test_similar_titles_are_those_of_the_library_by_name_and_by_id(server: AnyServer, model: Model) -> None:
    expected = from_library(model, {"like": ["Paper Lanterns"], "k": 3})
    by_name = answered(server, "similar_titles", title="Paper Lanterns", k=3)
    by_id = answered(server, "similar_titles", id="paper-lanterns-2019", k=3)
    assert by_name == without_parts(expected)
    assert by_id["results"] == by_name["results"]


def test_similar_titles_fulfil_their_filters(server: AnyServer) -> None:
    filters = {"medium": "animation", "unknown": "drop"}
    found = answered(server, "similar_titles", title="Paper Lanterns", filters=filters)["results"]
    assert found
    assert {result["medium"] for result in found} == {"animation"}


def test_reasons_come_without_being_asked_for_and_parts_do_not(server: AnyServer) -> None:
    first = answered(server, "similar_titles", title="Paper Lanterns")["results"][0]
    assert first["reasons"]
    assert first["parts"] == []


def test_parts_that_are_asked_for_sum_to_the_score(server: AnyServer) -> None:
    for result in answered(server, "similar_titles", title="Paper Lanterns", parts=True)["results"]:
        assert parts_sum(result) == pytest.approx(result["score"], abs=1e-6)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: "+".join(question))
def test_recommendations_are_those_of_the_library(
    server: AnyServer, model: Model, question: dict[str, Any]
) -> None:
    assert answered(server, "recommend", **question, parts=True) == from_library(model, question)


def test_filters_that_leave_nothing_are_explained(server: AnyServer) -> None:
    filters = {"countries": {"all": ["FR"]}, "unknown": "drop"}
    answer = answered(server, "recommend", like=["Paper Lanterns"], filters=filters)
    assert answer["results"] == []
    assert answer["relaxations"][0]["drop"].startswith("countries")


def test_notes_on_what_is_not_known_are_passed_on(server: AnyServer) -> None:
    answer = answered(server, "recommend", like=["Paper Lanterns"], filters={"medium": "live-action"}, k=12)
    notes = [note for result in answer["results"] for note in result["notes"]]
    assert any("medium" in note for note in notes)


# explain


def test_parts_of_an_explanation_sum_to_its_score_for_every_two_titles(model: Model) -> None:
    ids = [model.title(row).id for row in range(len(model))]
    for title, seed in permutations(ids, 2):
        told = explain(model, ExplainArguments(title=title, because_of=seed))
        assert parts_sum(told) == pytest.approx(told["score"], abs=1e-6)


def test_explained_score_is_that_of_the_list(server: AnyServer) -> None:
    listed = answered(server, "similar_titles", title="Paper Lanterns", parts=True)["results"][0]
    told = answered(server, "explain", title=listed["id"], because_of="Paper Lanterns")
    assert told["score"] == listed["score"]
    assert [{**part, "name": None} for part in told["parts"]] == [
        {**part, "name": None} for part in listed["parts"]
    ]
    assert (told["place"], told["others"]) == (1, 11)


def test_explanation_names_people_as_they_are_called(server: AnyServer) -> None:
    told = answered(server, "explain", title="Harbour Letters", because_of="Paper Lanterns")
    assert "Han Areum" in [part["name"] for part in told["parts"] if part["block"] == "cast"]
    assert told["title"] == {"id": "harbour-letters-2021", "label": "Harbour Letters (2021, series)"}
