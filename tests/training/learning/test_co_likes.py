from __future__ import annotations

import numpy as np
import pytest

from training.evaluation import Ratings
from training.learning.co_likes import co_liked_pairs


def _ratings(*likes: tuple[int, ...], n_titles: int = 6) -> Ratings:
    """Viewers who give five stars to some titles and one star to the first of the others."""
    found = []
    for user, own in enumerate(likes):
        other = next(row for row in range(n_titles) if row not in own)
        found += [(user, row, 5.0) for row in own] + [(user, other, 1.0)]
    found.sort()
    table = np.array(found)
    users = tuple(f"u{number}" for number in range(len(likes)))
    return Ratings(table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2], None, users)


def test_titles_liked_by_the_same_three_viewers_are_a_pair_both_ways() -> None:
    pairs = co_liked_pairs(_ratings((0, 1), (0, 1), (0, 1), (2, 3)), n_titles=6)
    assert list(zip(pairs.source.tolist(), pairs.target.tolist(), strict=True)) == [(0, 1), (1, 0)]


def test_what_everybody_likes_is_no_nearer_for_its_fame() -> None:
    everybody = [(0, 1, 5), (0, 1, 5), (0, 1, 5), (2, 5), (3, 5), (2, 5), (3, 5), (4, 5)]
    pairs = co_liked_pairs(_ratings(*everybody), n_titles=6)
    weight = {(a, b): w for a, b, w in zip(pairs.source, pairs.target, pairs.weight, strict=True)}
    assert weight[0, 1] > weight[0, 5]


def test_a_viewer_who_likes_everything_says_no_more_than_another() -> None:
    pairs = co_liked_pairs(_ratings((0, 1), (0, 1), (0, 2, 3, 4, 1)), n_titles=6)
    assert pairs.weight.max() == pytest.approx(1.0)


def test_without_three_viewers_in_common_there_is_no_pair() -> None:
    assert len(co_liked_pairs(_ratings((0, 1), (0, 1)), n_titles=6)) == 0
