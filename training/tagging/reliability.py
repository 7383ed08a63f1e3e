"""How sure a guess is: scores turned into confidences, and whether these keep what they promise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

N_BINS = 10
MOST_SURE = 0.99
"""A guess is never certain."""

_SOFT = 0.02
_ALMOST_UNPENALISED = 1e4


@dataclass(frozen=True, slots=True)
class Calibration:
    """From the scores of a regression to confidences: a logistic curve, shared by all labels.

    Platt, *Probabilistic Outputs for Support Vector Machines* (1999), with the frequency of the
    label as a second input. One curve for all labels has so few parameters that even rare labels
    get an honest confidence.

    Parameters
    ----------
    slope, frequency_slope, offset : float
        ``logit p = slope · logit(score) + frequency_slope · ln(frequency) + offset``.
    """

    slope: float
    frequency_slope: float
    offset: float

    def confidence(
        self, scores: NDArray[np.float64], frequencies: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the confidence of each score.

        Parameters
        ----------
        scores : ndarray of float64, shape (n, n_labels)
            What the regression says.
        frequencies : ndarray of float64, shape (n_labels,)
            Share of the fitted titles that bear each label; above 0.

        Returns
        -------
        ndarray of float64, shape (n, n_labels)
            0 to 0.99, two digits.
        """
        told, rare = _inputs(scores, frequencies)
        exponent = self.slope * told + self.frequency_slope * rare + self.offset
        confidence = np.minimum(1 / (1 + np.exp(-exponent)), MOST_SURE)
        return np.asarray(np.round(confidence, 2), dtype=np.float64)


def fit_calibration(
    scores: NDArray[np.float64], labels: NDArray[np.float64], frequencies: NDArray[np.float64]
) -> Calibration:
    """Return the curve that fits scores of titles that the regression had not seen.

    Parameters
    ----------
    scores : ndarray of float64, shape (n_titles, n_labels)
        Held-out scores.
    labels : ndarray of float64, shape (n_titles, n_labels)
        1 where the title bears the label, else 0; both must occur.
    frequencies : ndarray of float64, shape (n_labels,)
        Share of the titles that bear each label; above 0.

    Returns
    -------
    Calibration
        Maximum likelihood.
    """
    told, rare = _inputs(scores, frequencies)
    inputs = np.stack([told.ravel(), np.broadcast_to(rare, told.shape).ravel()], axis=1)
    # scikit-learn 1.9.1 scrambles labels of small integer types
    fitted = LogisticRegression(C=_ALMOST_UNPENALISED).fit(inputs, labels.ravel().astype(np.int64))
    slope, frequency_slope = fitted.coef_[0]
    return Calibration(float(slope), float(frequency_slope), float(fitted.intercept_[0]))


@dataclass(frozen=True, slots=True)
class Bin:
    """Guesses of about one confidence: how many, how sure on average, and how many were right.

    Parameters
    ----------
    count : int
        Number of guesses.
    confidence : float
        Their mean confidence.
    right : float
        Share of them that was right.
    """

    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """A reliability diagram as numbers.

    Parameters
    ----------
    bins : tuple of Bin
        Ten equal ranges of confidence, from low to high; empty ones are left out.
    expected_calibration_error : float
        Mean distance of ``confidence`` and ``right`` over all guesses.
    """

    bins: tuple[Bin, ...]
    expected_calibration_error: float


def reliability(confidence: NDArray[np.float64], labels: NDArray[np.float64]) -> Reliability:
    """Return how well confidences agree with what turned out to be right.

    Expected calibration error as in Naeini, Cooper and Hauskrecht (2015), section 2, with ten
    bins of equal width.

    Parameters
    ----------
    confidence : ndarray of float64
        Confidences, of any shape.
    labels : ndarray of float64
        1 where the guess is right, else 0; of the same shape.

    Returns
    -------
    Reliability
        Bins and error; no bins and error 0 without a guess.
    """
    sure, right = confidence.ravel(), labels.ravel()
    places = np.minimum((sure * N_BINS + 1e-9).astype(np.int64), N_BINS - 1)
    bins = []
    for place in range(N_BINS):
        inside = places == place
        if inside.any():
            bins.append(Bin(int(inside.sum()), float(sure[inside].mean()), float(right[inside].mean())))
    gaps = sum(found.count * abs(found.confidence - found.right) for found in bins)
    return Reliability(tuple(bins), gaps / sure.size if sure.size else 0.0)


def _inputs(
    scores: NDArray[np.float64], frequencies: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    within = np.clip(scores, 0, 1)
    return np.log((within + _SOFT) / (1 - within + _SOFT)), np.log(frequencies)
