"""What is stored makes the same lists as asking the index does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from recsys import Model, Query, Recommender, Seed, open_model, publish
from recsys.errors import ArtifactDamaged
from recsys.neighbours import StoredNeighbours
from recsys.title import Relation, RelationKind
from tests.builders import model_of, title
from training.stored_neighbours import stored_neighbours

K = 30


@pytest.fixture(scope="module")
def stored(builtin: Model, tmp_path_factory: pytest.TempPathFactory) -> StoredNeighbours:
    return stored_neighbours(builtin, tmp_path_factory.mktemp("stored"), k=K)


def listed(model: Model, row: int, k: int) -> list[tuple[int, float]]:
    seed = Seed(model.title(row).id, is_id=True)
    results = Recommender(model).recommend(Query(like=(seed,), k=k)).results
    return [(model.row(result.id), result.score) for result in results]


def test_the_list_is_the_one_that_is_recommended_to_the_last_bit(
    builtin: Model, stored: StoredNeighbours
) -> None:
    with_stored = replace(builtin, neighbours=stored)
    for row in range(0, len(builtin), 19):
        assert listed(with_stored, row, 10) == listed(builtin, row, 10)


@pytest.fixture(scope="module")
def saga() -> Model:
    """A saga of five, a remake of its first part, and three others."""
    parts = [title("part 1", genres=("war",), year=2000)]
    parts += [
        title(
            f"part {n}", genres=("war",), year=1999 + n, relations=(Relation(RelationKind.SEQUEL, "part 1"),)
        )
        for n in range(2, 6)
    ]
    remake = title("again", genres=("war",), year=2001, relations=(Relation(RelationKind.REMAKE, "part 1"),))
    others = [title(f"other {n}", genres=("war",), year=1980 - n) for n in range(3)]
    return model_of(*parts, remake, *others, title("apart", genres=("comedy",)))


@pytest.mark.parametrize(("k", "n"), [(9, 9), (8, 3), (6, 4), (4, 1), (1, 9)])
def test_where_a_story_world_takes_the_stored_places_the_list_is_searched_for(
    saga: Model, tmp_path: Path, k: int, n: int
) -> None:
    with_stored = replace(saga, neighbours=stored_neighbours(saga, tmp_path, k=k))
    assert listed(with_stored, 0, n) == listed(saga, 0, n)


def test_neighbours_are_published_with_the_model_and_opened_with_it(saga: Model, tmp_path: Path) -> None:
    found = stored_neighbours(saga, tmp_path, k=4)
    publish(replace(saga, neighbours=found), tmp_path)
    opened = open_model(tmp_path).neighbours
    assert opened is not None
    assert (opened.k, opened.n_titles) == (4, len(saga))
    np.testing.assert_array_equal(opened.rows, found.rows, strict=True)
    np.testing.assert_array_equal(opened.scores, found.scores, strict=True)


@pytest.mark.parametrize(
    ("rows", "scores"),
    [
        ([1, 2, 0, 2, 0, 3], [1.0] * 6),  # there is no title 3
        ([1, 2, 0, 2, 0, -2], [1.0] * 6),
        ([-1, 2, 0, 2, 0, 1], [1.0] * 6),  # nobody before somebody
        ([1, 2, 0, 2, 0, 1], [1.0] * 5 + [np.nan]),
        ([1, 2, 0, 2, 0, 1], [1.0] * 5),
        ([1, 2, 0, 2, 0], [1.0] * 5),  # a title with fewer places
        ([1, 2, 1, 0, 2, 0, 0, 1, 0], [1.0] * 9),  # more places than others
    ],
)
def test_neighbours_that_cannot_be_those_of_the_model_are_refused(
    tmp_path: Path, rows: list[int], scores: list[float]
) -> None:
    model = model_of(*(title(name, genres=("drama",)) for name in "abc"))
    wrong = StoredNeighbours(np.array(rows, np.int32), np.array(scores), len(model))
    with pytest.raises(ArtifactDamaged, match=r"neighbours\.(rows|scores)"):
        publish(replace(model, neighbours=wrong), tmp_path)


def test_a_model_without_them_has_none(saga: Model, tmp_path: Path) -> None:
    publish(saga, tmp_path)
    assert open_model(tmp_path).neighbours is None
