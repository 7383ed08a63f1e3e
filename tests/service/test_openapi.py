"""The description of the service says what the service does."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter
from starlette.testclient import TestClient

from service.app import create_app
from service.openapi import ERRORS, PROBLEM
from service.recommend_document import RecommendDocument
from service.routes import ROUTERS
from service.routes.recommend import EXAMPLES
from service.schemas.problems import Problem

ROUTES = {route.name: route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)}
PIN = {400, 412}
"""What a request can be answered with that names a version of the model."""
# What a route can answer with follows from what it takes.
EXPECTED = {
    "root": {414, 500, 503},
    "healthz": {414, 500},
    "readyz": {414, 500, 503},
    "describe_model": {414, 500, 503},
    "draw_map": {414, 500, 503},
    "list_vocabulary": {414, 422, 500, 503},
    "search_titles": {414, 422, 500, 503},
    "get_title": {404, 414, 422, 500, 503},
    "similar_to_title": {404, 414, 422, 500, 503},
    "similar": {404, 409, 414, 422, 500, 503},
    "read_upload": {400, 408, 413, 414, 422, 500, 503},
    "recommend": {400, 404, 408, 409, 413, 414, 415, 422, 500, 503},
    "ask_batch": {400, 408, 413, 414, 415, 422, 500, 503},
    "external_similar": {404, 409, 414, 422, 500, 503},
    "external_recommend": {400, 404, 408, 409, 413, 414, 415, 422, 500, 503},
    "recommend_by_address": {404, 409, 414, 422, 500, 503},
    "audit_upload": {400, 408, 413, 414, 422, 500, 503},
    "diff_models": {404, 414, 422, 500, 503},
}


@pytest.fixture(scope="module")
def document(client: TestClient) -> Any:
    return client.get("/openapi.json").json()


def operation(document: Any, name: str) -> Any:
    operations = [each for path in document["paths"].values() for each in path.values()]
    (found,) = [each for each in operations if each["operationId"] == name]
    return found


def test_every_route_is_in_the_list() -> None:
    assert set(ROUTES) == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_route_documents_its_errors_as_problems(document: Any, name: str) -> None:
    responses = operation(document, name)["responses"]
    expected = EXPECTED[name] | (set() if name in {"healthz", "readyz"} else PIN)
    assert {int(status) for status in responses} == expected | {200}
    for status in expected:
        content = responses[str(status)]["content"]
        assert list(content) == [PROBLEM]
        assert content[PROBLEM]["schema"] == {"$ref": "#/components/schemas/Problem"}
        assert Problem.model_validate(content[PROBLEM]["example"]).status == status


@pytest.mark.parametrize("name", EXPECTED)
def test_route_has_title_text_and_tag(document: Any, name: str) -> None:
    described = operation(document, name)
    known_tags = {tag["name"] for tag in document["tags"]}
    assert described["summary"]
    assert described["description"].rstrip().endswith(".")
    assert set(described["tags"]) <= known_tags


@pytest.mark.parametrize("name", EXPECTED)
def test_route_has_an_example_of_its_answer_that_validates(document: Any, name: str) -> None:
    schema = operation(document, name)["responses"]["200"]["content"]["application/json"]["schema"]
    declared = ROUTES[name].response_model
    models = get_args(declared) or (declared,)
    for model, one in zip(models, schema.get("anyOf", [schema]), strict=True):
        assert issubclass(model, BaseModel)
        examples = document["components"]["schemas"][one["$ref"].rpartition("/")[2]]["examples"]
        assert examples
        for example in examples:
            assert model.model_validate(example).model_dump(mode="json") == example


@pytest.mark.parametrize("name", EXPECTED)
def test_required_parameters_have_examples_that_are_valid(document: Any, name: str) -> None:
    for parameter in operation(document, name).get("parameters", []):
        assert parameter["description"], parameter["name"]
        if parameter["required"]:
            (example,) = parameter["schema"]["examples"]
            TypeAdapter(str).validate_python(example)


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_of_questions_can_be_asked(document: Any, name: str) -> None:
    body = operation(document, "recommend")["requestBody"]["content"]["application/json"]
    assert RecommendDocument.model_validate(body["examples"][name]["value"]).k >= 1


@pytest.mark.parametrize("status", ERRORS)
def test_example_of_an_error_bears_its_status(status: int) -> None:
    assert Problem.model_validate(ERRORS[status][1]).status == status


def test_nothing_of_fastapis_own_errors_is_left(document: Any) -> None:
    assert not {name for name in document["components"]["schemas"] if "ValidationError" in name}


PROMISED = (
    "k offset countries_all countries_any countries_none countries_only form medium year_from year_to"
    " genres tones avoid cast creators cast_from directors_from writers_from cities_all cities_any set_in"
    " filmed_in period_from period_to source status min_minutes max_minutes max_episodes services region"
    " available_by released_by upcoming within unknown inferred escapism fame boost min_score diversity"
    " relations more less seed spoilers language accept-language recsys-model"
)


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("similar", "title"),
        ("similar_to_title", "id"),
        ("recommend_by_address", "like dislike text blend"),
    ],
)
def test_route_has_the_promised_parameters(document: Any, name: str, own: str) -> None:
    parameters = [each["name"] for each in operation(document, name)["parameters"]]
    assert sorted(parameters) == sorted([*own.split(), *PROMISED.split()])


def test_description_is_the_same_without_a_model(tmp_path: Path, document: Any) -> None:
    assert create_app(tmp_path).openapi() == document
