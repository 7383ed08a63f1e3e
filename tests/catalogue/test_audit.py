from __future__ import annotations

from typing import Any

import pytest

from recsys.catalogue.audit import FindingKind, Severity, audit
from recsys.catalogue.audit_finding import ADVICE
from recsys.catalogue.catalogue import Catalogue
from recsys.title import Credit, Form, Relation, RelationKind, Title, Tone


def named(id: str, title: str = "Condor Heroes", **facts: Any) -> Title:
    return Title(id=id, title=title, **facts)


def found(kind: FindingKind, *titles: Title) -> list[tuple[str, ...]]:
    return [finding.ids for finding in audit(Catalogue(titles)).of(kind)]


def test_one_work_entered_twice_is_a_duplicate() -> None:
    twice = [named(id, year=1983, countries=("HK",), form=Form.SERIES) for id in "ab"]
    assert found(FindingKind.DUPLICATE, *twice) == [("a", "b")]


def test_remakes_of_one_name_are_no_duplicates() -> None:
    remakes = [named(id, year=year, countries=("HK",)) for id, year in [("a", 1983), ("b", 1995)]]
    assert found(FindingKind.DUPLICATE, *remakes) == []
    assert found(FindingKind.SAME_NAME, *remakes) == [("a", "b")]


def test_related_titles_of_one_name_and_year_are_no_duplicates() -> None:
    parts = [named("a", year=2020, relations=(Relation(RelationKind.SEQUEL, "b"),)), named("b", year=2020)]
    assert found(FindingKind.DUPLICATE, *parts) == []


def test_forms_apart_may_be_two_works_and_an_unknown_form_is_none() -> None:
    def severity(*forms: Form | None) -> list[Severity]:
        titles = [named(f"{number}", year=1983, form=form) for number, form in enumerate(forms)]
        return [found.severity for found in audit(Catalogue(titles)).of(FindingKind.DUPLICATE)]

    assert severity(Form.SERIES, Form.FILM) == [Severity.INFO]
    assert severity(Form.SERIES, None) == [Severity.WARNING]


def test_same_name_and_year_with_and_without_countries_may_be_one_work() -> None:
    titles = named("a", year=1983, countries=("HK",)), named("b", year=1983)
    report = audit(Catalogue(titles))
    assert [(one.severity, one.ids) for one in report.of(FindingKind.DUPLICATE)] == [
        (Severity.INFO, ("a", "b"))
    ]


def test_four_remakes_of_one_novel_are_one_note_and_no_duplicate() -> None:
    remakes = [named(f"legend-{year}", year=year, countries=("CN",)) for year in (1983, 1994, 2003, 2017)]
    report = audit(Catalogue(remakes))
    assert report.of(FindingKind.DUPLICATE) == ()
    assert [one.text for one in report.of(FindingKind.SAME_NAME)] == [
        "4 different works are called 'Condor Heroes'"
    ]


def test_one_id_of_another_site_on_two_titles_is_reported() -> None:
    titles = [named(id, id, external_ids={"imdb": "tt1"}) for id in "ab"]
    other = named("c", "C", external_ids={"tvdb": "tt1"})
    assert found(FindingKind.SHARED_ID, *titles, other) == [("a", "b")]


def test_relation_to_an_absent_title_is_an_orphan() -> None:
    assert found(
        FindingKind.ORPHAN_RELATION, named("a", relations=(Relation(RelationKind.SEQUEL, "x"),))
    ) == [("a",)]


def test_relation_told_by_one_side_only_is_reported() -> None:
    titles = named("a", "A", relations=(Relation(RelationKind.SEQUEL, "b"),)), named("b", "B")
    assert found(FindingKind.ONE_WAY_RELATION, *titles) == [("a", "b")]


def test_each_the_sequel_of_the_other_is_an_error() -> None:
    a = named("a", "A", relations=(Relation(RelationKind.SEQUEL, "b"),))
    b = named("b", "B", relations=(Relation(RelationKind.SEQUEL, "a"),))
    report = audit(Catalogue([a, b]))
    assert report.findings[0].kind is FindingKind.CONTRADICTORY_RELATIONS
    assert report.counts[Severity.ERROR] == 1


def test_missing_fields_are_counted_and_warnings_looked_for_are_not_missing() -> None:
    report = audit(Catalogue([named("a", year=2000, content_warnings=()), named("b", "B")]))
    assert report.missing["year"] == 1
    assert report.missing["content_warnings"] == 1
    assert report.missing["synopsis"] == 2
    assert [one.ids for one in report.of(FindingKind.MISSING_FIELD) if "year" in one.text] == [("b",)]


