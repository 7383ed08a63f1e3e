"""Filters by fact: people's nationality, places, time, source, length, status, availability."""

from __future__ import annotations

import pytest

from recsys.errors import QueryError
from recsys.filters import Filters, PlaceFilter, ToneCondition, Unknown, Upcoming
from recsys.index import Screen, facets_of_titles, screen
from recsys.title import (
    Availability,
    Credit,
    Form,
    PartialDate,
    Period,
    Place,
    Release,
    Role,
    Source,
    SourceKind,
    Status,
    Title,
    Tone,
    ToneBasis,
)
from tests.builders import title


def _screen(filters: Filters, *titles: Title) -> Screen:
    return screen(filters, facets_of_titles(titles))


def _passing(filters: Filters, *titles: Title) -> set[str]:
    allowed = _screen(filters, *titles).allowed()
    return {one.id for one, passes in zip(titles, allowed, strict=True) if passes}


def _known(filters: Filters, *titles: Title) -> set[str]:
    (known, *_) = _screen(filters, *titles).tiers()
    return {one.id for one, passes in zip(titles, known, strict=True) if passes}


def _made_by(id: str, *people: tuple[Role, str | None]) -> Title:
    credits = tuple(
        Credit(f"{id} {number}", role, nationality=(nation,) if nation else ())
        for number, (role, nation) in enumerate(people)
    )
    return Title(id=id, title=id, credits=credits, countries=("KR",))


PEOPLE = (
    _made_by("connect", (Role.ACTOR, "KR"), (Role.DIRECTOR, "JP")),
    _made_by("domestic", (Role.ACTOR, "KR"), (Role.DIRECTOR, "KR")),
    _made_by("half-known", (Role.ACTOR, "KR"), (Role.ACTOR, None)),
    _made_by("nobody"),
)


def test_nationality_of_people_is_another_fact_than_the_country_of_production() -> None:
    wanted = Filters(cast_from=("KR",), directors_from=("JP",), unknown=Unknown.DROP)
    assert _passing(wanted, *PEOPLE) == {"connect"}


def test_where_one_nationality_is_not_known_none_can_be_denied() -> None:
    wanted = Filters(cast_from=("SG",))
    assert _passing(wanted, *PEOPLE) == {"half-known", "nobody"}


def test_a_region_stands_for_its_nations() -> None:
    wanted = Filters(cast_from=("region:east-asia",), unknown=Unknown.DROP)
    assert _passing(wanted, *PEOPLE) == {"connect", "domestic", "half-known"}


PLACED = (
    title("two-cities", setting_places=(Place("Seoul", "KR"), Place("Tokyo", "JP"))),
    title("quarter", setting_places=(Place("Euljiro, Seoul", "KR"),)),
    title("shot-there", setting_places=(Place("Paris", "FR"),), filming_places=(Place("Seoul", "KR"),)),
    title("nowhere"),
)


def test_a_story_set_in_a_city_is_not_one_that_was_shot_there() -> None:
    assert _known(Filters(set_in=("Seoul",)), *PLACED) == {"two-cities", "quarter"}
    assert _known(Filters(filmed_in=("Seoul",)), *PLACED) == {"shot-there"}


def test_cities_ask_for_either() -> None:
    assert _known(Filters(cities=PlaceFilter(any=("Seoul", "Tokyo"))), *PLACED) == {
        "two-cities",
        "quarter",
        "shot-there",
    }
    assert _known(Filters(cities=PlaceFilter(all=("Seoul", "Tokyo"))), *PLACED) == {"two-cities"}


def test_a_country_is_a_place_too() -> None:
    assert _known(Filters(set_in=("Japan",)), *PLACED) == {"two-cities"}


def test_a_place_that_no_title_has_is_answered_with_near_ones() -> None:
    with pytest.raises(QueryError, match=r"place 'Soul'; near it are seoul"):
        _screen(Filters(set_in=("Soul",)), *PLACED)


def test_a_title_without_places_is_unknown_and_not_elsewhere() -> None:
    assert "nowhere" in _passing(Filters(set_in=("Seoul",)), *PLACED)
    assert "nowhere" not in _passing(Filters(set_in=("Seoul",), unknown=Unknown.DROP), *PLACED)


@pytest.mark.parametrize(
    ("period", "expected"),
    [((1990, 1999), {"nineties", "saga"}), ((None, 1949), {"saga"}), ((2000, None), {"saga"})],
)
def test_a_story_counts_that_happens_partly_within_the_years(
    period: tuple[int | None, int | None], expected: set[str]
) -> None:
    titles = (
        title("nineties", setting_period=Period(1998, 1998)),
        title("saga", setting_period=Period(1910, 2010)),
        title("timeless"),
    )
    assert _known(Filters(period=period), *titles) == expected


def test_what_a_story_was_before_is_one_of_several_kinds() -> None:
    titles = (
        title("novel", sources=(Source(SourceKind.NOVEL),)),
        title("webtoon", sources=(Source(SourceKind.WEBTOON),)),
        title("film", sources=(Source(SourceKind.FILM),)),
    )
    assert _known(Filters(source=(SourceKind.NOVEL, SourceKind.WEBTOON)), *titles) == {"novel", "webtoon"}


