from __future__ import annotations

import numpy as np
import pytest

from recsys import Comparison, QueryError, Recommender, compare, similar_to
from recsys.comparison import rank_among_all
from recsys.similarity import scores_between
from recsys.title import Tone, ToneBasis, ToneState
from tests.builders import model_of, title


def no(id: str) -> Tone:
    return Tone(id, state=ToneState.NO)


INFERRED = Tone("creepy", basis=ToneBasis.INFERRED, confidence=0.7)
MODEL = model_of(
    title(
        "a",
        genres=("drama", "crime"),
        year=2000,
        cast=("Ahn Example",),
        tones=("restrained", "whodunit", "creepy", no("love-triangle"), no("time-loop")),
    ),
    title(
        "b",
        genres=("crime",),
        year=2004,
        tones=("restrained", Tone("whodunit", 3), "love-triangle", "nostalgic", no("time-loop")),
    ),
    title("c", genres=("comedy",), cast=("Ahn Example",), tones=(INFERRED,)),
    title("d", genres=("crime", "drama"), year=1950, tones=("happy-ending", "nostalgic")),
    title("e", genres=("drama",), year=1951, tones=("happy-ending", no("nostalgic"))),
    title("f"),
)
ROWS = range(len(MODEL))
PAIRS = [(a, b) for a in ROWS for b in ROWS if a != b]


def row(id: str) -> int:
    found = MODEL.names.row_of_id(id)
    assert found is not None
    return found


def without_hubs(compared: Comparison) -> dict[tuple[str, str], float]:
    return {(part.block, part.feature): part.value for part in compared.parts if part.block != "hubs"}


def ids(tones: object) -> list[str]:
    return [tone.id for tone in tones]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_the_score_is_that_of_the_reference(a: int, b: int) -> None:
    expected = scores_between(MODEL, np.array([a]), np.array([b]))[0, 0]
    assert compare(MODEL, a, b).score == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("id", ["a", "b", "d"])
def test_a_recommendation_says_the_same(id: str) -> None:
    results = Recommender(MODEL).recommend(similar_to(id)).results
    assert results
    for result in results:
        compared = compare(MODEL, row(id), row(result.id))
        assert compared.score == pytest.approx(result.score, abs=1e-6)
        assert (compared.parts, compared.reasons) == (result.parts, result.reasons)


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_the_parts_sum_to_the_score(a: int, b: int) -> None:
    compared = compare(MODEL, a, b)
    assert sum(part.value for part in compared.parts) == pytest.approx(compared.score, abs=1e-12)


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_the_other_way_round_is_the_mirror_image_but_for_what_hubs_add(a: int, b: int) -> None:
    there, back = compare(MODEL, a, b), compare(MODEL, b, a)
    assert without_hubs(there) == pytest.approx(without_hubs(back), abs=1e-9)
    assert there.score / float(MODEL.hubs[b]) == pytest.approx(back.score / float(MODEL.hubs[a]), abs=1e-9)
    assert (there.a, there.b) == (back.b, back.a)
    assert ids(there.shared) == ids(back.shared)
    assert ids(there.only_a) == ids(back.only_b)
    assert ids(there.contradicting) == ids(back.contradicting)
    assert [(tone.a, tone.b) for tone in there.shared] == [(tone.b, tone.a) for tone in back.shared]


def test_tones_of_both_are_shared_the_strongest_first() -> None:
    assert ids(compare(MODEL, row("a"), row("b")).shared) == ["whodunit", "restrained"]
    assert ids(compare(MODEL, row("a"), row("c")).shared) == ["creepy"]


def test_a_tone_of_which_the_other_says_nothing_is_of_one_alone() -> None:
    compared = compare(MODEL, row("a"), row("b"))
    assert ids(compared.only_a) == ["creepy"]
    assert ids(compared.only_b) == ["nostalgic"]


def test_a_tone_that_the_other_is_known_to_lack_contradicts() -> None:
    (compared,) = compare(MODEL, row("a"), row("b")).contradicting
    assert compared.id == "love-triangle"
    assert compared.a is not None
    assert compared.a.state is ToneState.NO
    assert ids(compare(MODEL, row("d"), row("e")).contradicting) == ["nostalgic"]


def test_what_both_lack_joins_and_parts_nothing() -> None:
    compared = compare(MODEL, row("a"), row("b"))
    sets = (compared.shared, compared.only_a, compared.only_b, compared.contradicting)
    assert "time-loop" not in {tone.id for tones in sets for tone in tones}


def test_no_ending_is_named() -> None:
    compared = compare(MODEL, row("d"), row("e"))
    assert "happy-ending" not in repr(compared)
    assert any(part.block == "tones" and part.feature == "ending" for part in compared.parts)


def test_titles_that_share_nothing_have_no_part() -> None:
    compared = compare(MODEL, row("a"), row("f"))
    assert (compared.score, compared.parts, compared.reasons) == (0.0, (), ())


def test_a_title_is_not_compared_with_itself() -> None:
    with pytest.raises(QueryError, match="given twice"):
        compare(MODEL, row("a"), row("a"))
    with pytest.raises(QueryError, match="given twice"):
        rank_among_all(MODEL, row("a"), row("a"))


@pytest.mark.parametrize("a", ROWS)
def test_places_among_all_others_follow_the_score(a: int) -> None:
    scores = scores_between(MODEL, np.array([a]))[0].round(9)
    expected = sorted((b for b in ROWS if b != a), key=lambda b: (-scores[b], b))
    places = {b: rank_among_all(MODEL, a, b) for b in expected}
    assert sorted(expected, key=places.__getitem__) == expected
    assert sorted(places.values()) == list(range(1, len(MODEL)))