def test_words_outside_the_vocabularies_are_reported() -> None:
    title = named("a", genres=("ecchi", "drama"), tags=("xyzzy", "isekai"), tones=(Tone("vibes"),))
    report = audit(Catalogue([title]))
    assert [f.text for f in report.of(FindingKind.UNKNOWN_GENRE)] == [
        "'ecchi' is not in the vocabulary (1 title)"
    ]
    assert [f.text for f in report.of(FindingKind.UNKNOWN_TONE)] == [
        "'vibes' is not in the vocabulary (1 title)"
    ]
    assert [f.text for f in report.of(FindingKind.UNKNOWN_TAG)] == [
        "1 tag is known to no vocabulary, most often 'xyzzy'"
    ]


def test_two_spellings_of_one_person_are_reported() -> None:
    titles = [
        named("a", "A", credits=(Credit("Kim Tae-ri"),)),
        named("b", "B", credits=(Credit("Tae Ri Kim"),)),
    ]
    assert found(FindingKind.PERSON_SPELLINGS, *titles) == [("a", "b")]


def test_nearly_the_same_long_name_is_reported_and_a_short_one_is_not() -> None:
    titles = [
        named("a", "A", credits=(Credit("Christopher Nolanson"), Credit("Kim Min"))),
        named("b", "B", credits=(Credit("Christopher Nolansson"), Credit("Kim Mina"))),
    ]
    assert found(FindingKind.NEAR_PERSONS, *titles) == [("a", "b")]


def test_nearly_the_same_name_is_no_slip_where_the_native_names_differ() -> None:
    def titles(native: str | None) -> list[Title]:
        one = Credit("Kim Hyun-soo", native="김현수")
        return [
            named("a", "A", credits=(one,)),
            named("b", "B", credits=(Credit("Kim Hyun-sook", native=native),)),
        ]

    assert found(FindingKind.NEAR_PERSONS, *titles(None)) == [("a", "b")]
    assert found(FindingKind.NEAR_PERSONS, *titles("김현수")) == [("a", "b")]
    assert found(FindingKind.NEAR_PERSONS, *titles("김현숙")) == []


def test_people_of_one_name_with_ids_are_no_riddle() -> None:
    def titles(one: str | None, other: str | None) -> list[Title]:
        people = (
            Credit("Lee Min", native="이민", person_id=one),
            Credit("Lee Min", native="이밀", person_id=other),
        )
        return [named("a", "A", credits=people[:1]), named("b", "B", credits=people[1:])]

    assert found(FindingKind.NAME_TWINS, *titles(None, None)) == [("a", "b")]
    assert found(FindingKind.NAME_TWINS, *titles("1", "2")) == []


def test_label_of_one_country_is_noted_where_the_cast_says_more() -> None:
    cast = Credit("A", nationality=("KR",)), Credit("B", nationality=("JP",))
    assert found(FindingKind.ONE_COUNTRY_LABEL, named("a", countries=("KR",), credits=cast)) == [("a",)]
    assert found(FindingKind.ONE_COUNTRY_LABEL, named("a", countries=("JP", "KR"), credits=cast)) == []


def test_weightiest_findings_of_a_kind_come_first() -> None:
    titles = [named("a", "A", genres=("zig",)), *(named(id, id, genres=("zag",)) for id in "bcd")]
    report = audit(Catalogue(titles))
    assert [(one.weight, one.ids) for one in report.of(FindingKind.UNKNOWN_GENRE)] == [
        (3, ("b", "c", "d")),
        (1, ("a",)),
    ]


def test_every_kind_of_finding_says_what_to_do_next() -> None:
    assert set(ADVICE) == set(FindingKind)


def test_computed_tone_that_is_written_is_reported() -> None:
    assert found(FindingKind.COMPUTED_TONE_WRITTEN, named("a", tones=(Tone("co-production"),))) == [("a",)]


@pytest.mark.parametrize(("intensity", "ids"), [(3, [("a",)]), (1, [])])
def test_opposites_at_full_strength_contradict(intensity: int, ids: list[tuple[str, ...]]) -> None:
    tones = Tone("fast-paced", 3), Tone("slow-burn", intensity)
    assert found(FindingKind.CONTRADICTORY_TONES, named("a", tones=tones)) == ids


@pytest.mark.parametrize(("year", "ids"), [(1800, [("a",)]), (2019, []), (None, [])])
def test_year_outside_the_age_of_film_is_an_error(year: int | None, ids: list[tuple[str, ...]]) -> None:
    assert found(FindingKind.YEAR, named("a", year=year)) == ids


def test_empty_catalogue_has_nothing_wrong() -> None:
    report = audit(Catalogue([]))
    assert (report.n_titles, report.findings) == (0, ())
