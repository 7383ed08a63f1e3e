"""Places on the map of titles that were added: among the titles that are nearest to them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recsys.additions.trained_titles import TrainedTitles
from recsys.overview import Overview

_N_NEAREST = 5
_CHUNK = 64
_DECIMALS = 4
_ALONE = (0.0, -1.0)
"""Where a title stands that is like no other: at the lower margin, as in a trained map."""


def places_of_added(titles: TrainedTitles) -> Overview:
    """Return the overview of a model with places of its added titles.

    Parameters
    ----------
    titles : TrainedTitles
        The model, whose places of added titles are not read.

    Returns
    -------
    Overview
        Each added title stands in the mean of the five titles of the training that are nearest to it,
        weighted by their scores; nobody else moves. Without a map there are no places.
    """
    overview, known = titles.model.overview, titles.known
    drawn = known[~np.isnan(overview.x[known])]
    x, y = overview.x.astype(np.float32), overview.y.astype(np.float32)
    added = titles.added
    x[added] = y[added] = np.nan
    if len(drawn):
        for start in range(0, len(added), _CHUNK):
            part = added[start : start + _CHUNK]
            x[part], y[part] = _mean_places(titles, part, drawn)
    return Overview(x, y, overview.representatives)


def _mean_places(
    titles: TrainedTitles, rows: NDArray[np.int64], drawn: NDArray[np.int64]
) -> NDArray[np.float64]:
    overview = titles.model.overview
    scores = titles.scores(rows, drawn) * titles.model.hubs[drawn].astype(np.float64)
    # Of equal scores the first rows: a stable order of what is wanted least.
    nearest = np.argsort(-scores, axis=1, kind="stable")[:, :_N_NEAREST]
    weights = np.maximum(np.take_along_axis(scores, nearest, axis=1), 0.0)
    total = weights.sum(axis=1)
    places = np.empty((2, len(rows)))
    for axis, margin in enumerate(_ALONE):
        known = (overview.x, overview.y)[axis][drawn].astype(np.float64)[nearest]
        mean = (known * weights).sum(axis=1) / np.where(total > 0, total, 1.0)
        places[axis] = np.where(total > 0, mean, margin).round(_DECIMALS)
    return places
