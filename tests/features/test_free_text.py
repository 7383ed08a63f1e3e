from __future__ import annotations

import pytest

from recsys.features.free_text import understand
from recsys.title import Place
from tests.builders import model_of, title

MODEL = model_of(
    title(
        "harbour",
        genres=("romance",),
        tones=("slow-burn-romance",),
        countries=("KR",),
        cast=("Ahn Example",),
        setting_places=(Place("Busan", "KR"),),
        synopsis="A detective keeps a lighthouse.",
    ),
    title("other", genres=("crime",), synopsis="One more detective and his lighthouse."),
)


def _read(text: str) -> dict[str, set[str]]:
    understood = understand(text, MODEL.space, MODEL.people)
    return {block: set(tokens) for block, tokens in understood.counts.items()}


def test_a_phrase_is_read_as_the_tone_that_it_names() -> None:
    assert _read("some slow burn romance, please")["tones"] == {"slow-burn-romance"}


def test_genres_countries_places_and_people_are_recognised() -> None:
    read = _read("a Korean romance in Busan with Ahn Example")
    assert read["genres"] == {"romance"}
    assert read["countries"] == {"KR"}
    assert read["places"] == {"busan"}
    assert {MODEL.people.display(token) for token in read["cast"]} == {"Ahn Example"}


def test_a_plural_finds_the_singular_of_the_synopses() -> None:
    assert _read("two detectives")["synopsis"] == {"detective"}


def test_small_words_are_no_country_codes() -> None:
    assert "countries" not in _read("it is in us to be")


def test_words_that_no_title_has_are_reported() -> None:
    assert understand("a zeppelin detective", MODEL.space, MODEL.people).ignored == ("zeppelin",)


def test_a_text_of_unknown_words_is_understood_as_nothing() -> None:
    assert not understand("xyzzy plugh", MODEL.space, MODEL.people).counts


def test_the_longest_name_is_meant_and_no_part_of_it() -> None:
    model = model_of(title("x", cast=("Song Kang-ho",)), title("y", cast=("Song Kang",)))
    read = understand("a film with Song Kang-ho", model.space, model.people)
    assert [model.people.display(token) for token in read.counts["cast"]] == ["Song Kang-ho"]


def test_words_that_name_a_tone_are_no_words_of_a_synopsis() -> None:
    model = model_of(title("x", tones=("slow-burn",), synopsis="A slow train burns."), title("y"))
    assert "synopsis" not in understand("slow burn", model.space, model.people).counts


def test_what_is_not_wanted_is_kept_apart() -> None:
    read = understand("a detective without romance", MODEL.space, MODEL.people)
    assert read.against == {"genres": {"romance": 1.0}}
    assert "genres" not in read.counts


def test_people_are_repeated_by_name() -> None:
    assert "cast: Ahn Example" in understand("ahn example", MODEL.space, MODEL.people).known


@pytest.mark.parametrize(
    "text", ["not a romance", "without any romance", "nothing of romance", "no too slow romance"]
)
def test_small_words_may_stand_between_a_no_and_what_it_denies(text: str) -> None:
    read = understand(text, MODEL.space, MODEL.people)
    assert ("romance" in read.against.get("genres", {})) is ("slow" not in text)
    assert ("romance" in read.counts.get("genres", {})) is ("slow" in text)


def test_a_word_of_a_synopsis_can_be_unwanted_too() -> None:
    read = understand("no lighthouse", MODEL.space, MODEL.people)
    assert (dict(read.counts), dict(read.against)) == ({}, {"synopsis": {"lighthouse": 1.0}})


def test_a_request_is_no_form() -> None:
    assert "form" not in _read("show me a romance")


def test_a_word_that_one_title_has_as_a_tag_is_found_in_the_synopses_of_others_too() -> None:
    model = model_of(
        title("tagged", tags=("detectives",), synopsis="Somebody is looked for."),
        title("told", synopsis="One detective keeps a lighthouse."),
        title("more", synopsis="Another detective has a lighthouse."),
    )
    read = understand("two detectives", model.space, model.people)
    assert read.known == ("tones: detective",)
    assert set(read.counts["tones"]) == {"detective"}
    assert set(read.counts["synopsis"]) == {"detective"}


def test_a_tag_that_no_synopsis_tells_of_is_not_reported_as_unknown() -> None:
    model = model_of(title("tagged", tags=("shapeshifters",)), title("other", synopsis="A lighthouse."))
    assert understand("shapeshifters", model.space, model.people).ignored == ()


@pytest.mark.parametrize(
    "text",
    [
        "romance without Korean actors",
        "a series not by a Japanese director",
        "anything but Korean directors",
        "by a Japanese director or a Korean director",
    ],
)
def test_what_no_filter_can_say_of_people_is_told_and_turned_into_nothing_else(text: str) -> None:
    understood = understand(text, MODEL.space, MODEL.people)
    assert understood.people == ()
    assert understood.unsaid
    assert "countries" not in {*understood.counts, *understood.against}


def test_no_more_of_one_nation_leaves_what_is_said_of_another() -> None:
    understood = understand("no more Korean stars please, only Japanese stars", MODEL.space, MODEL.people)
    assert [(phrase.field, phrase.countries) for phrase in understood.people] == [("cast_from", ("JP",))]
    assert understood.unsaid == ("korean stars",)
