"""What a content-based recommender is measured against: what one would write in an afternoon.

Each entry of :data:`BASELINES` fits one method on a catalogue. Only titles and their facts are
read, never a judgement; ``popularity`` and ``random`` do not even read the facts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.catalogue import Catalogue
from recsys.catalogue.problems import shown
from recsys.errors import QueryError
from training.evaluation.scorer import Scorer
from training.evaluation.text_baselines import (
    more_like_this,
    one_tfidf,
    sentence_embedding,
    soup_counts,
    synopsis_tfidf,
)

ALL, NONE = "all", "none"


@dataclass(frozen=True, slots=True)
class RandomScorer:
    """Scores without any reason, the same in every run."""

    n_titles: int
    name: str = "random"

    def scores(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return a random number for each source and title.

        Parameters
        ----------
        rows : ndarray of int64, shape (n,)
            Sources.

        Returns
        -------
        ndarray of float64, shape (n, n_titles)
            0 to 1.
        """
        return np.stack([np.random.default_rng([1, row]).random(self.n_titles) for row in rows])

    def profile(self, rows: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return a random number for each title.

        Parameters
        ----------
        rows : ndarray of int64, shape (n,)
            Titles that the viewer likes.
        weights : ndarray of float64, shape (n,)
            Not looked at, but for their number.

        Returns
        -------
        ndarray of float64, shape (n_titles,)
            0 to 1.
        """
        return np.random.default_rng([2, len(weights), *rows]).random(self.n_titles)


@dataclass(frozen=True, slots=True)
class PopularityScorer:
    """The same list for everybody: the most popular titles."""

    popularity: NDArray[np.float64]
    name: str = "popularity"

    def scores(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the popularity of each title, whatever the source.

        Parameters
        ----------
        rows : ndarray of int64, shape (n,)
            Sources.

        Returns
        -------
        ndarray of float64, shape (n, n_titles)
            Equal rows.
        """
        return np.tile(self.popularity, (len(rows), 1))

    def profile(self, rows: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the popularity of each title, whoever asks.

        Parameters
        ----------
        rows : ndarray of int64, shape (n,)
            Not looked at.
        weights : ndarray of float64, shape (n,)
            Not looked at.

        Returns
        -------
        ndarray of float64, shape (n_titles,)
            Popularity.
        """
        del rows, weights
        return self.popularity


def popularity(catalogue: Catalogue) -> Scorer:
    """Return the most popular titles as a method; unknown popularity counts as none.

    Parameters
    ----------
    catalogue : Catalogue
        The titles.

    Returns
    -------
    Scorer
        The method.

    Raises
    ------
    QueryError
        If the popularity of no title is known.
    """
    if not _has_popularity(catalogue):
        msg = "--baseline popularity: no title of the catalogue has a popularity; leave this one out"
        raise QueryError(msg)
    return PopularityScorer(np.array([title.popularity or 0.0 for title in catalogue]))


BASELINES: dict[str, Callable[[Catalogue], Scorer]] = {
    "random": lambda catalogue: RandomScorer(len(catalogue)),
    "popularity": popularity,
    "soup": soup_counts,
    "synopsis": synopsis_tfidf,
    "one-tfidf": one_tfidf,
    "lucene": more_like_this,
    "minilm": sentence_embedding,
}
"""Every baseline by its name."""


def chosen_baselines(names: Sequence[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Return the names of the baselines that are meant.

    Parameters
    ----------
    names : sequence of str
        Names, or ``all`` for every one that this catalogue allows, without ``minilm``, or ``none``.
    catalogue : Catalogue
        The titles.

    Returns
    -------
    tuple of str
        Each name once, in the order given.

    Raises
    ------
    QueryError
        If there is no baseline of a name.
    """
    meant: list[str] = []
    for name in names:
        if name == ALL:
            meant.extend(key for key in BASELINES if _is_possible(key, catalogue))
        elif name in BASELINES:
            meant.append(name)
        elif name != NONE:
            expected = ", ".join([*BASELINES, ALL, NONE])
            msg = f"{shown(name)} is no baseline: expected one of {expected}"
            raise QueryError(msg)
    return tuple(dict.fromkeys(meant))


def _is_possible(name: str, catalogue: Catalogue) -> bool:
    return name != "minilm" and (name != "popularity" or _has_popularity(catalogue))


def _has_popularity(catalogue: Catalogue) -> bool:
    return any(title.popularity is not None for title in catalogue)
