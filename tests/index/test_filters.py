from __future__ import annotations

import pytest

from recsys.catalogue import tones_of
from recsys.errors import QueryError
from recsys.filters import CountryFilter, Filters, ToneCondition, Unknown
from recsys.index import Facets, facets_of_titles, screen
from recsys.title import (
    Form,
    Medium,
    PartialDate,
    Place,
    Release,
    Source,
    SourceKind,
    Status,
    Title,
    Tone,
    ToneState,
)
from tests.builders import title

TITLES = [
    title("both", countries=("JP", "KR"), form=Form.SERIES, year=2020, genres=("drama",)),
    title("korean", countries=("KR",), form=Form.FILM, year=2010, genres=("crime",)),
    title("singaporean", countries=("SG",), medium=Medium.ANIMATION, year=2000, genres=("drama",)),
    title("unknown"),
]


def _passing(filters: Filters, titles: list[Title] | None = None) -> list[str]:
    titles = titles or TITLES
    allowed = screen(filters, facets_of_titles(titles)).allowed()
    return [one.id for one, passes in zip(titles, allowed, strict=True) if passes]


@pytest.mark.parametrize(
    ("countries", "expected"),
    [
        (CountryFilter(all=("Japan", "South Korea")), ["both"]),
        (CountryFilter(any=("JP", "SG")), ["both", "singaporean"]),
        (CountryFilter(none=("JP",)), ["korean", "singaporean"]),
        (CountryFilter(only=("KR",)), ["korean"]),
        (CountryFilter(only=("KR", "JP")), ["both", "korean"]),
        (CountryFilter(any=("region:sea",)), ["singaporean"]),
    ],
)
def test_countries_are_a_set_with_four_kinds_of_condition(
    countries: CountryFilter, expected: list[str]
) -> None:
    assert _passing(Filters(countries=countries, unknown=Unknown.DROP)) == expected


def test_a_title_of_unknown_origin_is_kept_unless_unknown_is_to_be_dropped() -> None:
    filters = Filters(countries=CountryFilter(all=("KR",)))
    assert _passing(filters) == ["both", "korean", "unknown"]


def test_form_and_medium_are_two_facts() -> None:
    assert _passing(Filters(form=Form.FILM, unknown=Unknown.DROP)) == ["korean"]
    assert _passing(Filters(medium=Medium.ANIMATION, unknown=Unknown.DROP)) == ["singaporean"]


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        ((2005, None), ["both", "korean"]),
        ((None, 2010), ["korean", "singaporean"]),
        ((2010, 2010), ["korean"]),
    ],
)
def test_years_are_included_and_an_end_may_stay_open(
    year: tuple[int | None, int | None], expected: list[str]
) -> None:
    assert _passing(Filters(year=year, unknown=Unknown.DROP)) == expected


def test_a_genre_may_be_written_as_people_write_it() -> None:
    assert _passing(Filters(genres=("Drama",), unknown=Unknown.DROP)) == ["both", "singaporean"]


TONED = [
    title("strong", tones=[Tone("slow-burn", 3)]),
    title("trace", tones=[Tone("slow-burn", 1)]),
    title("tagged", tags=("slow burn",)),
    title("absent", tones=[Tone("slow-burn", state=ToneState.NO)]),
    title("silent"),
]


def test_a_tone_can_be_asked_for_with_a_lowest_intensity() -> None:
    filters = Filters(tones=(ToneCondition("slow-burn", 2),), unknown=Unknown.DROP)
    assert _passing(filters, TONED) == ["strong", "tagged"]


def test_stated_tones_come_first_then_inferred_ones_then_the_unknown() -> None:
    tiers = screen(Filters(tones=(ToneCondition("slow-burn"),)), facets_of_titles(TONED)).tiers()
    assert [[t.id for t, is_in in zip(TONED, tier, strict=True) if is_in] for tier in tiers] == [
        ["strong", "trace"],
        ["tagged"],
        ["silent"],
    ]


def test_avoiding_a_tone_drops_who_has_it_and_puts_known_absence_before_the_unknown() -> None:
    tiers = screen(Filters(avoid=("slow-burn",)), facets_of_titles(TONED)).tiers()
    assert [[t.id for t, is_in in zip(TONED, tier, strict=True) if is_in] for tier in tiers] == [
        ["absent"],
        ["silent"],
    ]


def test_a_warning_is_absent_only_where_somebody_has_looked() -> None:
    titles = [
        title("gory", content_warnings=("cw-gore",)),
        title("clean", content_warnings=()),
        title("unrated"),
    ]
    assert _passing(Filters(avoid=("cw-gore",), unknown=Unknown.DROP), titles) == ["clean"]
    assert _passing(Filters(avoid=("cw-gore",)), titles) == ["clean", "unrated"]


