from __future__ import annotations

import pytest

from recsys.names.typed import Typed, readings
from recsys.title import Form, Medium


def test_a_year_in_brackets_is_read_as_a_year_first() -> None:
    assert readings("Soul Mate (2025)")[0] == Typed("Soul Mate", year=2025)


def test_a_bare_year_may_be_part_of_the_name() -> None:
    assert readings("Reply 1988") == (Typed("Reply 1988"), Typed("Reply", year=1988))


def test_the_label_of_a_title_is_understood() -> None:
    assert readings("Pancreas (2018, animated film)")[0] == Typed(
        "Pancreas", year=2018, form=Form.FILM, medium=Medium.ANIMATION
    )


@pytest.mark.parametrize(
    "text", ["Pancreas anime", "Pancreas, anime", "Pancreas (anime)", "Pancreas [Animation]"]
)
def test_a_form_word_is_read_however_it_is_set_off(text: str) -> None:
    assert Typed("Pancreas", medium=Medium.ANIMATION) in readings(text)


def test_live_action_is_one_word() -> None:
    assert Typed("Pancreas", year=2017, medium=Medium.LIVE_ACTION) in readings("Pancreas live-action 2017")


@pytest.mark.parametrize("text", ["1917", "Drama", "Foo (uncut)", "Foo 3", "Foo 12345"])
def test_what_is_no_qualifier_stays_in_the_name(text: str) -> None:
    assert readings(text) == (Typed(text),)


def test_two_different_years_are_not_both_taken() -> None:
    assert [typed.name for typed in readings("Blade Runner 2049 2017")] == [
        "Blade Runner 2049 2017",
        "Blade Runner 2049",
    ]
