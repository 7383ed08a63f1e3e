from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.names.fold import fold_text, title_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łukasz Żal", "lukasz zal"),
        ("Øyvind Ærø Œuvre", "oyvind aero oeuvre"),
        ("Straße", "strasse"),
        ("Þór Guðmundsson", "thor gudmundsson"),
        ("İstanbul ılık", "istanbul ilik"),
        ("ＦＵＬＬ　width", "full width"),
        ("Kim Tae-ri", "kim tae ri"),
        ("It’s Okay", "its okay"),
        ("It´s Okay", "its okay"),
        ("Law & Order", "law and order"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_case_accents_and_punctuation_fold_away(text: str, folded: str) -> None:
    assert fold_text(text) == folded


@pytest.mark.parametrize("variant", ["とらドラ", "トラドラ", "ﾄﾗﾄﾞﾗ", "とらドラ!"])
def test_kana_of_all_kinds_are_one_and_keep_their_dakuten(variant: str) -> None:
    assert fold_text(variant) == "とらどら"


def test_dakuten_tells_words_apart() -> None:
    assert fold_text("か") != fold_text("が")


def test_hangul_stays_composed() -> None:
    assert fold_text("기생충") == "기생충"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Soul Mate", "Soulmate"),
        ("Great Flood", "The Great Flood"),
        ("Toradora", "Toradora!"),
        ("84 Square Meters", "84 SQUARE-METERS"),
    ],
)
def test_ways_to_type_one_title_share_a_key(one: str, other: str) -> None:
    assert title_key(one) == title_key(other)


def test_an_article_alone_is_a_name() -> None:
    assert title_key("The") == "the"


def test_a_letter_with_a_dot_is_no_article() -> None:
    assert title_key("A.I.") == "ai"


def test_a_name_of_punctuation_keeps_it() -> None:
    assert (title_key("!!!"), title_key("！！")) == ("!!!", "!!")


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_text(fold_text(text)) == fold_text(text)


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    assert title_key(title_key(text)) == title_key(text)


@given(st.text().filter(lambda text: bool(text.strip())))
def test_the_key_of_a_name_that_shows_is_never_empty(text: str) -> None:
    assert title_key(text)
