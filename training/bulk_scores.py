"""The scores of many titles against the same candidates, as dense products where that is faster."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from recsys.arrays import Csr
from recsys.features import YEAR_SPAN, year_kernel
from recsys.model import Model
from recsys.ranking import LEARNED, YEAR, SecondStage, column_weights
from training.kept_columns import KeptColumns

_COMMON = 1 / 20
"""A feature that more titles have than this share of them is multiplied as dense columns: one step
of a sparse product takes some twenty times as long as one of a dense one."""
_EXACT_SUM = 2.0**23
"""Single precision adds whole numbers exactly up to twice this; the other half is for rounding up."""

Floats = NDArray[Any]
"""Of double precision, or of single precision where scores are coarse."""


@dataclass(frozen=True, slots=True)
class _Seeds:
    """Titles that can be asked as seeds, as they are multiplied with candidates.

    Parameters
    ----------
    titles : ndarray of int64, shape (n,), or None
        Their rows, ascending; None where all titles can be asked.
    rare : scipy.sparse.csr_matrix, shape (n, n_rare)
        Features that few titles have, weighted.
    common : ndarray, shape (n, n_common)
        All other features, weighted.
    years : ndarray of int64, shape (n,)
        Place of the year of each among those of the catalogue.
    welcome : ndarray of float64, shape (n, n_learned), or None
        What is welcome to those who like each, where that was learned.
    """

    titles: NDArray[np.int64] | None
    rare: sparse.csr_matrix
    common: Floats
    years: NDArray[np.int64]
    welcome: NDArray[np.float64] | None


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
        self._model = model
        features, weights = _weighing(model)
        self._kept = KeptColumns.among(features, model.space.n_features)
        # Of a large catalogue only the titles that are asked for are taken out.
        asked, n_titles = None if columns is None or seeds is None else np.union1d(columns, seeds), len(model)
        given = model.rows.whole() if asked is None else model.rows.take(asked)
        known = self._kept.of(given).astype(np.float64)
        self._stage = _stage(model)
        self._is_signed = self._stage is not None or bool((weights < 0).any())
        # 1. how a seed and a candidate are multiplied out, and in which unit
        unit = 1.0
        self._ours, theirs = weights, np.ones_like(weights)
        is_coarse = coarse and not self._is_signed
        if is_coarse:
            unit = _unit(known, weights, model.info.weights[YEAR])
            self._ours = theirs = np.sqrt(weights) / unit
        self._kind = np.dtype(np.float32 if is_coarse else np.float64)
        self._square = unit * unit
        # 2. the features: dense columns where they are common
        frequency = model.rows.frequency(model.space.n_features)[features]
        self._is_common = frequency > _COMMON * n_titles
        self._years = np.unique(model.facets.year).astype(np.int64)
        self._seeds = self._seeds_of(asked, given, known)
        everyone = np.arange(n_titles) if columns is None else self._places(columns)
        rare, common = self._split(known, theirs)
        self._rare = rare[everyone].T.tocsr()
        self._common = np.ascontiguousarray(common[everyone].toarray().T)
        # 3. the year term of any two years, and the years of the candidates as places in it
        both_known = (self._years[:, None] != 0) & (self._years[None, :] != 0)
        kernel = year_kernel(self._years[:, None] - self._years[None, :], span=YEAR_SPAN) * both_known
        terms = model.info.weights[YEAR] * kernel / self._square
        terms = (np.rint(terms) if is_coarse else terms).astype(self._kind)
        self._year_terms = terms[:, self._seeds.years[everyone]]
        self._hubs = (model.hubs if columns is None else model.hubs[columns]).astype(self._kind)
        # 4. what the candidates are of all that was learned
        self._theirs = None if self._stage is None else self._stage.known(given)[everyone].T.toarray()

    def seeded(self, first: int, rows: Csr) -> BulkScores:
        """Return the scores of other seeds against the same candidates.

        Parameters
        ----------
        first : int
            The first of the seeds, which follow each other; scores that are coarse were made for all.
        rows : Csr
            Their features, as the model has them.

        Returns
        -------
        BulkScores
            To be asked for these seeds only.
        """
        other = copy(self)
        known = self._kept.of(rows).astype(np.float64)
        other._seeds = self._seeds_of(np.arange(first, first + rows.n_rows), rows, known)
        return other

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
        places, seeds = self._places(rows), self._seeds
        scores = seeds.common[places] @ self._common
        scores += (seeds.rare[places] @ self._rare).toarray()
        scores += self._year_terms[seeds.years[places]]
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
        if self._seeds.welcome is not None and self._theirs is not None:
            scores += self._seeds.welcome[self._places(rows)] @ self._theirs
        np.multiply(scores, self._hubs, out=scores, where=scores > 0 if self._is_signed else True)
        return scores

    def _places(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where titles stand among those that were taken out."""
        return rows if self._seeds.titles is None else np.searchsorted(self._seeds.titles, rows)

    def _seeds_of(self, titles: NDArray[np.int64] | None, rows: Csr, known: sparse.csr_matrix) -> _Seeds:
        rare, common = self._split(known, self._ours)
        year = self._model.facets.year if titles is None else self._model.facets.year[titles]
        welcome = None if self._stage is None else self._stage.welcome(rows)
        return _Seeds(titles, rare, common.toarray(), np.searchsorted(self._years, year), welcome)

    def _split(
        self, known: sparse.csr_matrix, factors: NDArray[np.float64]
    ) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        """Features that few titles have and all others, as they are multiplied: whole numbers if coarse."""
        values = known.data * factors[known.indices]
        if self._kind == np.float32:
            values = np.rint(values)
        own = sparse.csr_matrix((values.astype(self._kind), known.indices, known.indptr), shape=known.shape)
        return own[:, np.flatnonzero(~self._is_common)], own[:, np.flatnonzero(self._is_common)]


