from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from recsys.catalogue.builtin import load_builtin
from recsys.catalogue.derived import (
    COMPUTED_TONES,
    TAG_CONFIDENCE,
    computed_tones,
    escapism,
    inferred_tones,
    tones_of,
    warnings_of,
)
from recsys.catalogue.nations import cast_nations
from recsys.catalogue.row import row_text
from recsys.catalogue.stored_row import sketch_of_stored_row
from recsys.catalogue.vocabulary import tone_vocabulary
from recsys.title import (
    Credit,
    Place,
    Relation,
    RelationKind,
    Role,
    Source,
    SourceKind,
    Studio,
    Title,
    Tone,
    ToneBasis,
    ToneState,
)
from tests.catalogue.strategies import titles


def title(**facts: Any) -> Title:
    return Title(id="a", title="A", **facts)


def actors(*nationalities: str) -> tuple[Credit, ...]:
    return tuple(Credit(str(n), nationality=tuple(codes.split())) for n, codes in enumerate(nationalities))


def director(nationality: str) -> Credit:
    return Credit("D", Role.DIRECTOR, nationality=(nationality,))


@pytest.mark.parametrize(
    ("facts", "ids"),
    [
        ({}, set()),
        ({"countries": ("KR",)}, set()),
        ({"countries": ("JP", "KR")}, {"co-production"}),
        ({"credits": actors("KR", "JP")}, {"transnational-cast"}),
        ({"credits": actors("KR", "KR")}, set()),
        ({"credits": actors("KR US")}, set()),
        ({"countries": ("KR",), "credits": (director("JP"),)}, {"cross-border-crew"}),
        ({"countries": ("KR",), "credits": (director("KR"),)}, set()),
        ({"credits": (director("JP"),)}, set()),
        ({"credits": (director("JP"),), "studios": (Studio("S", "KR"),)}, {"cross-border-crew"}),
        ({"setting_places": (Place("Seoul", "KR"), Place("Tokyo", "JP"))}, {"multi-city"}),
        ({"setting_places": (Place("Seoul", "KR"), Place("South Korea", "KR"))}, set()),
        ({"setting_places": (Place("Seoul", "KR"), Place("Busan", "KR"))}, set()),
        ({"filming_places": (Place("Seoul", "KR"), Place("Tokyo", "JP"))}, {"multi-city"}),
        ({"setting_places": (Place("Houston", "US"), Place("Mars"))}, set()),
        ({"setting_places": (Place("Seoul", "KR"), Place("Singapore", "SG"))}, {"multi-city"}),
        ({"countries": ("KR",), "filming_places": (Place("Iseltwald", "CH"),)}, {"filmed-abroad"}),
        ({"filming_places": (Place("Iseltwald", "CH"),)}, set()),
        ({"relations": (Relation(RelationKind.ORIGINAL, "b"),)}, {"remake"}),
        ({"relations": (Relation(RelationKind.REMAKE, "b"),)}, set()),
        ({"relations": (Relation(RelationKind.PARENT, "b"),)}, {"spin-off"}),
        ({"sources": (Source(SourceKind.FILM),)}, {"remake"}),
        (
            {"sources": (Source(SourceKind.SERIES),), "relations": (Relation(RelationKind.PARENT, "b"),)},
            {"spin-off"},
        ),
        ({"sources": (Source(SourceKind.MANGA),)}, {"adapted-manga"}),
        ({"sources": (Source(SourceKind.ORIGINAL),)}, {"original-screenplay"}),
        ({"sources": (Source(SourceKind.TRUE_STORY),)}, {"based-on-true-story"}),
        ({"sources": (Source(SourceKind.SHORT_FILM),)}, {"expanded-short"}),
        ({"sources": (Source(SourceKind.GAME),)}, set()),
    ],
)
def test_facts_compute_tones_and_missing_facts_none(facts: dict[str, Any], ids: set[str]) -> None:
    assert {tone.id for tone in computed_tones(title(**facts))} == ids


def test_computed_tones_are_of_the_vocabulary() -> None:
    assert all(id in tone_vocabulary() for id in COMPUTED_TONES)


def test_nations_of_the_cast_are_counted() -> None:
    assert cast_nations(title(credits=actors("KR", "JP", "SG", "KR SG"))) == 3
    assert cast_nations(title(credits=(director("JP"),))) == 0


