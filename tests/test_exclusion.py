"""What is to be left out never comes, and the answer says how much that was."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys import Answer, QueryError, Recommender, query_from_json
from recsys.query_document import MOST_EXCLUDED
from recsys.title import Relation, RelationKind
from tests.builders import model_of, title

IDS = ("one", "two", "three", "four", "five")
MODEL = model_of(
    *(title(id, genres=("romance",), tones=("slow-burn",)) for id in IDS),
    title("two-again", genres=("romance",), relations=(Relation(RelationKind.PREQUEL, "two"),)),
)


def ask(**document: Any) -> Answer:
    return Recommender(MODEL).recommend(query_from_json({"like": ["one"], **document}))


def ids(answer: Answer) -> set[str]:
    return {result.id for result in answer.results}


def test_a_title_that_is_left_out_does_not_come() -> None:
    answer = ask(exclude=["two", "three"])
    assert ids(answer) == {"four", "five", "two-again"}
    assert "2 titles left out as asked" in answer.notices


def test_other_titles_of_its_series_come_unless_they_are_left_out_too() -> None:
    answer = ask(exclude=["two"], exclude_series=True)
    assert ids(answer) == {"three", "four", "five"}
    assert "2 titles left out as asked, the rest of story worlds included" in answer.notices


def test_it_is_not_offered_among_the_related_either() -> None:
    two = {"like": ["two"]}
    assert [other.id for other in ask(**two).related] == ["two-again"]
    assert ask(**two, exclude=["two-again"]).related == ()


def test_ids_that_the_catalogue_lacks_are_counted() -> None:
    assert "1 of the titles to be left out are not in this catalogue" in ask(exclude=["nowhere"]).notices


def test_the_answer_counts_what_was_to_be_left_out() -> None:
    assert ask(exclude=["two", "nowhere"]).query.options["excluded"] == 2
    assert "excluded" not in ask().query.options


def test_leaving_everything_out_leaves_nothing() -> None:
    assert ids(ask(exclude=[*IDS, "two-again"])) == set()


def test_there_is_an_end_to_what_one_question_leaves_out() -> None:
    with pytest.raises(QueryError, match="exclude"):
        ask(exclude=["x"] * (MOST_EXCLUDED + 1))


@given(st.sets(st.sampled_from(IDS)))
def test_what_remains_keeps_its_scores(left_out: set[str]) -> None:
    everything = {result.id: result.score for result in ask(relations="include").results}
    rest = {result.id: result.score for result in ask(relations="include", exclude=sorted(left_out)).results}
    assert rest == {id: score for id, score in everything.items() if id not in left_out}
