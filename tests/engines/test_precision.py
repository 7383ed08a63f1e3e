"""What an engine computes is the score, within 1e-5 of what it sums."""

from __future__ import annotations

import numpy as np
import pytest

from recsys import Model
from recsys.engines import VectorEngine
from recsys.engines.encoding import most_taken_away, question_vector
from recsys.engines.keeping import encoded_version
from recsys.engines.points import points_of
from recsys.query import Query, Seed
from recsys.question import ask
from tests.engines.adapters import FOREIGN, store_of

PRECISION = 1e-5


@pytest.fixture(scope="module", params=FOREIGN)
def engine(
    request: pytest.FixtureRequest, builtin: Model, tmp_path_factory: pytest.TempPathFactory
) -> VectorEngine:
    """The built-in catalogue in an engine."""
    store = store_of(request.param, tmp_path_factory.mktemp("engine"))
    list(store.write(points_of(builtin)))
    found = store.engine(encoded_version(builtin.info.version))
    assert found is not None
    return found


QUERIES = (
    Query(like=(Seed("Crash Landing on You"),)),
    Query(like=(Seed("Crash Landing on You"), Seed("Squid Game")), escapism=1.0),
    Query(text="two detectives, one case in Seoul and Tokyo", fame=-1.0),
)


@pytest.mark.parametrize("query", QUERIES, ids=["one title", "two titles and a dial", "a text and a dial"])
def test_products_are_the_scores(engine: VectorEngine, builtin: Model, query: Query) -> None:
    vector = ask(builtin, query).vector
    (hits,) = engine.nearest([question_vector(builtin.own_index, vector)], 200)
    assert len(hits.rows) == 200
    np.testing.assert_allclose(hits.scores, builtin.own_index.scores(vector, hits.rows), rtol=PRECISION)


def test_titles_against_which_something_speaks_are_wrong_by_no_more_than_their_summands_allow(
    engine: VectorEngine, builtin: Model
) -> None:
    vector = ask(builtin, Query(like=(Seed("Parasite"),), dislike=(Seed("Squid Game"),))).vector
    (hits,) = engine.nearest([question_vector(builtin.own_index, vector)], 200)
    index = builtin.own_index
    gross = hits.scores + 2 * most_taken_away(index, vector)
    assert (hits.scores > 0).all()
    assert (abs(hits.scores - index.scores(vector, hits.rows)) <= PRECISION * gross).all()
