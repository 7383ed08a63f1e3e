from __future__ import annotations

from dataclasses import replace

import numpy as np

from recsys import Recommender, similar_to
from recsys.similarity import pairwise_cosine, scores_between, unscaled_scores_between
from tests.builders import model_of, title

MODEL = replace(
    model_of(
        title("a", genres=("drama", "crime"), year=2000, cast=("Ahn Example",)),
        title("b", genres=("crime",), year=2004),
        title("c", genres=("comedy",), cast=("Ahn Example",)),
    ),
    hubs=np.array([0.75, 1.0, 1.25], dtype=np.float32),  # three titles make no hubs of their own
)
ROWS = np.arange(3)


def test_the_score_is_symmetric_but_for_the_factor_of_the_candidate() -> None:
    plain = unscaled_scores_between(MODEL, ROWS)
    np.testing.assert_allclose(plain, plain.T, atol=1e-12)
    np.testing.assert_allclose(scores_between(MODEL, ROWS), plain * MODEL.hubs[None, :], atol=1e-12)


def test_the_reference_agrees_with_the_recommender() -> None:
    scores = scores_between(MODEL, ROWS)
    results = Recommender(MODEL).recommend(similar_to("a")).results
    assert {result.id for result in results} == {"b", "c"}
    for result in results:
        assert abs(result.score - scores[0, "abc".index(result.id)]) < 1e-6


def test_some_columns_are_a_part_of_all_columns() -> None:
    np.testing.assert_allclose(
        scores_between(MODEL, ROWS, np.array([2, 0])), scores_between(MODEL, ROWS)[:, [2, 0]]
    )


def test_the_cosine_of_two_titles_knows_no_order_and_no_hubs() -> None:
    cosine = pairwise_cosine(MODEL, ROWS)
    np.testing.assert_allclose(cosine, cosine.T, atol=1e-12)
    even = replace(MODEL, hubs=np.ones_like(MODEL.hubs))
    np.testing.assert_array_equal(pairwise_cosine(even, ROWS), cosine)


def test_the_cosine_of_a_title_with_itself_is_one_and_none_is_above() -> None:
    cosine = pairwise_cosine(MODEL, ROWS)
    np.testing.assert_allclose(cosine.diagonal(), 1.0)
    assert cosine.max() <= 1 + 1e-12
