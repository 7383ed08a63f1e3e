"""The second stage: what is welcome to those who like something, learned from many pairs.

``x_q A x_d + v · x_d`` is added to the score; ``A`` and ``v`` are found by L-BFGS on the listwise
softmax loss of :mod:`training.learning.candidates`, with a ridge towards 0. Popularity and how
often a title is recommended are no features: what a title gains it gains by its content, and
a new title gains the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize

from recsys.features import FeatureSpace
from recsys.model import Model
from recsys.ranking import SecondStage
from recsys.similarity import matrix
from training.learning.candidates import Candidates, listwise_loss

LEAST_PAIRS = 200
"""With fewer pairs no second stage is fitted: it would hardly ever help clearly."""
MOST_FEATURES = 600
LEAST_TITLES = 10
"""Features of fewer titles are left out: too few pairs speak of them."""
RIDGE = 5.0
"""Per coefficient, against the loss summed over all pairs: the variance of a normal prior is 1/10."""

EVENNESS = 0.5
"""How much of what a title gains on average over all seeds is taken back. With 0 a tenth of all lists on
the anime pairs show one title; with 1 only what is welcome to some more than to others is left."""

_WORDS = frozenset({"synopsis", "title"})
_STEPS = 30
_FIRST_TEMPERATURE = 10.0
_LEAST_TEMPERATURE = 3.0
_DECIMALS = 5


@dataclass(frozen=True, slots=True)
class StageLoss:
    """The loss of a second stage; a candidate's features carry its hub factor.

    Parameters
    ----------
    candidates : Candidates
        Lists.
    seeds : ndarray of float64, shape (n, p)
        Features of the source of each list.
    values : ndarray of float64, shape (nnz,)
        Features of all candidates that are not 0.
    places : ndarray of int64, shape (nnz,)
        Where each value stands among one coefficient a list and feature.
    owner : ndarray of int64, shape (nnz,)
        Candidate of each value.
    """

    candidates: Candidates
    seeds: NDArray[np.float64]
    values: NDArray[np.float64]
    places: NDArray[np.int64]
    owner: NDArray[np.int64]

    @classmethod
    def of(cls, model: Model, candidates: Candidates, columns: NDArray[np.int32]) -> StageLoss:
        """Return the loss on some lists.

        Parameters
        ----------
        model : Model
            The model.
        candidates : Candidates
            Lists.
        columns : ndarray of int32, shape (p,)
            Features that the second stage knows.

        Returns
        -------
        StageLoss
            From the logarithm of a temperature, ``v`` and ``A``, one after the other.
        """
        known = sparse.csr_matrix(matrix(model)[:, columns], dtype=np.float64)
        theirs = sparse.csr_matrix(known[candidates.rows])
        owner = np.repeat(np.arange(len(candidates.rows)), np.diff(theirs.indptr))
        return cls(
            candidates=candidates,
            seeds=known[candidates.sources].toarray(),
            values=theirs.data * model.hubs[candidates.rows][owner],
            places=candidates.list_of[owner] * len(columns) + theirs.indices,
            owner=owner,
        )

    def __call__(self, z: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """Return the loss and its gradient.

        Parameters
        ----------
        z : ndarray of float64, shape (1 + p + p * p,)
            Where.

        Returns
        -------
        float
            Cross entropy and ridge.
        ndarray of float64, shape (1 + p + p * p,)
            The gradient.
        """
        p = self.seeds.shape[1]
        temperature, prior, form = np.exp(z[0]), z[1 : p + 1], z[p + 1 :].reshape(p, p)
        welcome = self.seeds @ form + prior
        found = np.bincount(
            self.owner, self.values * welcome.ravel()[self.places], minlength=len(self.candidates.rows)
        )
        loss, slope = listwise_loss(self.candidates, temperature * self.candidates.scores + found)
        by_list = np.bincount(self.places, self.values * slope[self.owner], minlength=welcome.size)
        by_list = by_list.reshape(welcome.shape)
        ridge = RIDGE / self.candidates.n_right
        return loss + ridge * float(z[1:] @ z[1:]), np.concatenate(
            [
                [temperature * (slope @ self.candidates.scores)],
                by_list.sum(axis=0) + 2 * ridge * prior,
                (self.seeds.T @ by_list + 2 * ridge * form).ravel(),
            ]
        )


def fit_second_stage(model: Model, candidates: Candidates) -> SecondStage:
    """Return the second stage that ranks the right answers highest, together with the score.

    Parameters
    ----------
    model : Model
        The model whose scores the candidates have.
    candidates : Candidates
        Right answers and who competes with them.

    Returns
    -------
    SecondStage
        In units of the score, for the weight 1.
    """
    columns = known_columns(model)
    p = len(columns)
    start = np.zeros(1 + p + p * p)
    start[0] = np.log(_FIRST_TEMPERATURE)
    # Where the scores say little, their temperature would fall towards 0 and the form drown all else.
    bounds = [(np.log(_LEAST_TEMPERATURE), None)] + [(None, None)] * (p + p * p)
    found = minimize(
        StageLoss.of(model, candidates, columns),
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": _STEPS},
    ).x
    prior, form = found[1 : p + 1], found[p + 1 :].reshape(p, p)
    mean_seed = np.asarray(matrix(model)[:, columns].mean(axis=0), dtype=np.float64).ravel()
    evened = (1 - EVENNESS) * prior - EVENNESS * (mean_seed @ form)
    in_units = np.round(np.concatenate([evened, form.ravel()]) / np.exp(found[0]), _DECIMALS)
    return SecondStage(columns, in_units[:p].astype(np.float32), in_units[p:].astype(np.float32))


def known_columns(model: Model) -> NDArray[np.int32]:
    """Return the features that a second stage may know.

    Parameters
    ----------
    model : Model
        The model.

    Returns
    -------
    ndarray of int32
        Ascending columns of blocks that count, without words: features of at least ten titles,
        and of those at most 600 that most titles have.
    """
    counts = model.rows.frequency(model.space.n_features)
    counts[~_counted(model.space, model.info.weights)] = 0
    common = np.argsort(-counts, kind="stable")[:MOST_FEATURES]
    return np.sort(common[counts[common] >= LEAST_TITLES]).astype(np.int32)


def _counted(space: FeatureSpace, weights: Mapping[str, float]) -> NDArray[np.bool_]:
    is_counted = np.zeros(space.n_features, dtype=np.bool_)
    for block in space.blocks:
        is_counted[block.start : block.stop] = block.spec.name not in _WORDS and weights[block.spec.name] > 0
    return is_counted
