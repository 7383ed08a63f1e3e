"""The arithmetic of the features: term weights, idf and pivoted length normalisation.

Pure functions on arrays; what they are used for stands in :mod:`recsys.features.space`.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from recsys.features.spec import YEAR_SPAN, Idf, TermFrequency

SATURATION = 1.2
"""``k1`` of BM25 (Robertson and Zaragoza 2009, section 3.5)."""


def idf_weights(document_frequency: NDArray[np.int64], *, n_titles: int, kind: Idf) -> NDArray[np.float64]:
    """Return the inverse document frequency of each token.

    ``log`` is ln(1 + N/df), positive even for a token that every title has; ``root-log`` its
    square root; ``smooth`` is scikit-learn's ln((1 + N)/(1 + df)) + 1
    (``TfidfVectorizer(smooth_idf=True)``).

    Parameters
    ----------
    document_frequency : ndarray of int64, shape (n_tokens,)
        Number of titles that have the token; at least 1.
    n_titles : int
        Number of titles of the catalogue.
    kind : Idf
        Which formula.

    Returns
    -------
    ndarray of float64, shape (n_tokens,)
        The weights, all above 0.
    """
    match kind:
        case Idf.NONE:
            return np.ones(len(document_frequency))
        case Idf.SMOOTH:
            return _logarithms((1 + n_titles) / (1 + document_frequency)) + 1
        case Idf.LOG:
            return _logarithms(1 + n_titles / document_frequency)
        case Idf.ROOT_LOG:
            return np.sqrt(_logarithms(1 + n_titles / document_frequency))


def _logarithms(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Natural logarithms that are the same on every processor.

    numpy's vectorised logarithm differs in its last bits from one instruction set to another,
    and a model trained on two machines must have equal bytes.
    """
    distinct, places = np.unique(values, return_inverse=True)
    return np.array([round(math.log(value), 12) for value in distinct.tolist()])[places]


def term_weights(values: NDArray[np.float64], kind: TermFrequency) -> NDArray[np.float64]:
    """Return the weight of each token within its title.

    Parameters
    ----------
    values : ndarray of float64
        Counts or strengths, above 0.
    kind : TermFrequency
        ``binary``: 1; ``value``: as given; ``saturated``: (k1 + 1)·tf/(tf + k1).

    Returns
    -------
    ndarray of float64
        The weights, in the same order.
    """
    match kind:
        case TermFrequency.BINARY:
            return np.ones_like(values)
        case TermFrequency.VALUE:
            return values
        case TermFrequency.SATURATED:
            return (SATURATION + 1) * values / (values + SATURATION)


def row_norms(indptr: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the Euclidean length of each row of a CSR matrix.

    Parameters
    ----------
    indptr : ndarray of int64, shape (n_rows + 1,)
        Where each row begins.
    values : ndarray of float64, shape (nnz,)
        Entries, row by row.

    Returns
    -------
    ndarray of float64, shape (n_rows,)
        The lengths; 0 for an empty row.
    """
    squares = np.zeros(len(indptr) - 1)
    filled = indptr[1:] > indptr[:-1]
    if filled.any():
        squares[filled] = np.add.reduceat(values * values, indptr[:-1][filled])
    return np.asarray(np.sqrt(squares), dtype=np.float64)


def pivoted_norms(norms: NDArray[np.float64], *, pivot: float, mean: float) -> NDArray[np.float64]:
    """Return the lengths by which rows are divided: ``(1 − p)·mean + p·‖x‖``.

    Pivoted length normalisation (Singhal, Buckley and Mitra 1996, section 3): the plain cosine
    (p = 1) punishes titles of which much is known; a lower p lets more knowledge count for more.

    Parameters
    ----------
    norms : ndarray of float64, shape (n_rows,)
        Euclidean lengths.
    pivot : float
        0 to 1.
    mean : float
        Mean length of the rows that are not empty.

    Returns
    -------
    ndarray of float64, shape (n_rows,)
        Divisors, above 0 wherever a row is not empty.
    """
    return (1 - pivot) * mean + pivot * norms


def year_kernel(distance: NDArray[np.int64], *, span: float) -> NDArray[np.float64]:
    """Return how near two years are: ``exp(−|Δ|/span)``.

    Parameters
    ----------
    distance : ndarray of int64
        Differences in years, of either sign.
    span : float
        Years after which nearness has fallen to 1/e.

    Returns
    -------
    ndarray of float64
        Nearness from 0 to 1.
    """
    return np.asarray(np.exp(-np.abs(distance) / span), dtype=np.float64)


@cache
def year_nearness() -> NDArray[np.float64]:
    """Return how near two years are that lie 0, 1, 2, ... apart: :func:`year_kernel` of all distances.

    Returns
    -------
    ndarray of float64, shape (10000,)
        Nearness from 1 downwards, by distance in years.
    """
    return year_kernel(np.arange(10_000), span=YEAR_SPAN)
