"""Reasons of small models, in Korean and Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from recsys import Recommender, query_from_json
from recsys.answer import Reason
from recsys.model import Model
from recsys.ranking import reasons, sentence, trait_name
from recsys.title import Credit, Place, RelationKind, Role, Source, SourceKind, Studio, Title
from recsys.wording import ENGLISH, LANGUAGES, Language, language_of
from tests.builders import model_of, title

KOREAN, JAPANESE = language_of("ko"), language_of("ja")
FACTS: dict[str, Any] = {
    "genres": ("drama",),
    "tones": ("slow-burn",),
    "countries": ("JP", "KR"),
    "languages": ("ja",),
    "cast": ("Ahn Example",),
    "studios": (Studio("Example Works"),),
    "sources": (Source(SourceKind.WEB_NOVEL),),
    "setting_places": (Place("Busan", "KR"),),
    "form": "series",
    "year": 2020,
}
EVERY_BLOCK: dict[str, Any] = {
    "weights": {"languages": 0.2, "places": 0.2, "form": 0.2, "source": 0.3, "year": 0.2}
}


def told(model: Model, language: Language, document: Mapping[str, object]) -> tuple[Reason, ...]:
    """Reasons of the one result, in a language."""
    (result,) = Recommender(model).recommend(query_from_json({"like": ["one"], **document})).results
    asked = frozenset({"more", "less"})
    return reasons(result.parts, model.space, model.people, asked=asked, language=language)


def texts(model: Model, language: Language, **document: object) -> dict[str, str]:
    return {reason.kind: reason.text for reason in told(model, language, document)}


@pytest.fixture(scope="module")
def pair() -> Model:
    return model_of(title("one", **FACTS), title("two", **FACTS))


def test_reasons_in_korean(pair: Model) -> None:
    said = texts(pair, KOREAN, **EVERY_BLOCK)
    assert said["genre"] == "같은 장르: 드라마"
    assert said["tone"] == f"비슷한 분위기·소재: {KOREAN.tone('slow-burn')}"
    assert said["people"] == "함께한 출연진·제작진: Ahn Example"
    assert said["origin"] == f"일본, 한국 합작, {KOREAN.tone('co-production')}, 일본어 작품"
    assert set(said["structure"].split(" / ")) == {
        "비슷한 시기의 작품",
        "같은 장소: Busan",
        "같은 종류의 원작: 웹소설",
        "같은 형식: 시리즈",
        "같은 제작사: Example Works",
    }


def test_reasons_in_japanese(pair: Model) -> None:
    said = texts(pair, JAPANESE, **EVERY_BLOCK)
    assert said["genre"] == "同じジャンル：ドラマ"
    assert said["tone"] == f"雰囲気・題材が近い：{JAPANESE.tone('slow-burn')}"
    assert said["people"] == "共通する出演者・スタッフ：Ahn Example"
    assert said["origin"] == f"日本、韓国の合作、{JAPANESE.tone('co-production')}、日本語作品"
    assert set(said["structure"].split("／")) == {
        "同じ頃の作品",
        "同じ場所：Busan",
        "原作の種類が同じ：ウェブ小説",
        "同じ形式：シリーズ",
        "同じ制作会社：Example Works",
    }


def test_english_is_the_language_of_who_does_not_say(pair: Model) -> None:
    (result,) = Recommender(pair).recommend(query_from_json({"like": ["one"]})).results
    spoken = reasons(result.parts, pair.space, pair.people)
    assert spoken == reasons(result.parts, pair.space, pair.people, language=ENGLISH) != ()


@pytest.mark.parametrize("code", ["ko", "ja"])
def test_names_of_traits_are_translated_and_their_ids_are_not(pair: Model, code: str) -> None:
    english = told(pair, ENGLISH, EVERY_BLOCK)
    other = told(pair, language_of(code), EVERY_BLOCK)
    assert [set(reason.features) for reason in english] == [set(reason.features) for reason in other]
    assert [reason.value for reason in english] == [reason.value for reason in other]
    genre = next(reason for reason in other if reason.kind == "genre")
    assert genre.shared == (language_of(code).genre("drama"),)


@pytest.mark.parametrize(("language", "expected"), [(KOREAN, "맞지 않는 점: "), (JAPANESE, "合わない点：")])
def test_what_speaks_against_a_title_is_told(language: Language, expected: str) -> None:
    model = model_of(
        title("one", genres=("drama",), tones=("grounded",)),
        title("two", genres=("drama",), tones=("melodramatic",)),
    )
    last = told(model, language, {"less": {"melodramatic": 1}})[-1]
    assert last.text == expected + language.tone("melodramatic")


def test_an_inferred_tone_is_marked(pair: Model) -> None:
    (result,) = Recommender(pair).recommend(query_from_json({"like": ["one"]})).results
    guessed = reasons(
        result.parts, pair.space, pair.people, inferred=frozenset({"slow-burn"}), language=KOREAN
    )
    assert f"{KOREAN.tone('slow-burn')}(추정)" in {name for reason in guessed for name in reason.shared}


def test_cast_and_crew_from_elsewhere_are_told_with_the_countries() -> None:
    crew = (Credit("Ahn", Role.ACTOR, nationality=("JP",)), Credit("Bae", Role.DIRECTOR, nationality=("KR",)))
    tones = ("transnational-cast", "cross-border-crew")
    facts: dict[str, Any] = {"genres": ("drama",), "countries": ("JP", "KR"), "credits": crew, "tones": tones}
    model = model_of(title("one", **facts), title("two", **facts))
    origin = texts(model, ENGLISH)["origin"]
    assert origin.startswith("Japan and South Korea together, ")
    assert "transnational cast" in origin
    assert "cross-border crew" in origin


@pytest.mark.parametrize("kind", [*RelationKind, None])
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_relation_is_told_in_every_language(kind: RelationKind | None, code: str) -> None:
    told = sentence(kind, this="This One", other="That One", language=language_of(code))
    assert "This One" in told
    assert "That One" in told
    assert (code == "en") == (told == sentence(kind, this="This One", other="That One"))


def test_years_are_told_by_their_distance(pair: Model) -> None:
    names = [trait_name("year", text, pair.people, KOREAN) for text in ("same year", "1 year apart")]
    assert names == ["같은 해", "1년 차이"]


def test_decades_are_told_in_the_language(pair: Model) -> None:
    names = [trait_name("period", "1990s", pair.people, language) for language in (KOREAN, JAPANESE)]
    assert names == ["1990년대", "1990年代"]


@pytest.mark.parametrize("text", ["same year", "1 year apart", "12 years apart"])
def test_years_are_told_in_english_as_the_parts_tell_them(pair: Model, text: str) -> None:
    assert trait_name("year", text, pair.people) == text


def test_people_bear_their_own_name_where_the_language_is_theirs() -> None:
    son = Credit("Son Suk-ku", native="손석구", nationality=("KR",))
    eita = Credit("Eita Nagayama", native="永山瑛太", nationality=("JP",))
    small = model_of(*(Title(id=id, title=id, credits=(son, eita)) for id in "ab"))
    shared = {}
    for code in ("en", "ko", "ja"):
        answer = Recommender(small).recommend(query_from_json({"like": ["a"], "language": code}))
        (reason,) = [one for one in answer.results[0].reasons if one.kind == "people"]
        shared[code] = set(reason.shared)
    assert shared == {
        "en": {"Son Suk-ku", "Eita Nagayama"},
        "ko": {"손석구", "Eita Nagayama"},
        "ja": {"Son Suk-ku", "永山瑛太"},
    }
