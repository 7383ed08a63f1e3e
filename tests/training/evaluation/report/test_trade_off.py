from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from recsys.ranking import POOL
from tests.training.evaluation.report.measured import CATALOGUE, FOUND, JUDGEMENTS, MODEL, SETTINGS
from training.evaluation import ModelScorer, Settings
from training.evaluation.metrics import ndcg
from training.evaluation.questions import Question
from training.evaluation.ranked import rank
from training.evaluation.report.trade_off import DIVERSITIES, TradeOff, asked_questions, sample, trade_offs


@pytest.fixture(scope="module")
def found() -> tuple[TradeOff, ...]:
    return trade_offs(CATALOGUE, MODEL, JUDGEMENTS, FOUND, settings=SETTINGS)


def best_of(question: Question) -> NDArray[np.int64]:
    """The titles of a question's pool, by score."""
    scores = ModelScorer(MODEL).scores(question.seeds)[0]
    return rank(scores, excluded=question.excluded, unit=question.unit).contenders(POOL)


def test_pairs_and_ratings_have_lists_and_labels_have_none(found: tuple[TradeOff, ...]) -> None:
    assert [one.kind for one in found] == ["pairs", "ratings"]
    assert asked_questions("labels", CATALOGUE, JUDGEMENTS, SETTINGS) == ()


def test_as_many_questions_are_asked_as_in_the_evaluation(found: tuple[TradeOff, ...]) -> None:
    for one in found:
        assert one.n_asked == one.n_all == FOUND.task(one.kind).n_units


def test_lists_by_score_alone_are_those_of_the_evaluation_but_for_ties(found: tuple[TradeOff, ...]) -> None:
    for one in found:
        beyond = FOUND.task(one.kind).methods[0].beyond
        assert beyond is not None
        assert one.points[0].asked == 0
        assert one.points[0].diversity.value == pytest.approx(beyond.diversity, abs=0.01)


def test_accuracy_is_that_of_the_titles_shown(found: tuple[TradeOff, ...]) -> None:
    questions = asked_questions("pairs", CATALOGUE, JUDGEMENTS, SETTINGS)
    shown = [best_of(question)[: SETTINGS.k] for question in questions]
    hits = [np.isin(own, q.relevant).astype(float) for own, q in zip(shown, questions, strict=True)]
    expected = [ndcg(own, np.ones(len(q.relevant)), k=3) for own, q in zip(hits, questions, strict=True)]
    assert found[0].points[0].ndcg.value == pytest.approx(np.mean(expected))


def test_cost_is_the_difference_from_lists_by_score_alone(found: tuple[TradeOff, ...]) -> None:
    for one in found:
        assert [point.asked for point in one.points] == list(DIVERSITIES)
        for point in one.points:
            assert point.cost.value == pytest.approx(point.ndcg.value - one.points[0].ndcg.value)


def test_more_diversity_that_is_asked_for_is_more_diversity(found: tuple[TradeOff, ...]) -> None:
    for one in found:
        assert one.points[-1].diversity.value > one.points[0].diversity.value


def test_lists_of_one_title_have_no_diversity() -> None:
    single = replace(SETTINGS, k=1)
    assert trade_offs(CATALOGUE, MODEL, JUDGEMENTS, FOUND, settings=single) == ()


def test_half_is_that_of_the_evaluation() -> None:
    halves = dict.fromkeys(range(len(CATALOGUE)), "test") | {CATALOGUE.row_of("a"): "dev"}
    judgements = replace(JUDGEMENTS, halves=halves)
    asked = asked_questions("pairs", CATALOGUE, judgements, Settings(half="dev"))
    assert [question.unit for question in asked] == [CATALOGUE.row_of("a")]


def test_sample_is_drawn_once_and_keeps_the_order() -> None:
    nothing = np.empty(0, dtype=np.int64)
    questions = [Question(n, nothing, nothing, np.empty(0), nothing) for n in range(40)]
    units = [question.unit for question in sample(questions, 10)]
    assert len(units) == 10
    assert units == sorted(set(units))
    assert units == [question.unit for question in sample(questions, 10)]
    assert sample(questions, 40) == tuple(questions)
