"""C05, C07: people link titles, and each person is one."""

from __future__ import annotations

import pytest

from recsys import Model, QueryError
from tests.capabilities.asking import ask, ask_for_all, ids, result_of


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
