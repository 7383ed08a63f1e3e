from __future__ import annotations

import ir_measures
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import RR, Qrel, R, ScoredDoc, nDCG
from numpy.typing import NDArray
from sklearn.metrics import ndcg_score, roc_auc_score

from training.evaluation.metrics import auc, ndcg, recall, weighted_auc
from training.evaluation.questions import GRADED, HIT_RATE, MRR, NDCG, RECALL, Question, measure

K = 5
SCORES = st.lists(st.integers(0, 4), min_size=8, max_size=20)


def asked(scores: list[float], weights: dict[int, float]) -> dict[str, float]:
    """Every metric of one question about titles with these scores."""
    rows = np.array(sorted(weights))
    question = Question(
        unit=0,
        seeds=np.array([0]),
        relevant=rows,
        weights=np.array([weights[int(row)] for row in rows]),
        excluded=np.empty(0, dtype=np.int64),
    )
    measured = measure("it", [question], [np.array(scores, dtype=np.float64)], k=K)
    return {metric: float(values[0]) for metric, values in measured.values.items()}


def test_a_perfect_list_has_ndcg_one() -> None:
    assert ndcg(np.array([1.0, 1.0, 0.0]), np.ones(2), k=3) == 1.0


def test_the_ideal_list_has_at_most_k_hits() -> None:
    assert ndcg(np.array([1.0, 1.0]), np.ones(100), k=2) == 1.0


def test_places_after_k_do_not_count() -> None:
    gains = np.array([0.0, 0.0, 1.0])
    assert ndcg(gains, np.ones(1), k=2) == 0
    assert recall(gains, n_relevant=1, k=2) == 0


def test_a_hit_at_the_second_place_has_the_discount_of_the_second_place() -> None:
    assert ndcg(np.array([0.0, 1.0]), np.ones(1), k=2) == pytest.approx(1 / np.log2(3))


@given(scores=SCORES, data=st.data())
def test_ndcg_agrees_with_scikit_learn_also_where_scores_are_equal(
    scores: list[float], data: st.DataObject
) -> None:
    rows = data.draw(st.sets(st.integers(0, len(scores) - 1), min_size=1))
    truth = np.zeros(len(scores))
    truth[sorted(rows)] = 1
    expected = ndcg_score(truth[None, :], np.array(scores, dtype=float)[None, :], k=K)
    assert asked(scores, dict.fromkeys(rows, 1.0))[NDCG] == pytest.approx(expected)


@given(scores=SCORES, data=st.data())
def test_graded_ndcg_agrees_with_scikit_learn(scores: list[float], data: st.DataObject) -> None:
    rows = st.integers(0, len(scores) - 1)
    weights = data.draw(st.dictionaries(rows, st.floats(0.5, 50), min_size=1))
    truth = np.zeros(len(scores))
    truth[list(weights)] = np.log1p(list(weights.values()))
    expected = ndcg_score(truth[None, :], np.array(scores, dtype=float)[None, :], k=K)
    assert asked(scores, weights)[GRADED] == pytest.approx(expected)


@given(seed=st.integers(0, 1000), n_titles=st.integers(6, 30), n_relevant=st.integers(1, 6))
def test_all_metrics_agree_with_ir_measures_where_no_scores_are_equal(
    seed: int, n_titles: int, n_relevant: int
) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.permutation(n_titles).astype(float)
    rows = rng.choice(n_titles, n_relevant, replace=False)
    qrels = [Qrel("q", str(row), 1) for row in rows]
    run = [ScoredDoc("q", str(row), score) for row, score in enumerate(scores)]
    theirs = ir_measures.calc_aggregate([nDCG @ K, R @ K, RR], qrels, run)
    ours = asked(scores.tolist(), dict.fromkeys(rows.tolist(), 1.0))
    assert ours[NDCG] == pytest.approx(theirs[nDCG @ K])
    assert ours[RECALL] == pytest.approx(theirs[R @ K])
    assert ours[MRR] == pytest.approx(theirs[RR])
    assert ours[HIT_RATE] == (theirs[R @ K] > 0)


@given(scores=st.lists(st.integers(0, 5), min_size=2, max_size=40), data=st.data())
def test_auc_agrees_with_scikit_learn_and_counts_ties_half(scores: list[int], data: st.DataObject) -> None:
    size = len(scores)
    is_good = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    is_good[:2] = [True, False]
    expected = roc_auc_score(is_good, scores)
    assert auc(np.array(scores, dtype=float), is_good) == pytest.approx(expected)


@given(seed=st.integers(0, 100))
def test_a_weight_of_two_is_the_same_as_a_judgement_that_is_there_twice(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores, weights = rng.integers(0, 4, 12).astype(float), rng.integers(0, 3, 12)
    weights[:2] = 1
    is_good = np.array([True, False] * 6)
    repeated = np.repeat(np.arange(12), weights)
    expected = roc_auc_score(is_good[repeated], scores[repeated])
    assert weighted_auc(scores, is_good, weights[None, :].astype(float))[0] == pytest.approx(expected)


def test_auc_of_only_good_ones_is_not_a_number() -> None:
    found: NDArray[np.float64] = weighted_auc(np.array([1.0, 2.0]), np.array([True, True]), np.ones((1, 2)))
    assert np.isnan(found[0])
