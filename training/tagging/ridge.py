"""Kernel ridge regression of many labels at once, with what it says of titles held out.

Rifkin and Lippert, *Notes on Regularized Least Squares* (MIT 2007), section 3: one factorisation
serves every label, and the prediction for a title by a model fitted without it follows in
closed form, ``y - c / diag(G⁻¹)``. So no title has to be held out by fitting again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

PENALTIES = (0.3, 1.0)
"""Tried in this order, relative to a mean self-similarity of 1."""


@dataclass(frozen=True, slots=True)
class Ridge:
    """A fitted regression.

    Parameters
    ----------
    dual : ndarray of float64, shape (n_titles, n_labels)
        Weight of each fitted title for each label.
    means : ndarray of float64, shape (n_labels,)
        Share of the fitted titles that bear each label.
    held_out : ndarray of float64, shape (n_titles, n_labels)
        What a regression without the title says of it.
    penalty : float
        The penalty that was chosen.
    """

    dual: NDArray[np.float64]
    means: NDArray[np.float64]
    held_out: NDArray[np.float64]
    penalty: float

    def scores(self, similarities: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what the regression says of other titles.

        Parameters
        ----------
        similarities : ndarray of float64, shape (n, n_titles)
            Products of their evidence with that of the fitted titles.

        Returns
        -------
        ndarray of float64, shape (n, n_labels)
            About 0 for no and 1 for yes, not yet a probability.
        """
        return np.asarray(self.means + similarities @ self.dual)


def fit_ridge(gram: NDArray[np.float64], labels: NDArray[np.float64]) -> Ridge:
    """Return the regression whose held-out squared error is least among the penalties.

    Parameters
    ----------
    gram : ndarray of float64, shape (n_titles, n_titles)
        Products of the evidence of the labelled titles; mean of the diagonal about 1.
    labels : ndarray of float64, shape (n_titles, n_labels)
        1 where a title bears the label, else 0.

    Returns
    -------
    Ridge
        The better one; of equals that with the smaller penalty.
    """
    fits = [_fit(gram, labels, penalty) for penalty in PENALTIES]
    return min(fits, key=lambda fit: float(((fit.held_out - labels) ** 2).sum()))


def _fit(gram: NDArray[np.float64], labels: NDArray[np.float64], penalty: float) -> Ridge:
    means = labels.mean(axis=0)
    inverse = _inverse(gram + penalty * np.eye(len(gram)))
    dual = inverse @ (labels - means)
    return Ridge(dual, means, labels - dual / inverse.diagonal()[:, None], penalty)


def _inverse(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Inverse of a symmetric positive matrix, by its Cholesky factor: half the work of the general one."""
    upper = linalg.cholesky(matrix, overwrite_a=True, check_finite=False)
    half, _ = linalg.lapack.dpotri(upper)
    return np.asarray(np.triu(half) + np.triu(half, 1).T)
