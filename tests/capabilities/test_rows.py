"""All 42 rows, each asked through every door: Python, the command line, HTTP."""

from __future__ import annotations

import pytest

from tests.capabilities.rows.all_rows import ROWS
from tests.capabilities.rows.doors import ask
from tests.capabilities.rows.row import Door, Row
from tests.capabilities.rows.setting import Setting


def test_there_are_42_rows() -> None:
    assert [row.id for row in ROWS] == [f"C{number:02}" for number in range(1, 43)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
@pytest.mark.parametrize("door", list(Door), ids=str)
def test_a_row_is_met_through_each_door(row: Row, door: Door, setting: Setting) -> None:
    if row.own is not None:
        row.own(door, setting)
        return
    assert row.check is not None
    row.check([ask(call, door, setting) for call in row.calls], setting)
