"""The table of docs/reliability.md: its order, its cells, and the page around it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.faults.report import Row
from tests.faults.table import BEGIN, END, ORDER, PAGE, place, replaced, table

HERE = Path(__file__).parent


def faults_of(text: str) -> list[str]:
    """First cells of a table's rows."""
    return [line.split(" | ")[0].removeprefix("| ") for line in text.splitlines() if line.startswith("| ")][
        1:
    ]


def test_faults_stand_in_the_order_of_the_promises() -> None:
    rows = [Row(fault, "1", "") for fault in ("two publishers at once", "a full disk", "SIGTERM under load")]
    assert faults_of(table(rows)) == ["a full disk", "two publishers at once", "SIGTERM under load"]


def test_fault_without_a_place_comes_last_and_is_not_lost() -> None:
    rows = [Row("a flood", "1", ""), Row("nasty bodies", "1", "")]
    assert faults_of(table(rows)) == ["nasty bodies", "a flood"]


def test_every_recorded_fault_has_a_place() -> None:
    calls = [
        match[1]
        for path in sorted(HERE.glob("test_*.py"))
        if path.name != "test_table.py"
        for match in re.finditer(r"\brecord\(\s*f?\"([^\"]+)\"", path.read_text(encoding="utf-8"))
    ]
    assert len(calls) > 10
    homeless = [fault for fault in calls if place(Row(fault, "", ""))[0] == len(ORDER)]
    # One begins with the name of a signal, which only the run knows.
    assert [fault for fault in homeless if not fault.startswith("{number.name}")] == []


def test_bar_and_line_break_stay_within_their_cell() -> None:
    (line,) = [line for line in table([Row("a|b", "1", "x\ny")]).splitlines() if "a" in line and "b" in line]
    assert line == r"| a\|b | 1 | x y |"


def test_date_and_machine_stand_above_the_table() -> None:
    text = table([Row("nasty", "1", "")], "2026-01-31", "2 cores")
    assert text.startswith("Seen on 2026-01-31 (2 cores):\n\n| fault |")


def test_page_keeps_what_stands_around_the_table() -> None:
    page = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    assert replaced(page, "new") == f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"
    assert replaced(replaced(page, "new"), "new") == replaced(page, "new")


@pytest.mark.parametrize("page", ["", BEGIN, END, f"{END}{BEGIN}"])
def test_page_without_both_marks_is_not_written(page: str) -> None:
    with pytest.raises(ValueError, match="lacks its marks"):
        replaced(page, "new")


def test_page_of_the_project_has_its_marks() -> None:
    assert replaced(PAGE.read_text(encoding="utf-8"), "new")
