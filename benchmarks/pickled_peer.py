"""The usual way to keep a model: one pickle of a matrix and its titles, all of it read at every start.

``python -m benchmarks.pickled_peer FILE ID`` reads the pickle, scores every title by scikit-learn, and
prints the ids of the 20 best as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from sklearn.metrics.pairwise import cosine_similarity


def write(path: Path, document: dict[str, Any]) -> None:
    """Write a pickle.

    Parameters
    ----------
    path : Path
        Where to.
    document : dict
        As :func:`answer` reads it.
    """
    joblib.dump(document, path)  # noqa: TID251 - it is the peer that does this, and nobody else reads it


def answer(path: Path, id: str, k: int) -> list[str]:
    """Return the ids of the titles nearest to one.

    Parameters
    ----------
    path : Path
        The pickle.
    id : str
        The title.
    k : int
        How many.

    Returns
    -------
    list of str
        Best first.
    """
    model = joblib.load(path)  # noqa: TID251 - as above
    row = model["places"][id]
    scores = cosine_similarity(model["seeds"][row], model["candidates"]).ravel() * model["lengths"][row]
    years = model["years"]
    kernel = np.exp(-np.abs(years - years[row]) / model["span"]) * ((years != 0) & (years[row] != 0))
    scores += model["year_weight"] * model["factors"] * kernel
    scores[row] = -np.inf
    return [model["ids"][place] for place in np.argsort(-scores)[:k]]


if __name__ == "__main__":
    print(json.dumps(answer(Path(sys.argv[1]), sys.argv[2], 20)))