def _unit(known: sparse.csr_matrix, weights: NDArray[np.float64], year: float) -> float:
    """A power of two in which no score exceeds what single precision adds exactly.

    No sum of products of two titles is greater than the greater one of their own (Cauchy and Schwarz).
    """
    highest = float((known.multiply(known) @ weights).max(initial=0.0)) + year
    return float(2.0 ** np.ceil(np.log2(max(highest, 1.0) / _EXACT_SUM) / 2))


def _weighing(model: Model) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The features that weigh anything, and their weights."""
    blocks, of_block = model.space.blocks, column_weights(model.space, model.info.weights)
    weighing = [(block, weight) for block, weight in zip(blocks, of_block, strict=True) if weight]
    features = [np.arange(block.start, block.stop) for block, _ in weighing]
    weights = [np.full(len(block.terms), weight) for block, weight in weighing]
    return np.concatenate([np.empty(0, np.int64), *features]), np.concatenate([np.empty(0), *weights])


@dataclass(frozen=True, slots=True)
class _Stage:
    """What was learned from people, and which columns it is about."""

    learned: SecondStage
    weight: float
    kept: KeptColumns

    def known(self, rows: Csr) -> sparse.csr_matrix:
        """What titles are of all that was learned, shape (n_titles, n_learned)."""
        return self.kept.of(rows).astype(np.float64)

    def welcome(self, rows: Csr) -> NDArray[np.float64]:
        """What is welcome to those who like titles, weighted, of the same shape."""
        square, prior = (part.astype(np.float64) for part in (self.learned.square, self.learned.prior))
        return np.asarray(self.weight * (prior + self.known(rows) @ square))


def _stage(model: Model) -> _Stage | None:
    stage, weight = model.learned, model.info.weights.get(LEARNED, 0.0)
    if stage is None or not weight:
        return None
    return _Stage(stage, weight, KeptColumns.among(stage.columns.astype(np.int64), model.space.n_features))
