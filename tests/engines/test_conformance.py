"""Every index answers what scoring every title answers: our own, and each engine behind it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from recsys.arrays import SparseVector
from recsys.index import NEAREST, TOGETHER, Index, QueryVector
from tests.engines import oracle
from tests.engines.conftest import Searched
from tests.faults.scale import rounds
from tests.index.catalogues import Drawn

EXAMPLES = settings(max_examples=rounds(usual=8, soak=500))
SEEDS, LENGTHS = st.integers(0, 2**32), st.integers(1, 40)

pytestmark = pytest.mark.usefixtures("always_asked")


def assert_same(found: Drawn, index: Index, vector: QueryVector, k: int, *, sharing: bool = False) -> None:
    """The same titles with the same scores, whatever the filters leave."""
    for share in (0.04, 0.5, 1.0):
        tier = found.rng.random(found.n_titles) < share
        assert_same_of(found, index, vector, k, tier, sharing=sharing)


def assert_same_of(
    found: Drawn,
    index: Index,
    vector: QueryVector,
    k: int,
    tier: NDArray[np.bool_],
    *,
    sharing: bool = False,
) -> None:
    (hits,) = index.top(vector, k, [tier], sharing=sharing)
    left = tier & oracle.sharing(found, vector) if sharing else tier
    expected = oracle.best(found, vector, k, left)
    every = oracle.scores(found, vector)
    np.testing.assert_allclose(hits.scores, every[expected], rtol=0, atol=1e-6)
    # Sums in another order may differ in the last bit, and change places with their equals.
    exact = found.index.scores(vector)
    assert hits.rows.tolist() == sorted(np.flatnonzero(left), key=lambda row: (-exact[row], row))[:k]


@EXAMPLES
@given(SEEDS, LENGTHS, st.booleans(), st.booleans())
def test_sums_of_features_and_years(
    searched: Searched, seed: int, k: int, signed: bool, shared: bool
) -> None:
    found, index = searched(seed)
    assert_same(found, index, found.question(signed=signed), k, sharing=shared)


@EXAMPLES
@given(SEEDS, LENGTHS, st.booleans())
def test_dials_and_lifts_on_top(searched: Searched, seed: int, k: int, signed: bool) -> None:
    found, index = searched(seed)
    question = found.question(signed=signed, dials=True)
    assert_same(found, index, question, k)
    assert_same(found, index, replace(question, lifts=found.lifts(12)), k)


@EXAMPLES
@given(SEEDS, LENGTHS, st.sampled_from([NEAREST, TOGETHER, 2.0]))
def test_several_seeds_that_stand_for_themselves_beside_dislikes(
    searched: Searched, seed: int, k: int, power: float
) -> None:
    found, index = searched(seed)
    each = tuple(found.question(n_columns=6) for _ in range(3))
    beside = found.question(signed=True, n_columns=5)
    vector = replace(beside, each=each, each_weights=found.rng.uniform(0.1, 1.0, 3), share=0.8, power=power)
    assert_same(found, index, vector, k)


@EXAMPLES
@given(SEEDS, LENGTHS)
def test_several_viewers_with_several_seeds(searched: Searched, seed: int, k: int) -> None:
    found, index = searched(seed)
    nothing = found.question(n_columns=0)
    viewers = tuple(
        replace(nothing, each=(found.question(), found.question()), each_weights=np.ones(2), share=1.0)
        for _ in range(2)
    )
    together = replace(nothing, each=viewers, each_weights=np.ones(2), share=1.0, power=TOGETHER)
    assert_same(found, index, together, k)


@EXAMPLES
@given(SEEDS, LENGTHS, st.booleans())
def test_nothing_but_dislikes(searched: Searched, seed: int, k: int, famous: bool) -> None:
    found, index = searched(seed)
    question = found.question(n_columns=8)
    against = replace(
        question, coefficients=-question.coefficients, year_coefficients=-question.year_coefficients
    )
    assert_same(found, index, replace(against, fame=0.15 if famous else 0.0), k)


@EXAMPLES
@given(SEEDS, LENGTHS)
def test_one_rare_word_that_few_titles_have(searched: Searched, seed: int, k: int) -> None:
    found, index = searched(seed)
    rare = np.argsort((found.dense > 0).sum(axis=0))[:1].astype(np.int32)
    word = QueryVector(rare, np.array([0.7]), np.empty(0, np.int64), np.empty(0), 0.0, rare)
    assert_same(found, index, word, k, sharing=True)
    assert_same(found, index, word, k)


@EXAMPLES
@given(SEEDS, LENGTHS)
def test_equal_scores_stand_in_the_order_of_their_rows(searched: Searched, seed: int, k: int) -> None:
    found, index = searched(seed)
    columns = np.arange(1, dtype=np.int32)
    one_year = QueryVector(columns[:0], np.empty(0), np.array([2001]), np.array([0.4]), 0.0, columns[:0])
    without_hubs = replace(one_year, years=np.empty(0, np.int64), year_coefficients=np.empty(0), fame=1e-9)
    lifted = SparseVector(np.arange(0, found.n_titles, 3, dtype=np.int32), np.ones((found.n_titles + 2) // 3))
    for vector in (one_year, without_hubs, replace(without_hubs, fame=0.0, lifts=lifted)):
        assert_same(found, index, vector, k)


@EXAMPLES
@given(SEEDS)
def test_a_longer_list_begins_with_the_shorter_one(searched: Searched, seed: int) -> None:
    found, index = searched(seed)
    vector, everyone = found.question(signed=True), np.ones(found.n_titles, dtype=np.bool_)
    lists = [index.top(vector, k, [everyone])[0].rows.tolist() for k in (5, 20, 60, 500)]
    assert [rows[: len(shorter)] for shorter, rows in pairwise(lists)] == lists[:-1]
    assert len(lists[-1]) == found.n_titles


@EXAMPLES
@given(SEEDS)
def test_a_question_without_anything_leaves_the_order_of_the_catalogue(searched: Searched, seed: int) -> None:
    found, index = searched(seed)
    empty = replace(found.question(n_columns=0), years=np.empty(0, np.int64), year_coefficients=np.empty(0))
    (hits,) = index.top(empty, 7, [np.ones(found.n_titles, dtype=np.bool_)])
    assert (hits.rows.tolist(), hits.scores.tolist()) == (list(range(7)), [0.0] * 7)


@EXAMPLES
@given(SEEDS, st.integers(1, 10))
def test_each_tier_has_a_list_of_its_own(searched: Searched, seed: int, k: int) -> None:
    found, index = searched(seed)
    vector, sure = found.question(), found.rng.random(found.n_titles) < 0.5
    for tier, hits in zip((sure, ~sure), index.top(vector, k, [sure, ~sure]), strict=True):
        exact = found.index.scores(vector)
        assert hits.rows.tolist() == sorted(np.flatnonzero(tier), key=lambda row: (-exact[row], row))[:k]


@EXAMPLES
@given(SEEDS)
def test_scores_and_shared_traits_are_those_of_the_formula(searched: Searched, seed: int) -> None:
    found, index = searched(seed)
    vector = found.question(signed=True, dials=True)
    np.testing.assert_allclose(index.scores(vector), oracle.scores(found, vector), rtol=0, atol=1e-6)
    assert index.sharing(vector).tolist() == oracle.sharing(found, vector).tolist()
    rows = np.array([5, 3, 3])
    assert index.scores(vector, rows).tolist() == index.scores(vector)[rows].tolist()
