"""The genres that the rest of a title lets one expect: what its words, people and tones say.

Two crime stories of which one is filed as drama and the other as thriller share no genre, yet
everything else of the one suggests the genre of the other. A ridge regression from all other
blocks gives each title a degree for each genre; whoever is expected to be what another is
expected to be is nearer to it. Nobody's label enters but those of the catalogue itself, and no
title learns from its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from recsys.arrays import Csr
from recsys.features import FeatureSpace
from recsys.features.space import CountedTokens
from recsys.names import StringTable
from training.kept_columns import KeptColumns

GENRES = "genres"
EXPECTED_GENRES = "expected_genres"
"""Name of the block that holds them."""

MOST_EXPECTED = 5
"""So many genres a title; all of them gained nothing more."""

_N_TEACHERS = 2000
_N_FOLDS = 5
_RIDGE = 0.5
"""Strength of the regularisation, in units of the mean self-similarity."""
_STEPS = np.concatenate(([0.0], 1e-4 * np.cumprod(np.full(2770, 1.005))))
"""Strengths from nothing up to a hundred, each half a per cent above the one before: a guess tells no more.
Two processors, whose sums end differently, give equal bytes; and of two strengths the ratio is one of few,
which takes few bytes."""


def expected_genre_tokens(rows: Csr, space: FeatureSpace, weights: dict[str, float]) -> CountedTokens:
    """Return the genres that are expected of each title more than of others.

    Kernel ridge regression (Saunders, Gammerman and Vovk 1998, section 2) of the centred genres
    on the weighted similarity of all other blocks, taught by at most 2,000 titles whose genres
    are known; a teacher's own expectation comes from the four fifths that it is not in.

    Parameters
    ----------
    rows : Csr
        Titles × features, float32, unweighted blocks; may be memory-mapped, and is read a piece at a time.
    space : FeatureSpace
        The fitted blocks; the one of genres is what is learned.
    weights : dict of str to float
        Weight of each block.

    Returns
    -------
    CountedTokens
        For each title up to five genres with how much more they are expected than on average,
        times the genre's idf; empty where no genre is known in the catalogue.
    """
    block = space.by_name[GENRES]
    genres = KeptColumns.among(np.arange(block.start, block.stop), space.n_features)
    teachers = _teachers(rows, genres)
    if len(teachers) < 2 * _N_FOLDS:
        nothing = Csr(np.zeros(rows.n_rows + 1, np.int64), np.empty(0, np.int32), np.empty(0))
        return CountedTokens(StringTable.from_strings([]), nothing)
    taught = rows.take(teachers)
    lesson = _Lesson.of(_Others.of(taught, space, weights), taught, _known(genres, taught))
    pieces, idf = [], np.asarray(block.idf)
    for first, piece in rows.pieces():
        surprise = lesson.surprise(piece)
        among = slice(*np.searchsorted(teachers, [first, first + piece.n_rows]))
        surprise[teachers[among] - first] = lesson.of_teachers[among]
        pieces.append(_strongest(_in_steps(surprise * idf)))
    return _one_below_the_other(pieces, list(block.terms))


def _known(genres: KeptColumns, rows: Csr) -> NDArray[np.bool_]:
    """Which genres titles have, shape (n_titles, n_genres)."""
    return np.asarray(genres.of(rows).toarray() > 0)


def _teachers(rows: Csr, genres: KeptColumns) -> NDArray[np.int64]:
    has_any = np.concatenate([_known(genres, piece).any(axis=1) for _, piece in rows.pieces()])
    known = np.flatnonzero(has_any)
    return np.sort(np.random.default_rng(0).choice(known, min(_N_TEACHERS, len(known)), replace=False))


@dataclass(frozen=True, slots=True)
class _Others:
    """All features but the genres, of those that a teacher has: others teach nothing."""

    kept: KeptColumns
    factors: NDArray[np.float64]

    @classmethod
    def of(cls, taught: Csr, space: FeatureSpace, weights: dict[str, float]) -> _Others:
        """Features of teachers, each with the root of its weight."""
        roots = np.array(
            [
                0.0 if block.spec.name == GENRES else np.sqrt(weights.get(block.spec.name, 0.0))
                for block in space.blocks
            ]
        )
        columns = np.unique(taught.indices)
        factors = roots[space.blocks_of(columns)]
        kept = KeptColumns.among(columns[factors > 0].astype(np.int64), space.n_features)
        return cls(kept, factors[factors > 0])

    def features(self, rows: Csr) -> sparse.csr_matrix:
        """Their rows; the product of two of them is the titles' weighted similarity.

        From the last column to the first, in which order products always were added up here: in
        another one they end in other bits.
        """
        own = self.kept.of(rows)
        ends = np.repeat(own.indptr[:-1] + own.indptr[1:] - 1, np.diff(own.indptr))
        backwards = ends - np.arange(own.nnz)
        columns = own.indices[backwards]
        values = own.data[backwards].astype(np.float64) * self.factors[columns]
        return sparse.csr_matrix((values, columns, own.indptr), shape=own.shape)


@dataclass(frozen=True, slots=True)
class _Lesson:
    """What the teachers tell of genres.

    Attributes
    ----------
    coefficients : ndarray of float64, shape (n_features_of_teachers, n_genres)
        How much more than by the teachers' mean each genre is expected of a title that has a feature.
    of_teachers : ndarray of float64, shape (n_teachers, n_genres)
        How much more it is expected of each of them, by the others.
    """

    others: _Others
    coefficients: NDArray[np.float64]
    of_teachers: NDArray[np.float64]

    @classmethod
    def of(cls, others: _Others, taught: Csr, has_genre: NDArray[np.bool_]) -> _Lesson:
        """The lesson of some teachers whose genres are known."""
        features, known = others.features(taught), has_genre.astype(np.float64)
        kernel = (features @ features.T).toarray()
        ridge = _RIDGE * float(kernel.diagonal().mean()) or 1.0
        everyone = np.arange(len(known))
        coefficients = np.asarray(features.T @ _fit(kernel, known, everyone, ridge))
        of_teachers = np.empty_like(known)
        fold = np.random.default_rng(1).permutation(len(known)) % _N_FOLDS
        for number in range(_N_FOLDS):
            held, told = everyone[fold == number], everyone[fold != number]
            of_teachers[held] = kernel[np.ix_(held, told)] @ _fit(kernel, known, told, ridge)
        return cls(others, coefficients, of_teachers)

    def surprise(self, rows: Csr) -> NDArray[np.float64]:
        """How much more than by the teachers' mean each genre is expected: 0 where nothing else is known."""
        return np.asarray(self.others.features(rows) @ self.coefficients)


