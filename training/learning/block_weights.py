"""Block weights from people: one multiplier a block, drawn towards the weights of the catalogue.

``w_f = default_f · exp(θ_f)``. The θ are found by L-BFGS on a loss of the ranking (pairs) or of
the classification (labels), with a ridge towards 0; as few numbers as there are blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from recsys.features import YEAR_SPAN, year_kernel
from recsys.model import Model
from recsys.ranking import YEAR
from recsys.similarity import matrix
from training.evaluation import Labels
from training.learning.candidates import Candidates, listwise_loss

Loss = Callable[[NDArray[np.float64]], tuple[float, NDArray[np.float64]]]
"""From logits to a loss and its gradient."""

_CHUNK = 20_000
_STEPS = 100
_FIRST_TEMPERATURE = 10.0


@dataclass(frozen=True, slots=True)
class Judged:
    """What each block says of judged pairs of titles, and what the judgement makes of it.

    Parameters
    ----------
    names : tuple of str
        Blocks that weigh anything, and the year.
    parts : ndarray of float64, shape (m, n_names)
        Parts of each pair's score by the default weights, hub factors included.
    loss : callable
        From one logit a pair to the loss and its gradient.
    n_judgements : int
        How many judgements the loss is a mean of.
    """

    names: tuple[str, ...]
    parts: NDArray[np.float64]
    loss: Loss
    n_judgements: int


def judged_lists(model: Model, candidates: Candidates) -> Judged:
    """Return the blocks' parts of lists of candidates.

    Parameters
    ----------
    model : Model
        The model.
    candidates : Candidates
        Right answers and who competes with them.

    Returns
    -------
    Judged
        With the listwise loss.
    """
    names, parts = score_parts(model, candidates.sources[candidates.list_of], candidates.rows)
    return Judged(names, parts, lambda logits: listwise_loss(candidates, logits), candidates.n_right)


def judged_labels(model: Model, labels: Labels) -> Judged:
    """Return the blocks' parts of labelled pairs.

    Parameters
    ----------
    model : Model
        The model.
    labels : Labels
        Good and bad pairs.

    Returns
    -------
    Judged
        With the logistic loss.
    """
    names, parts = score_parts(model, labels.source, labels.target)
    sign = np.where(labels.is_good, 1.0, -1.0)

    def loss(logits: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = sign * (logits - logits.mean())
        slope = -sign / (1 + np.exp(np.clip(margins, -500, 500))) / len(sign)
        return float(np.logaddexp(0, -margins).mean()), slope - slope.mean()

    return Judged(names, parts, loss, len(labels))


def fit_multipliers(judged: Judged, *, ridge: float) -> dict[str, float]:
    """Return the factors of the default weights that judge best.

    Parameters
    ----------
    judged : Judged
        Judged pairs.
    ridge : float
        Penalty of ``Σ θ²`` in units of one judgement.

    Returns
    -------
    dict of str to float
        Factor by block, above 0, rounded to four digits. A common factor changes no order: the
        factors are scaled so that the mean score of the judged pairs stays what it was.
    """
    n_names = len(judged.names)

    def objective(z: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        temperature, factors = np.exp(z[0]), np.exp(z[1:])
        scores = judged.parts @ factors
        loss, slope = judged.loss(temperature * scores)
        strength = ridge / judged.n_judgements
        by_factor = temperature * (slope @ judged.parts) * factors
        gradient = np.concatenate([[by_factor.sum()], by_factor + 2 * strength * z[1:]])
        return loss + strength * float(z[1:] @ z[1:]), gradient

    start = np.zeros(1 + n_names)
    start[0] = np.log(_FIRST_TEMPERATURE)
    found = minimize(objective, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS}).x[1:]
    factors = np.exp(found)
    if (total := float((judged.parts @ factors).sum())) > 0:
        factors *= judged.parts.sum() / total
    return {name: round(float(factor), 4) for name, factor in zip(judged.names, factors, strict=True)}


def multiplied(weights: Mapping[str, float], multipliers: Mapping[str, float]) -> dict[str, float]:
    """Return weights with the learned factors.

    Parameters
    ----------
    weights, multipliers : mapping of str to float
        By block; a block without a factor keeps its weight.

    Returns
    -------
    dict of str to float
        Rounded to four digits, as weights are.
    """
    return {name: round(weight * multipliers.get(name, 1.0), 4) for name, weight in weights.items()}


def score_parts(
    model: Model, seeds: NDArray[np.int64], rows: NDArray[np.int64]
) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Return what each block adds to the score of each of some pairs.

    Parameters
    ----------
    model : Model
        The model.
    seeds, rows : ndarray of int64, shape (m,)
        Titles of each pair.

    Returns
    -------
    tuple of str
        Blocks that weigh anything, and the year.
    ndarray of float64, shape (m, n_names)
        Parts of the scores, hub factors included; without a second stage they sum to the score.
    """
    weights = model.info.weights
    blocks = [block for block in model.space.blocks if weights[block.spec.name] > 0]
    titles = matrix(model).astype(np.float64)
    parts = np.zeros((len(rows), len(blocks) + 1))
    for start in range(0, len(rows), _CHUNK):
        piece = slice(start, start + _CHUNK)
        shared = titles[seeds[piece]].multiply(titles[rows[piece]]).tocsc()
        for place, block in enumerate(blocks):
            parts[piece, place] = np.asarray(shared[:, block.start : block.stop].sum(axis=1)).ravel()
    years = model.facets.year.astype(np.int64)
    is_dated = (years[seeds] != 0) & (years[rows] != 0)
    parts[:, -1] = year_kernel(years[seeds] - years[rows], span=YEAR_SPAN) * is_dated
    names = (*(block.spec.name for block in blocks), YEAR)
    parts *= np.array([weights[name] for name in names])
    return names, parts * model.hubs[rows].astype(np.float64)[:, None]