LONG = (
    title("short-series", form=Form.SERIES, episodes=8, minutes=60),
    title("long-series", form=Form.SERIES, episodes=50, minutes=60),
    title("film", form=Form.FILM, minutes=120),
    title("series-of-unknown-number", form=Form.SERIES, minutes=60),
)


def test_length_is_that_of_all_episodes_together() -> None:
    assert _known(Filters(max_minutes=600), *LONG) == {"short-series", "film"}
    assert _known(Filters(min_minutes=480), *LONG) == {"short-series", "long-series"}


def test_a_series_of_an_unknown_number_of_episodes_is_kept_as_unknown() -> None:
    assert "series-of-unknown-number" in _passing(Filters(max_minutes=600), *LONG)


def test_a_film_has_no_episodes_to_count() -> None:
    assert _known(Filters(max_episodes=10), *LONG) == {"short-series", "film"}


def test_status_is_what_the_catalogue_says() -> None:
    titles = (title("out", status=Status.RELEASED), title("soon", status=Status.UPCOMING), title("?"))
    assert _known(Filters(status=(Status.UPCOMING,)), *titles) == {"soon"}
    assert _passing(Filters(status=(Status.UPCOMING,)), *titles) == {"soon", "?"}


DATED = (
    title("out", releases=(Release(PartialDate("2025-01-10")),)),
    title("later", releases=(Release(PartialDate("2026-Q4")),)),
    title("undated"),
)


@pytest.mark.parametrize(
    ("upcoming", "expected"),
    [
        (Upcoming.DROP, {"out", "undated"}),
        (Upcoming.KEEP, {"out", "later", "undated"}),
        (Upcoming.ONLY, {"later", "undated"}),
    ],
)
def test_titles_that_are_not_out_on_a_day_are_left_out_kept_or_asked_for(
    upcoming: Upcoming, expected: set[str]
) -> None:
    wanted = Filters(released_by=PartialDate("2025-10-28"), upcoming=upcoming)
    assert _passing(wanted, *DATED) == expected


@pytest.mark.parametrize(
    ("upcoming", "expected"),
    [(Upcoming.ONLY, {"soon", "?"}), (Upcoming.DROP, {"out", "?"}), (None, {"out", "soon", "?"})],
)
def test_without_a_day_the_catalogue_says_what_is_upcoming(
    upcoming: Upcoming | None, expected: set[str]
) -> None:
    titles = (title("out", status=Status.RELEASED), title("soon", status=Status.UPCOMING), title("?"))
    assert _passing(Filters(upcoming=upcoming), *titles) == expected


SHOWN = (
    title("everywhere", availability=(Availability("Netflix"),)),
    title("korea", availability=(Availability("Coupang Play", "KR", PartialDate("2024-09-01")),)),
    title("prime", availability=(Availability("Amazon Prime Video", "JP"),)),
    title("nobody-looked"),
)


def test_only_what_is_known_to_be_there_passes() -> None:
    assert _known(Filters(services=("netflix",), region="SG"), *SHOWN) == {"everywhere"}
    assert _known(Filters(region="Korea"), *SHOWN) == {"everywhere", "korea"}


def test_another_service_in_that_country_means_no_and_silence_means_unknown() -> None:
    assert _passing(Filters(services=("Netflix",), region="KR"), *SHOWN) == {
        "everywhere",
        "prime",
        "nobody-looked",
    }


def test_one_service_under_two_names_is_one() -> None:
    assert _known(Filters(services=("Prime Video",)), *SHOWN) == {"prime"}


def test_what_was_said_later_is_not_known_yet() -> None:
    early = Filters(services=("Coupang Play",), region="KR", available_by=PartialDate("2024-08"))
    assert _known(early, *SHOWN) == set()
    assert "korea" in _passing(early, *SHOWN)
    late = Filters(services=("Coupang Play",), region="KR", available_by=PartialDate("2024-10"))
    assert _known(late, *SHOWN) == {"korea"}


def test_of_a_fact_without_a_date_nobody_knows_since_when() -> None:
    wanted = Filters(services=("Netflix",), available_by=PartialDate("1999"))
    assert "everywhere" in _passing(wanted, *SHOWN)
    assert _known(wanted, *SHOWN) == set()


def test_a_service_that_nobody_names_is_answered_with_those_there_are() -> None:
    with pytest.raises(QueryError, match="it knows coupang play, netflix, prime video"):
        _screen(Filters(services=("Hulu",)), *SHOWN)


def test_a_tone_that_is_only_inferred_can_be_refused() -> None:
    titles = (
        title("stated", tones=("dark",)),
        title("guessed", tones=(Tone("dark", basis=ToneBasis.INFERRED, confidence=0.6),)),
    )
    wanted = (ToneCondition("dark"),)
    assert _passing(Filters(tones=wanted), *titles) == {"stated", "guessed"}
    assert _passing(Filters(tones=wanted, inferred=Unknown.DROP), *titles) == {"stated"}


@pytest.mark.parametrize(
    "given", [{"period": (2000, 1990)}, {"min_minutes": 100, "max_minutes": 50}, {"year": (2020, 2010)}]
)
def test_a_span_that_ends_before_it_begins_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(QueryError, match="no span"):
        Filters(**given)  # type: ignore[arg-type]
