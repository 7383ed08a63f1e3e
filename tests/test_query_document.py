from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys import Query, QueryError, Seed, query_from_json
from recsys.filters import CountryFilter, ToneCondition, Unknown
from recsys.query import RelationPolicy
from recsys.title import Form, PartialDate


def test_one_name_is_enough() -> None:
    assert query_from_json({"like": ["Crash Landing on You"]}) == Query(like=(Seed("Crash Landing on You"),))


def test_every_part_of_a_question_is_read() -> None:
    query = query_from_json(
        {
            "like": [{"id": "a", "weight": 2}, "b"],
            "dislike": [{"title": "c", "weight": 0.25}, "d"],
            "text": "two detectives",
            "more": {"grounded": 1},
            "less": {"melodramatic": 0.5},
            "weights": {"cast": 0.2},
            "filters": {
                "countries": {"all": ["JP"], "any": ["KR"], "none": ["US"], "only": ["JP", "KR"]},
                "form": "series",
                "year": [2000, None],
                "tones": ["slow-burn-romance>=2"],
                "released_by": "2025-10-28",
                "unknown": "drop",
            },
            "relations": "exclude",
            "k": 5,
            "offset": 5,
        }
    )
    assert query.like == (Seed("a", 2.0, is_id=True), Seed("b"))
    assert query.dislike == (Seed("c", 0.25), Seed("d"))
    assert query.filters.countries == CountryFilter(("JP",), ("KR",), ("US",), ("JP", "KR"))
    assert query.filters.form is Form.SERIES
    assert query.filters.year == (2000, None)
    assert query.filters.tones == (ToneCondition("slow-burn-romance", 2),)
    assert query.filters.released_by == PartialDate("2025-10-28")
    assert query.filters.unknown is Unknown.DROP
    assert query.relations is RelationPolicy.EXCLUDE
    assert (query.k, query.offset, query.text) == (5, 5, "two detectives")


@pytest.mark.parametrize(
    ("document", "named"),
    [
        ({}, "nothing to start from"),
        ([], "query"),
        ({"like": ["a"], "k": 0}, "k"),
        ({"like": ["a"], "k": True}, "k"),
        ({"like": ["a"], "typo": 1}, "typo"),
        ({"like": [{"title": "a", "weight": -1}]}, "weight"),
        ({"like": ["a"], "escapism": True}, "escapism"),
        ({"like": ["a"], "filters": {"year": [2020, 2010]}}, "write the earlier first"),
        ({"like": [{"id": "a", "title": "b"}]}, "either an id or a title"),
        ({"like": ["a"], "escapism": math.nan}, "escapism"),
        ({"like": ["a"], "weights": {"cast": math.inf}}, "weights"),
        ({"like": ["a"], "filters": {"tones": ["slow-burn>=9"]}}, "intensity"),
        ({"like": ["a"], "filters": {"genres": ["x"] * 50, "avoid": ["y"] * 11}}, "61 conditions"),
        ({"like": ["a"], "filters": {"released_by": "tomorrow"}}, "not a date"),
        ({"like": ["x" * 501]}, r"^like\.0: "),
        ({"like": [{"id": 3}]}, r"^like\.0\.id: "),
    ],
)
def test_what_cannot_be_asked_is_refused_and_the_field_is_named(document: object, named: str) -> None:
    with pytest.raises(QueryError, match=named):
        query_from_json(document)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)


@given(JSON | st.dictionaries(st.sampled_from(["like", "dislike", "text", "filters", "k", "more"]), JSON))
def test_any_json_gives_a_question_or_a_short_refusal(document: object) -> None:
    assert len(_refusal(document)) < 600


def _refusal(document: object) -> str:
    try:
        query_from_json(document)
    except QueryError as error:
        return str(error)
    return ""


def test_a_refusal_does_not_grow_with_its_input() -> None:
    with pytest.raises(QueryError) as caught:
        query_from_json({"like": [["x" * 100_000]] * 90})
    assert len(json.dumps(str(caught.value))) < 600