def test_more_nations_make_the_tone_stronger() -> None:
    two, three = (
        computed_tones(title(credits=actors(*nations))) for nations in (["KR", "JP"], ["KR", "JP", "SG"])
    )
    assert (two[0].intensity, three[0].intensity) == (2, 3)


def test_what_is_stated_wins_over_facts_and_tags() -> None:
    absent = Tone("co-production", state=ToneState.NO)
    strong = Tone("slow-burn", 3)
    found = tones_of(title(countries=("JP", "KR"), tones=(absent, strong), tags=("slow burn",)))
    assert found == (absent, strong)


def test_tag_means_the_tone_of_its_name_with_less_confidence() -> None:
    assert tones_of(title(tags=("Isekai", "no tone at all"))) == (
        Tone("isekai", basis=ToneBasis.INFERRED, confidence=TAG_CONFIDENCE),
    )


def test_tag_of_another_site_means_what_the_tables_say_of_it() -> None:
    found = tones_of(title(tags=("Detective Female Lead", "Share House")))
    assert [tone.id for tone in found] == ["cohabitation", "police-procedural"]
    assert {(tone.basis, tone.confidence) for tone in found} == {(ToneBasis.INFERRED, TAG_CONFIDENCE)}


def test_tag_may_mean_several_tones() -> None:
    found = tones_of(title(tags=("First Love Returns",)))
    assert [tone.id for tone in found] == ["first-love", "second-chance-romance"]


def test_tag_that_is_understood_but_of_no_tone_means_none() -> None:
    assert tones_of(title(tags=("Eccentric Male Lead", "Murder", "Shounen"))) == ()


def test_computed_wins_over_tag() -> None:
    (tone,) = tones_of(title(tags=("remake",), relations=(Relation(RelationKind.ORIGINAL, "b"),)))
    assert tone.basis is ToneBasis.COMPUTED


def test_tag_adds_no_second_origin_where_the_source_is_known() -> None:
    found = tones_of(title(tags=("based on novel or book",), sources=(Source(SourceKind.ORIGINAL),)))
    assert [tone.id for tone in found] == ["original-screenplay"]


def test_warnings_come_from_what_is_written_and_from_tags() -> None:
    assert warnings_of(title()) is None
    assert warnings_of(title(content_warnings=())) == ()
    assert warnings_of(title(content_warnings=("cw-gore",), tags=("suicide",))) == ("cw-gore", "cw-suicide")
    assert tones_of(title(tags=("suicide",))) == ()
    assert warnings_of(title(tags=("Suicide Attempt", "Ecchi"))) == ("cw-nudity", "cw-suicide")


def test_escapism_is_unknown_without_a_word_on_it() -> None:
    assert escapism(title()) is None
    assert escapism(title(), tones=()) is None
    assert escapism(title(tones=(Tone("isekai", state=ToneState.NO),))) is None


def test_escapism_runs_from_grounded_to_escapist() -> None:
    assert escapism(title(tones=(Tone("grounded"),))) == -1
    assert escapism(title(tones=(Tone("isekai"), Tone("escapist")))) == 1
    mixed = escapism(title(tones=(Tone("isekai", 3), Tone("grounded", 1))))
    assert mixed == pytest.approx(0.5)


def test_genre_weighs_as_a_trace() -> None:
    found = escapism(title(genres=("documentary",), tones=(Tone("isekai", 3),)))
    assert found == pytest.approx((1 - 0.333) / 1.333)


def assert_inferred(whole: Title) -> None:
    sketch = sketch_of_stored_row(json.loads(row_text(whole)))
    expected = {tone.id for tone in tones_of(whole) if tone.basis is ToneBasis.INFERRED}
    assert inferred_tones(sketch, lambda: whole) == expected


@given(whole=titles)
def test_inferred_tones_of_a_sketch_are_those_of_the_title(whole: Title) -> None:
    assert_inferred(whole)


def test_inferred_tones_are_found_for_every_built_in_title() -> None:
    for whole in load_builtin():
        assert_inferred(whole)


def test_a_tone_that_a_fact_gives_is_no_guess() -> None:
    remake = title(tags=("remake",), relations=(Relation(RelationKind.ORIGINAL, "b"),))
    assert inferred_tones(title(tags=("remake",)), lambda: remake) == set()
    assert inferred_tones(title(tags=("remake",)), lambda: title()) == {"remake"}
