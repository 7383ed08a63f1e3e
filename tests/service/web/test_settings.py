from __future__ import annotations

import pytest

from recsys.wording import language_of
from service.web.address import Address
from service.web.relaxing import told, without_filter
from service.web.settings import settings


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("cast_from", "KR", "cast from South Korea"),
        ("directors_from", "region:sea", "director from Southeast Asia"),
        ("writers_from", "JP", "writer from Japan"),
        ("creators", "Mori Kaede", "written or directed by Mori Kaede"),
        ("set_in", "hong kong", "set in Hong Kong"),
        ("filmed_in", "Isle of Skye", "filmed in Isle of Skye"),
        ("cities_any", "seoul", "in Seoul"),
        ("cities_all", "tokyo", "in Tokyo"),
        ("period_from", "1900", "story from 1900 on"),
        ("period_to", "-50", "story until -50"),
        ("source", "original", "written for the screen"),
        ("source", "web-novel", "based on a web novel"),
        ("status", "airing", "still running"),
        ("min_minutes", "90", "at least 90 minutes in all"),
        ("max_minutes", "600", "at most 600 minutes in all"),
        ("max_episodes", "16", "at most 16 episodes"),
        ("services", "Netflix", "on Netflix"),
        ("region", "SG", "to be watched in Singapore"),
        ("available_by", "2025-10-28", "by what was known on 2025-10-28"),
        ("upcoming", "only", "only what is not out"),
        ("inferred", "drop", "without what is only inferred"),
        ("fame", "-0.5", "less known (-0.5)"),
        ("fame", "1", "more famous (1)"),
        ("boost", "rank:JP", "raised by the charts of Japan"),
        ("boost", "rank:global:netflix=2", "raised by the charts of the world on Netflix ×2"),
        ("min_score", "0.2", "score 0.2 or more"),
        ("spoilers", "true", "endings are named"),
        ("among", "a.b", "only within your list"),
    ],
)
def test_every_setting_is_told_in_words_with_the_address_without_it(
    name: str, value: str, words: str
) -> None:
    address = Address.of([("like", "a"), (name, value)])
    (setting,) = settings(address)
    assert setting.text == words
    assert str(setting.without) == "/?like=a"


def test_a_list_of_titles_is_one_setting() -> None:
    (setting,) = settings(Address.of([("within", "a,b,c")]))
    assert setting.text == "only among 3 titles that you named"
    assert not setting.without


def test_several_of_which_one_is_enough_are_joined_by_or() -> None:
    texts = [each.text for each in settings(Address.of([("services", "netflix,viu"), ("source", "novel")]))]
    assert texts == ["on Netflix", "or on Viu", "based on a novel"]


def test_what_is_so_anyway_is_no_setting() -> None:
    neutral = [("upcoming", "drop"), ("inferred", "keep"), ("fame", "0"), ("spoilers", "false")]
    assert not Address.of(neutral)


def test_tones_and_countries_are_told_in_the_language_of_the_reader() -> None:
    address = Address.of([("more", "slow-burn-romance"), ("countries_all", "KR")])
    texts = [each.text for each in settings(address, language_of("ko"))]
    assert "한국" in texts[1]
    assert "slow" not in texts[0]


@pytest.mark.parametrize(
    ("pairs", "verdict", "words"),
    [
        ([("cast_from", "KR")], "cast_from: KR", "cast from South Korea"),
        ([("creators", "Mori Kaede")], "creators: Mori Kaede", "written or directed by Mori Kaede"),
        ([("cities_any", "seoul"), ("cities_any", "tokyo")], "cities.any", "in Seoul or Tokyo"),
        ([("cities_all", "seoul"), ("cities_all", "tokyo")], "cities.all", "in Seoul and Tokyo"),
        ([("set_in", "seoul")], "set_in: seoul", "set in Seoul"),
        ([("period_from", "1900"), ("period_to", "1950")], "period", None),
        ([("source", "novel"), ("source", "manga")], "source", "based on a novel or based on a manga"),
        ([("status", "airing")], "status", "still running"),
        ([("max_episodes", "3")], "max_episodes", "at most 3 episodes"),
        (
            [("services", "viu"), ("region", "SG")],
            "services",
            "on Viu and to be watched in Singapore",
        ),
        ([("services", "viu"), ("region", "SG"), ("available_by", "2025")], "services", None),
        ([("region", "SG"), ("available_by", "2025")], "region", None),
        ([("released_by", "2025"), ("upcoming", "only")], "released_by", None),
        ([("within", "a"), ("within", "b")], "within", "only among 2 titles that you named"),
        ([("among", "x.y")], "within", "only within your list"),
    ],
)
def test_dropping_a_filter_takes_away_all_that_it_says_and_nothing_else(
    pairs: list[tuple[str, str]], verdict: str, words: str | None
) -> None:
    address = Address.of([("like", "a"), ("form", "film"), *pairs])
    assert str(without_filter(address, verdict)) == "/?like=a&form=film"
    assert words is None or told(address, verdict) == words


def test_a_filter_that_only_the_text_says_is_told_in_words_and_cannot_be_taken_away() -> None:
    address = Address.of([("text", "Korean-cast series")])
    assert told(address, "cast_from: KR") == "cast from South Korea"
    assert without_filter(address, "cast_from: KR") == address
