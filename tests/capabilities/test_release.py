"""C24: released, upcoming and unknown, by the catalogue's dates and never by the clock."""

from __future__ import annotations

import pytest

from recsys import Model
from tests.capabilities.asking import ask, ask_for_all, ids, result_of

UPCOMING = ["road-2026", "soul-mate-2025", "kidnap-game-2026"]
OF_ITS_DAY = "2025-10-28"


@pytest.mark.parametrize("id", UPCOMING)
def test_c24_what_is_not_out_on_a_day_is_left_out_on_request(model: Model, id: str) -> None:
    answer = ask(model, like=["What Comes After Love"], filters={"released_by": OF_ITS_DAY})
    assert answer.results
    assert id not in ids(answer)


@pytest.mark.parametrize("id", UPCOMING)
def test_c24_what_is_not_out_is_shown_with_a_label_by_default(model: Model, id: str) -> None:
    answer = ask_for_all(model, like=["What Comes After Love"])
    assert "not yet released, by the catalogue's date" in result_of(answer, id).notes


def test_c24_what_is_out_bears_no_such_label(model: Model) -> None:
    answer = ask(model, like=["What Comes After Love"])
    assert not result_of(answer, "romantics-anonymous-2025").notes


def test_c24_what_came_out_before_the_day_is_kept(model: Model) -> None:
    answer = ask(model, like=["What Comes After Love"], filters={"released_by": OF_ITS_DAY})
    assert "romantics-anonymous-2025" in ids(answer)


@pytest.mark.parametrize("id", ["road-2026", "soul-mate-2025"])
def test_c24_the_day_is_the_one_that_is_asked_for(model: Model, id: str) -> None:
    later = ask_for_all(model, like=["What Comes After Love"], filters={"released_by": "2027-01-01"})
    assert id in ids(later)


def test_c24_a_release_of_which_only_the_quarter_is_known_is_out_when_the_quarter_is_over(
    model: Model,
) -> None:
    within = {"released_by": "2026-10-31", "unknown": "drop"}
    after = {"released_by": "2026-12-31", "unknown": "drop"}
    assert "road-2026" not in ids(ask(model, like=["Revelations"], filters=within))
    assert "road-2026" in ids(ask(model, like=["Revelations"], filters=after))
