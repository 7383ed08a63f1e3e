"""The client asks what the service describes: the same paths, names, types and documents."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any, get_args, get_type_hints, is_typeddict

import pytest
from pydantic import SecretStr, TypeAdapter

from service.app import create_app
from service.client import Client, asked
from service.client.operations import Operation, document_class
from service.settings import Settings

# How a method is called, and what it asks.
OPERATIONS: dict[str, Operation[Any]] = {
    name.lower(): value for name, value in vars(asked).items() if isinstance(value, Operation)
}
OF_THE_API = ("/v1", "/admin")
NO_OPERATION = {"close", "tones"}
BODIES = {"question", "questions", "row", "name", "data"}
DOCUMENTS = {
    document.partition(":")[2]: document_class(document)
    for operation in OPERATIONS.values()
    for document in operation.documents
}
BODY_DOCUMENTS = {
    "RecommendDocument": "service.recommend_document:RecommendDocument",
    "ExternalQuestionDocument": "service.external.documents:ExternalQuestionDocument",
}


@pytest.fixture(scope="module")
def description(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The OpenAPI document of a service with an operator."""
    settings = Settings(admin_token=SecretStr("a-token-of-sixteen-or-more"))
    return create_app(tmp_path_factory.mktemp("described"), settings).openapi()


def described(description: Any, name: str) -> Any:
    operation = OPERATIONS[name]
    return description["paths"][operation.path][operation.method.lower()]


def hints(name: str) -> dict[str, Any]:
    known = {**DOCUMENTS, **{key: document_class(value) for key, value in BODY_DOCUMENTS.items()}}
    known["VocabularyTone"] = document_class("service.schemas.vocabulary:VocabularyTone")
    return get_type_hints(getattr(Client, name), localns=known)


def parameters(name: str) -> dict[str, Any]:
    """Names and types of all that a method puts into an address."""
    own = {key: hint for key, hint in hints(name).items() if key not in ("return", *BODIES, "options")}
    for packed in get_args(hints(name).get("options")):
        assert is_typeddict(packed)
        own |= get_type_hints(packed)
    return own


def json_types(schema: Any, description: Any) -> set[str]:
    """Which kinds of JSON value a schema allows; of lists, with what is in them."""
    if "$ref" in schema:
        return json_types(
            description["components"]["schemas"][schema["$ref"].rpartition("/")[2]], description
        )
    if "anyOf" in schema:
        return {kind for one in schema["anyOf"] for kind in json_types(one, description)}
    if schema["type"] == "array":
        return {f"array of {kind}" for kind in json_types(schema["items"], description)}
    return {schema["type"]}


def test_every_operation_of_the_service_has_a_method(description: Any) -> None:
    offered = {
        (method.upper(), path)
        for path, operations in description["paths"].items()
        if path.startswith(OF_THE_API)
        for method in operations
    }
    assert {(each.method, each.path) for each in OPERATIONS.values()} == offered


def test_every_method_asks_an_operation() -> None:
    methods = {name for name, _ in inspect.getmembers(Client, inspect.isfunction) if not name.startswith("_")}
    assert methods - NO_OPERATION == set(OPERATIONS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_parameters_have_the_described_names_and_types(description: Any, name: str) -> None:
    offered = {
        each["name"]: json_types(each["schema"], description)
        for each in described(description, name).get("parameters", [])
        if each["in"] != "header"
    }
    taken = {
        key: json_types(TypeAdapter(hint).json_schema(), description)
        for key, hint in parameters(name).items()
    }
    # None leaves a parameter out, whether or not an address can say null.
    assert {key: kinds - {"null"} for key, kinds in taken.items()} == {
        key: kinds - {"null"} for key, kinds in offered.items()
    }


@pytest.mark.parametrize("name", OPERATIONS)
def test_required_parameters_are_required(description: Any, name: str) -> None:
    required = {
        each["name"] for each in described(description, name).get("parameters", []) if each["required"]
    }
    signature = inspect.signature(getattr(Client, name)).parameters.values()
    asked_for = {
        each.name
        for each in signature
        if each.default is each.empty
        and each.kind is not each.VAR_KEYWORD
        and each.name not in {"self", *BODIES}
    }
    assert asked_for == required


@pytest.mark.parametrize("name", OPERATIONS)
def test_answer_is_the_described_document(description: Any, name: str) -> None:
    for status, answer in described(description, name)["responses"].items():
        if not status.startswith("2"):
            continue
        schema = answer["content"]["application/json"]["schema"]
        refs = {one["$ref"].rpartition("/")[2] for one in schema.get("anyOf", [schema])}
        documents = {document_class(each) for each in OPERATIONS[name].documents}
        assert {each.__name__ for each in documents} == refs
        returned = hints(name)["return"]
        assert set(get_args(returned) or (returned,)) == documents


@pytest.mark.parametrize("name", OPERATIONS)
def test_body_is_the_described_document(description: Any, name: str) -> None:
    body = described(description, name).get("requestBody")
    expected = OPERATIONS[name].body
    if not expected:
        assert body is None
        return
    (content,) = body["content"].items()
    media_type, schema = content[0], content[1]["schema"]
    if expected == "file":
        assert media_type == "multipart/form-data"
        form = description["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        assert [*form["properties"]] == form["required"] == ["file"]
    elif expected == "row":
        assert (media_type, schema["type"]) == ("application/json", "object")
    else:
        assert (media_type, schema) == ("application/json", {"$ref": f"#/components/schemas/{expected}"})


@pytest.mark.parametrize("name", [name for name, each in OPERATIONS.items() if each.body in BODY_DOCUMENTS])
def test_question_may_be_given_as_its_document(name: str) -> None:
    document = document_class(BODY_DOCUMENTS[OPERATIONS[name].body])
    assert document in get_args(hints(name)["question"])


@pytest.mark.parametrize("name", OPERATIONS)
def test_answers_that_have_pages_are_those_that_take_an_offset(description: Any, name: str) -> None:
    operation = OPERATIONS[name]
    taken = {each["name"] for each in described(description, name).get("parameters", [])}
    if operation.body in BODY_DOCUMENTS:
        taken |= {*document_class(BODY_DOCUMENTS[operation.body]).model_fields}
    assert operation.has_pages == ("offset" in taken)


def test_only_the_operators_requests_need_a_token(description: Any) -> None:
    for name, operation in OPERATIONS.items():
        assert ("security" in described(description, name)) == operation.needs_token


def test_release_is_that_of_the_description() -> None:
    """The client stands beside the service: one distribution, one set of documents."""
    assert Path(inspect.getfile(Client)).parents[1] == Path(inspect.getfile(create_app)).parent
