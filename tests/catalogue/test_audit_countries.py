"""Titles that say one country while their people, studios and places point to more."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from recsys.catalogue.audit_countries import agreement, in_words, other_countries
from recsys.title import Credit, Place, Role, Studio, Title


def korean(*credits: Credit, **facts: Any) -> Title:
    return Title(id="a", title="A", countries=("KR",), credits=credits, **facts)


def person(name: str, role: Role, *nations: str) -> Credit:
    return Credit(name, role=role, nationality=nations)


def test_director_from_elsewhere_is_told_with_counts() -> None:
    directors = person("A", Role.DIRECTOR, "JP"), person("B", Role.DIRECTOR, "KR")
    assert in_words(other_countries(korean(*directors))) == "JP: 1 of 2 directors"


def test_one_guest_among_many_is_no_hint() -> None:
    cast = [person(name, Role.ACTOR, "KR") for name in "ABC"]
    assert other_countries(korean(*cast, person("D", Role.ACTOR, "JP"))) == ()


def test_somebody_of_both_countries_is_no_hint() -> None:
    assert other_countries(korean(person("A", Role.DIRECTOR, "KR", "US"))) == ()


def test_studio_and_place_count_each() -> None:
    title = korean(
        studios=(Studio("S", "KR"), Studio("T", "JP"), Studio("U")),
        filming_places=(Place("Seoul", "KR"), Place("Tokyo", "JP"), Place("Moon")),
    )
    assert in_words(other_countries(title)) == "JP: 1 of 2 studios, 1 of 2 filming places"


def test_one_person_with_two_credits_counts_once() -> None:
    credits = person("A", Role.WRITER, "JP"), person("A", Role.CREATOR, "JP"), person("B", Role.WRITER, "KR")
    (hint,) = other_countries(korean(*credits))
    assert (hint.what, hint.count, hint.known) == ("writers", 1, 2)


def test_facts_that_agree_on_one_country_weigh_more() -> None:
    alike = korean(person("A", Role.DIRECTOR, "JP"), studios=(Studio("S", "JP"),))
    apart = korean(person("A", Role.DIRECTOR, "JP"), studios=(Studio("S", "SG"),))
    assert (agreement(other_countries(alike)), agreement(other_countries(apart))) == (2, 1)
    assert agreement(()) == 0


def test_many_countries_are_told_briefly() -> None:
    places = tuple(Place(code, code) for code in ("CN", "JP", "SG", "TH", "TW"))
    told = in_words(other_countries(korean(filming_places=places)))
    assert told.endswith("SG: 1 of 5 filming places; less of TH, TW")


@given(st.sets(st.sampled_from(["JP", "KR", "US"])), st.lists(st.sampled_from(["JP", "KR", "US", ""])))
def test_only_titles_of_one_country_get_hints_and_unknown_gives_none(
    countries: set[str], nations: list[str]
) -> None:
    cast = tuple(
        Credit(str(number), nationality=(nation,) if nation else ()) for number, nation in enumerate(nations)
    )
    hints = other_countries(Title(id="a", title="A", countries=tuple(sorted(countries)), credits=cast))
    if len(countries) != 1 or not any(nations):
        assert hints == ()
    assert all(hint.country not in countries and 0 < hint.count <= hint.known for hint in hints)