def test_a_tag_for_one_warning_says_nothing_of_the_others() -> None:
    titles = [title("tagged", tags=("suicide",)), title("clean", content_warnings=())]
    avoid = Filters(avoid=("cw-sexual-violence",), unknown=Unknown.DROP)
    assert _passing(avoid, titles) == ["clean"]


def test_the_earliest_and_the_latest_first_release_may_come_from_two_dates() -> None:
    dates = (Release(PartialDate("2019")), Release(PartialDate("2019-03-05"), "KR"))
    titles = [title("a", releases=dates)]
    filters = Filters(released_by=PartialDate("2019-06"), unknown=Unknown.DROP)
    assert _passing(filters, titles) == ["a"]


def test_release_dates_are_compared_by_what_they_can_mean() -> None:
    titles = [
        title("out", releases=(Release(PartialDate("2025-10-01")),)),
        title("that-quarter", releases=(Release(PartialDate("2025-Q4")),)),
        title("next-year", releases=(Release(PartialDate("2026")),)),
        title("announced", status=Status.UPCOMING),
        title("undated"),
    ]
    filters = Filters(released_by=PartialDate("2025-10-28"), unknown=Unknown.DROP)
    assert _passing(filters, titles) == ["out"]
    assert _passing(Filters(released_by=PartialDate("2025-10-28")), titles) == [
        "out",
        "that-quarter",
        "undated",
    ]


def test_leaving_one_filter_out_tells_what_it_cost() -> None:
    filters = Filters(form=Form.FILM, countries=CountryFilter(all=("JP",)), unknown=Unknown.DROP)
    screened = screen(filters, facets_of_titles(TITLES))
    assert not screened.allowed().any()
    assert screened.allowed(without="form").sum() == 1
    assert [verdict.name for verdict in screened.verdicts] == ["countries.all", "form"]


@pytest.mark.parametrize(
    "filters",
    [
        Filters(countries=CountryFilter(any=("Atlantis",))),
        Filters(tones=(ToneCondition("not a tone"),)),
        Filters(avoid=("not a tone",)),
        Filters(genres=("not a genre",)),
    ],
)
def test_what_the_vocabulary_does_not_know_is_an_error_and_no_empty_list(filters: Filters) -> None:
    with pytest.raises(QueryError):
        screen(filters, facets_of_titles(TITLES))


def test_a_mistyped_tone_is_answered_with_the_nearest_ones() -> None:
    with pytest.raises(QueryError, match="slow-burn-romance"):
        screen(Filters(tones=(ToneCondition("slow burn romanc"),)), facets_of_titles(TITLES))


def test_facets_survive_their_arrays() -> None:
    facets = facets_of_titles([*TITLES, *TONED])
    again = Facets.from_arrays(facets.arrays())
    filters = Filters(tones=(ToneCondition("slow-burn"),), countries=CountryFilter(any=("KR",)))
    assert (screen(filters, again).allowed() == screen(filters, facets).allowed()).all()


FIVE = ("restrained", "intimate", "healing", "grounded", "small-town")


def _tiers(avoid: str, *titles: Title) -> list[list[str]]:
    tiers = screen(Filters(avoid=(avoid,)), facets_of_titles(titles)).tiers()
    return [[one.id for one, is_in in zip(titles, tier, strict=True) if is_in] for tier in tiers]


def test_a_described_title_that_is_silent_about_what_to_avoid_keeps_its_place() -> None:
    absent = title("absent", tones=(Tone("love-triangle", state=ToneState.NO),))
    described, hardly = title("described", tones=FIVE), title("hardly", tones=FIVE[:4])
    assert _tiers("love-triangle", absent, described, hardly) == [["absent", "described"], ["hardly"]]


def test_silence_about_a_content_warning_says_nothing() -> None:
    assert _tiers("cw-gore", title("described", tones=FIVE)) == [[], ["described"]]


def test_what_follows_from_facts_describes_nothing() -> None:
    computed = title(
        "computed",
        countries=("JP", "KR"),
        setting_places=(Place("Seoul", "KR"), Place("Tokyo", "JP")),
        filming_places=(Place("Berlin", "DE"),),
        sources=(Source(SourceKind.NOVEL), Source(SourceKind.MANGA)),
        tones=FIVE[:1],
    )
    assert len(tones_of(computed)) > len(FIVE)
    assert not facets_of_titles([computed]).described.any()


def test_who_states_another_ending_has_denied_this_one() -> None:
    titles = [title("glad", tones=("happy-ending",)), title("sad", tones=("tragic",)), title("untold")]
    assert _passing(Filters(avoid=("tragic",), unknown=Unknown.DROP), titles) == ["glad"]
    wanted = Filters(tones=(ToneCondition("happy-ending"),))
    assert _passing(wanted, titles) == ["glad", "untold"]


def test_other_opposites_deny_nothing() -> None:
    titles = [title("both", tones=("grounded",))]
    assert _passing(Filters(avoid=("escapist",), unknown=Unknown.DROP), titles) == []
