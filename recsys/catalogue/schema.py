"""JSON Schema of the native row, made from the classes that read it."""

from __future__ import annotations

from typing import Any

from recsys.catalogue.row_model import TitleRow


def row_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a native row.

    Returns
    -------
    dict
        The schema. It describes the form of a row; that a country or tone exists is checked
        by the reader.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **TitleRow.model_json_schema(by_alias=True, mode="validation"),
        "title": "Catalogue row, schema 1",
    }
