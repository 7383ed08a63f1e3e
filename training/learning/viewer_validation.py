"""How much learning from ratings would give to viewers who are not among those it learned from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from recsys.model import Model
from training.evaluation import HoldOut, ModelScorer, Ratings
from training.evaluation.questions import NDCG
from training.evaluation.ratings_task import measure_on_ratings, viewer_questions
from training.learning.cross_validation import Gains, K


def cross_validate_viewers(
    model: Model,
    ratings: Ratings,
    learn: Callable[[Ratings], Mapping[float, Model]],
    *,
    settings: Sequence[float],
    n_folds: int,
) -> Gains | None:
    """Return what learning gives to unseen viewers, five of whose likes are held out.

    Parameters
    ----------
    model : Model
        The model as it is.
    ratings : Ratings
        Ratings by viewers.
    learn : callable
        From ratings to one model a setting.
    settings : sequence of float
        The settings.
    n_folds : int
        Number of folds; at least 2.

    Returns
    -------
    Gains or None
        One value a viewer who likes enough titles; None if no fold has any.
    """
    before = []
    found: dict[float, list[NDArray[np.float64]]] = {setting: [] for setting in settings}
    for seen, unseen in viewer_folds(ratings, n_folds=n_folds):
        base = _ndcg_by_viewer(model, unseen)
        if not len(base):
            continue
        before.append(base)
        variants = learn(seen)
        for setting in settings:
            found[setting].append(_ndcg_by_viewer(variants[setting], unseen) - base)
    if not before:
        return None
    gains = {setting: np.concatenate(own) for setting, own in found.items()}
    return Gains(float(np.concatenate(before).mean()), gains)


def viewer_folds(ratings: Ratings, *, n_folds: int) -> Iterator[tuple[Ratings, Ratings]]:
    """Yield what may be learned from, and what it is measured on.

    Parameters
    ----------
    ratings : Ratings
        All ratings.
    n_folds : int
        Number of folds.

    Yields
    ------
    tuple of Ratings and Ratings
        Ratings by the viewers of the other folds, and by those of the fold.
    """
    fold_of = np.random.default_rng(0).permutation(len(ratings.users)) % n_folds
    for fold in range(n_folds):
        is_unseen = fold_of[ratings.user] == fold
        yield _some(ratings, ~is_unseen), _some(ratings, is_unseen)


def _ndcg_by_viewer(model: Model, ratings: Ratings) -> NDArray[np.float64]:
    questions = viewer_questions(HoldOut().viewers(ratings, n_titles=len(model)))
    return measure_on_ratings(ModelScorer(model), questions, k=K).values[NDCG] if questions else np.empty(0)


def _some(ratings: Ratings, chosen: NDArray[np.bool_]) -> Ratings:
    return replace(
        ratings,
        user=ratings.user[chosen],
        row=ratings.row[chosen],
        rating=ratings.rating[chosen],
        time=None if ratings.time is None else ratings.time[chosen],
    )
