from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from recsys.arrays import SparseVector
from recsys.index import ScanIndex, top_k
from recsys.query import Query, Seed
from recsys.question import ask
from recsys.similarity import matrix, scores_between
from tests.builders import model_of, title

GENRES = ("crime", "drama", "romance", "comedy")
SCORES = arrays(np.float64, st.integers(1, 40), elements=st.sampled_from([-1.0, 0.0, 0.25, 0.5, 1.0]))


@given(SCORES, st.integers(1, 50), st.randoms())
def test_top_k_is_the_sorted_beginning_of_all_eligible_titles(
    scores: NDArray[np.float64], k: int, random: Random
) -> None:
    eligible = np.array([random.random() < 0.7 for _ in scores])
    hits = top_k(scores, k=k, eligible=eligible)
    brute = sorted(np.flatnonzero(eligible), key=lambda row: (-scores[row], row))[:k]
    assert hits.rows.tolist() == brute
    assert hits.scores.tolist() == [scores[row] for row in brute]


@given(SCORES, st.integers(1, 20))
def test_a_longer_list_begins_with_the_shorter_one(scores: NDArray[np.float64], k: int) -> None:
    everything = np.ones(len(scores), dtype=np.bool_)
    short = top_k(scores, k=k, eligible=everything)
    long = top_k(scores, k=k + 5, eligible=everything)
    assert long.rows[: len(short.rows)].tolist() == short.rows.tolist()


def test_nothing_eligible_gives_nothing() -> None:
    assert not len(top_k(np.array([1.0, 2.0]), k=5, eligible=np.zeros(2, dtype=np.bool_)).rows)


_FACTS = st.fixed_dictionaries(
    {
        "genres": st.lists(st.sampled_from(GENRES), unique=True).map(tuple),
        "countries": st.lists(st.sampled_from(["JP", "KR", "SG"]), unique=True).map(tuple),
        "year": st.none() | st.integers(1990, 2026),
        "synopsis": st.lists(st.sampled_from(["ship", "cook", "ghost", "judge"])).map(" ".join),
    }
)


@given(st.lists(_FACTS, min_size=2, max_size=12))
def test_the_index_computes_the_reference_score(facts: list[dict[str, Any]]) -> None:
    titles = [title(f"t{number:02d}", **known) for number, known in enumerate(facts)]
    model = model_of(*titles)
    rows = np.arange(len(model))
    reference = scores_between(model, rows)
    assert isinstance(model.index, ScanIndex)
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
    q += 2.0 * _dense(space.encode({"tones": {"healing": 1.0}}), space.n_features)
    w = np.concatenate([[weights[b.spec.name]] * (b.stop - b.start) for b in space.blocks])
    years = np.array([2000, 2010, 2020])
    kernel = (1.0 * np.exp(-abs(years - 2000) / 8) - 0.5 * np.exp(-abs(years - 2010) / 8)) / 1.5
    expected = (x @ (w * q) + weights["year"] * kernel) * model.hubs
    assert isinstance(model.index, ScanIndex)
    np.testing.assert_allclose(model.index.scores(ask(model, query).vector), expected, atol=1e-9)


def _dense(vector: SparseVector, size: int) -> NDArray[np.float64]:
    dense = np.zeros(size)
    dense[vector.columns] = vector.values
    return dense
