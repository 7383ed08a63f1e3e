"""C17: a premise in one sentence is a question."""

from __future__ import annotations

from recsys import Model
from tests.capabilities.asking import ask, result_of

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
