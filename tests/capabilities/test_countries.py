"""C01, C02: origin is a set of countries."""

from __future__ import annotations

import pytest

from recsys import Model
from tests.capabilities.asking import ask, ask_for_all, ids, result_of, stands_above

JAPAN_AND_KOREA = {
    "romantics-anonymous-2025",
    "what-comes-after-love-2024",
    "connect-2022",
    "soul-mate-2025",
    "road-2026",
    "kidnap-game-2026",
}


@pytest.mark.parametrize("co_production", ["what-comes-after-love-2024", "soul-mate-2025"])
def test_c01_a_co_production_stands_above_a_romance_of_one_country(model: Model, co_production: str) -> None:
    answer = ask(model, like=["Romantics Anonymous"])
    assert stands_above(answer, co_production, "love-untangled-2025")


@pytest.mark.parametrize("co_production", ["what-comes-after-love-2024", "soul-mate-2025"])
def test_c01_the_reason_says_that_both_countries_made_it_together(model: Model, co_production: str) -> None:
    answer = ask(model, like=["romantics-anonymous-2025"])
    reasons = [reason.text for reason in result_of(answer, co_production).reasons]
    assert any("Japan and South Korea together" in text for text in reasons)


def test_c01_a_co_production_stands_high(builtin_model: Model) -> None:
    answer = ask(builtin_model, like=["romantics-anonymous-2025"], k=len(builtin_model) // 50)
    assert {"what-comes-after-love-2024", "soul-mate-2025"} <= set(ids(answer))


def test_c01_a_co_production_matches_each_of_its_countries(model: Model) -> None:
    for country in ("JP", "KR"):
        filters = {"countries": {"any": [country]}, "unknown": "drop"}
        assert set(ids(ask_for_all(model, like=["Parasite"], filters=filters))) >= JAPAN_AND_KOREA


def test_c02_all_of_two_countries_gives_their_co_productions(fixture_model: Model) -> None:
    answer = ask(fixture_model, like=["Parasite"], filters={"countries": {"all": ["JP", "KR"]}})
    assert set(ids(answer)) == JAPAN_AND_KOREA


def test_c02_all_of_two_countries_keeps_every_co_production_of_many_titles(builtin_model: Model) -> None:
    answer = ask(builtin_model, like=["Parasite"], filters={"countries": {"all": ["JP", "KR"]}})
    assert set(ids(answer)) >= JAPAN_AND_KOREA
    assert all({"JP", "KR"} <= set(result.countries) for result in answer.results)


def test_c02_only_one_country_gives_no_co_production(model: Model) -> None:
    answer = ask(model, like=["Parasite"], filters={"countries": {"only": ["KR"]}})
    assert {result.countries for result in answer.results} == {("KR",)}


def test_c02_none_of_a_country_leaves_out_its_co_productions(model: Model) -> None:
    answer = ask(model, like=["Parasite"], filters={"countries": {"none": ["JP"]}})
    assert answer.results
    assert all("JP" not in result.countries for result in answer.results)


@pytest.mark.parametrize(
    "written", [["JP", "KR"], ["Japan", "Korea"], ["jp", "대한민국"], ["日本", "South Korea"]]
)
def test_c02_a_country_is_named_as_one_likes(model: Model, written: list[str]) -> None:
    by_code = ask(model, like=["Parasite"], filters={"countries": {"all": ["JP", "KR"]}})
    by_name = ask(model, like=["Parasite"], filters={"countries": {"all": written}})
    assert by_name.results == by_code.results


def test_c02_a_list_of_countries_alone_is_a_question(model: Model) -> None:
    answer = ask(model, filters={"countries": {"all": ["JP", "KR"]}})
    assert set(ids(answer)) >= JAPAN_AND_KOREA
