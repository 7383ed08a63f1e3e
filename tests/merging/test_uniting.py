from __future__ import annotations

from typing import Any

from recsys.catalogue import tone_vocabulary
from recsys.merging import Merged, merge
from recsys.title import (
    Alias,
    AliasKind,
    Credit,
    Fact,
    Form,
    Role,
    Source,
    SourceKind,
    Studio,
    Title,
    Tone,
    ToneState,
)
from tests.merging.test_merge import film, merged, of


def one(first: dict[str, Any], second: dict[str, Any]) -> Title:
    """The title that comes of two rows of one film."""
    return of_two(first, second).catalogue[0]


def of_two(first: dict[str, Any], second: dict[str, Any]) -> Merged:
    ids = {"external_ids": {"imdb": "tt0000001"}}
    return merged(film("x", "Lantern", **{**ids, **first}), film("y", "Lantern", **{**ids, **second}))


def said(result: Title, field: str) -> list[tuple[str, str]]:
    return [(fact.value, fact.source) for fact in result.facts if fact.field == field]


def test_the_first_value_counts_and_both_are_kept_where_they_differ() -> None:
    found = of_two({"year": 2019}, {"year": 2020})
    (result,) = found.catalogue
    assert result.year == 2019
    assert said(result, "year") == [("2019", "a"), ("2020", "b")]
    (conflict,) = found.conflicts
    assert (conflict.id, conflict.field) == ("x", "year")
    assert conflict.said == (Fact("year", "2019", "a"), Fact("year", "2020", "b"))


def test_what_the_first_does_not_know_comes_from_the_second_and_says_so() -> None:
    found = of_two({}, {"synopsis": "A keeper.\nA sailor.", "episodes": 12})
    (result,) = found.catalogue
    assert (result.synopsis, result.episodes) == ("A keeper.\nA sailor.", 12)
    assert said(result, "synopsis") == [("A keeper. A sailor.", "b")]
    assert said(result, "episodes") == [("12", "b")]
    assert found.conflicts == ()


def test_facts_that_the_catalogues_bring_along_are_kept_once() -> None:
    press, blog = Fact("year", "2019", "press"), Fact("form", "film", "blog", 0.3)
    assert one({"facts": (press,)}, {"facts": (blog, press)}).facts == (press, blog)


def test_a_long_text_is_cut_in_its_fact_only() -> None:
    result = one({}, {"synopsis": "word " * 200})
    ((value, _),) = said(result, "synopsis")
    assert (len(value), value[-1]) == (200, "…")
    assert len(result.synopsis) == 1000


def test_where_all_agree_there_is_nothing_to_tell() -> None:
    facts = {"year": 2019, "countries": ("KR",), "tags": ("sea",), "cast": ["Ito Aoi"], "minutes": 90}
    assert one(facts, facts).facts == ()


def test_texts_fame_and_rounded_minutes_do_not_contradict() -> None:
    first = {"synopsis": "A.", "popularity": 1.0, "minutes": 90}
    found = of_two(first, {"synopsis": "B.", "popularity": 9.0, "minutes": 91})
    assert found.conflicts == ()
    assert found.catalogue[0].facts == ()


def test_other_countries_are_a_conflict_and_the_union_stands() -> None:
    found = of_two({"countries": ("KR",)}, {"countries": ("JP", "KR")})
    (result,) = found.catalogue
    assert result.countries == ("JP", "KR")
    assert said(result, "countries") == [("KR", "a"), ("JP, KR", "b")]
    assert [conflict.field for conflict in found.conflicts] == ["countries"]


def test_unknown_countries_contradict_nothing() -> None:
    found = of_two({}, {"countries": ("JP", "KR")})
    assert found.conflicts == ()
    assert said(found.catalogue[0], "countries") == [("JP, KR", "b")]


def test_sets_are_united_without_other_spellings_of_the_same() -> None:
    result = one({"tags": ("Slow Burn",), "genres": ("drama",)}, {"tags": ("slow-burn", "sea"), "genres": ()})
    assert (result.tags, result.genres) == (("Slow Burn", "sea"), ("drama",))
    assert said(result, "tags") == [("1 more", "b")]


def test_every_name_is_kept_once() -> None:
    second = {"title": "The Lantern", "original_title": "등불", "aliases": (Alias("Tomoshibi"),)}
    result = one({"original_title": "Deungbul"}, second)
    assert (result.title, result.original_title) == ("Lantern", "Deungbul")
    assert result.aliases == (Alias("등불", kind=AliasKind.NATIVE), Alias("Tomoshibi"))


def test_a_tone_that_one_denies_is_a_conflict() -> None:
    denied = Tone("love-triangle", state=ToneState.NO)
    found = of_two({"tones": (Tone("love-triangle"),)}, {"tones": (denied, Tone("slow-burn-romance"))})
    assert [tone.id for tone in found.catalogue[0].tones] == ["love-triangle", "slow-burn-romance"]
    assert said(found.catalogue[0], "tones")[:2] == [("love-triangle", "a"), ("no love-triangle", "b")]
    assert [conflict.field for conflict in found.conflicts] == ["tones"]


