"""How the scores of several wishes that each stand for themselves become one."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

NEAREST = 3.0
"""Power by which the likes of one viewer join: 1 is the mean, which prefers what is a little like
everything; a high power asks the nearest alone."""
TOGETHER = 0.0
"""Power by which several viewers join: the geometric mean, which is the multiplicative strategy of
Masthoff (2004). It does not depend on how high each one's scores are, and what has nothing for one of
them is worth nothing. Why no other: docs/decisions/0014-together.md."""


def power_mean(
    scores: Iterable[NDArray[np.float64]], weights: NDArray[np.float64], power: float
) -> NDArray[np.float64]:
    """Return ``(Σ_i a_i s_i^p / Σ_i a_i)^(1/p)``, scores below 0 counted as 0.

    With a power of 0 or less it is 0 as soon as one of the scores is.

    Parameters
    ----------
    scores : iterable of n ndarrays of float64, shape (...)
        Scores by each of n wishes; they are added up one by one.
    weights : ndarray of float64, shape (n,)
        How much each counts; positive.
    power : float
        ``p``; 0 is the geometric mean, the limit of those around it.

    Returns
    -------
    ndarray of float64, shape (...)
        Between the lowest and the highest of them.
    """
    shares = weights / weights.sum()
    with np.errstate(divide="ignore", over="ignore"):
        pairs = [(share, np.maximum(one, 0.0)) for share, one in zip(shares, scores, strict=True)]
        if power == 0:
            return np.asarray(np.exp(sum(share * np.log(one) for share, one in pairs)))
        return np.asarray(np.asarray(sum(share * one**power for share, one in pairs)) ** (1 / power))


def effective_weights(
    scores: NDArray[np.float64], weights: NDArray[np.float64], power: float
) -> NDArray[np.float64]:
    """Return the factors with which the scores add up to their power mean.

    The mean is homogeneous of degree 1, so that by Euler's theorem it is the sum of the scores
    times its derivatives.

    Parameters
    ----------
    scores : ndarray of float64, shape (n,)
        Scores of one title.
    weights : ndarray of float64, shape (n,)
        How much each counts; positive.
    power : float
        As :func:`power_mean` takes it.

    Returns
    -------
    ndarray of float64, shape (n,)
        ``a_i / Σ a · (s_i / M)^(p - 1)``; times ``s_i`` they sum to M. All 0 where M is 0.
    """
    mean = float(power_mean(scores, weights, power))
    if mean == 0:
        return np.zeros(len(scores))
    # Where a power below 1 has left a mean above 0, no score is 0 unless it counts for nothing.
    with np.errstate(divide="ignore"):
        slopes = (np.maximum(scores, 0.0) / mean) ** (power - 1)
    return np.where(scores > 0, weights / weights.sum() * slopes, 0.0)
