"""The neighbours that a model stores, found block after block so that a killed run goes on where it was.

The blocks lie beside the published versions of the model; see :mod:`training.block_files`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from filelock import FileLock

from recsys.model import Model
from recsys.neighbours import NOBODY, StoredNeighbours
from training.backends import JoblibBackend
from training.block_files import block_files, remove_blocks
from training.block_run import finish_blocks, finished
from training.nearest import NearestByIndex

_PREFIX = ".neighbours-"
_LOCK = ".neighbours.lock"


def stored_neighbours(
    model: Model, folder: Path, *, k: int, n_jobs: int = -1, tell: Callable[[int], None] = lambda _: None
) -> StoredNeighbours:
    """Return the nearest titles of every title, as a model stores them.

    Equal models give equal bytes, however often the run was interrupted and in how many threads it went.
    Finished blocks stay in the folder until :func:`clear_blocks`; those of other models are removed.

    Parameters
    ----------
    model : Model
        The model.
    folder : Path
        Where the model is going to be published; made if absent.
    k : int
        How many neighbours a title, at least 1; fewer where the catalogue is smaller.
    n_jobs : int
        Threads; -1 takes all processors.
    tell : callable
        Is told after each block how many titles are done.

    Returns
    -------
    StoredNeighbours
        As :class:`recsys.neighbours.StoredNeighbours` describes them.
    """
    n_titles, k = len(model), min(k, len(model) - 1)
    rows = np.full((n_titles, k), NOBODY, dtype=np.int32)
    scores = np.zeros((n_titles, k))
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / _LOCK):  # trainers of one folder wait for each other
        files = block_files(model, folder, _PREFIX, k=k, sharing=True)
        nearest = NearestByIndex(model, sharing=True)
        finish_blocks(files, nearest, JoblibBackend(n_jobs=n_jobs), tell=tell)
        for file in files:
            found, block = finished(file), slice(file.start, file.stop)
            rows[block], scores[block] = found.rows, found.scores
    return StoredNeighbours(rows.reshape(-1), scores.reshape(-1), n_titles)


def clear_blocks(folder: Path) -> None:
    """Remove the finished blocks, once the neighbours are published.

    Parameters
    ----------
    folder : Path
        Where the model was published.
    """
    with FileLock(folder / _LOCK):
        remove_blocks(folder, _PREFIX)
