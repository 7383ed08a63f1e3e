"""Pairs: whether those titles come first that people recommend to whoever liked the source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from training.evaluation.judgements import Pairs, Siblings
from training.evaluation.questions import Measured, Question, measure
from training.evaluation.scorer import Scorer, chunks


def pair_questions(pairs: Pairs, siblings: Siblings) -> tuple[Question, ...]:
    """Return one question a source.

    The source itself and its siblings may not be shown and are no right answers. A source that
    has none left is not asked.

    Parameters
    ----------
    pairs : Pairs
        Recommendations by people.
    siblings : Siblings
        Titles of the same series.

    Returns
    -------
    tuple of Question
        In the order of the sources.
    """
    questions = []
    for source, targets, weights in pairs.by_source():
        excluded = np.append(siblings.of(source), source)
        is_left = ~np.isin(targets, excluded)
        if is_left.any():
            seeds = np.array([source])
            questions.append(Question(source, seeds, targets[is_left], weights[is_left], excluded))
    return tuple(questions)


def measure_on_pairs(scorer: Scorer, questions: Sequence[Question], *, k: int) -> Measured:
    """Return how a method answers questions of one seed each.

    Parameters
    ----------
    scorer : Scorer
        The method.
    questions : sequence of Question
        As :func:`pair_questions` makes them.
    k : int
        Length of a list.

    Returns
    -------
    Measured
        One value a source and metric.
    """
    return measure(scorer.name, questions, _scores(scorer, questions), k=k)


def _scores(scorer: Scorer, questions: Sequence[Question]) -> Iterator[NDArray[np.float64]]:
    for sources in chunks(np.array([question.seeds[0] for question in questions], dtype=np.int64)):
        yield from scorer.scores(sources)
