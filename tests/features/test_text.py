from __future__ import annotations

import pytest

from recsys.features.text import singular_noun, words


def test_function_words_and_single_letters_say_nothing() -> None:
    assert list(words("A chef and the critic who is in a kitchen")) == ["chef", "critic", "kitchen"]


def test_accents_and_case_do_not_tell_words_apart() -> None:
    assert list(words("CAFÉ cafe Café")) == ["cafe", "cafe", "cafe"]


def test_japanese_without_spaces_becomes_pairs_of_characters() -> None:
    assert list(words("東京都庁")) == ["東京", "京都", "都庁"]


def test_korean_words_stay_whole() -> None:
    assert list(words("서울의 형사")) == ["서울의", "형사"]


def test_no_text_has_no_words() -> None:
    assert list(words("")) == []


def test_a_plural_is_the_same_word() -> None:
    assert list(words("detectives detective")) == ["detective", "detective"]


def test_a_word_that_merely_ends_in_s_stays_as_it_is() -> None:
    assert list(words("glass virus tennis gas")) == ["glass", "virus", "tennis", "gas"]


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("spies", "spy"),
        ("zombies", "zombie"),
        ("witches", "witch"),
        ("heroes", "hero"),
        ("shoes", "shoe"),
        ("politics", "politics"),
        ("series", "series"),
        ("glass", "glass"),
        ("twins", "twin"),
    ],
)
def test_a_tag_is_shown_in_the_singular_that_people_write(plural: str, one: str) -> None:
    assert singular_noun(plural) == one
