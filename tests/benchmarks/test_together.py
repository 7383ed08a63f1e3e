from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import together
from recsys.query import Query, Taste
from recsys.question import ask
from tests.builders import model_of, title

TAGS = {f"{kind}-{n}": (kind, f"harbour-{n % 4}") for kind in ("sea", "hill", "snow") for n in range(30)}
ALIKE = {**{f"sea-{n}": 5.0 for n in range(16)}, **{f"hill-{n}": 1.0 for n in range(12)}}
RATED = (
    {**ALIKE, **{f"snow-{n}": 4.0 for n in range(10)}},
    {**ALIKE, **{f"snow-{n}": 4.5 for n in range(10, 20)}, "hill-20": 5.0},
)
"""Two viewers who like the sea and no hills, and different titles of the snow."""


@pytest.fixture(scope="module")
def viewers() -> together.Viewers:
    rows = {id: row for row, id in enumerate(sorted(TAGS))}
    ratings = {}
    for user, rated in enumerate(RATED):
        pairs = sorted((rows[id], rating) for id, rating in rated.items())
        ratings[user] = (np.array([row for row, _ in pairs]), np.array([rating for _, rating in pairs]))
    return together.Viewers(model_of(*(title(id, tags=tags) for id, tags in TAGS.items())), ratings)


def test_absent_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    together.main([str(tmp_path)])
    assert capsys.readouterr().out.startswith("skipped: ")


def test_every_way_to_join_has_its_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "movies_ml_tmdb"
    folder.mkdir()
    rows = [json.dumps({"id": id, "title": id, "tags": tags}) for id, tags in TAGS.items()]
    (folder / "catalog.jsonl.gz").write_bytes(gzip.compress("\n".join(rows).encode()))
    ratings = [f"{user},{id},{rating}" for user, rated in enumerate(RATED) for id, rating in rated.items()]
    (folder / "ratings.csv.gz").write_bytes(gzip.compress("\n".join(["user,item,rating", *ratings]).encode()))
    together.main([str(tmp_path), "--pairs", "3"])
    heading, _, *table = capsys.readouterr().out.splitlines()
    assert heading.count(", 1 pairs") == len(together.KINDS)  # there are no more
    assert [row.split(" | ")[0].strip("| ") for row in table] == list(together.WAYS)


def test_geometric_mean_is_what_the_library_ranks_by(viewers: together.Viewers) -> None:
    (pair,) = viewers.pairs(together.KINDS["far from somebody"], seed=0)
    alone = [viewers.query(user, pair.hidden) for user in (0, 1)]
    assert all(query.like and query.dislike for query in alone)
    index = viewers.model.index
    tastes = tuple(Taste(query.like, query.dislike, blend=query.blend) for query in alone)
    shipped = index.scores(ask(viewers.model, Query(together=tastes)).vector)
    measured = together.WAYS[together.BASE](pair)
    assert shipped.max() > 0
    np.testing.assert_allclose(measured / measured.max(), shipped / shipped.max(), atol=1e-9)


def test_hidden_titles_are_in_no_profile(viewers: together.Viewers) -> None:
    (pair,) = viewers.pairs(together.KINDS["liked by both, nDCG@10"], seed=0)
    assert len(pair.hidden) == together.N_HIDDEN
    assert not np.intersect1d(pair.hidden, pair.seen).size
    assert (pair.ratings == 5).all()
    hidden = {sorted(TAGS)[row] for row in pair.hidden}
    for user in (0, 1):
        assert hidden.isdisjoint(seed.name for seed in viewers.query(user, pair.hidden).like)


def test_lower_of_both_ratings_counts() -> None:
    pair = together.Pair(
        seen=np.empty(0, np.int64),
        hidden=np.array([0, 1]),
        ratings=np.array([[5.0, 1.0], [3.0, 2.0]]),
        n_likes=np.ones(2),
        scores=np.zeros((2, 3)),
        of_best=np.zeros((2, 3)),
    )
    assert together.lower_rating(pair, np.array([0.9, 0.1, 1.0])) == 2.0  # of 3 and 1


def test_title_that_one_of_two_cares_little_for_is_far() -> None:
    pair = together.Pair(
        seen=np.array([2]),
        hidden=np.empty(0, np.int64),
        ratings=np.empty((2, 0)),
        n_likes=np.ones(2),
        scores=np.zeros((2, 3)),
        of_best=np.array([[1.0, 0.5, 0.0], [0.2, 0.5, 0.0]]),
    )
    assert together.far_from_somebody(pair, np.array([0.9, 0.1, 1.0])) == 0.5
    without_misery = together.WAYS["average without misery, .3"](pair)
    assert together.far_from_somebody(pair, without_misery) == 0.0
