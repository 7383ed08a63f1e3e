"""Pairs, labels and ratings, put to methods whose scores are written down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from training.evaluation.judgements import Labels, Pairs, Siblings
from training.evaluation.labels_task import auc_difference, auc_interval, measure_on_labels
from training.evaluation.pairs_task import measure_on_pairs, pair_questions
from training.evaluation.ratings_task import measure_on_ratings, viewer_questions
from training.evaluation.viewers import Viewer

N_TITLES = 6
NO_SIBLINGS = Siblings.from_pairs([], n_titles=N_TITLES)


@dataclass(frozen=True)
class Written:
    """Scores that a test has written down: one row a source."""

    table: NDArray[np.float64]
    name: str = "written"

    def scores(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        return self.table[rows]

    def profile(self, rows: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(weights @ self.table[rows])


# Each title is the more like another the higher that one's row.
RISING = Written(np.tile(np.arange(N_TITLES, dtype=float), (N_TITLES, 1)))
FALLING = Written(-RISING.table, "falling")


def pairs(*rows: tuple[int, int]) -> Pairs:
    source, target = (np.array(column) for column in zip(*rows, strict=True))
    return Pairs(source, target, np.ones(len(rows)))


def test_the_source_is_never_shown_to_itself() -> None:
    measured = measure_on_pairs(RISING, pair_questions(pairs((5, 4)), NO_SIBLINGS), k=3)
    assert measured.lists.tolist() == [[4, 3, 2]]
    assert measured.values["ndcg"].tolist() == [1.0]


def test_siblings_are_neither_shown_nor_right_answers() -> None:
    siblings = Siblings.from_pairs([(0, 5)], n_titles=N_TITLES)
    (question,) = pair_questions(pairs((0, 4), (0, 5)), siblings)
    assert question.relevant.tolist() == [4]
    assert measure_on_pairs(RISING, [question], k=2).lists.tolist() == [[4, 3]]


def test_source_with_no_other_answer_than_siblings_is_not_asked() -> None:
    siblings = Siblings.from_pairs([(0, 5)], n_titles=N_TITLES)
    questions = pair_questions(pairs((0, 5), (1, 2)), siblings)
    assert [question.unit for question in questions] == [1]


def test_each_source_has_one_value_a_metric_in_the_order_of_the_sources() -> None:
    measured = measure_on_pairs(RISING, pair_questions(pairs((0, 5), (1, 2), (1, 3)), NO_SIBLINGS), k=2)
    assert measured.units.tolist() == [0, 1]
    assert measured.values["mrr"].tolist() == pytest.approx([1.0, 1 / 3])
    assert measured.values["recall"].tolist() == [1.0, 0.0]
    assert measured.values["hit_rate"].tolist() == [1.0, 0.0]


def test_list_is_filled_with_minus_one_where_the_catalogue_is_too_small() -> None:
    measured = measure_on_pairs(RISING, pair_questions(pairs((0, 5)), NO_SIBLINGS), k=8)
    assert measured.lists.tolist() == [[5, 4, 3, 2, 1, -1, -1, -1]]


def test_order_of_the_rows_lends_nothing_to_a_method_that_cannot_tell_titles_apart() -> None:
    flat = Written(np.zeros((N_TITLES, N_TITLES)))
    measured = measure_on_pairs(flat, pair_questions(pairs((0, 1), (1, 0)), NO_SIBLINGS), k=1)
    assert measured.values["ndcg"].tolist() == pytest.approx([1 / 5, 1 / 5])


def test_viewers_find_what_was_hidden_of_them_among_what_they_have_not_rated() -> None:
    viewer = Viewer(3, liked=np.array([0]), hidden=np.array([4]), excluded=np.array([0, 5]))
    measured = measure_on_ratings(RISING, viewer_questions([viewer]), k=2)
    assert measured.units.tolist() == [3]
    assert measured.lists.tolist() == [[4, 3]]
    assert measured.values["ndcg"].tolist() == [1.0]


LABELS = Labels(
    np.array([0, 0, 1, 2, 2]), np.array([5, 1, 4, 3, 0]), np.array([True, False, True, True, False])
)


def test_labels_are_scored_from_their_source() -> None:
    table = np.arange(N_TITLES**2, dtype=float).reshape(N_TITLES, N_TITLES)
    assert measure_on_labels(Written(table), LABELS).scores.tolist() == [5, 1, 10, 15, 12]


def test_auc_is_one_where_all_good_ones_stand_above_all_bad_ones() -> None:
    found = auc_interval(measure_on_labels(RISING, LABELS))
    assert (found.value, found.low, found.high) == (1.0, 1.0, 1.0)


def test_difference_of_two_aucs_is_paired() -> None:
    ours, theirs = measure_on_labels(RISING, LABELS), measure_on_labels(FALLING, LABELS)
    assert auc_difference(ours, theirs).value == 1.0
    assert auc_difference(ours, ours).low == 0.0


def test_interval_of_an_auc_is_about_as_wide_as_theory_says() -> None:
    # Hanley and McNeil 1982: with n good and n bad ones of equal spread, independent of each other.
    rng, n_each = np.random.default_rng(0), 150
    is_good = np.arange(2 * n_each) < n_each
    scores = rng.normal(size=2 * n_each) + is_good
    labels = Labels(np.arange(2 * n_each), np.zeros(2 * n_each, dtype=np.int64), is_good)
    found = auc_interval(measure_on_labels(Written(scores[:, None]), labels))
    area = found.value
    q1, q2 = area / (2 - area), 2 * area**2 / (1 + area)
    variance = area * (1 - area) + (n_each - 1) * (q1 + q2 - 2 * area**2)
    assert found.high - found.low == pytest.approx(2 * 1.96 * np.sqrt(variance) / n_each, rel=0.15)
