"""Who is measured: anything that scores all titles for one title, or for what a viewer likes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from recsys.index import NEAREST, power_mean
from recsys.model import Model
from recsys.similarity import scores_between

CHUNK = 256
"""Sources that are scored at once, so that memory is bounded by 256 × n_titles scores."""
REMEMBERED = 6_000
"""Up to so many titles all scores are computed once (288 MB): seeds recur from viewer to viewer."""

Combine = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]
"""From the scores of each seed (n_seeds, n_titles) and its weight (n_seeds,) to one score a title."""


class Scorer(Protocol):
    """A method under measurement."""

    @property
    def name(self) -> str:
        """What it is called in tables."""

    def scores(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the score of every title for each of some sources.

        Parameters
        ----------
        rows : ndarray of int64, shape (n,)
            Sources.

        Returns
        -------
        ndarray of float64, shape (n, n_titles)
            Higher is better; nothing needs to be left out.
        """

    def profile(self, rows: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the score of every title for a viewer.

        Parameters
        ----------
        rows : ndarray of int64, shape (n,)
            Titles that the viewer likes; at least one.
        weights : ndarray of float64, shape (n,)
            How much each counts.

        Returns
        -------
        ndarray of float64, shape (n_titles,)
            Higher is better.
        """


def nearest_likes(seed_scores: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the power mean of the seeds' scores: what a question with ``blend=nearest`` does.

    Parameters
    ----------
    seed_scores : ndarray of float64, shape (n_seeds, n_titles)
        Scores by each seed.
    weights : ndarray of float64, shape (n_seeds,)
        How much each seed counts.

    Returns
    -------
    ndarray of float64, shape (n_titles,)
        Their power mean.
    """
    return power_mean(seed_scores, weights, NEAREST)


def weighted_mean(seed_scores: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of the seeds' scores: what a question with several seeds does.

    Parameters
    ----------
    seed_scores : ndarray of float64, shape (n_seeds, n_titles)
        Scores by each seed.
    weights : ndarray of float64, shape (n_seeds,)
        How much each seed counts.

    Returns
    -------
    ndarray of float64, shape (n_titles,)
        Their mean.
    """
    return np.asarray(weights @ seed_scores / np.abs(weights).sum())


@dataclass(frozen=True)
class ModelScorer:
    """Scores by a model's default weights.

    Parameters
    ----------
    model : Model
        The model; its rows are those of the catalogue.
    name : str
        What it is called in tables.
    combine : callable
        How the seeds of a viewer become one score a title.
    """

    model: Model
    name: str = "recsys"
    combine: Combine = nearest_likes

    def scores(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the score of every title for each of some sources.

        Parameters
        ----------
        rows : ndarray of int64, shape (n,)
            Sources.

        Returns
        -------
        ndarray of float64, shape (n, n_titles)
            Scores of the model's contract.
        """
        return scores_between(self.model, rows)

    def profile(self, rows: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the score of every title for a viewer.

        Parameters
        ----------
        rows : ndarray of int64, shape (n,)
            Titles that the viewer likes.
        weights : ndarray of float64, shape (n,)
            How much each counts.

        Returns
        -------
        ndarray of float64, shape (n_titles,)
            What ``combine`` makes of the seeds' scores.
        """
        seed_scores = self._all[rows] if len(self.model) <= REMEMBERED else self.scores(rows)
        return self.combine(seed_scores, weights)

    @cached_property
    def _all(self) -> NDArray[np.float64]:
        return np.concatenate([self.scores(rows) for rows in chunks(np.arange(len(self.model)))])


def chunks(rows: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Yield rows in pieces that can be scored at once.

    Parameters
    ----------
    rows : ndarray of int64, shape (n,)
        Titles.

    Yields
    ------
    ndarray of int64, shape (at most CHUNK,)
        In the same order.
    """
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
