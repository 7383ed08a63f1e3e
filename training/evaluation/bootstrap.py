"""How sure a figure is: percentile bootstrap over the sources or users that it is a mean of.

Efron and Tibshirani, *An Introduction to the Bootstrap* (1993), chapter 13: the units are drawn
with replacement as often as there are units, the figure is computed again, and the interval
holds the middle 95 % of what came out. Two methods that answered the same questions are drawn
together, so that a question which is hard for both does not blur their difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

N_RESAMPLES = 2_000
SEED = 0
_PERCENTILES = (2.5, 97.5)
_CHUNK = 100


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure, with the lower and upper bound of its 95 % interval."""

    value: float
    low: float
    high: float

    def to_dict(self) -> dict[str, float]:
        """Return the figure as JSON types.

        Returns
        -------
        dict of str to float
            ``value``, ``low`` and ``high``.
        """
        return {"value": self.value, "low": self.low, "high": self.high}


def mean_interval(values: NDArray[np.float64]) -> Interval:
    """Return the mean of some values with its interval.

    Parameters
    ----------
    values : ndarray of float64, shape (n,)
        One value a unit; at least one.

    Returns
    -------
    Interval
        The mean, and the percentiles of the resampled means.
    """
    return percentile_interval(float(values.mean()), resampled_means(values[None, :])[0])


def difference_interval(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> Interval:
    """Return the difference of two means over the same units, with its interval.

    Parameters
    ----------
    ours, theirs : ndarray of float64, shape (n,)
        One value a unit, units in the same order.

    Returns
    -------
    Interval
        Mean of ``ours - theirs``.
    """
    return mean_interval(ours - theirs)


def ratio_interval(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> Interval | None:
    """Return the ratio of two means over the same units, with its interval.

    Parameters
    ----------
    ours, theirs : ndarray of float64, shape (n,)
        One value a unit, units in the same order.

    Returns
    -------
    Interval or None
        ``mean(ours) / mean(theirs)``; None where ``theirs`` is zero, or so small that it is zero
        in one of the resamples.
    """
    above, below = resampled_means(np.stack([ours, theirs]))
    if theirs.mean() <= 0 or below.min() <= 0:
        return None
    return percentile_interval(float(ours.mean() / theirs.mean()), above / below)


def resampled_means(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the means of resampled units; every series sees the same resamples.

    Parameters
    ----------
    values : ndarray of float64, shape (n_series, n)
        One value a unit.

    Returns
    -------
    ndarray of float64, shape (n_series, N_RESAMPLES)
        One mean a resample.
    """
    rng, n_units = np.random.default_rng(SEED), values.shape[1]
    means = np.empty((len(values), N_RESAMPLES))
    for start in range(0, N_RESAMPLES, _CHUNK):
        drawn = rng.integers(0, n_units, (_CHUNK, n_units))
        for series, own in zip(values, means, strict=True):
            own[start : start + _CHUNK] = series[drawn].mean(axis=1)
    return means


def resampled_counts(n_units: int) -> Iterator[NDArray[np.float64]]:
    """Yield how often each unit is drawn in each resample, for figures that are no means.

    Parameters
    ----------
    n_units : int
        Number of units; at least one.

    Yields
    ------
    ndarray of float64, shape (a part of N_RESAMPLES, n_units)
        Whole numbers; each row sums to the number of units.
    """
    rng = np.random.default_rng(SEED)
    for _ in range(0, N_RESAMPLES, _CHUNK):
        drawn = rng.integers(0, n_units, (_CHUNK, n_units))
        yield np.stack([np.bincount(one, minlength=n_units) for one in drawn]).astype(np.float64)


def percentile_interval(value: float, resampled: NDArray[np.float64]) -> Interval:
    """Return a figure with the percentiles of what the resamples gave.

    Parameters
    ----------
    value : float
        The figure on the units as they are.
    resampled : ndarray of float64, shape (N_RESAMPLES,)
        The figure on each resample.

    Returns
    -------
    Interval
        The middle 95 %.
    """
    low, high = np.percentile(resampled, _PERCENTILES)
    return Interval(value, float(low), float(high))
