"""What machines leave in texts is taken off, and nothing else."""

from __future__ import annotations

import time

import pytest

from recsys.importers.cleaning import clean_synopsis, clean_text, distinct, plays_a_part


@pytest.mark.parametrize(
    "note",
    [
        "(Source: Bread)",
        "(Sources: Bread, Butter)",
        "( Source: Bread (a site); edited by Somebody)",
        "[Written by Somebody]",
        "\n\nSource: Bread",
        "\nsource : bread and butter",
        "\n\n—http://example.org/bread",
        "\n\n—Somebody (edited by Another)",
        "Edit Translation",
    ],
)
def test_notes_on_where_a_synopsis_is_from_are_taken_off(note: str) -> None:
    assert clean_synopsis(f"A baker bakes.{note}") == "A baker bakes."


@pytest.mark.parametrize(
    "text",
    [
        "The source: a spring in the hills.",
        "A baker — or a thief — bakes.",
        "A baker bakes.\nThe source of the bread is unknown.",
    ],
)
def test_words_of_a_synopsis_stay(text: str) -> None:
    assert clean_synopsis(text) == text


def test_blanks_without_end_take_no_time_without_end() -> None:
    began = time.perf_counter()
    clean_synopsis(f"A{' ' * 200_000}B")
    assert time.perf_counter() - began < 5


def test_labels_are_told_once_and_without_padding() -> None:
    assert distinct([" Drama ", "Drama", "N/A", "Crime &amp; Law", "x" * 100]) == [
        "Drama",
        "Crime & Law",
        "x" * 100,
    ]


@pytest.mark.parametrize("character", ["Himself", "Self - Host", "archive footage"])
def test_who_appears_as_oneself_plays_no_part(character: str) -> None:
    assert not plays_a_part(character)


@pytest.mark.parametrize(
    "character", ["(as himself)", "Various / Herself", "Narrator, Self", "Archived footage"]
)
def test_oneself_may_stand_behind_another_part(character: str) -> None:
    assert not plays_a_part(character)


@pytest.mark.parametrize("character", ["Younger Self", "Self-Made Man", "His Older Self", "Selfridge", None])
def test_a_part_whose_name_has_self_in_it_is_a_part(character: str | None) -> None:
    assert plays_a_part(character)


def test_a_number_too_long_for_any_character_is_left_as_it_is() -> None:
    text = f"&#{'9' * 5000};"
    assert clean_text(text) == text
