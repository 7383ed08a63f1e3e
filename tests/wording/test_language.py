from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.title import Alias, AliasKind, Title
from recsys.wording import ENGLISH, Language, language_of
from recsys.wording.messages import Messages

KOREAN, JAPANESE = language_of("ko"), language_of("ja")
POLISH = Language(
    "pl",
    Messages(
        {("", "{n} title"): ("{n} tytuł", "{n} tytuły", "{n} tytułów"), ("", "not {a}"): ("nie {a}",)},
        lambda n: 0 if n == 1 else 1 if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else 2,
    ),
)


def test_a_sentence_is_said_in_the_language() -> None:
    assert POLISH.say("not {a}", a="dramat") == "nie dramat"


def test_a_sentence_that_is_not_translated_is_said_in_english() -> None:
    assert POLISH.say("not known: {names}", names="rok") == "not known: rok"


def test_a_number_that_is_not_translated_takes_the_english_form() -> None:
    said = [POLISH.say_n("{n} year apart", "{n} years apart", n) for n in (1, 2)]
    assert said == ["1 year apart", "2 years apart"]


@pytest.mark.parametrize(("n", "expected"), [(1, "1 tytuł"), (3, "3 tytuły"), (5, "5 tytułów")])
def test_a_number_takes_the_form_of_its_language(n: int, expected: str) -> None:
    assert POLISH.say_n("{n} title", "{n} titles", n) == expected


@given(st.text())
def test_braces_of_a_value_are_left_alone(value: str) -> None:
    for language in (ENGLISH, KOREAN, JAPANESE):
        assert value in language.say("not known: {names}", names=value)


def test_english_lists_end_with_and() -> None:
    lists = [ENGLISH.listed(names) for names in ([], ["A"], ["A", "B"], ["A", "B", "C"])]
    assert lists == ["", "A", "A and B", "A, B and C"]


def test_lists_are_joined_as_the_translation_says() -> None:
    assert KOREAN.listed(["A", "B", "C"]) == "A, B, C"
    assert JAPANESE.listed(["A", "B", "C"]) == "A、B、C"


def test_lists_are_joined_as_unicode_says_where_the_translation_does_not() -> None:
    assert POLISH.listed(["A", "B", "C"]) == "A, B i C"


@given(st.lists(st.text(alphabet="ab{}가", min_size=1), max_size=5))
def test_a_list_keeps_every_name(names: list[str]) -> None:
    for language in (ENGLISH, KOREAN, JAPANESE, POLISH):
        assert all(name in language.listed(names) for name in names)


def test_countries_are_named_as_viewers_name_them() -> None:
    assert KOREAN.country("JP") == "일본"
    assert JAPANESE.country("KR") == "韓国"
    assert ENGLISH.country("KR") == "South Korea"
    assert KOREAN.country("QX") == "QX"


def test_languages_are_named_in_the_language() -> None:
    assert [one.language_name("ko") for one in (ENGLISH, KOREAN, JAPANESE)] == ["Korean", "한국어", "韓国語"]
    assert KOREAN.language_name("no such") == "no such"


def test_tones_and_genres_are_written_small_within_an_english_sentence() -> None:
    assert (ENGLISH.tone("slow-burn"), ENGLISH.genre("drama")) == ("slow burn", "drama")


def test_a_free_tag_stays_as_it_is() -> None:
    assert KOREAN.tone("cherry blossom") == "cherry blossom"
    assert KOREAN.genre("space-opera") == "space opera"


# The name of a title


def film(original: str | None, *languages: str, aliases: tuple[Alias, ...] = ()) -> Title:
    return Title(id="x", title="Film", original_title=original, languages=languages, aliases=aliases)


def test_a_title_of_the_language_bears_its_original_name() -> None:
    assert KOREAN.title(film("길복순", "ko")) == "길복순"
    assert KOREAN.title(film("D.P.", "ko")) == "D.P."


def test_the_script_tells_whose_name_it_is_where_several_languages_are_spoken() -> None:
    spoken = film("헤어질 결심", "ja", "ko")
    assert (KOREAN.title(spoken), JAPANESE.title(spoken)) == ("헤어질 결심", "Film")
    assert JAPANESE.title(film("ピンポン", "zh", "ja")) == "ピンポン"


def test_chinese_characters_are_japanese_where_only_japanese_is_spoken() -> None:
    assert JAPANESE.title(film("東京物語", "ja")) == "東京物語"
    assert JAPANESE.title(film("葉問", "ja", "zh")) == "Film"
    assert KOREAN.title(film("葉問", "ko", "zh")) == "Film"


def test_a_translated_name_is_taken_and_a_romanised_one_is_not() -> None:
    names = (
        Alias("Gil Bok-soon", "ja-Latn", AliasKind.ROMANISED),
        Alias("Kiru Bokusun", "ja-Latn", AliasKind.TRANSLATED),
        Alias("キル・ボクスン", "ja-JP", AliasKind.TRANSLATED),
    )
    assert JAPANESE.title(film("길복순", "ko", aliases=names)) == "キル・ボクスン"


def test_a_working_title_or_an_abbreviation_is_no_name_of_it() -> None:
    names = tuple(Alias("キル", "ja", kind) for kind in (AliasKind.WORKING, AliasKind.SHORT, AliasKind.OTHER))
    assert JAPANESE.title(film(None, "ko", aliases=names)) == "Film"


def test_a_name_for_the_very_country_comes_first() -> None:
    names = (Alias("Filme", "pt", AliasKind.TRANSLATED), Alias("O Filme", "pt-BR", AliasKind.TRANSLATED))
    assert Language("pt-BR").title(film(None, aliases=names)) == "O Filme"
    assert Language("pt").title(film(None, aliases=names)) == "Filme"


def test_a_title_keeps_its_english_name_in_english() -> None:
    assert ENGLISH.title(film("길복순", "ko")) == "Film"
