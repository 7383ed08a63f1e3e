from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.features import Idf, TermFrequency, year_kernel
from recsys.features.weighting import idf_weights, pivoted_norms, row_norms, term_weights


@pytest.mark.parametrize("kind", list(Idf))
def test_idf_is_positive_even_for_a_token_that_every_title_has(kind: Idf) -> None:
    assert (idf_weights(np.array([1, 5, 10]), n_titles=10, kind=kind) > 0).all()


@pytest.mark.parametrize("kind", [Idf.LOG, Idf.ROOT_LOG, Idf.SMOOTH])
def test_a_rarer_token_weighs_more(kind: Idf) -> None:
    rare, common = idf_weights(np.array([2, 9]), n_titles=10, kind=kind)
    assert rare > common


def test_a_word_said_ten_times_counts_for_little_more_than_one_said_five_times() -> None:
    once, five, ten = term_weights(np.array([1.0, 5.0, 10.0]), TermFrequency.SATURATED)
    assert once == pytest.approx(1.0)
    assert ten - five < five - once


def test_an_empty_row_has_length_zero_and_disturbs_no_neighbour() -> None:
    norms = row_norms(np.array([0, 0, 2, 2, 3, 3]), np.array([3.0, 4.0, 2.0]))
    assert norms.tolist() == [0.0, 5.0, 0.0, 2.0, 0.0]


@given(st.floats(0.1, 100), st.floats(0.1, 100))
def test_pivot_one_divides_by_the_plain_length_and_pivot_zero_by_the_mean(norm: float, mean: float) -> None:
    assert pivoted_norms(np.array([norm]), pivot=1.0, mean=mean)[0] == pytest.approx(norm)
    assert pivoted_norms(np.array([norm]), pivot=0.0, mean=mean)[0] == pytest.approx(mean)


def test_years_are_as_near_forwards_as_backwards() -> None:
    before, same, after = year_kernel(np.array([-8, 0, 8]), span=8.0)
    assert same == 1.0
    assert before == after == pytest.approx(np.exp(-1))
