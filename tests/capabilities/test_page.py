"""docs/capabilities.md shows what the engine answers, and names the tests of each promise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.capabilities.page import COMMAND, named_tests, page
from tests.capabilities.rows.all_rows import ROWS
from tests.capabilities.rows.picking import picked
from tests.capabilities.rows.row import Row
from tests.capabilities.rows.setting import Setting

PAGE = Path(__file__).resolve().parents[2] / "docs" / "capabilities.md"


def test_the_page_shows_what_is_answered_now(setting: Setting) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(setting), f"write it again: {COMMAND}"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_each_row_has_named_tests_its_own_besides_the_row_itself(row: Row) -> None:
    assert len(named_tests(row.id)) >= 2


def test_every_test_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"`(test_c\d\d_\w+)`", PAGE.read_text(encoding="utf-8")))
    assert named == {name for row in ROWS for _, name in named_tests(row.id)}


def test_what_is_left_out_of_a_document_is_marked() -> None:
    document = {"a": [1, 2, 3], "b": {"c": "한", "d": 0}}
    assert picked(document, {"a": (2, None)}) == '{"a": [1, 2, …], …}'
    assert picked(document, {"a": (3, None), "b": {"c": None}}) == '{"a": [1, 2, 3], "b": {"c": "한", …}}'
