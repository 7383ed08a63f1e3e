"""Viewers whose likes are known in part: from ratings to what is told and what is to be found.

Three protocols. *Hold out*: some liked titles of each viewer, drawn at random. *Leave one out*:
the liked title that was rated last. *Cold start*: a share of all titles is hidden from every
viewer, and only those are ranked, as on the day on which they are new.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.evaluation.judgements import Ratings

LIKED = 4.0
"""What somebody likes on a scale of one to five stars, unless an owner says otherwise."""
_STARS = (4.0, 5.0)


@dataclass(frozen=True, slots=True)
class Viewer:
    """One viewer.

    Parameters
    ----------
    user : int
        Number of the user.
    liked : ndarray of int64, shape (n_liked,)
        Titles that a method is told the viewer likes; at least one.
    hidden : ndarray of int64, shape (n_hidden,)
        Liked titles that it is to find; at least one.
    excluded : ndarray of int64
        Titles that may not be shown: rated ones that are told, and those that are no candidates.
    """

    user: int
    liked: NDArray[np.int64]
    hidden: NDArray[np.int64]
    excluded: NDArray[np.int64]


def held_out(
    ratings: Ratings, *, n: int, threshold: float | None = None, seed: int = 0
) -> tuple[Viewer, ...]:
    """Return viewers with n liked titles held out of each.

    Parameters
    ----------
    ratings : Ratings
        All ratings.
    n : int
        How many are held out; who likes fewer than n + 1 titles is left out.
    threshold : float or None
        See :func:`liked_mask`.
    seed : int
        Draws other titles.

    Returns
    -------
    tuple of Viewer
        In the order of the users; whatever else they rated may not be shown.
    """
    return tuple(_viewers_without(ratings, n, threshold, seed, by_time=False))


def left_one_out(ratings: Ratings, *, threshold: float | None = None, seed: int = 0) -> tuple[Viewer, ...]:
    """Return viewers with one liked title held out of each: the last by time, where time is known.

    Parameters
    ----------
    ratings : Ratings
        All ratings.
    threshold : float or None
        See :func:`liked_mask`.
    seed : int
        Draws other titles where the time is not known or equal.

    Returns
    -------
    tuple of Viewer
        In the order of the users; whatever else they rated may not be shown.
    """
    return tuple(_viewers_without(ratings, 1, threshold, seed, by_time=True))


def cold_started(
    ratings: Ratings, *, share: float, n_titles: int, threshold: float | None = None, seed: int = 0
) -> tuple[Viewer, ...]:
    """Return viewers from all of whom the same titles are hidden.

    Parameters
    ----------
    ratings : Ratings
        All ratings.
    share : float
        Share of the catalogue that is hidden; above 0 and below 1.
    n_titles : int
        Number of titles in the catalogue.
    threshold : float or None
        See :func:`liked_mask`.
    seed : int
        Hides other titles.

    Returns
    -------
    tuple of Viewer
        Those who like a hidden title and another one; only hidden titles may be shown.
    """
    is_hidden = np.zeros(n_titles, dtype=np.bool_)
    n_hidden = max(1, round(share * n_titles))
    is_hidden[np.random.default_rng(seed).choice(n_titles, n_hidden, replace=False)] = True
    likes, others = liked_mask(ratings, threshold), np.flatnonzero(~is_hidden)
    found = []
    for user, own in ratings.by_user():
        liked = ratings.row[own][likes[own]]
        told, hidden = liked[~is_hidden[liked]], liked[is_hidden[liked]]
        if len(told) and len(hidden):
            found.append(Viewer(user, told, hidden, others))
    return tuple(found)


def liked_mask(ratings: Ratings, threshold: float | None = None) -> NDArray[np.bool_]:
    """Return which ratings mean that the viewer liked the title.

    Parameters
    ----------
    ratings : Ratings
        All ratings.
    threshold : float or None
        From which rating on. None takes 4.0 where the best rating of all is 4 to 5 stars, and on
        other scales each user's own mean.

    Returns
    -------
    ndarray of bool, shape (n,)
        Whether each title is liked.
    """
    if threshold is None and not _STARS[0] <= ratings.rating.max() <= _STARS[1]:
        counts = np.bincount(ratings.user)
        means = np.bincount(ratings.user, ratings.rating) / np.maximum(counts, 1)
        return np.asarray(ratings.rating >= means[ratings.user])
    return np.asarray(ratings.rating >= (LIKED if threshold is None else threshold))


def _viewers_without(
    ratings: Ratings, n: int, threshold: float | None, seed: int, *, by_time: bool
) -> Iterator[Viewer]:
    likes = liked_mask(ratings, threshold)
    times = ratings.time if by_time and ratings.time is not None else np.zeros(len(ratings))
    for user, own in ratings.by_user():
        rated = ratings.row[own]
        liked, liked_times = rated[likes[own]], times[own][likes[own]]
        if len(liked) <= n:
            continue
        lots = np.random.default_rng([seed, user]).random(len(liked))
        order = np.lexsort((lots, liked_times))
        hidden = np.sort(liked[order[-n:]])
        yield Viewer(user, np.setdiff1d(liked, hidden), hidden, np.setdiff1d(rated, hidden))
