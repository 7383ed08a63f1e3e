from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.training.learning.invented import GENRES, N_TITLES, WELCOME, model
from training.evaluation import Judgements, Ratings, Siblings
from training.learning import learn
from training.learning.viewer_validation import viewer_folds

DEFAULT = model()
N_VIEWERS = 60


def _viewers(*, have_taste: bool) -> Judgements:
    """Viewers who like a genre and the one that is welcome to its viewers, or anything."""
    rng = np.random.default_rng(1)
    user, row, rating = [], [], []
    for viewer in range(N_VIEWERS):
        genre = GENRES[viewer % 4]
        welcome = [GENRES.index(genre), GENRES.index(WELCOME[genre])]
        allowed = [n for n in range(N_TITLES) if n % 4 in welcome] if have_taste else list(range(N_TITLES))
        liked = rng.choice(allowed, 20, replace=False)
        shown = np.sort(np.append(liked, np.setdiff1d(np.arange(N_TITLES), liked)[0]))
        user += [viewer] * len(shown)
        row += shown.tolist()
        rating += [5.0 if each in liked else 1.0 for each in shown]
    names = tuple(f"u{number:02}" for number in range(N_VIEWERS))
    ratings = Ratings(np.array(user), np.array(row), np.array(rating), None, names)
    return Judgements(siblings=Siblings.from_pairs([], n_titles=N_TITLES), ratings=ratings)


def test_what_viewers_like_together_is_found_by_viewers_who_were_not_learned_from() -> None:
    record = learn(DEFAULT, _viewers(have_taste=True)).info.learned
    assert record["from"]["kind"] == "ratings"
    assert record["second_stage"]["measure"] == "nDCG@10 of unseen viewers"
    assert record["second_stage"]["after"] > record["second_stage"]["before"]


def test_viewers_who_like_anything_change_nothing() -> None:
    same = learn(DEFAULT, _viewers(have_taste=False))
    assert same.learned is None
    assert same.info.weights == DEFAULT.info.weights


@pytest.mark.parametrize("n_viewers", [1, 5])
def test_too_few_ratings_teach_nothing_and_it_is_told_why(n_viewers: int) -> None:
    judgements = _viewers(have_taste=True)
    assert judgements.ratings is not None
    first = judgements.ratings.user < n_viewers
    few = Ratings(
        judgements.ratings.user[first],
        judgements.ratings.row[first],
        judgements.ratings.rating[first],
        None,
        judgements.ratings.users[:n_viewers],
    )
    same = learn(DEFAULT, replace(judgements, ratings=few))
    assert same.info.learned["nothing"] == "fewer than 200 pairs of co-liked titles"
    assert same.info.weights == DEFAULT.info.weights
    assert same.learned is None


def test_each_viewer_is_unseen_once() -> None:
    ratings = _viewers(have_taste=True).ratings
    assert ratings is not None
    seen_once: list[int] = []
    for seen, unseen in viewer_folds(ratings, n_folds=3):
        assert not set(seen.user.tolist()) & set(unseen.user.tolist())
        seen_once += sorted(set(unseen.user.tolist()))
    assert sorted(seen_once) == list(range(N_VIEWERS))
