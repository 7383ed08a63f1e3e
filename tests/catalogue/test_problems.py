from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recsys.catalogue.problems import WIDTH, Problem, shown
from tests.catalogue.strategies import json_values


def test_problem_reads_as_file_line_field_reason() -> None:
    problem = Problem("catalogue.jsonl", 12, "year", "'abc' is not a whole number")
    assert str(problem) == "catalogue.jsonl:12: year: 'abc' is not a whole number"


def test_problem_of_a_whole_file_has_no_line() -> None:
    assert str(Problem("c.jsonl", None, "", "is empty")) == "c.jsonl: is empty"


@given(json_values | st.text(min_size=200, max_size=400))
def test_shown_value_is_never_longer_than_a_line(value: object) -> None:
    assert len(shown(value)) <= WIDTH
