from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.evaluation import ColdStart, HoldOut, LeaveOneOut
from training.evaluation.judgements import Ratings
from training.evaluation.viewers import Viewer, liked_mask

N_TITLES = 12


def rated(*rows: tuple[int, int, float], times: list[float] | None = None) -> Ratings:
    """Ratings of (user, row, rating), sorted already."""
    user, row, rating = (np.array(column) for column in zip(*rows, strict=True))
    users = tuple(f"user {number}" for number in range(int(user.max()) + 1))
    time = None if times is None else np.array(times)
    return Ratings(user, row, rating.astype(np.float64), time, users)


@st.composite
def many_ratings(draw: st.DrawFn) -> Ratings:
    keys = draw(st.sets(st.tuples(st.integers(0, 3), st.integers(0, N_TITLES - 1)), min_size=1, max_size=40))
    rows = sorted(keys)
    values = draw(st.lists(st.sampled_from([2.0, 4.0, 5.0]), min_size=len(rows), max_size=len(rows)))
    return rated(*((user, row, value) for (user, row), value in zip(rows, values, strict=True)))


def test_four_of_five_stars_are_a_like() -> None:
    ratings = rated((0, 0, 3.5), (0, 1, 4.0), (0, 2, 5.0))
    assert liked_mask(ratings).tolist() == [False, True, True]


def test_on_another_scale_a_like_is_what_is_not_below_the_viewers_own_mean() -> None:
    ratings = rated((0, 0, 6), (0, 1, 10), (1, 0, 2), (1, 1, 3))
    assert liked_mask(ratings).tolist() == [False, True, False, True]


def test_a_threshold_that_was_asked_for_decides_on_every_scale() -> None:
    assert liked_mask(rated((0, 0, 6), (0, 1, 10)), 6).tolist() == [True, True]


def test_who_likes_too_little_is_left_out() -> None:
    ratings = rated((0, 0, 5), (0, 1, 5), (0, 2, 5), (1, 0, 5), (1, 1, 5))
    viewers = HoldOut(2).viewers(ratings, n_titles=N_TITLES)
    assert [viewer.user for viewer in viewers] == [0]


def test_what_was_rated_and_is_not_hidden_may_not_be_shown() -> None:
    ratings = rated((0, 0, 5), (0, 1, 1), (0, 2, 5))
    (viewer,) = HoldOut(1).viewers(ratings, n_titles=N_TITLES)
    assert set(viewer.excluded.tolist()) == {0, 1, 2} - set(viewer.hidden.tolist())


def test_the_last_like_is_left_out_where_the_time_is_known() -> None:
    ratings = rated((0, 0, 5), (0, 1, 5), (0, 2, 5), (0, 3, 1), times=[10, 30, 20, 40])
    (viewer,) = LeaveOneOut().viewers(ratings, n_titles=N_TITLES)
    assert viewer.hidden.tolist() == [1]


def test_without_time_any_like_may_be_left_out() -> None:
    ratings = rated(*((user, row, 5.0) for user in range(30) for row in range(3)))
    hidden = {int(v.hidden[0]) for v in LeaveOneOut().viewers(ratings, n_titles=N_TITLES)}
    assert hidden == {0, 1, 2}


def test_cold_titles_are_the_same_for_all_viewers_and_only_they_are_ranked() -> None:
    ratings = rated(*((user, row, 5.0) for user in range(3) for row in range(N_TITLES)))
    viewers = ColdStart(0.25).viewers(ratings, n_titles=N_TITLES)
    assert {tuple(viewer.hidden.tolist()) for viewer in viewers} == {tuple(viewers[0].hidden.tolist())}
    assert len(viewers[0].hidden) == 3
    assert viewers[0].excluded.tolist() == viewers[0].liked.tolist()


@pytest.mark.parametrize("hiding", [HoldOut(2), LeaveOneOut(), ColdStart(0.3)], ids=str)
@given(ratings=many_ratings())
def test_nobody_is_told_what_is_to_be_found(hiding: HoldOut, ratings: Ratings) -> None:
    viewers: tuple[Viewer, ...] = hiding.viewers(ratings, n_titles=N_TITLES)
    likes = liked_mask(ratings)
    for viewer in viewers:
        own = set(ratings.row[(ratings.user == viewer.user) & likes].tolist())
        told, hidden = set(viewer.liked.tolist()), set(viewer.hidden.tolist())
        assert told
        assert hidden
        assert not told & hidden
        assert told | hidden == own
        assert told <= set(viewer.excluded.tolist())
        assert not hidden & set(viewer.excluded.tolist())
