"""JSON Schemas of arguments and results, short enough to be read by a language model with each question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from service.mcp.field_words import FIELD_WORDS

_Schema = dict[str, Any]


def input_schema(arguments: type[BaseModel]) -> _Schema:
    """Return the schema of a tool's arguments, with a description of each field.

    Parameters
    ----------
    arguments : type of BaseModel
        What the arguments are checked with.

    Returns
    -------
    dict
        An object schema that allows no other field.
    """
    schema = arguments.model_json_schema()
    for name, document in ((arguments.__name__, schema), *schema.get("$defs", {}).items()):
        for field, described in document.get("properties", {}).items():
            words = FIELD_WORDS.get(f"{name}.{field}") or FIELD_WORDS.get(field)
            if words:
                described.setdefault("description", words)
    return _shortened(schema)


def output_schema(document: type[BaseModel]) -> _Schema:
    """Return the schema of a tool's result.

    Parameters
    ----------
    document : type of BaseModel
        What a tool answers.

    Returns
    -------
    dict
        An object schema.
    """
    return _shortened(document.model_json_schema(mode="serialization"))


def _shortened(schema: _Schema) -> _Schema:
    """Drop what repeats the names of fields, defaults that say "nothing", and examples of whole documents."""
    for node in _nodes(schema):
        node.pop("title", None)
        if node.get("default", True) is None or isinstance(node.get("default"), dict | list):
            del node["default"]
    schema.pop("examples", None)
    return schema


def _nodes(schema: _Schema) -> Iterator[_Schema]:
    """Yield a schema and all within it; a property may be called ``title``, so names are passed over."""
    yield schema
    for key in ("properties", "$defs"):
        for child in schema.get(key, {}).values():
            yield from _nodes(child)
    for key in ("anyOf", "prefixItems"):
        for child in schema.get(key, ()):
            yield from _nodes(child)
    for key in ("items", "additionalProperties", "propertyNames"):
        if isinstance(child := schema.get(key), dict):
            yield from _nodes(child)
