from __future__ import annotations

from typing import Any

import pytest

from recsys.merging import merge
from recsys.title import Alias, Credit, Form, Medium, Role, Title
from tests.builders import title
from tests.merging.test_merge import film, merged, of


def by(one: Title, other: Title) -> tuple[str, ...]:
    """What made two titles one; empty if they stayed two."""
    found = merged(one, other)
    return found.matches[0].by if found.matches else ()


def reasons(one: Title, other: Title) -> list[str]:
    return [doubt.reason for doubt in merged(one, other).doubts]


def series(id: str, name: str, year: int | None = 2019, **facts: Any) -> Title:
    return film(id, name, year, **{"form": Form.SERIES, **facts})


def test_an_id_of_one_site_is_enough_whatever_the_names() -> None:
    one = film("x", "Parasite", external_ids={"imdb": "tt6751668"})
    assert by(one, film("y", "기생충", None, external_ids={"imdb": "6751668"})) == ("imdb",)


def test_tmdb_numbers_films_and_series_apart() -> None:
    one = film("x", "Lantern", external_ids={"tmdb": "42"})
    assert by(one, series("y", "Anvil", external_ids={"tmdb": "42"})) == ()
    assert by(one, film("y", "Anvil", external_ids={"tmdb": "42"})) == ("tmdb film",)
    assert by(one, film("y", "Anvil", form=None, external_ids={"tmdb": "42"})) == ()


def test_different_ids_of_one_site_forbid_a_join_by_name() -> None:
    one = film("x", "Lantern", external_ids={"imdb": "tt0000001"})
    assert by(one, film("y", "Lantern", external_ids={"imdb": "tt0000002"})) == ()


def test_ids_that_contradict_each_other_are_told() -> None:
    one = film("x", "Lantern", external_ids={"imdb": "tt0000001", "mal": "1"})
    other = film("y", "Anvil", external_ids={"imdb": "tt0000001", "mal": "2"})
    assert reasons(one, other) == ["one site's id says that they are one, another's that they are not"]


def test_name_and_year_are_enough_if_nothing_speaks_against() -> None:
    assert by(film("x", "The Lantern", form=None), film("y", "lantern")) == ("name", "year")


def test_any_name_meets_any_other() -> None:
    one = film("x", "Lantern", original_title="등불")
    assert by(one, film("y", "Tomoshibi", aliases=(Alias("등불"),))) == ("name", "year", "form")


@pytest.mark.parametrize(
    "against",
    [
        {"form": Form.SERIES},
        {"medium": Medium.ANIMATION},
        {"countries": ("US",)},
        {"year": 2010},
    ],
)
def test_what_contradicts_keeps_namesakes_apart(against: dict[str, Any]) -> None:
    one = film("x", "Lantern", medium=Medium.LIVE_ACTION, countries=("KR",))
    assert by(one, film("y", "Lantern", **{"countries": ("KR",), **against})) == ()


def test_a_special_may_be_a_film_but_not_a_series() -> None:
    special = film("x", "Lantern", form=Form.SPECIAL)
    assert by(special, film("y", "Lantern"))
    assert not by(special, series("y", "Lantern"))


def test_a_country_in_common_is_enough_of_co_productions() -> None:
    one, other = film("x", "Lantern", countries=("JP", "KR")), film("y", "Lantern", countries=("KR", "US"))
    assert by(one, other) == ("name", "year", "form", "country")


def test_a_year_off_by_one_needs_form_and_country_or_person() -> None:
    one = film("x", "Lantern", 2019, countries=("KR",), cast=["Ito Aoi"])
    assert by(one, film("y", "Lantern", 2020, countries=("KR",)))
    assert by(one, film("y", "Lantern", 2020, cast=["Aoi Ito"]))
    assert reasons(one, film("y", "Lantern", 2020)) == [
        "the name is the same, the years are one apart, and too little else is known"
    ]


def test_without_a_year_somebody_must_be_credited_in_both() -> None:
    one = film("x", "Lantern", cast=["Ito Aoi"])
    assert by(one, film("y", "Lantern", None, cast=["Aoi Ito"])) == ("name", "form", "person")
    assert reasons(one, film("y", "Lantern", None)) == ["the name is the same, but a year is not known"]


def test_a_wholly_different_cast_keeps_namesakes_of_one_year_apart() -> None:
    one, other = film("x", "Hercules", cast=["Ito Aoi"]), film("y", "Hercules", cast=["Kim Bo-ra"])
    assert reasons(one, other) == ["name and year are the same, but nobody is credited in both"]


def test_what_agrees_in_all_but_the_form_is_told() -> None:
    one, other = film("x", "Lantern", cast=["Ito Aoi"]), series("y", "Lantern", cast=["Aoi Ito"])
    assert reasons(one, other) == [
        "name, year and a person are the same, but form, medium or country are not"
    ]


def test_different_directors_say_nothing_of_a_series() -> None:
    one = series("x", "Lantern", credits=(Credit("Ito Aoi", Role.DIRECTOR),))
    assert by(one, series("y", "Lantern", credits=(Credit("Kim Bo-ra", Role.DIRECTOR),)))


def test_of_two_namesakes_the_one_of_the_same_year_is_taken() -> None:
    namesakes = of(film("p", "Lantern", 2019, countries=("KR",)), film("q", "Lantern", 2020))
    found = merge({"a": namesakes, "b": of(film("y", "Lantern", 2019, countries=("KR",)))})
    assert [(match.id, match.source_id) for match in found.matches] == [("p", "y")]


def test_of_two_namesakes_nothing_tells_apart_none_is_taken_and_both_are_told() -> None:
    found = merge({"a": of(film("p", "Home"), film("q", "Home")), "b": of(film("y", "Home"))})
    assert found.matches == ()
    (doubt,) = found.doubts
    assert (doubt.id, doubt.others, doubt.reason) == (
        "y",
        ("p", "q"),
        "several titles fit, none of them better",
    )


def test_two_titles_that_fit_one_are_told_and_left_apart() -> None:
    found = merge({"a": of(film("p", "Home")), "b": of(film("y", "Home"), film("z", "Home"))})
    assert found.matches == ()
    assert [(doubt.id, doubt.others) for doubt in found.doubts] == [("y", ("p",)), ("z", ("p",))]


def test_seasons_under_one_id_meet_by_name() -> None:
    seasons = of(
        series("p", "Titan", 2013, external_ids={"imdb": "1"}),
        series("q", "Titan 2", 2017, external_ids={"imdb": "1"}),
    )
    found = merge({"a": seasons, "b": of(series("y", "Titan", 2013, external_ids={"imdb": "1"}))})
    assert [(match.id, match.by) for match in found.matches] == [("p", ("imdb",))]


def test_the_same_own_id_needs_the_name_too() -> None:
    assert by(film("1", "Lantern"), film("1", "Lantern")) == ("id",)
    assert by(film("1", "Lantern"), film("1", "Anvil")) == ()


def test_very_many_namesakes_are_not_compared_one_by_one() -> None:
    crowd = of(*(title(f"p{number}", title="Home", year=2019) for number in range(60)))
    found = merge({"a": crowd, "b": of(film("y", "Home"))})
    assert found.matches == ()
    assert [(doubt.reason, len(doubt.others)) for doubt in found.doubts] == [("60 titles bear this name", 10)]
