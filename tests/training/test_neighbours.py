from __future__ import annotations

import numpy as np
import pytest

from recsys.similarity import scores_between
from tests.builders import model_of, title
from training.neighbours import all_neighbours, neighbour_blocks


def test_equal_titles_come_in_the_order_of_their_rows() -> None:
    model = model_of(*(title(f"t{n:03}", genres=("drama",)) for n in range(150)))
    for found in all_neighbours(model, k=4):
        assert found.rows.tolist() == [row for row in range(6) if row != found.row][:4]


def test_a_title_alone_has_no_neighbours() -> None:
    (found,) = all_neighbours(model_of(title("a", genres=("drama",))), k=3)
    assert (found.row, found.rows.tolist(), found.scores.tolist()) == (0, [], [])


def test_of_two_titles_each_is_the_neighbour_of_the_other() -> None:
    model = model_of(title("a", genres=("drama",)), title("b", genres=("drama",)))
    assert [found.rows.tolist() for found in all_neighbours(model, k=9)] == [[1], [0]]


@pytest.mark.parametrize("k", [1, 7, 200])
def test_blocks_hold_the_best_of_the_reference_scores(k: int) -> None:
    rng = np.random.default_rng(0)
    names = ("drama", "comedy", "war", "crime")
    model = model_of(
        *(
            title(f"t{n:03}", genres=tuple(str(one) for one in rng.choice(names, 2)), year=1990 + n % 9)
            for n in range(130)
        )
    )
    scores = scores_between(model, np.arange(130))
    np.fill_diagonal(scores, -np.inf)
    rounded = np.round(scores, 9)
    for block in neighbour_blocks(model, k=k):
        best = np.sort(rounded[block.origins], axis=1)[:, ::-1][:, : min(k, 129)]
        np.testing.assert_allclose(block.scores, best, atol=1e-8)
        np.testing.assert_allclose(np.take_along_axis(rounded[block.origins], block.rows, 1), best, atol=1e-8)
