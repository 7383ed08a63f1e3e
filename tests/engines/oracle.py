"""What every index has to answer: the score written out over dense numbers, and all titles sorted by it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recsys.index import QueryVector
from tests.index.catalogues import Drawn


def scores(found: Drawn, vector: QueryVector) -> NDArray[np.float64]:
    """The score of every title, as the docstring of QueryVector has it."""
    sums = _sums(found, vector)
    total = np.where(sums > 0, sums * found.index.hubs, sums)
    total = total + vector.escapism * np.nan_to_num(found.index.escapism.astype(np.float64))
    total = total + vector.fame * np.nan_to_num(found.index.fame.astype(np.float64))
    total[vector.lifts.columns] += vector.lifts.values
    return total


def sharing(found: Drawn, vector: QueryVector) -> NDArray[np.bool_]:
    return np.asarray((found.dense[:, vector.traits] > 0).any(axis=1))


def best(found: Drawn, vector: QueryVector, k: int, tier: NDArray[np.bool_]) -> list[int]:
    every = scores(found, vector)
    return sorted(np.flatnonzero(tier).tolist(), key=lambda row: (-every[row], row))[:k]


def _sums(found: Drawn, vector: QueryVector) -> NDArray[np.float64]:
    year = found.index.year.astype(np.int64)
    nearness = np.exp(-np.abs(year[:, None] - vector.years[None, :]) / 8) * (year != 0)[:, None]
    sums = found.dense[:, vector.columns] @ vector.coefficients + nearness @ vector.year_coefficients
    if not vector.each:
        return np.asarray(sums)
    each = np.maximum([_sums(found, one) for one in vector.each], 0)
    shares = vector.each_weights / vector.each_weights.sum()
    if vector.power == 0:
        mean = np.prod(each ** shares[:, None], axis=0)
    else:
        mean = (shares @ each**vector.power) ** (1 / vector.power)
    return np.asarray(sums + vector.share * mean)
