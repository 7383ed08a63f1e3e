from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.evaluation.ranked import rank

NOTHING = np.empty(0, dtype=np.int64)


def test_the_best_stand_first() -> None:
    ranking = rank(np.array([0.1, 0.9, 0.5]), excluded=NOTHING, unit=0)
    assert ranking.contenders(2).tolist() == [1, 2]


def test_excluded_titles_are_never_shown_even_if_too_few_are_left() -> None:
    ranking = rank(np.array([0.1, 0.9, 0.5]), excluded=np.array([1, 0]), unit=0)
    assert ranking.contenders(3).tolist() == [2]


def test_titles_that_tie_with_the_last_place_are_among_the_contenders() -> None:
    ranking = rank(np.array([0.5, 0.9, 0.5, 0.5, 0.1]), excluded=NOTHING, unit=0)
    contenders = ranking.contenders(2)
    assert contenders[0] == 1
    assert set(contenders.tolist()) == {0, 1, 2, 3}


def test_scores_that_differ_after_the_sixth_digit_are_equal() -> None:
    ranking = rank(np.array([0.5, 0.5 + 1e-8]), excluded=NOTHING, unit=0)
    assert len(ranking.contenders(1)) == 2


def test_ties_stand_in_another_order_for_another_source_and_in_the_same_for_the_same() -> None:
    scores = np.zeros(50)
    first, same, other = (rank(scores, excluded=NOTHING, unit=unit).contenders(50) for unit in (1, 1, 2))
    assert first.tolist() == same.tolist()
    assert first.tolist() != other.tolist()
    assert first.tolist() != sorted(first.tolist())


def test_a_score_that_is_not_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="NaN"):
        rank(np.array([1.0, np.nan]), excluded=NOTHING, unit=0)


@given(scores=st.lists(st.floats(-5, 5), min_size=1, max_size=20), k=st.integers(1, 25))
def test_contenders_are_in_order_and_nothing_left_out_is_better(scores: list[float], k: int) -> None:
    ranking = rank(np.array(scores), excluded=NOTHING, unit=3)
    shown = ranking.contenders(k)
    assert len(shown) >= min(k, len(scores))
    assert (np.diff(ranking.scores[shown]) <= 0).all()
    left = np.setdiff1d(np.arange(len(scores)), shown)
    assert not len(left) or ranking.scores[left].max() < ranking.scores[shown].min()
