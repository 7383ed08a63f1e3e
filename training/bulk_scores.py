"""The scores of many titles against the same candidates, as dense products where that is faster."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from recsys.features import YEAR_SPAN, year_kernel
from recsys.model import Model
from recsys.ranking import LEARNED, YEAR, column_weights
from recsys.similarity import matrix

_COMMON = 1 / 20
"""A feature that more titles have than this share of them is multiplied as dense columns: one step
of a sparse product takes some twenty times as long as one of a dense one."""
_EXACT_SUM = 2.0**23
"""Single precision adds whole numbers exactly up to twice this; the other half is for rounding up."""

Floats = NDArray[Any]
"""Of double precision, or of single precision where scores are coarse."""


class BulkScores:
    """Scores by a model's default weights: what :mod:`recsys.similarity` gives, block after block.

    Parameters
    ----------
    model : Model
        The model.
    columns : ndarray of int64, shape (m,), or None
        Candidates; None takes all titles.
    seeds : ndarray of int64 or None
        Titles that will be asked as seeds, beside candidates that are given; None: any.
    coarse : bool
        Round every feature to some thousandths, so that scores are sums of whole numbers: those fit
        into single precision without another rounding, which takes half the time and is the same to
        the last bit on every processor. Scores that can be negative are never coarse.
    """

    def __init__(
        self,
        model: Model,
        columns: NDArray[np.int64] | None = None,
        *,
        seeds: NDArray[np.int64] | None = None,
        coarse: bool = False,
    ) -> None:
        features, weights = _weighing(model)
        # Of a large catalogue only the titles that are asked for are taken out.
        asked = None if columns is None or seeds is None else np.union1d(columns, seeds)
        self._asked, n_titles = asked, len(model)
        given = matrix(model) if asked is None else matrix(model)[asked]
        everyone = np.arange(n_titles) if columns is None else self._places(columns)
        known = given[:, features].astype(np.float64)
        self._learned = _learned(model, given, everyone)
        self._is_signed = self._learned is not None or bool((weights < 0).any())
        # 1. how a seed and a candidate are multiplied out, and in which unit
        unit = 1.0
        ours, theirs = weights, np.ones_like(weights)
        is_coarse = coarse and not self._is_signed
        if is_coarse:
            unit = _unit(known, weights, model.info.weights[YEAR])
            ours = theirs = np.sqrt(weights) / unit
        self._kind = np.dtype(np.float32 if is_coarse else np.float64)
        self._square = unit * unit
        # 2. the features: dense columns where they are common
        of_seeds, candidates = self._of(known, ours), self._of(known, theirs)
        frequency = np.bincount(model.rows.indices, minlength=model.space.n_features)[features]
        common = np.flatnonzero(frequency > _COMMON * n_titles)
        rare = np.flatnonzero(frequency <= _COMMON * n_titles)
        self._rare_seeds, self._rare = of_seeds[:, rare], candidates[everyone][:, rare].T.tocsr()
        self._common_seeds = of_seeds[:, common].toarray()
        self._common = np.ascontiguousarray(candidates[everyone][:, common].toarray().T)
        # 3. the year term of any two years, and the years of the candidates as places in it
        year = model.facets.year if asked is None else model.facets.year[asked]
        years, self._year_seeds = np.unique(year.astype(np.int64), return_inverse=True)
        both_known = (years[:, None] != 0) & (years[None, :] != 0)
        kernel = year_kernel(years[:, None] - years[None, :], span=YEAR_SPAN) * both_known
        terms = model.info.weights[YEAR] * kernel / self._square
        self._years = (np.rint(terms) if is_coarse else terms).astype(self._kind)[
            :, self._year_seeds[everyone]
        ]
        self._hubs = (model.hubs if columns is None else model.hubs[columns]).astype(self._kind)

    def unscaled(self, rows: NDArray[np.int64]) -> Floats:
        """Return the weighted blocks and the year term, without what was learned and without hub factors.

        Parameters
        ----------
        rows : ndarray of int64, shape (n,)
            Seeds.

        Returns
        -------
        ndarray of float64 (coarse: float32), shape (n, m)
            As :func:`recsys.similarity.unscaled_scores_between`, but for the last bits.
        """
        places = self._places(rows)
        scores = self._common_seeds[places] @ self._common
        scores += (self._rare_seeds[places] @ self._rare).toarray()
        scores += self._years[self._year_seeds[places]]
        if self._square != 1:
            scores *= self._kind.type(self._square)  # a power of two: nothing is rounded
        return np.asarray(scores)

    def scores(self, rows: NDArray[np.int64]) -> Floats:
        """Return the score of each of some titles as a seed, against every candidate.

        Parameters
        ----------
        rows : ndarray of int64, shape (n,)
            Seeds.

        Returns
        -------
        ndarray of float64 (coarse: float32), shape (n, m)
            As :func:`recsys.similarity.scores_between`, but for the last bits.
        """
        scores = self.unscaled(rows)
        if self._learned is not None:
            welcome, theirs = self._learned
            scores += welcome[self._places(rows)] @ theirs
        np.multiply(scores, self._hubs, out=scores, where=scores > 0 if self._is_signed else True)
        return scores

    def _places(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where titles stand among those that were taken out."""
        return rows if self._asked is None else np.searchsorted(self._asked, rows)

    def _of(self, known: sparse.csr_matrix, factors: NDArray[np.float64]) -> sparse.csr_matrix:
        """Features as they are multiplied: whole numbers where scores are coarse."""
        values = known.data * factors[known.indices]
        if self._kind == np.float32:
            values = np.rint(values)
        return sparse.csr_matrix((values.astype(self._kind), known.indices, known.indptr), shape=known.shape)


def _unit(known: sparse.csr_matrix, weights: NDArray[np.float64], year: float) -> float:
    """A power of two in which no score exceeds what single precision adds exactly.

    No sum of products of two titles is greater than the greater one of their own (Cauchy and Schwarz).
    """
    highest = float((known.multiply(known) @ weights).max(initial=0.0)) + year
    return float(2.0 ** np.ceil(np.log2(max(highest, 1.0) / _EXACT_SUM) / 2))


def _weighing(model: Model) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The features that weigh anything, and their weights."""
    blocks = model.space.blocks_of(np.arange(model.space.n_features, dtype=np.int32))
    weights = column_weights(model.space, model.info.weights)[blocks]
    features = np.flatnonzero(weights)
    return features, weights[features]


def _learned(
    model: Model, given: sparse.csr_matrix, everyone: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """What is welcome to those who like a title, weighted, and what the candidates are of it."""
    stage, weight = model.learned, model.info.weights.get(LEARNED, 0.0)
    if stage is None or not weight:
        return None
    known = given[:, stage.columns].astype(np.float64)
    welcome = stage.prior.astype(np.float64) + known @ stage.square.astype(np.float64)
    return np.asarray(weight * welcome), known[everyone].T.toarray()
