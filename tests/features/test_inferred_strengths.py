from __future__ import annotations

from dataclasses import replace

import pytest

from recsys.features.tokens import (
    EXTRACTORS,
    INFERRED_TONES,
    TAG_VALUE,
    doubtful_tokens,
    expected_tags,
    inferred_tokens,
)
from recsys.names import PeopleIndex
from recsys.query import similar_to
from recsys.query_document import query_from_json
from recsys.recommender import Recommender
from recsys.title import InferredTag, Title, Tone, ToneBasis, ToneState
from tests.builders import model_of, title

FILLERS = [title(f"f{number}", genres=("comedy",), tags=(f"filler {number}",)) for number in range(4)]


def strengths(of: Title) -> dict[str, float]:
    return dict(EXTRACTORS["tones"](of, PeopleIndex.build([of])))


def test_a_certain_inferred_tag_counts_as_a_given_one() -> None:
    assert strengths(title("a", inferred_tags=(InferredTag("Card Game", 1.0),))) == {"card game": TAG_VALUE}


def test_a_doubtful_tag_counts_for_less_but_more_than_its_confidence() -> None:
    found = strengths(title("a", inferred_tags=(InferredTag("Card Game", 0.25), InferredTag("Odd Hat", 0.5))))
    assert 0.25 * TAG_VALUE < found["card game"] < found["odd hat"] < TAG_VALUE


def test_a_given_tag_is_not_counted_again_as_an_inferred_one() -> None:
    both = title("a", tags=("Card Games",), inferred_tags=(InferredTag("card game", 0.9),))
    assert strengths(both) == {"card game": TAG_VALUE}


def test_a_tone_that_is_stated_absent_stays_absent() -> None:
    absent = title(
        "a", tones=(Tone("creepy", state=ToneState.NO),), inferred_tags=(InferredTag("creepy", 0.9),)
    )
    assert strengths(absent) == {}


def test_of_two_spellings_of_one_tag_the_surer_counts() -> None:
    twice = title("a", inferred_tags=(InferredTag("Card Game", 0.2), InferredTag("card games", 0.7)))
    assert expected_tags(twice) == {"card game": 0.7}


GUESS = Tone("creepy", intensity=3, basis=ToneBasis.INFERRED, confidence=0.8)


def test_an_inferred_tone_stands_apart_from_those_that_somebody_stated() -> None:
    guessed = title("a", tones=(GUESS,))
    assert strengths(guessed) == {}
    assert dict(EXTRACTORS[INFERRED_TONES](guessed, PeopleIndex.build([guessed]))) == {
        "creepy": pytest.approx(0.8)
    }


def test_an_inferred_tone_changes_nothing_until_a_question_names_tones() -> None:
    known = (title("a", genres=("drama",)), title("b", genres=("drama",)), title("c", genres=("drama",)))
    guessed = (replace(known[0], tones=(GUESS,)), replace(known[1], tones=(GUESS,)), known[2])
    plain, tagged = (Recommender(model_of(*titles, *FILLERS)) for titles in (known, guessed))
    before, after = (asked.recommend(similar_to("a")).results for asked in (plain, tagged))
    assert [(one.id, one.score) for one in before] == [(one.id, one.score) for one in after]


def test_a_question_that_asks_for_more_of_it_finds_it_and_says_that_it_is_inferred() -> None:
    titles = (title("a", genres=("drama",)), title("b", genres=("drama",)), title("c", genres=("drama",)))
    model = model_of(titles[0], titles[1], replace(titles[2], tones=(GUESS,)), *FILLERS)
    answer = Recommender(model).recommend(query_from_json({"like": ["a"], "more": {"creepy": 1}}))
    assert answer.results[0].id == "c"
    assert any("creepy (inferred)" in reason.text for reason in answer.results[0].reasons)
    (part,) = [part for part in answer.results[0].parts if part.block == INFERRED_TONES]
    assert (part.feature, part.seed) == ("creepy", "more")
    assert part.value > 0


def test_only_doubtful_guesses_are_not_told() -> None:
    both = title("a", inferred_tags=(InferredTag("Card Game", 0.2), InferredTag("Odd Hat", 0.7)))
    assert doubtful_tokens(both) == {"card game"}
    assert inferred_tokens(both) == {"card game", "odd hat"}


@pytest.mark.parametrize(("confidence", "told"), [(0.9, True), (0.4, False)])
def test_a_reason_names_a_likely_guess_as_inferred_and_no_unlikely_one(confidence: float, told: bool) -> None:
    given = title("a", genres=("drama",), tags=("card game",))
    guessed = title("b", genres=("drama",), inferred_tags=(InferredTag("Card Game", confidence),))
    answer = Recommender(model_of(given, guessed, *FILLERS)).recommend(similar_to("a", k=1))
    texts = " ".join(reason.text for reason in answer.results[0].reasons)
    assert ("card game (inferred)" in texts) is told
    assert "card game" in {part.feature for part in answer.results[0].parts}


def test_a_guess_of_one_in_ten_about_the_seed_is_no_reason() -> None:
    seed = title("a", genres=("drama",), inferred_tags=(InferredTag("odd hat", 0.1),))
    sure = title("b", genres=("drama",), inferred_tags=(InferredTag("odd hat", 0.8),))
    stated = title("c", genres=("drama",), tags=("odd hat",))
    model = model_of(seed, sure, stated, *FILLERS)

    def told(by: str) -> str:
        results = Recommender(model).recommend(similar_to(by)).results
        return " ".join(reason.text for result in results if result.id == "c" for reason in result.reasons)

    assert "odd hat" not in told("a")
    assert "odd hat (inferred)" in told("b")