def _fit(
    kernel: NDArray[np.float64], known: NDArray[np.float64], rows: NDArray[np.int64], ridge: float
) -> NDArray[np.float64]:
    centred = known[rows] - known[rows].mean(axis=0)
    system = kernel[np.ix_(rows, rows)]
    system[np.diag_indices_from(system)] += ridge
    # Transposed it is the same, and in the order in which LAPACK takes it without a copy.
    factor = linalg.cho_factor(system.T, lower=True, overwrite_a=True, check_finite=False)
    return np.asarray(linalg.cho_solve(factor, centred, check_finite=False))


def _in_steps(strength: NDArray[np.float64]) -> NDArray[np.float64]:
    """The step nearest to each strength: nothing where it is below 0, and the last where it is beyond."""
    between = (_STEPS[1:] + _STEPS[:-1]) / 2
    return np.asarray(_STEPS[np.searchsorted(between, strength)])


def _strongest(strength: NDArray[np.float64]) -> sparse.csr_matrix:
    """The few genres that are expected most of each title; of equal ones those that stand first."""
    order = np.argsort(-strength, axis=1, kind="stable")[:, :MOST_EXPECTED]
    chosen = np.zeros(strength.shape, np.bool_)
    np.put_along_axis(chosen, order, values=True, axis=1)
    return sparse.csr_matrix(np.where(chosen & (strength > 0), strength, 0.0))


def _one_below_the_other(pieces: list[sparse.csr_matrix], genres: list[str]) -> CountedTokens:
    """All titles; genres that are expected of none are left out."""
    found = sparse.csr_matrix(sparse.vstack(pieces, format="csr"))
    used = np.bincount(found.indices, minlength=len(genres)) > 0
    terms = StringTable.from_strings(genre for genre, is_so in zip(genres, used, strict=True) if is_so)
    columns = (np.cumsum(used) - 1)[found.indices].astype(np.int32)
    return CountedTokens(terms, Csr(found.indptr.astype(np.int64), columns, found.data))
