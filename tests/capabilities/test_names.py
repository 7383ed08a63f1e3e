"""C08-C11: titles are found by the names that people type, and never guessed."""

from __future__ import annotations

import pytest

from recsys import Ambiguous, Model, NotFound
from tests.capabilities.asking import ask, found_by

NAMES = [
    ("84 Square Meters", "wall-to-wall-2025", "working title"),
    ("84제곱미터", "wall-to-wall-2025", "original title"),
    ("Great Flood", "the-great-flood-2025", "title"),
    ("Toradora", "toradora-2008", "title"),
    ("Romantic Anonymous", "romantics-anonymous-2025", "working title"),
    ("匿名の恋人たち", "romantics-anonymous-2025", "original title"),
    ("Ao no Michi", "road-2026", "romanised"),
]


@pytest.mark.parametrize(("typed", "id", "matched_by"), NAMES)
def test_c08_a_name_leads_to_its_title_and_says_by_which_name(
    model: Model, typed: str, id: str, matched_by: str
) -> None:
    (seed,) = ask(model, like=[typed], k=1).query.seeds
    assert (seed.id, seed.matched_by) == (id, matched_by)


@pytest.mark.parametrize(("typed", "id", "matched_by"), NAMES)
def test_c08_a_search_lists_the_title_first_and_says_by_which_name(
    model: Model, typed: str, id: str, matched_by: str
) -> None:
    assert next(iter(found_by(model, typed).items())) == (id, matched_by)


def test_c09_a_former_name_close_to_the_title_is_that_title(model: Model) -> None:
    (seed,) = ask(model, like=["Romantic Anonymous"], k=1).query.seeds
    assert seed.id == "romantics-anonymous-2025"


def test_c09_a_slip_that_only_one_title_explains_is_that_title(model: Model) -> None:
    (seed,) = ask(model, like=["What Comes Aftr Love"], k=1).query.seeds
    assert (seed.id, seed.matched_by) == ("what-comes-after-love-2024", "spelling")


def test_c09_a_name_of_several_titles_asks_which(builtin_model: Model) -> None:
    with pytest.raises(Ambiguous) as raised:
        ask(builtin_model, like=["Soulmate"])
    assert {"soul-mate-2025", "soulmate-2006"} <= {choice.id for choice in raised.value.choices}


def test_c09_where_only_one_bears_the_name_nothing_is_asked(fixture_model: Model) -> None:
    (seed,) = ask(fixture_model, like=["Soulmate"], k=1).query.seeds
    assert seed.id == "soul-mate-2025"


def test_c09_a_beginning_of_a_name_is_never_a_guess(model: Model) -> None:
    with pytest.raises(Ambiguous, match="Kidnap") as raised:
        ask(model, like=["Kidnap"])
    assert "kidnap-game-2026" in {choice.id for choice in raised.value.choices}


@pytest.mark.parametrize("typed", ["Kidnap", "Kidnapping Game"])
def test_c09_the_kidnap_titles_are_told_apart_by_asking(builtin_model: Model, typed: str) -> None:
    with pytest.raises(Ambiguous) as raised:
        ask(builtin_model, like=[typed])
    others = {"kidnap-2024", "kidnapping-game-2020"}
    offered = {choice.id for choice in raised.value.choices}
    assert "kidnap-game-2026" in offered
    assert offered & others


@pytest.mark.parametrize("year", [2017, 2018])
def test_c10_the_year_tells_two_works_of_one_name_apart(builtin_model: Model, year: int) -> None:
    (seed,) = ask(builtin_model, like=[f"Pancreas {year}"], k=1).query.seeds
    assert seed.id == f"i-want-to-eat-your-pancreas-{year}"


def test_c10_without_a_year_both_works_are_offered(builtin_model: Model) -> None:
    with pytest.raises(Ambiguous) as raised:
        ask(builtin_model, like=["I Want to Eat Your Pancreas"])
    labels = {choice.id: choice.label for choice in raised.value.choices}
    assert set(labels) == {"i-want-to-eat-your-pancreas-2017", "i-want-to-eat-your-pancreas-2018"}
    assert len(set(labels.values())) == 2


def test_c10_the_two_works_are_linked_by_their_source(builtin_model: Model) -> None:
    answer = ask(builtin_model, like=["i-want-to-eat-your-pancreas-2017"])
    assert ("i-want-to-eat-your-pancreas-2018", "same-source") in {
        (other.id, str(other.kind)) for other in answer.related
    }


def test_c10_the_year_of_a_work_that_is_not_here_is_not_ignored(fixture_model: Model) -> None:
    with pytest.raises(NotFound):
        ask(fixture_model, like=["Pancreas 2018"])


def test_c11_an_unknown_title_offers_three_near_names_and_no_list(model: Model) -> None:
    with pytest.raises(NotFound, match="Goblin 3") as raised:
        ask(model, like=["Goblin 3"])
    assert len(raised.value.choices) == 3


def test_c11_the_nearest_name_of_a_sequel_that_does_not_exist_is_the_title(builtin_model: Model) -> None:
    with pytest.raises(NotFound) as raised:
        ask(builtin_model, like=["Goblin 3"])
    assert raised.value.choices[0].id == "guardian-the-lonely-and-great-god-2016"
