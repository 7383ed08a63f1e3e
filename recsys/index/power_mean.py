"""How the scores of several titles that each stand for themselves become one."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

POWER = 3
"""1 is the mean, which prefers what is a little like everything; a high power asks the nearest alone."""


def power_mean(scores: Iterable[NDArray[np.float64]], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ``(Σ_i a_i s_i³ / Σ_i a_i)^(1/3)``, scores below 0 counted as 0.

    Parameters
    ----------
    scores : iterable of n ndarrays of float64, shape (...)
        Scores by each of n titles; they are added up one by one.
    weights : ndarray of float64, shape (n,)
        How much each counts; positive.

    Returns
    -------
    ndarray of float64, shape (...)
        Between the mean and the highest of them.
    """
    shares = weights / weights.sum()
    total = sum(share * np.maximum(one, 0) ** POWER for share, one in zip(shares, scores, strict=True))
    return np.asarray(np.asarray(total) ** (1 / POWER))


def effective_weights(scores: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the factors with which the scores add up to their power mean.

    Parameters
    ----------
    scores : ndarray of float64, shape (n,)
        Scores of one title.
    weights : ndarray of float64, shape (n,)
        How much each counts; positive.

    Returns
    -------
    ndarray of float64, shape (n,)
        ``a_i s_i² / (Σ a · M²)``; times ``s_i`` they sum to M. All 0 where M is 0.
    """
    mean = float(power_mean(scores, weights))
    if mean == 0:
        return np.zeros(len(scores))
    return np.asarray(weights / weights.sum() * (np.maximum(scores, 0) / mean) ** (POWER - 1))
