"""Hub factors of titles that were added: by the formula of the training, against its own sample.

The training divides how near a title is to its neighbourhood by the mean of all titles (see
:mod:`training.hubness`). That mean is not stored; it is found again from the factors of some titles.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recsys.additions.trained_titles import TrainedTitles

EVENNESS = 0.45
NEIGHBOURHOOD = 0.025
N_SAMPLED = 2000
LEAST_NEIGHBOURS = 5
HALF_TRUST = 500
"""These five are those of :mod:`training.hubness`, which a test compares."""

_LOWEST, _HIGHEST = 0.5, 2.0
_N_COMPARED = 100
_CHUNK = 256
_DECIMALS = 4


def hubs_of_added(titles: TrainedTitles) -> NDArray[np.float32]:
    """Return the hub factors of all titles, with those of added ones made now.

    Parameters
    ----------
    titles : TrainedTitles
        The model, whose factors of added titles are not read.

    Returns
    -------
    ndarray of float32, shape (n_titles,)
        ``(r_d / mean r)^(-γ)`` as the training computes it, 1 where nothing is near, or where no title
        tells the mean any more.
    """
    hubs = titles.model.hubs.astype(np.float32)
    added, in_training = titles.added, titles.in_training
    n_titles = len(in_training)
    hubs[added] = 1.0
    drawn = np.random.default_rng(0).choice(n_titles, min(N_SAMPLED, n_titles), replace=False)
    sample = in_training[np.sort(drawn)]
    depth = min(max(LEAST_NEIGHBOURS, round(NEIGHBOURHOOD * len(sample))), n_titles - 1)
    sample = sample[titles.since[sample] == 0]
    if depth < 1 or not len(sample) or not len(added):
        return hubs
    power = EVENNESS * n_titles / (n_titles + HALF_TRUST)
    by_kinds = titles.by_kinds()
    compared = titles.known[:_N_COMPARED]
    mean = _mean(_nearness(by_kinds, compared, sample, depth), titles.model.hubs[compared], power)
    if mean > 0:
        nearness = _nearness(by_kinds, added, sample, depth)
        ratio = np.where(nearness > 0, nearness / mean, 1.0)
        hubs[added] = (ratio**-power).clip(_LOWEST, _HIGHEST).round(_DECIMALS)
    return hubs


def _mean(nearness: NDArray[np.float64], hubs: NDArray[np.float32], power: float) -> float:
    """The mean nearness of the training: what it was divided by, of most titles."""
    tells = (nearness > 0) & (hubs > _LOWEST) & (hubs < _HIGHEST)
    if not tells.any():
        return 0.0
    return float(np.median(nearness[tells] * hubs[tells].astype(np.float64) ** (1 / power)))


def _nearness(
    titles: TrainedTitles, rows: NDArray[np.int64], sample: NDArray[np.int64], depth: int
) -> NDArray[np.float64]:
    found = [np.empty(0)]
    for start in range(0, len(rows), _CHUNK):
        part = rows[start : start + _CHUNK]
        scores = titles.scores(part, sample)
        scores[part[:, None] == sample[None, :]] = -np.inf  # no title is its own neighbour
        best = np.sort(scores, axis=1)[:, -depth:]
        found.append(np.where(np.isfinite(best), best, 0).mean(axis=1))
    return np.concatenate(found)
