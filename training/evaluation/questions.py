"""Questions with known answers, put to a method: lists, and one value a question for each metric.

Pairs and ratings differ in how questions are made; how the answers are judged is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.evaluation.metrics import ndcg, recall
from training.evaluation.ranked import rank
from training.evaluation.ties import chance_of_hit, mean_gains, mean_reciprocal_place

NDCG, GRADED, RECALL, MRR, HIT_RATE = "ndcg", "graded_ndcg", "recall", "mrr", "hit_rate"
METRICS = (NDCG, GRADED, RECALL, MRR, HIT_RATE)
"""MRR looks at the whole ranking, the others at the first k places."""
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Question:
    """One question and the titles that would be right answers.

    Parameters
    ----------
    unit : int
        Number of the source or user.
    seeds : ndarray of int64, shape (n_seeds,)
        Titles that are told to be liked; at least one.
    relevant : ndarray of int64, shape (n_relevant,)
        Right answers; at least one.
    weights : ndarray of float64, shape (n_relevant,)
        How many people would give each of them.
    excluded : ndarray of int64
        Titles that may not be shown.
    """

    unit: int
    seeds: NDArray[np.int64]
    relevant: NDArray[np.int64]
    weights: NDArray[np.float64]
    excluded: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one method answered, and how good that was.

    Parameters
    ----------
    name : str
        The method.
    units : ndarray of int64, shape (n_questions,)
        Source or user of each question.
    values : mapping of str to ndarray of float64, shape (n_questions,)
        One value a question, by metric; the mean over all orders of ties.
    lists : ndarray of int64, shape (n_questions, k)
        Shown titles, best first, ties in one random order; -1 where a list is shorter.
    """

    name: str
    units: NDArray[np.int64]
    values: Mapping[str, NDArray[np.float64]]
    lists: NDArray[np.int64]


def measure(
    name: str, questions: Sequence[Question], scores: Iterable[NDArray[np.float64]], *, k: int
) -> Measured:
    """Return the lists that scores amount to, judged.

    Parameters
    ----------
    name : str
        The method.
    questions : sequence of Question
        The questions.
    scores : iterable of ndarray of float64, shape (n_titles,)
        The method's scores for each question, in the same order.
    k : int
        Length of a list.

    Returns
    -------
    Measured
        One value a question and metric.
    """
    lists = np.full((len(questions), k), NOBODY, dtype=np.int64)
    values = {metric: np.zeros(len(questions)) for metric in METRICS}
    for number, (question, own) in enumerate(zip(questions, scores, strict=True)):
        ranking = rank(own, excluded=question.excluded, unit=question.unit)
        contenders = ranking.contenders(k)
        lists[number, : len(contenders[:k])] = contenders[:k]
        for metric, value in _judged(question, ranking.scores, contenders, k).items():
            values[metric][number] = value
    return Measured(name, np.array([q.unit for q in questions], dtype=np.int64), values, lists)


def _judged(
    question: Question, scores: NDArray[np.float64], contenders: NDArray[np.int64], k: int
) -> dict[str, float]:
    weights = np.zeros(len(scores))
    weights[question.relevant] = question.weights
    weights, tied, n_relevant = weights[contenders], scores[contenders], len(question.relevant)
    hits = mean_gains(tied, np.sign(weights), k=k)
    return {
        NDCG: ndcg(hits, np.ones(n_relevant), k=k),
        GRADED: ndcg(mean_gains(tied, np.log1p(weights), k=k), np.log1p(question.weights), k=k),
        RECALL: recall(hits, n_relevant=n_relevant, k=k),
        MRR: mean_reciprocal_place(scores, question.relevant),
        HIT_RATE: chance_of_hit(tied, weights > 0, k=k),
    }
