from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from recsys.catalogue.row_model import NATIVE_KEYS
from recsys.catalogue.schema import row_schema

COPY = Path(__file__).parents[2] / "docs" / "catalogue.schema.json"


def test_committed_schema_is_up_to_date() -> None:
    assert json.loads(COPY.read_text(encoding="utf-8")) == row_schema(), "see docs/catalogue-format.md"


def test_schema_describes_every_key_and_needs_only_id_and_title() -> None:
    schema: dict[str, Any] = row_schema()
    assert set(schema["properties"]) == NATIVE_KEYS
    assert sorted(schema["required"]) == ["id", "title"]
    assert schema["$schema"].endswith("2020-12/schema")
