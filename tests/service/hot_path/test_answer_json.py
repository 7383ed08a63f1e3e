from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.answer import (
    Answer,
    ModelName,
    Part,
    Reason,
    ReasonKind,
    RelatedTitle,
    Relaxation,
    ResolvedQuery,
    ResolvedSeed,
    Result,
)
from recsys.model import Model
from recsys.query_document import query_from_json
from recsys.recommender import Recommender
from service.hot_path.answer_json import encoded, rounded

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
tuples = st.lists(texts, max_size=3).map(tuple)
numbers = st.floats(allow_nan=False, allow_infinity=False)


def plainly(answer: Answer) -> bytes:
    """What the framework writes of an answer's dictionary."""
    separators = (",", ":")
    return json.dumps(answer.to_dict(), ensure_ascii=False, allow_nan=False, separators=separators).encode()


answers = st.builds(
    Answer,
    query=st.builds(
        ResolvedQuery,
        seeds=st.lists(st.builds(ResolvedSeed, texts, texts, numbers, texts), max_size=2).map(tuple),
        text=texts,
        understood=tuples,
        ignored=tuples,
        more=st.dictionaries(texts, numbers, max_size=2),
        less=st.dictionaries(texts, numbers, max_size=2),
        weights=st.dictionaries(texts, numbers, max_size=2),
        filters=st.dictionaries(texts, st.lists(texts, max_size=2), max_size=2),
        options=st.dictionaries(texts, st.none() | texts | numbers, max_size=2),
    ),
    model=st.builds(ModelName, texts, texts),
    results=st.lists(
        st.builds(
            Result,
            rank=st.integers(1, 100),
            id=texts,
            title=texts,
            original_title=st.none() | texts,
            year=st.none() | st.integers(1800, 2200),
            form=st.none() | texts,
            medium=st.none() | texts,
            countries=tuples,
            score=numbers,
            reasons=st.lists(
                st.builds(Reason, st.sampled_from(ReasonKind), texts, tuples, tuples, numbers), max_size=2
            ).map(tuple),
            parts=st.lists(st.builds(Part, texts, texts, st.none() | texts, numbers), max_size=3).map(tuple),
            notes=tuples,
        ),
        max_size=3,
    ).map(tuple),
    related=st.lists(
        st.builds(
            RelatedTitle, texts, texts, st.none() | st.integers(1800, 2200), texts, texts, st.booleans()
        ),
        max_size=2,
    ).map(tuple),
    relaxations=st.lists(st.builds(Relaxation, texts, st.integers(0, 9)), max_size=2).map(tuple),
    notices=tuples,
)


@given(answer=answers)
def test_bytes_are_those_of_the_dictionary(answer: Answer) -> None:
    assert encoded(answer) == plainly(answer)


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
@pytest.mark.parametrize("asked", [{}, {"k": 2}, {"spoilers": True}, {"filters": {"form": "film"}}])
def test_every_title_of_a_model_is_answered_for_with_the_same_bytes(
    model: Model, language: str, asked: dict[str, Any]
) -> None:
    for id in model.names.ids.table:
        document = {"like": [{"id": id}], "language": language, **asked}
        answer = Recommender(model).recommend(query_from_json(document))
        assert encoded(answer) == plainly(answer)


@given(value=st.floats(-2e5, 2e5) | st.floats(-1, 1) | st.floats(-1e-3, 1e-3), places=st.integers(1, 9))
def test_rounded_number_is_written_as_json_writes_it(value: float, places: int) -> None:
    assert rounded(value, places) == json.dumps(round(value, places))


@pytest.mark.parametrize(
    "value", [0.0, -0.0, 1e-4, -1e-4, 99999.9999999999, 1e5, 0.5, 2.5e-10, 1e300, 7, np.float64(0.1)]
)
def test_border_is_written_as_json_writes_it(value: float) -> None:
    assert rounded(value, 9) == json.dumps(round(value, 9))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_number_that_json_has_no_word_for_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        rounded(value, 9)
