"""Cells hold nothing, text, or lists; what is spelled in them is never run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.files import LITERAL_LIMIT, is_nothing, literal_list, literal_value


@pytest.mark.parametrize("text", ["", "  ", "N/A", "nan", "None", "null", r"\N", "Unknown", "-", "[]", None])
def test_what_says_nothing_is_nothing(text: str | None) -> None:
    assert is_nothing(text)


@pytest.mark.parametrize("text", ["0", "Nana", "No", "Non"])
def test_what_says_something_is_not(text: str) -> None:
    assert not is_nothing(text)


@pytest.mark.parametrize("text", ['["Drama", "Romance"]', "['Drama', 'Romance']", "('Drama', 'Romance')"])
def test_lists_of_json_and_of_python_are_read(text: str) -> None:
    assert literal_list(text) == ["Drama", "Romance"]


def test_entries_that_say_nothing_are_left_out() -> None:
    assert literal_list("['Drama', None, 'N/A', '']") == ["Drama"]


def test_one_value_is_a_list_of_one() -> None:
    assert literal_list("'Drama'") == ["Drama"]
    assert literal_list("N/A") == []


@pytest.mark.parametrize(
    "text", ["__import__('os')", "[open('x')]", "Drama, Romance", "[1,", "'\x00", "1" * 9999]
)
def test_what_is_no_literal_is_refused_and_never_run(text: str) -> None:
    with pytest.raises(ValueError, match="neither"):
        literal_value(text)


@pytest.mark.parametrize("text", ["[" * 90_000, "[" * 60 + "]" * 60, "x" * (LITERAL_LIMIT + 1)])
def test_what_no_honest_cell_holds_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"levels deep|too many"):
        literal_value(text)


@given(st.text("[](){}'\",:\\ \n0a-1ej+*\x00", max_size=80))
def test_no_text_brings_it_down(text: str) -> None:
    try:
        literal_value(text)
    except ValueError:
        return
