"""C05, C06, C07: people and studios link titles, and each person is one."""

from __future__ import annotations

import pytest

from recsys import Model, QueryError, Result
from recsys.catalogue.vocabulary import tone_vocabulary
from tests.capabilities.asking import HIGH, ask, ask_for_all, ids, result_of, stands_above

ROMANCES_OF_BOTH = ("soul-mate-2025", "what-comes-after-love-2024")
"""Romances that Japan and Korea made together, as Romantics Anonymous is one."""


def test_c05_a_shared_actor_is_named_and_has_a_share_of_the_score(model: Model) -> None:
    shared = result_of(ask_for_all(model, like=["Kidnap Game"]), "what-comes-after-love-2024")
    people = next(reason for reason in shared.reasons if reason.kind == "people")
    assert people.text == "shares Kentaro Sakaguchi"
    assert people.value > 0


def test_c05_the_share_of_the_cast_is_the_sum_of_its_parts(model: Model) -> None:
    shared = result_of(ask_for_all(model, like=["Kidnap Game"]), "what-comes-after-love-2024")
    people = next(reason for reason in shared.reasons if reason.kind == "people")
    parts = [part for part in shared.parts if part.block in ("cast", "creators")]
    assert {part.seed for part in parts} == {"kidnap-game-2026"}
    assert people.value == pytest.approx(sum(part.value for part in parts), abs=1e-9)
    assert people.value < shared.score


@pytest.mark.parametrize("times", [2, 4])
def test_c05_a_higher_weight_of_the_cast_lifts_who_shares_an_actor(model: Model, times: float) -> None:
    plain = ask_for_all(model, like=["Kidnap Game"])
    asked = ask_for_all(model, like=["Kidnap Game"], weights={"cast": times * plain.query.weights["cast"]})
    before, after = (result_of(answer, "what-comes-after-love-2024") for answer in (plain, asked))
    assert after.rank < before.rank
    assert _of(after, "cast") == pytest.approx(times * _of(before, "cast"), rel=1e-6)


def test_c05_with_four_times_the_weight_of_the_cast_it_stands_high(model: Model) -> None:
    weight = 4 * model.info.weights["cast"]
    answer = ask(model, like=["Kidnap Game"], weights={"cast": weight})
    assert "what-comes-after-love-2024" in ids(answer)[:HIGH]


def test_c05_without_any_weight_of_the_cast_the_actor_is_no_reason(model: Model) -> None:
    shared = result_of(
        ask_for_all(model, like=["Kidnap Game"], weights={"cast": 0}), "what-comes-after-love-2024"
    )
    assert "people" not in {reason.kind for reason in shared.reasons}
    assert not _of(shared, "cast")


def test_c06_a_title_of_the_same_studio_says_so(model: Model) -> None:
    linked = result_of(ask_for_all(model, like=["romantics-anonymous-2025"]), "the-handmaiden-2016")
    structure = next(reason for reason in linked.reasons if reason.kind == "structure")
    assert "same studio: Yong Film" in structure.text


@pytest.mark.parametrize("nearer", ROMANCES_OF_BOTH)
def test_c06_a_studio_lifts_nothing_above_what_shares_tones_and_countries(model: Model, nearer: str) -> None:
    answer = ask_for_all(model, like=["romantics-anonymous-2025"])
    assert stands_above(answer, nearer, "the-handmaiden-2016")


def test_c06_a_studio_says_less_than_one_tone_and_the_same_countries(model: Model) -> None:
    answer = ask_for_all(model, like=["romantics-anonymous-2025"])
    studio = _of(result_of(answer, "the-handmaiden-2016"), "studios")
    felt = [result for result in answer.results if _felt(result) and {"JP", "KR"} <= _shared(result)]
    assert len(felt) >= len(ROMANCES_OF_BOTH)
    for result in felt:
        assert _felt(result) + _of(result, "countries") > studio, result.id


@pytest.mark.parametrize("spelling", ["Oguri Shun", "OGURI SHUN", "shun oguri", "小栗旬", "小栗 旬"])
def test_c07_one_person_is_found_by_every_spelling(model: Model, spelling: str) -> None:
    known = ask(model, filters={"cast": ["Shun Oguri"]})
    assert "romantics-anonymous-2025" in ids(known)
    assert ask(model, filters={"cast": [spelling]}).results == known.results


@pytest.mark.parametrize("spelling", ["Hyo-joo Han", "Han Hyojoo", "HAN HYO JOO", "한효주"])
def test_c07_a_korean_name_is_found_in_any_order_and_script(model: Model, spelling: str) -> None:
    known = ask(model, filters={"cast": ["Han Hyo-joo"]})
    assert "romantics-anonymous-2025" in ids(known)
    assert ask(model, filters={"cast": [spelling]}).results == known.results


def test_c07_a_family_name_alone_is_nobody(model: Model) -> None:
    with pytest.raises(QueryError, match="Kim"):
        ask(model, filters={"cast": ["Kim"]})


@pytest.mark.parametrize("seed", ["wall-to-wall-2025", "unlocked-2023"])
@pytest.mark.parametrize("other", ["the-handmaiden-2016", "lost-in-starlight-2025"])
def test_c07_two_people_of_one_family_name_share_nothing(fixture_model: Model, seed: str, other: str) -> None:
    titles = {title.id: title for title in map(fixture_model.title, range(len(fixture_model)))}
    assert "Kim Tae-joon" in {credit.person for credit in titles[seed].credits}
    assert "Kim Tae-ri" in {credit.person for credit in titles[other].credits}
    result = result_of(ask(fixture_model, like=[seed]), other)
    assert not [part for part in result.parts if part.block in ("cast", "creators")]


def test_c07_films_of_two_people_of_one_family_name_are_two_lists(model: Model) -> None:
    actress = set(ids(ask(model, filters={"cast": ["Kim Tae-ri"]})))
    director = set(ids(ask(model, filters={"cast": ["Kim Tae-joon"]})))
    assert {"the-handmaiden-2016", "lost-in-starlight-2025"} <= actress
    assert not actress & director


def _of(result: Result, block: str) -> float:
    """What a block adds to a score."""
    return sum(part.value for part in result.parts if part.block == block)


def _shared(result: Result) -> set[str]:
    """Countries that a result shares with the question."""
    return {part.feature for part in result.parts if part.block == "countries" and part.value > 0}


def _felt(result: Result) -> float:
    """What shared tones add, but for those that tell how a title was made."""
    vocabulary = tone_vocabulary()
    felt = 0.0
    for part in result.parts:
        entry = vocabulary.get(part.feature) if part.block == "tones" else None
        if entry is not None and entry.group != "production":
            felt += part.value
    return felt