def test_an_ending_is_never_named_in_a_fact() -> None:
    happy = next(entry.id for entry in tone_vocabulary() if entry.spoiler)
    assert said(one({}, {"tones": (Tone(happy),)}), "tones") == [("1 more", "b")]
    found = of_two({"tones": (Tone(happy),)}, {"tones": (Tone(happy, state=ToneState.NO),)})
    assert found.catalogue[0].facts == ()
    assert [conflict.field for conflict in found.conflicts] == ["tones"]


def test_one_person_in_two_romanisations_is_one_credit() -> None:
    first = (Credit("Kim Tae-ri", native="김태리", order=1),)
    second = (
        Credit("Tae Ri Kim", order=1, character="Sook-hee", person_id="nm1"),
        Credit("Ha Jung-woo", order=2),
    )
    result = one({"credits": first}, {"credits": second})
    assert result.credits == (
        Credit("Kim Tae-ri", native="김태리", order=1, character="Sook-hee", person_id="nm1"),
        Credit("Ha Jung-woo", order=2),
    )
    assert said(result, "credits") == [("Ha Jung-woo", "b")]


def test_a_person_who_plays_two_parts_is_not_added_again() -> None:
    second = (Credit("Ito Aoi", character="Sook-hee"), Credit("Aoi Ito", character="Maid"))
    result = one({"credits": (Credit("Ito Aoi"),)}, {"credits": second})
    assert result.credits == (Credit("Ito Aoi", character="Sook-hee"),)


def test_one_person_may_direct_and_play() -> None:
    result = one({"credits": (Credit("Ito Aoi"),)}, {"credits": (Credit("Ito Aoi", Role.DIRECTOR),)})
    assert [credit.role for credit in result.credits] == [Role.ACTOR, Role.DIRECTOR]


def test_name_twins_with_native_names_stay_two() -> None:
    result = one(
        {"credits": (Credit("Lee Min-ho", native="이민호"),)},
        {"credits": (Credit("Lee Min-ho", native="李敏鎬"),)},
    )
    assert len(result.credits) == 2


def test_ids_of_people_become_one_in_all_titles() -> None:
    shared: dict[str, Any] = {"external_ids": {"imdb": "tt0000001"}}
    found = merge(
        {
            "a": of(film("x", "Lantern", credits=(Credit("Ito Aoi", person_id="nm1"),), **shared)),
            "b": of(
                film("y", "Lantern", credits=(Credit("Aoi Ito", person_id="tmdb-5"),), **shared),
                film("z", "Anvil", 2003, credits=(Credit("Aoi Ito", person_id="tmdb-5"),)),
            ),
        }
    )
    assert {credit.person_id for title in found.catalogue for credit in title.credits} == {"nm1"}


def test_a_source_without_a_name_is_filled_rather_than_doubled() -> None:
    result = one(
        {"sources": (Source(SourceKind.NOVEL),)},
        {"sources": (Source(SourceKind.NOVEL, "Lantern", "Ito Aoi"), Source(SourceKind.MANGA))},
    )
    assert result.sources == (Source(SourceKind.NOVEL, "Lantern", "Ito Aoi"), Source(SourceKind.MANGA))


def test_the_country_of_a_studio_is_filled() -> None:
    result = one({"studios": (Studio("Sea Film"),)}, {"studios": (Studio("SEA FILM", "KR"),)})
    assert result.studios == (Studio("Sea Film", "KR"),)


def test_looked_and_found_nothing_is_not_unknown() -> None:
    assert one({}, {"content_warnings": ()}).content_warnings == ()
    assert one({"content_warnings": ()}, {}).content_warnings == ()
    assert one({"content_warnings": ("cw-gore",)}, {"content_warnings": ()}).content_warnings == ("cw-gore",)


def test_ids_elsewhere_are_united_and_contradictions_told() -> None:
    first = {"external_ids": {"imdb": "tt0000001", "mal": "1"}}
    found = of_two(first, {"external_ids": {"imdb": "tt0000001", "mal": "2", "anilist": "3"}})
    (result,) = found.catalogue
    assert dict(result.external_ids) == {"anilist": "3", "imdb": "tt0000001", "mal": "1"}
    assert [conflict.field for conflict in found.conflicts] == ["external_ids.mal"]


def test_a_special_that_is_a_film_elsewhere_is_told() -> None:
    found = of_two({"form": Form.SPECIAL}, {"form": Form.FILM})
    assert found.catalogue[0].form is Form.SPECIAL
    assert said(found.catalogue[0], "form") == [("special", "a"), ("film", "b")]


def test_unknown_keys_are_kept() -> None:
    found = of_two({"extra": {"score": 1}}, {"extra": {"score": 2, "colour": "red"}})
    assert dict(found.catalogue[0].extra) == {"colour": "red", "score": 1}
    assert [conflict.field for conflict in found.conflicts] == ["extra.score"]
