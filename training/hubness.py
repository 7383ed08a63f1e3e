"""How much each title is held back for being near to many, or put forward for being near to few.

In spaces of many dimensions a few titles, the hubs, are among the nearest of very many others
and others of none (Radovanovic, Nanopoulos and Ivanovic 2010). Dividing by a power of how near
a title is to its own neighbourhood evens that out, as local scaling does (Zelnik-Manor and
Perona 2004; Schnitzer, Flexer, Schedl and Widmer 2012, section 3.1), here for the candidate only, and
by kinds (genres, tones, countries, years) only: to share people and words with many is no accident.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from recsys.model import Model
from training.bulk_scores import BulkScores

EVENNESS = 0.45
"""Power of the nearness: 0 leaves all as it is; more than a half costs accuracy."""
NEIGHBOURHOOD = 0.025
"""Share of the catalogue that is a title's neighbourhood."""

_N_SAMPLED = 2000
_LEAST_NEIGHBOURS = 5
_HALF_TRUST = 500  # titles; a small catalogue shows no hubs yet
_CHUNK = 256
_DECIMALS = 4  # so that two processors, whose sums end differently, give equal bytes


def hub_factors(model: Model) -> NDArray[np.float32]:
    """Return the factor by which the score of each title is multiplied.

    Parameters
    ----------
    model : Model
        A model whose factors are not used.

    Returns
    -------
    ndarray of float32, shape (n_titles,)
        ``(r_d / mean r)^(-γ)``, where ``r_d`` is the mean score, without distinctive blocks, of the
        title with the nearest 2.5 % of (a sample of) the catalogue and γ 0.45, less in small
        catalogues. 1 where nothing is near.
    """
    n_titles = len(model)
    model = _by_kinds(model)
    sample = np.sort(np.random.default_rng(0).choice(n_titles, min(_N_SAMPLED, n_titles), replace=False))
    depth = min(max(_LEAST_NEIGHBOURS, round(NEIGHBOURHOOD * len(sample))), n_titles - 1)
    if depth < 1:
        return np.ones(n_titles, dtype=np.float32)
    bulk = BulkScores(model, sample, seeds=sample)
    nearness = np.concatenate(
        [
            _nearness(bulk.seeded(first, piece), range(first, first + piece.n_rows), sample, depth)
            for first, piece in model.rows.pieces()
        ]
    )
    is_near = nearness > 0
    ratio = np.ones(n_titles)
    if is_near.any():
        ratio[is_near] = nearness[is_near] / nearness[is_near].mean()
    power = EVENNESS * n_titles / (n_titles + _HALF_TRUST)
    return np.asarray(ratio**-power, dtype=np.float64).clip(0.5, 2).round(_DECIMALS).astype(np.float32)


def _by_kinds(model: Model) -> Model:
    """The model without the weights of people and words."""
    distinctive = {block.spec.name for block in model.space.blocks if block.spec.is_distinctive}
    weights = {name: 0.0 if name in distinctive else weight for name, weight in model.info.weights.items()}
    return replace(model, info=replace(model.info, weights=weights))


def _nearness(bulk: BulkScores, titles: range, sample: NDArray[np.int64], depth: int) -> NDArray[np.float64]:
    """Mean score of each title with the nearest of the sample."""
    nearness = np.empty(len(titles))
    for start in range(0, len(titles), _CHUNK):
        rows = np.arange(titles.start, titles.stop)[start : start + _CHUNK]
        scores = bulk.unscaled(rows)
        scores[rows[:, None] == sample[None, :]] = -np.inf  # no title is its own neighbour
        best = np.partition(scores, -depth, axis=1)[:, -depth:]
        nearness[start : start + _CHUNK] = np.where(np.isfinite(best), best, 0).mean(axis=1)
    return nearness
