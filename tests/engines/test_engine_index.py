"""An engine is asked as seldom and for as few titles as a proof of the list allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from recsys.array_rooms import InMemory
from recsys.arrays import SparseVector
from recsys.engines import EngineIndex
from recsys.index import ExactIndex, Hits, QueryVector
from recsys.index.inverting import inverted_index
from tests.engines.imprecise import ImpreciseEngine
from tests.index.catalogues import Drawn, drawn
from tests.matrices import packed

N_TITLES = 2_000
NO_YEARS = np.empty(0, np.int64)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    monkeypatch.setattr("recsys.engines.engine_index.FEW", 100)
    return drawn(1, N_TITLES)


def engine_index(index: ExactIndex) -> tuple[EngineIndex, list[int]]:
    """An index, and the limits that its engine is asked with from now on."""
    engine = ImpreciseEngine(index)
    return EngineIndex(index, engine), engine.limits


def rows(index: ExactIndex | EngineIndex, vector: QueryVector, k: int) -> list[int]:
    (hits,) = index.top(vector, k, [np.ones(len(index.scores(vector)), dtype=np.bool_)])
    return list(hits.rows.tolist())


def test_a_plain_question_is_one_request_for_little_more_than_the_list(found: Drawn) -> None:
    index, limits = engine_index(found.index)
    vector = found.question()
    assert rows(index, vector, 20) == rows(found.index, vector, 20)
    assert limits == [29]


def test_a_filter_makes_the_request_longer_by_what_it_leaves_out(found: Drawn) -> None:
    index, limits = engine_index(found.index)
    half = found.rng.random(N_TITLES) < 0.5
    index.top(found.question(), 10, [half])
    assert limits[0] == int(1.4 * 10 * N_TITLES / half.sum()) + 1


def test_few_titles_are_scored_without_the_engine(found: Drawn) -> None:
    index, limits = engine_index(found.index)
    few = np.zeros(N_TITLES, dtype=np.bool_)
    few[::40] = True
    (hits,) = index.top(found.question(), 20, [few])
    assert few[hits.rows].all()
    assert limits == []


def test_a_list_as_long_as_the_catalogue_is_scored_without_the_engine(found: Drawn) -> None:
    index, limits = engine_index(found.index)
    assert len(rows(index, found.question(), N_TITLES)) == N_TITLES
    assert limits == []


def test_it_asks_for_more_until_nothing_better_can_be_left(
    found: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The first titles by the features alone are not those with the most famous ones among them.
    monkeypatch.setattr("recsys.engines.engine_index.LARGEST_SHARE", 1.0)
    index, limits = engine_index(found.index)
    each = tuple(found.question(n_columns=4) for _ in range(3))
    vector = replace(found.question(n_columns=0), each=each, each_weights=np.ones(3), share=1.0)
    assert rows(index, vector, 5) == rows(found.index, vector, 5)
    assert limits == [8 * 4**n for n in range(len(limits))]
    assert len(limits) > 1


def test_it_is_not_asked_for_a_large_share_of_the_catalogue(found: Drawn) -> None:
    index, limits = engine_index(found.index)
    against = replace(found.question(n_columns=4), coefficients=np.full(4, -0.5), fame=0.1)
    assert rows(index, against, 5) == rows(found.index, against, 5)
    assert max(limits, default=0) <= N_TITLES / 8


def test_a_lifted_title_is_found_though_the_engine_knows_of_no_lifts(found: Drawn) -> None:
    index, limits = engine_index(found.index)
    vector = found.question()
    worst = int(np.argmin(found.index.scores(vector)))
    lifted = replace(vector, lifts=SparseVector(np.array([worst], dtype=np.int32), np.array([100.0])))
    assert rows(index, lifted, 10)[0] == worst
    assert len(limits) == 1


class Told:
    """An engine that says what it was told to say."""

    def __init__(self, scores: Sequence[float]) -> None:
        self._scores = np.array(scores)

    def nearest(self, questions: Sequence[SparseVector], limit: int) -> list[Hits]:
        order = np.argsort(-self._scores)[:limit]
        return [Hits(order, self._scores[order]) for _ in questions]

    def n_titles(self) -> int:
        return len(self._scores)


def index_of(dense: list[list[float]]) -> ExactIndex:
    """Titles without hub factors, years and dials."""
    matrix = sparse.csr_matrix(np.array(dense, dtype=np.float32))
    rows = packed(matrix)
    nobody = np.full(len(dense), np.nan, dtype=np.float32)
    year, hubs = np.zeros(len(dense), dtype=np.int16), np.ones(len(dense), dtype=np.float32)
    inverted = inverted_index(
        rows, len(dense[0]), year=year, hubs=hubs, dials=(nobody, nobody), room=InMemory()
    )
    return ExactIndex(rows, inverted, year, nobody, nobody, hubs)


@pytest.mark.parametrize(
    ("titles", "coefficients", "told"),
    [
        # The third is the best, and told 1e-5 too low …
        ([[0.999999], [0.999995], [1.0], [0.5]], [1.0], [0.999999, 0.999995, 0.9999905, 0.5]),
        # … or by 1e-5 of what its two summands are together.
        (
            [[0.099995, 0], [0.09999, 0], [1.0, 0.9], [0.05, 0]],
            [1.0, -1.0],
            [0.099995, 0.09999, 0.099982, 0.05],
        ),
    ],
    ids=["sum", "difference"],
)
def test_the_best_title_is_found_though_the_engine_holds_it_for_worse(
    titles: list[list[float]], coefficients: list[float], told: list[float], always_asked: None
) -> None:
    own, columns = index_of(titles), np.arange(len(coefficients), dtype=np.int32)
    vector = QueryVector(columns, np.array(coefficients), NO_YEARS, np.empty(0), 0.0, columns)
    assert rows(EngineIndex(own, Told(told)), vector, 1) == [2]


def test_what_a_year_takes_away_counts_among_what_the_engine_may_be_wrong_by(always_asked: None) -> None:
    titles = index_of([[0.099995], [0.09999], [1.0], [0.05]])
    own = replace(
        titles,
        year=np.array([0, 0, 2000, 0], dtype=np.int16),
        inverted=replace(titles.inverted, years=np.array([0, 2000], dtype=np.int16)),
    )
    column = np.zeros(1, dtype=np.int32)
    vector = QueryVector(column, np.ones(1), np.array([2000]), np.array([-0.9]), 0.0, column)
    assert rows(EngineIndex(own, Told([0.099995, 0.09999, 0.099982, 0.05])), vector, 1) == [2]


def test_a_sum_below_0_is_better_than_its_product_where_a_dial_lifts_it(always_asked: None) -> None:
    # The third: its hub factor of 2 would take 0.4, and in truth 0.2 is taken from what its fame gives.
    own = replace(
        index_of([[0.0], [0.0], [0.2], [0.0]]),
        hubs=np.array([1, 1, 2, 1], dtype=np.float32),
        fame=np.array([0.7, 0.65, 1.0, 0.1], dtype=np.float32),
    )
    column = np.zeros(1, dtype=np.int32)
    vector = QueryVector(column, -np.ones(1), NO_YEARS, np.empty(0), 0.0, column, fame=1.0)
    assert rows(EngineIndex(own, Told([0.7, 0.65, 0.6, 0.1])), vector, 1) == [2]
