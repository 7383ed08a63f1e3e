from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from recsys.query_document import QueryDocument
from tests.service.mcp.conversation import AnyServer, listed

TOOLS = ["search_titles", "similar_titles", "recommend", "explain"]


@pytest.fixture(scope="module")
def tools(server: AnyServer) -> dict[str, Any]:
    return {tool.name: tool for tool in listed(server).tools}


def objects(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "", schema
    yield from schema.get("$defs", {}).items()


def test_there_are_four_tools_and_all_of_them_only_read(tools: dict[str, Any]) -> None:
    assert list(tools) == TOOLS
    for tool in tools.values():
        assert tool.annotations.read_only_hint
        assert tool.annotations.idempotent_hint
        assert not tool.annotations.destructive_hint
        assert not tool.annotations.open_world_hint


@pytest.mark.parametrize("name", TOOLS)
def test_every_argument_is_described(tools: dict[str, Any], name: str) -> None:
    for document, schema in objects(tools[name].input_schema):
        for field, described in schema.get("properties", {}).items():
            assert described.get("description"), f"{document}.{field}"


@pytest.mark.parametrize("name", TOOLS)
def test_unknown_fields_are_refused_everywhere(tools: dict[str, Any], name: str) -> None:
    for document, schema in objects(tools[name].input_schema):
        if "properties" in schema:
            assert schema["additionalProperties"] is False, document


@pytest.mark.parametrize("name", TOOLS)
def test_schemas_are_json_schemas(tools: dict[str, Any], name: str) -> None:
    validator = pytest.importorskip("jsonschema", reason="the protocol's package brings it")
    for schema in (tools[name].input_schema, tools[name].output_schema):
        assert schema["type"] == "object"
        validator.Draft202012Validator.check_schema(schema)


def test_question_has_all_fields_of_the_service(tools: dict[str, Any]) -> None:
    fields = set(tools["recommend"].input_schema["properties"])
    assert fields == {*QueryDocument.model_fields, "parts"}


def test_one_title_takes_no_second_one(tools: dict[str, Any]) -> None:
    fields = set(tools["similar_titles"].input_schema["properties"])
    assert {"title", "id", "filters", "k", "more", "less"} <= fields
    assert not fields & {"like", "dislike", "text", "together", "blend"}
