from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.names import TitleNames, search, title_key
from recsys.names.search import nearest
from recsys.title import Title
from tests.names.small_catalogue import TITLES

ALL_NAMES = sorted({name for title in TITLES for name in title.names})


def found(names: TitleNames, text: str, limit: int = 10) -> list[tuple[str, str]]:
    return [(TITLES[hit.row].id, hit.matched_by) for hit in search(names, text, limit)]


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("Wall to Wall", ("wall-to-wall-2025", "title")),
        ("84 square meters", ("wall-to-wall-2025", "working title")),
        ("匿名の恋人たち", ("romantics-anonymous-2025", "original title")),
        ("tokumei no koibitotachi", ("romantics-anonymous-2025", "romanised")),
        ("goblin-2016", ("goblin-2016", "id")),
        ("crash land", ("crash-landing-on-you-2019", "beginning")),
        ("land", ("crash-landing-on-you-2019", "word")),
        ("시착", ("crash-landing-on-you-2019", "word")),
        ("romntics", ("romantics-anonymous-2025", "spelling")),
        ("Pancreas 2018", ("pancreas-2018", "word")),
    ],
)
def test_the_first_hit_says_how_it_matched(names: TitleNames, text: str, hit: tuple[str, str]) -> None:
    assert found(names, text)[0] == hit


def test_one_letter_gives_beginnings_of_names_before_beginnings_of_words(names: TitleNames) -> None:
    ways = [way for _, way in found(names, "g", 20)]
    assert ways == ["beginning", "beginning", "word", "word", "word"]


def test_exact_names_come_before_longer_ones(names: TitleNames) -> None:
    assert [title for title, _ in found(names, "kidnap", 3)] == [
        "kidnap-2024",
        "kidnap-game-2025",
        "kidnapping-game-2020",
    ]


def test_nothing_similar_gives_nothing(names: TitleNames) -> None:
    assert found(names, "zzzz") == []


@pytest.mark.parametrize(("text", "limit"), [(" ", 5), ("Her", 0)])
def test_blank_text_and_limit_zero_give_nothing(names: TitleNames, text: str, limit: int) -> None:
    assert search(names, text, limit) == []


def test_equal_scores_stand_in_the_order_of_titles() -> None:
    same = TitleNames.build([Title(id=str(at), title="Same") for at in range(5)])
    assert [hit.row for hit in search(same, "same", 5)] == [0, 1, 2, 3, 4]


def test_nearest_gives_titles_for_a_name_that_nothing_bears(names: TitleNames) -> None:
    assert TITLES[nearest(names, "Goblin 3", 3)[0]].id == "goblin-2016"


@given(st.sampled_from(ALL_NAMES), st.integers(1, 30), st.integers(1, 30))
def test_a_search_gives_each_title_once_by_falling_score(text: str, size: int, limit: int) -> None:
    hits = search(INDEX, text[:size], limit)
    order = [(-hit.score, hit.row) for hit in hits]
    assert order == sorted(order)
    assert len({hit.row for hit in hits}) == len(hits) <= limit


@given(st.sampled_from(ALL_NAMES))
def test_a_whole_name_is_the_first_hit(text: str) -> None:
    first = search(INDEX, text, 1)[0]
    assert first.score == 1.0
    assert title_key(text) in map(title_key, TITLES[first.row].names)


@given(st.text())
def test_any_text_has_an_answer_and_the_stored_index_gives_it_too(text: str) -> None:
    assert search(STORED, text, 5) == search(INDEX, text, 5)


INDEX = TitleNames.build(TITLES)
STORED = TitleNames.from_arrays(INDEX.arrays())
