"""The genres that the rest of a title lets one expect: what its words, people and tones say.

Two crime stories of which one is filed as drama and the other as thriller share no genre, yet
everything else of the one suggests the genre of the other. A ridge regression from all other
blocks gives each title a degree for each genre; whoever is expected to be what another is
expected to be is nearer to it. Nobody's label enters but those of the catalogue itself, and no
title learns from its own.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from recsys.arrays import Csr
from recsys.features import FeatureSpace
from recsys.features.space import CountedTokens
from recsys.names import StringTable

GENRES = "genres"
EXPECTED_GENRES = "expected_genres"
"""Name of the block that holds them."""

MOST_EXPECTED = 5
"""So many genres a title; all of them gained nothing more."""

_N_TEACHERS = 2000
_N_FOLDS = 5
_RIDGE = 0.5
"""Strength of the regularisation, in units of the mean self-similarity."""
_DECIMALS = 4  # so that two processors, whose sums end differently, give equal bytes

Tokens = list[list[tuple[str, float]]]


def expected_genres(matrix: sparse.csr_matrix, space: FeatureSpace, weights: dict[str, float]) -> Tokens:
    """Return the genres that are expected of each title more than of others.

    Kernel ridge regression (Saunders, Gammerman and Vovk 1998, section 2) of the centred genres
    on the weighted similarity of all other blocks, taught by at most 2,000 titles whose genres
    are known; a teacher's own expectation comes from the four fifths that it is not in.

    Parameters
    ----------
    matrix : scipy.sparse.csr_matrix of float32, shape (n_titles, n_features)
        Unweighted blocks.
    space : FeatureSpace
        The fitted blocks; the one of genres is what is learned.
    weights : dict of str to float
        Weight of each block.

    Returns
    -------
    list of list of (str, float)
        For each title up to five genres with how much more they are expected than on average,
        times the genre's idf; empty where no genre is known in the catalogue.
    """
    found = expected_genre_tokens(matrix, space, weights)
    genres = list(found.terms)
    rows = (found.rows.row(row) for row in range(found.rows.n_rows))
    return [
        _strongest_first(
            [(genres[place], value) for place, value in zip(row.columns, row.values.tolist(), strict=True)]
        )
        for row in rows
    ]


def expected_genre_tokens(
    matrix: sparse.csr_matrix, space: FeatureSpace, weights: dict[str, float]
) -> CountedTokens:
    """Return the same as :func:`expected_genres`, as arrays.

    Parameters
    ----------
    matrix : scipy.sparse.csr_matrix of float32, shape (n_titles, n_features)
        Unweighted blocks.
    space : FeatureSpace
        The fitted blocks; the one of genres is what is learned.
    weights : dict of str to float
        Weight of each block.

    Returns
    -------
    CountedTokens
        Up to five genres a title with their strengths.
    """
    block = space.by_name[GENRES]
    known = (matrix[:, block.start : block.stop] > 0).astype(np.float64).toarray()
    teachers = _teachers(known)
    if len(teachers) < 2 * _N_FOLDS:
        nothing = Csr(np.zeros(matrix.shape[0] + 1, np.int64), np.empty(0, np.int32), np.empty(0))
        return CountedTokens(StringTable.from_strings([]), nothing)
    features = _others(matrix, space, weights)
    surprise = _surprise(features, known, teachers)
    strength = np.maximum(surprise * block.idf, 0).round(_DECIMALS)
    return _strongest(strength, list(block.terms))


def _teachers(known: NDArray[np.float64]) -> NDArray[np.int64]:
    rows = np.flatnonzero(known.any(axis=1))
    return np.sort(np.random.default_rng(0).choice(rows, min(_N_TEACHERS, len(rows)), replace=False))


def _others(matrix: sparse.csr_matrix, space: FeatureSpace, weights: dict[str, float]) -> sparse.csr_matrix:
    """All features but the genres; the product of two rows is their weighted similarity."""
    factors = np.zeros(space.n_features)
    for block in space.blocks:
        if block.spec.name != GENRES:
            factors[block.start : block.stop] = np.sqrt(weights.get(block.spec.name, 0.0))
    return sparse.csr_matrix(matrix.astype(np.float64) @ sparse.diags(factors))


def _surprise(
    features: sparse.csr_matrix, known: NDArray[np.float64], teachers: NDArray[np.int64]
) -> NDArray[np.float64]:
    """How much more than by its teachers' mean each genre is expected: 0 where nothing else is known."""
    kernel = (features[teachers] @ features[teachers].T).toarray()
    ridge = _RIDGE * float(kernel.diagonal().mean()) or 1.0
    everyone = np.arange(len(teachers))
    dual = _fit(kernel, known[teachers], everyone, ridge)
    surprise = np.asarray(features @ (features[teachers].T @ dual))
    fold = np.random.default_rng(1).permutation(len(teachers)) % _N_FOLDS
    for number in range(_N_FOLDS):
        held, taught = everyone[fold == number], everyone[fold != number]
        dual = _fit(kernel, known[teachers], taught, ridge)
        surprise[teachers[held]] = kernel[np.ix_(held, taught)] @ dual
    return surprise


def _fit(
    kernel: NDArray[np.float64], known: NDArray[np.float64], rows: NDArray[np.int64], ridge: float
) -> NDArray[np.float64]:
    centred = known[rows] - known[rows].mean(axis=0)
    system = kernel[np.ix_(rows, rows)]
    system[np.diag_indices_from(system)] += ridge
    # Transposed it is the same, and in the order in which LAPACK takes it without a copy.
    factor = linalg.cho_factor(system.T, lower=True, overwrite_a=True, check_finite=False)
    return np.asarray(linalg.cho_solve(factor, centred, check_finite=False))


def _strongest(strength: NDArray[np.float64], genres: list[str]) -> CountedTokens:
    """The few genres that are expected most of each title; of equal ones those that stand first."""
    order = np.argsort(-strength, axis=1, kind="stable")[:, :MOST_EXPECTED]
    chosen = np.zeros(strength.shape, np.bool_)
    np.put_along_axis(chosen, order, values=True, axis=1)
    chosen &= strength > 0
    used = np.asarray(chosen.any(axis=0), np.bool_)
    rows, columns = np.nonzero(chosen[:, used])
    indptr = np.concatenate(([0], np.cumsum(chosen.sum(axis=1))))
    terms = StringTable.from_strings(genre for genre, is_so in zip(genres, used, strict=True) if is_so)
    return CountedTokens(terms, Csr(indptr, columns.astype(np.int32), strength[:, used][rows, columns]))


def _strongest_first(tokens: list[tuple[str, float]]) -> list[tuple[str, float]]:
    return sorted(tokens, key=lambda token: -token[1])
