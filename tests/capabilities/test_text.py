"""C17, C19: a premise in one sentence is a question, and so are two cities."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from recsys import Model, Part
from tests.capabilities.asking import ask, ask_for_all, ids, result_of

IN_BOTH_CITIES = ("road-2026", "soul-mate-2025", "kidnap-game-2026")
"""Set or shot in Seoul and in Tokyo."""
PREMISE = "two detectives, one case in Seoul and Tokyo"


def test_c17_a_premise_finds_the_title_that_it_tells_of(model: Model) -> None:
    assert ask(model, text=PREMISE).results[0].id == "road-2026"


def test_c17_the_reasons_list_the_words_that_matched(model: Model) -> None:
    first = ask(model, text=PREMISE).results[0]
    words = next(reason for reason in first.reasons if reason.kind == "words")
    assert words.text.startswith("matches your words: ")
    assert {"case", "detective"} <= set(words.shared)
    places = next(reason for reason in first.reasons if reason.kind == "structure")
    assert {"Seoul", "Tokyo"} <= set(places.shared)


def test_c17_a_tone_in_the_premise_is_understood_and_listed(model: Model) -> None:
    answer = ask(model, text="serial killer hunted across Seoul and Tokyo")
    assert "tones: serial-killer" in answer.query.understood
    tones = next(reason for reason in result_of(answer, "road-2026").reasons if reason.kind == "tone")
    assert tones.shared == ("serial killer",)


def test_c17_words_that_no_title_knows_are_reported(model: Model) -> None:
    answer = ask(model, text="two detectives in Seoul and a zyzzogeton")
    assert answer.query.ignored == ("zyzzogeton",)
    assert "no title knows these words: zyzzogeton" in answer.notices


@pytest.mark.parametrize("title", IN_BOTH_CITIES)
def test_c19_titles_of_both_cities_stand_above_those_of_one(model: Model, title: str) -> None:
    answer = ask(model, text="Seoul and Tokyo")
    n_cities = [len(_places(result.parts)) for result in answer.results]
    assert len(_places(result_of(answer, title).parts)) == 2
    assert n_cities == sorted(n_cities, reverse=True)


def test_c19_the_reason_names_both_cities(model: Model) -> None:
    first = ask(model, text="Seoul and Tokyo").results[0]
    places = next(reason for reason in first.reasons if reason.kind == "structure")
    assert set(places.shared) == {"Seoul", "Tokyo"}


@pytest.mark.parametrize("title", IN_BOTH_CITIES)
def test_c19_a_story_of_several_cities_has_a_tone_that_says_so(model: Model, title: str) -> None:
    answer = ask_for_all(model, filters={"tones": ["multi-city"], "unknown": "drop"})
    assert title in ids(answer)
    assert "mantis-2025" not in ids(answer)


def _places(parts: Sequence[Part]) -> set[str]:
    return {part.feature for part in parts if part.block == "places" and part.value > 0}
