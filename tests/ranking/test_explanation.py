"""The parts of a score against plain arithmetic over dense rows."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from recsys.arrays import SparseVector
from recsys.features import YEAR_SPAN, year_kernel
from recsys.model import Model
from recsys.query_document import query_from_json
from recsys.question import ask
from recsys.ranking import Evidence, column_weights, explain
from recsys.ranking.explanation import Explainer
from recsys.recommender import Recommender
from tests.builders import model_of, title

IDS = tuple("abcdef")


@pytest.fixture(scope="module")
def model() -> Model:
    return model_of(
        title("a", genres=("drama", "romance"), tones=("grounded",), countries=("KR",), year=2001),
        title("b", genres=("drama",), tones=("grounded", "restrained"), countries=("KR", "JP"), year=2004),
        title("c", genres=("romance",), tags=("slow burn",), cast=("Ahn Example",), year=2001),
        title("d", genres=("drama", "crime"), tones=("restrained",), cast=("Ahn Example",)),
        title("e", genres=("crime",), countries=("JP",), year=1990),
        title("f", genres=("drama", "romance"), tones=("grounded",), tags=("slow burn",), year=2019),
    )


def dense(model: Model, vector: SparseVector) -> NDArray[np.float64]:
    spread = np.zeros(model.space.n_features)
    spread[vector.columns] = vector.values
    return spread


@given(
    likes=st.lists(st.sampled_from(IDS), min_size=1, max_size=4, unique=True),
    row=st.integers(0, len(IDS) - 1),
    amount=st.floats(0, 3),
)
def test_parts_are_the_summands_of_the_weighted_product(
    model: Model, likes: list[str], row: int, amount: float
) -> None:
    asked = {"like": [{"id": id} for id in likes], "more": {"grounded": amount}}
    question = ask(model, query_from_json(asked))
    blocks = model.space.blocks_of(np.arange(model.space.n_features, dtype=np.int32))
    weights = column_weights(model.space, question.weights)[blocks]
    candidate, year = dense(model, model.vector(row)), int(model.facets.year[row])
    expected: dict[tuple[str, str, str], float] = {}
    for item in question.evidence:
        products = item.weight * weights * dense(model, item.vector) * candidate
        for column in np.flatnonzero(products):
            block, token = model.space.feature(int(column))
            expected[block, token, item.label] = products[column]
    found = explain(
        question.evidence, model.space, question.weights, model.vector(row), year=year, spoilers=True
    )
    told = {(part.block, part.feature, part.seed): part.value for part in found if part.block != "year"}
    assert told == pytest.approx(expected)
    for part in found:
        if part.block == "year":
            (seed,) = [item for item in question.evidence if item.label == part.seed]
            kernel = year_kernel(np.array([year - seed.year]), span=YEAR_SPAN)[0]
            assert part.value == pytest.approx(seed.weight * question.weights["year"] * kernel)


@given(
    likes=st.lists(st.sampled_from(IDS), min_size=1, max_size=3, unique=True),
    blend=st.sampled_from(["mean", "nearest"]),
    language=st.sampled_from(["en", "ko"]),
)
def test_parts_sum_to_the_score_in_every_language(
    model: Model, likes: list[str], blend: str, language: str
) -> None:
    asked = {"like": [{"id": id} for id in likes], "blend": blend, "language": language}
    for result in Recommender(model).recommend(query_from_json(asked)).results:
        assert math.fsum(part.value for part in result.parts) == pytest.approx(result.score, abs=1e-6)


def test_one_explainer_explains_each_title_as_if_it_were_the_only_one(model: Model) -> None:
    question = ask(model, query_from_json({"like": [{"id": "a"}, {"id": "b"}], "blend": "nearest"}))
    together = Explainer(question.evidence, model.space, question.weights)
    for row in range(len(model)):
        vector, year, hub = model.vector(row), int(model.facets.year[row]), float(model.hubs[row])
        alone = explain(question.evidence, model.space, question.weights, vector, year=year, hub=hub)
        assert together.parts(vector, year=year, hub=hub) == alone


def test_evidence_without_features_has_no_parts(model: Model) -> None:
    nothing = Evidence("text", 1.0, SparseVector(np.empty(0, np.int32), np.empty(0)))
    assert explain([nothing], model.space, model.info.weights, model.vector(0), year=2001) == ()
