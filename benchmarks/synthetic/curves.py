"""Curves through a few measured points, and how one draws from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.statistics import FieldStatistics, Knots

Ids = NDArray[np.int64]
_MOST = 0.98


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a catalogue of a given size, ready to be drawn from.

    Parameters
    ----------
    statistics : FieldStatistics
        What it is made from.
    cumulated : ndarray of float64, shape (n_values,)
        Probability that one draw gives a value of this rank or a more frequent one.
    excess : float
        Draws for each different value that a title is to have: some draws meet.
    themes : ndarray of int32, shape (n_themes, choices)
        The values that titles of a theme have in common.
    """

    statistics: FieldStatistics
    cumulated: NDArray[np.float64]
    excess: float
    themes: NDArray[np.int32]

    @property
    def n_values(self) -> int:
        """How many values there are."""
        return len(self.cumulated)


def field(statistics: FieldStatistics, n_titles: int, n_themes: int, rng: np.random.Generator) -> Field:
    """Return a field of a catalogue of so many titles.

    A value that a share ``f`` of the titles has is drawn at a rate of ``-log(1 - f)``: draws that meet
    count once, and the share comes out as it went in.

    Parameters
    ----------
    statistics : FieldStatistics
        What the field is like.
    n_titles, n_themes : int
        Size of the catalogue, and how many themes its titles have.
    rng : numpy.random.Generator
        Draws what the themes have in common.

    Returns
    -------
    Field
        The same for the same seed.
    """
    shares = title_shares(statistics, n_titles)
    rates = -np.log1p(-np.minimum(shares, _MOST))
    cumulated = np.cumsum(rates)
    excess = float(cumulated[-1] / shares.sum())
    cumulated /= cumulated[-1]
    themes = draw(cumulated, n_themes * statistics.choices, rng)
    return Field(statistics, cumulated, excess, themes.astype(np.int32).reshape(n_themes, statistics.choices))


def title_shares(statistics: FieldStatistics, n_titles: int) -> NDArray[np.float64]:
    """Return the share of titles that should have each value, the most frequent one first.

    Parameters
    ----------
    statistics : FieldStatistics
        What the field is like.
    n_titles : int
        Size of the catalogue.

    Returns
    -------
    ndarray of float64, shape (n_values,)
        Between 0 and 1; straight lines between the measured points in logarithms of both.
    """
    ranks, heights = np.array(statistics.frequency, dtype=np.float64).T
    last = int(ranks[-1] * n_titles) if statistics.grows else int(ranks[-1])
    places = np.arange(1, max(last, 2) + 1, dtype=np.float64)
    if statistics.grows:
        places, heights = places / n_titles, heights / n_titles
    return np.asarray(np.exp(np.interp(np.log(places), np.log(ranks), np.log(heights))))


def draw(cumulated: NDArray[np.float64], n: int, rng: np.random.Generator) -> Ids:
    """Return values drawn by their probabilities.

    Parameters
    ----------
    cumulated : ndarray of float64, shape (n_values,)
        Cumulated probabilities, 1 at the end.
    n : int
        How many.
    rng : numpy.random.Generator
        Where chance comes from.

    Returns
    -------
    ndarray of int64, shape (n,)
        Ranks from 0.
    """
    return np.minimum(np.searchsorted(cumulated, rng.random(n), side="right"), len(cumulated) - 1)


def quantiles(knots: Knots, n: int, rng: np.random.Generator) -> Ids:
    """Return whole numbers that have the given quantiles.

    Parameters
    ----------
    knots : tuple of tuple of float
        Quantiles from 0 to 1 with their values.
    n : int
        How many numbers.
    rng : numpy.random.Generator
        Where chance comes from.

    Returns
    -------
    ndarray of int64, shape (n,)
        Rounded values of straight lines between the points.
    """
    places, values = np.array(knots, dtype=np.float64).T
    return np.asarray(np.rint(np.interp(rng.random(n), places, values)), dtype=np.int64)
