"""Charts and fame: they weigh nothing unless asked, and then the answer says how much."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from recsys import Model, Recommender, query_from_json
from recsys.answer import Answer, Result
from recsys.errors import QueryError
from recsys.index.fame import fame, height
from recsys.lifts import LIFT_STRENGTH
from recsys.question import FAME_STRENGTH
from recsys.title import Rank, Title
from tests.builders import model_of, title


def _drama(id: str, **facts: Any) -> Title:
    return title(id, genres=("romance",), tones=("slow-burn-romance",), **facts)


@pytest.fixture(scope="module")
def model() -> Model:
    return model_of(
        _drama("seed"),
        _drama("first-in-japan", ranks=(Rank("Netflix", 1, "JP"), Rank("Prime Video", 3, "JP"))),
        _drama("tenth-in-japan", ranks=(Rank("Prime Video", 10, "JP"),)),
        _drama("world-hit", ranks=(Rank("Netflix", 2),)),
        _drama("never-charted"),
    )


def _ask(model: Model, **query: Any) -> Answer:
    return Recommender(model).recommend(query_from_json({"like": ["seed"], **query}))


def _result(answer: Answer, id: str) -> Result:
    return next(result for result in answer.results if result.id == id)


def test_without_being_asked_no_chart_and_no_fame_counts(model: Model) -> None:
    blocks = {part.block for result in _ask(model).results for part in result.parts}
    assert not blocks & {"rank", "fame"}


def test_a_place_in_the_asked_chart_adds_a_part_of_its_own(model: Model) -> None:
    before, after = _ask(model), _ask(model, boost={"rank:JP": 1})
    for id, place in (("first-in-japan", 1), ("tenth-in-japan", 10)):
        gained = _result(after, id).score - _result(before, id).score
        assert gained == pytest.approx(LIFT_STRENGTH * height(place))
        (part,) = [part for part in _result(after, id).parts if part.block == "rank"]
        assert part.value == pytest.approx(gained)
    assert _result(after, "world-hit").score == pytest.approx(_result(before, "world-hit").score)


def test_the_result_says_how_much_it_was_raised(model: Model) -> None:
    notes = _result(_ask(model, boost={"rank:JP": 1}), "first-in-japan").notes
    assert "raised by 0.150 for its place 1 in the charts of Japan" in notes


def test_a_chart_may_be_that_of_one_platform_or_of_the_world(model: Model) -> None:
    lifted = _ask(model, boost={"rank:JP:Prime Video": 1})
    assert "place 3" in _result(lifted, "first-in-japan").notes[0]
    assert _result(_ask(model, boost={"rank:global": 2}), "world-hit").notes


@pytest.mark.parametrize("chart", ["rank", "top:JP", "rank:Atlantis", "rank:region:sea"])
def test_what_is_no_chart_is_refused_in_words(model: Model, chart: str) -> None:
    with pytest.raises(QueryError, match=r"rank:|region"):
        _ask(model, boost={chart: 1})


def test_a_chart_in_which_no_title_stood_raises_nothing_and_says_so(model: Model) -> None:
    answer = _ask(model, boost={"rank:KR": 1})
    assert [r.score for r in answer.results] == [r.score for r in _ask(model).results]
    assert answer.notices == ("no title of this catalogue stood in the charts rank:KR",)


def test_one_chart_under_two_names_does_not_count_twice(model: Model) -> None:
    with pytest.raises(QueryError, match="are one chart"):
        _ask(model, boost={"rank:JP": 1, "rank:Japan": 1})


def test_fame_is_a_dial_in_both_directions() -> None:
    popular = model_of(*(_drama(f"t{n}", popularity=10.0**n) for n in range(5)), _drama("seed"))
    up = [result.id for result in _ask(popular, fame=1.0).results]
    down = [result.id for result in _ask(popular, fame=-1.0).results]
    assert up == ["t4", "t3", "t2", "t1", "t0"]
    assert down == up[::-1]
    (part,) = [part for part in _ask(popular, fame=1.0).results[0].parts if part.block == "fame"]
    assert part.value == pytest.approx(FAME_STRENGTH)


def test_of_how_many_titles_fame_is_known_is_told(model: Model) -> None:
    assert any("known of 3 of 5" in notice for notice in _ask(model, fame=0.5).notices)


def test_fame_is_the_order_of_popularity_and_unknown_where_none_is_given() -> None:
    titles = [title("a", popularity=1.0), title("b", popularity=1e6), title("c", popularity=5.0), title("d")]
    assert fame(titles)[:3].tolist() == [-1.0, 1.0, 0.0]
    assert np.isnan(fame(titles)[3])


def test_equally_popular_titles_are_equally_famous() -> None:
    assert fame([title("a", popularity=3.0), title("b", popularity=3.0)]).tolist() == [0.0, 0.0]


def test_where_no_popularity_is_given_a_chart_place_is_fame() -> None:
    found = fame([title("a", ranks=(Rank("Netflix", 3),)), title("b")])
    assert found[0] == pytest.approx(0.5)
    assert np.isnan(found[1])
