"""What variety costs: lists re-ranked for diversity, measured for both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.catalogue import Catalogue
from recsys.model import Model
from recsys.ranking import POOL, intra_list_similarity, maximal_marginal_relevance
from recsys.similarity import pairwise_cosine
from training.evaluation.bootstrap import Interval, difference_interval, mean_interval
from training.evaluation.evaluation import Settings, Tell
from training.evaluation.judgements import Judgements
from training.evaluation.metrics import ndcg
from training.evaluation.pairs_task import pair_questions
from training.evaluation.questions import Question
from training.evaluation.ranked import rank
from training.evaluation.ratings_task import viewer_questions
from training.evaluation.results import Evaluation
from training.evaluation.scorer import ModelScorer, Scorer
from training.evaluation.splits import in_half

DIVERSITIES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
N_ASKED = 500
"""More questions than these are a sample, drawn with a fixed seed: each is re-ranked six times."""
_SEED = 11


@dataclass(frozen=True, slots=True)
class Point:
    """Lists made with one value of the option ``diversity``.

    Parameters
    ----------
    asked : float
        The option, from 0 (by score alone) to 1.
    ndcg : Interval
        Accuracy of the lists.
    cost : Interval
        Their nDCG minus that of the lists by score alone, on the same questions.
    diversity : Interval
        1 minus the mean cosine of two titles of a list.
    """

    asked: float
    ndcg: Interval
    cost: Interval
    diversity: Interval


@dataclass(frozen=True, slots=True)
class TradeOff:
    """Diversity against accuracy on one kind of judgement.

    Parameters
    ----------
    kind : str
        ``pairs`` or ``ratings``.
    n_asked, n_all : int
        How many sources or viewers were looked at, and of how many.
    points : tuple of Point
        One each of :data:`DIVERSITIES`.
    """

    kind: str
    n_asked: int
    n_all: int
    points: tuple[Point, ...]


def trade_offs(
    catalogue: Catalogue,
    model: Model,
    judgements: Judgements,
    found: Evaluation,
    *,
    settings: Settings,
    tell: Tell = lambda _: None,
) -> tuple[TradeOff, ...]:
    """Return what variety costs, on each kind of judgement that has lists.

    Parameters
    ----------
    catalogue : Catalogue
        The titles.
    model : Model
        A model of them.
    judgements : Judgements
        What people said of them.
    found : Evaluation
        The model, measured on the same judgements.
    settings : Settings
        How it was measured.
    tell : callable
        Is told what is being done.

    Returns
    -------
    tuple of TradeOff
        In the order of ``found.tasks``; none for labels, and none for lists of one title.
    """
    traded = []
    for task in found.tasks:
        questions = asked_questions(task.kind, catalogue, judgements, settings)
        if questions and settings.k > 1:
            tell(f"Diversity: {task.kind}")
            traded.append(_trade_off(task.kind, model, questions, settings.k))
    return tuple(traded)


def asked_questions(
    kind: str, catalogue: Catalogue, judgements: Judgements, settings: Settings
) -> tuple[Question, ...]:
    """Return the questions that a kind of judgement was measured by.

    Parameters
    ----------
    kind : str
        ``pairs``, ``labels`` or ``ratings``.
    catalogue : Catalogue
        The titles.
    judgements : Judgements
        What people said of them.
    settings : Settings
        How it was measured.

    Returns
    -------
    tuple of Question
        None for labels, which ask for no list.
    """
    if kind == "pairs" and judgements.pairs is not None:
        ids = [title.id for title in catalogue]
        asked = in_half(judgements.pairs, settings.half, halves=judgements.halves, ids=ids)
        return pair_questions(asked, judgements.siblings)
    if kind == "ratings" and judgements.ratings is not None:
        return viewer_questions(settings.hiding.viewers(judgements.ratings, n_titles=len(catalogue)))
    return ()


def sample(questions: Sequence[Question], n: int) -> tuple[Question, ...]:
    """Return at most n questions, drawn with a fixed seed.

    Parameters
    ----------
    questions : sequence of Question
        All of them.
    n : int
        How many at most.

    Returns
    -------
    tuple of Question
        In the same order.
    """
    if len(questions) <= n:
        return tuple(questions)
    chosen = np.random.default_rng(_SEED).choice(len(questions), n, replace=False)
    return tuple(questions[int(number)] for number in np.sort(chosen))


def answer(scorer: Scorer, question: Question, kind: str) -> NDArray[np.float64]:
    """Return the scores that answer a question.

    Parameters
    ----------
    scorer : Scorer
        The method.
    question : Question
        Of one source, or of a viewer.
    kind : str
        ``pairs`` or ``ratings``.

    Returns
    -------
    ndarray of float64, shape (n_titles,)
        Higher is better.
    """
    if kind == "pairs":
        return np.asarray(scorer.scores(question.seeds)[0], dtype=np.float64)
    return scorer.profile(question.seeds, np.ones(len(question.seeds)))


def _trade_off(kind: str, model: Model, questions: Sequence[Question], k: int) -> TradeOff:
    asked, scorer = sample(questions, N_ASKED), ModelScorer(model)
    measured = np.array([list(_measured(kind, model, scorer, question, k)) for question in asked])
    accuracy, diversity = measured[..., 0].T, measured[..., 1].T
    points = tuple(
        Point(
            asked=value,
            ndcg=mean_interval(accuracy[number]),
            cost=difference_interval(accuracy[number], accuracy[0]),
            diversity=mean_interval(diversity[number]),
        )
        for number, value in enumerate(DIVERSITIES)
    )
    return TradeOff(kind, len(asked), len(questions), points)


def _measured(
    kind: str, model: Model, scorer: Scorer, question: Question, k: int
) -> Iterator[tuple[float, float]]:
    """Accuracy and diversity of the list, by value of the option."""
    ranking = rank(answer(scorer, question, kind), excluded=question.excluded, unit=question.unit)
    pool = ranking.contenders(max(k, POOL))[: max(k, POOL)]
    likeness = pairwise_cosine(model, pool)
    is_hit = np.isin(pool, question.relevant).astype(np.float64)
    ideal = np.ones(len(question.relevant))
    for value in DIVERSITIES:
        order = maximal_marginal_relevance(ranking.scores[pool], likeness, diversity=value)[:k]
        yield ndcg(is_hit[order], ideal, k=k), 1 - intra_list_similarity(likeness[np.ix_(order, order)])
