"""What all titles weigh alike when each is asked for its nearest ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class PlainWeights:
    """The weights of a question that is one title and nothing else; none is below 0.

    Parameters
    ----------
    features : ndarray of float64, shape (n_features,)
        What each feature weighs.
    is_trait : ndarray of bool, shape (n_features,)
        Whether sharing it is reason enough to be shown; only those that weigh anything.
    year : float
        What the year weighs.
    """

    features: NDArray[np.float64]
    is_trait: NDArray[np.bool_]
    year: float
