"""Searches find what scoring every title finds, to the last bit."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from recsys.index import NEAREST, TOGETHER, ExactIndex, QueryVector, best, compile_kernels
from recsys.index.chosen_kernels import are_compiled
from recsys.query import Query, Seed
from recsys.question import ask
from recsys.similarity import matrix, scores_between
from tests.builders import model_of, title
from tests.index.catalogues import Drawn, drawn

SEEDS = st.integers(0, 2**32)


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    pytest.importorskip("numba", reason="compiled kernels need numba: pip install 'recsys[fast]'")
    assert compile_kernels()
    assert are_compiled()


def both(index: ExactIndex) -> list[ExactIndex]:
    """The same index with compiled loops and with plain ones."""
    return [replace(index, is_checked=True), replace(index, is_checked=False)]


def expected(
    found: Drawn, vector: QueryVector, k: int, tier: NDArray[np.bool_], *, sharing: bool
) -> list[int]:
    scores = found.index.scores(vector)
    if sharing:
        tier = tier & found.index.sharing(vector)
    rows = np.flatnonzero(tier)
    return sorted(rows.tolist(), key=lambda row: (-scores[row], row))[:k]


def assert_exact(found: Drawn, vector: QueryVector, k: int, *, sharing: bool = False) -> None:
    tier = found.rng.random(found.n_titles) < found.rng.choice([0.03, 0.5, 1.0])
    for index in both(found.index):
        (hits,) = index.top(vector, k, [tier], sharing=sharing)
        assert hits.rows.tolist() == expected(found, vector, k, tier, sharing=sharing)
        assert hits.scores.tolist() == found.index.scores(vector)[hits.rows].tolist()


@pytest.fixture(autouse=True)
def _always_scanned(monkeypatch: pytest.MonkeyPatch) -> None:
    # A few hundred titles would be scored one by one, without a scan.
    monkeypatch.setattr("recsys.index.exact.FEW", 0)
    monkeypatch.setattr("recsys.index.exact.FEW_OF", 10**9)
    monkeypatch.setattr("recsys.index.compiled_search.FEW", 0)
    monkeypatch.setattr("recsys.index.compiled_search.PART", 20)  # a filter of 3 % is scanned by itself


@given(SEEDS, st.integers(1, 40), st.booleans(), st.booleans())
def test_a_sum_of_features_and_years(seed: int, k: int, signed: bool, sharing: bool) -> None:
    found = drawn(seed % 100)
    assert_exact(found, found.question(signed=signed), k, sharing=sharing)


@given(SEEDS, st.integers(1, 40))
def test_dials_and_lifts_on_top_of_it(seed: int, k: int) -> None:
    found = drawn(seed % 100)
    assert_exact(found, replace(found.question(signed=True, dials=True), lifts=found.lifts(12)), k)


@given(SEEDS, st.integers(1, 40), st.sampled_from([NEAREST, TOGETHER, 2.0]))
def test_means_of_scores_beside_dislikes(seed: int, k: int, power: float) -> None:
    found = drawn(seed % 100)
    each = tuple(found.question() for _ in range(4))
    weights = found.rng.uniform(0.1, 1.0, 4)
    beside = found.question(signed=True, n_columns=5)
    assert_exact(found, replace(beside, each=each, each_weights=weights, share=0.8, power=power), k)


@given(SEEDS, st.integers(1, 20))
def test_means_of_means(seed: int, k: int) -> None:
    found = drawn(seed % 100)
    nothing = found.question(n_columns=0)
    viewers = tuple(
        replace(nothing, each=(found.question(), found.question()), each_weights=np.ones(2), share=1.0)
        for _ in range(2)
    )
    assert_exact(found, replace(nothing, each=viewers, each_weights=np.ones(2), share=1.0, power=TOGETHER), k)


@given(SEEDS, st.integers(1, 40))
def test_equal_scores_stand_in_the_order_of_their_rows(seed: int, k: int) -> None:
    found = drawn(seed % 20)
    one = np.flatnonzero(found.dense.any(axis=0))[:1].astype(np.int32)
    vector = QueryVector(one, np.zeros(1), np.empty(0, np.int64), np.empty(0), 0.0, one)
    everyone = np.ones(found.n_titles, dtype=np.bool_)
    for index in both(found.index):
        (hits,) = index.top(vector, k, [everyone])
        assert hits.rows.tolist() == list(range(min(k, found.n_titles)))


@given(SEEDS, st.integers(1, 40))
def test_nothing_but_dislikes_where_most_share_nothing(seed: int, k: int) -> None:
    found = drawn(seed % 100)
    rare = np.argsort((found.dense > 0).sum(axis=0))[:3].astype(np.int32)
    nothing = found.question(n_columns=0)
    disliked = replace(
        nothing,
        columns=np.sort(rare),
        coefficients=np.full(3, -0.3),
        years=np.empty(0, np.int64),
        year_coefficients=np.empty(0),
    )
    assert_exact(found, disliked, k)
    assert_exact(found, replace(disliked, fame=0.15), k)


@given(SEEDS, st.integers(1, 40), st.integers(4, 7), st.booleans())
def test_postings_with_narrow_codes(seed: int, k: int, code_bits: int, sharing: bool) -> None:
    found = drawn(seed % 20, common=0.3, code_bits=code_bits)
    assert_exact(found, found.question(signed=True), k, sharing=sharing)


def test_several_tiles_with_columns_and_few_eligible_titles() -> None:
    found = drawn(1, 9_000, common=0.05)
    for k in (1, 20, 300):
        for signed in (False, True):
            assert_exact(found, found.question(signed=signed), k, sharing=signed)


@pytest.mark.parametrize("n_eligible", [1, 20, 101, 450, 451, 9_000])
def test_any_number_of_eligible_titles(n_eligible: int) -> None:
    found = drawn(6, 9_000, common=0.05)
    tier = np.zeros(found.n_titles, dtype=np.bool_)
    tier[found.rng.choice(found.n_titles, n_eligible, replace=False)] = True
    vector = found.question(signed=True)
    for index in both(found.index):
        (hits,) = index.top(vector, 20, [tier])
        assert hits.rows.tolist() == expected(found, vector, 20, tier, sharing=False)


def test_codes_where_there_is_no_title_are_nobodys() -> None:
    found = drawn(7, 4_200, common=0.05)
    inverted = found.index.inverted
    codes = inverted.codes.reshape(-1, inverted.n_positions // 2).copy()
    codes[:, -1_000:] = 0xFF  # the last tile holds some hundred titles
    forged = replace(found.index, inverted=replace(inverted, codes=codes.ravel()))
    vector, tier = found.question(), np.ones(found.n_titles, dtype=np.bool_)
    for index in both(forged):
        (hits,) = index.top(vector, 20, [tier])
        assert hits.rows.tolist() == expected(found, vector, 20, tier, sharing=False)


def test_few_share_a_rare_trait_and_only_they_are_answers() -> None:
    found = drawn(8, 9_000, common=0.05)
    frequency = np.count_nonzero(found.dense, axis=0)
    rare = np.array([np.argmin(frequency)], dtype=np.int32)
    vector = replace(found.question(n_columns=30), traits=rare)
    columns = np.union1d(vector.columns, rare).astype(np.int32)
    vector = replace(vector, columns=columns, coefficients=np.linspace(0.1, 1, len(columns)))
    tier = found.rng.random(found.n_titles) < 0.9
    for index in both(found.index):
        (hits,) = index.top(vector, 300, [tier], sharing=True)
        assert hits.rows.tolist() == expected(found, vector, 300, tier, sharing=True)


def test_a_mask_may_be_a_part_of_a_larger_array() -> None:
    found = drawn(9, 9_000)
    vector, masks = found.question(), np.zeros((9_000, 2), dtype=np.bool_)
    masks[::200, 0] = True
    for index in both(found.index):
        (hits,) = index.top(vector, 5, [masks[:, 0]])
        assert hits.rows.tolist() == expected(found, vector, 5, masks[:, 0], sharing=False)


def test_every_score_is_the_dense_product() -> None:
    found = drawn(2)
    vector = found.question(signed=True)
    weights = np.zeros(found.dense.shape[1])
    weights[vector.columns] = vector.coefficients
    year = found.index.year.astype(np.int64)
    nearness = np.exp(-np.abs(year[:, None] - vector.years[None, :]) / 8) * (year != 0)[:, None]
    sums = found.dense @ weights + nearness @ vector.year_coefficients
    scores = np.where(sums > 0, sums * found.index.hubs, sums)
    np.testing.assert_allclose(found.index.scores(vector), scores, atol=1e-12)


def test_sharing_tells_who_has_a_trait() -> None:
    found = drawn(3)
    vector = found.question()
    has_one = (found.dense[:, vector.traits] > 0).any(axis=1)
    assert found.index.sharing(vector).tolist() == has_one.tolist()


def test_each_feature_has_the_holders_that_the_matrix_has() -> None:
    found = drawn(4)
    for feature in range(found.dense.shape[1]):
        rows = np.flatnonzero(found.dense[:, feature])
        assert sorted(found.index.inverted.holders(feature).tolist()) == rows.tolist()


GENRES = ("crime", "drama", "romance", "comedy")
_FACTS = st.fixed_dictionaries(
    {
        "genres": st.lists(st.sampled_from(GENRES), unique=True).map(tuple),
        "countries": st.lists(st.sampled_from(["JP", "KR", "SG"]), unique=True).map(tuple),
        "year": st.none() | st.integers(1990, 2026),
        "synopsis": st.lists(st.sampled_from(["ship", "cook", "ghost", "judge"])).map(" ".join),
    }
)


@given(st.lists(_FACTS, min_size=2, max_size=12))
def test_the_index_computes_the_reference_score(facts: list[dict[str, object]]) -> None:
    titles = [title(f"t{number:02d}", **known) for number, known in enumerate(facts)]  # type: ignore[arg-type]
    model = model_of(*titles)
    rows = np.arange(len(model))
    reference = scores_between(model, rows)
    for row in rows:
        vector = ask(model, Query(like=(Seed(f"t{row:02d}"),))).vector
        np.testing.assert_allclose(model.index.scores(vector), reference[row], atol=1e-9)


def test_several_seeds_dislikes_and_steering_equal_the_formula_written_out() -> None:
    model = model_of(
        title("a", genres=("crime",), tones=("dark",), year=2000, synopsis="a judge and a ghost"),
        title("b", genres=("drama",), tones=("healing",), year=2010, synopsis="a cook and a ghost"),
        title("c", genres=("crime", "drama"), tones=("dark", "healing"), year=2020, synopsis="a judge cooks"),
    )
    query = Query(like=(Seed("a"),), dislike=(Seed("b", 0.5),), more={"healing": 2.0})
    space, weights, x = model.space, model.info.weights, matrix(model).toarray().astype(np.float64)
    muted = x[1].copy()
    for name in ("genres", "countries"):
        muted[space.by_name[name].start : space.by_name[name].stop] = 0
    q = (1.0 * x[0] - 0.5 * muted) / 1.5
    healing = space.encode({"tones": {"healing": 1.0}})
    q[healing.columns] += 2.0 * healing.values
    w = np.concatenate([[weights[b.spec.name]] * (b.stop - b.start) for b in space.blocks])
    years = np.array([2000, 2010, 2020])
    kernel = (1.0 * np.exp(-abs(years - 2000) / 8) - 0.5 * np.exp(-abs(years - 2010) / 8)) / 1.5
    expected_scores = (x @ (w * q) + weights["year"] * kernel) * model.hubs
    np.testing.assert_allclose(model.index.scores(ask(model, query).vector), expected_scores, atol=1e-9)


SCORES = st.lists(st.sampled_from([-1.0, 0.0, 0.25, 0.5, 1.0]), min_size=1, max_size=40)


@given(SCORES, st.integers(1, 50), st.randoms())
def test_the_best_are_the_sorted_beginning(scores: list[float], k: int, random: Random) -> None:
    rows = list(range(len(scores)))
    random.shuffle(rows)
    hits = best(np.array(rows), np.array(scores), k)
    order = sorted(range(len(rows)), key=lambda place: (-scores[place], rows[place]))[:k]
    assert hits.rows.tolist() == [rows[place] for place in order]
    assert hits.scores.tolist() == [scores[place] for place in order]


def test_nothing_eligible_gives_nothing() -> None:
    found = drawn(5)
    nobody = np.zeros(found.n_titles, dtype=np.bool_)
    for index in both(found.index):
        (hits,) = index.top(found.question(), 5, [nobody])
        assert not len(hits.rows)


@pytest.mark.parametrize("seed", [7, 8])
def test_more_postings_than_four_bytes_count_are_searched_as_well(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Where lists begin takes eight bytes then; so many postings are not made here.
    monkeypatch.setattr("recsys.index.inverted.narrowed", lambda ends: ends.astype(np.int64))
    found = drawn(seed)
    assert found.index.inverted.indptr.dtype == np.int64
    assert_exact(found, found.question(signed=True), 20)
