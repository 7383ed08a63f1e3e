"""The neighbours that a model stores, found block after block so that a killed run goes on where it was.

Beside the published versions of a model lies a folder with a file for each finished block. Its name is a
digest of all that the neighbours depend on, and each file bears the digest of what it holds: whatever is
found there and is whole is what would be found again, and everything else is done again.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from filelock import FileLock
from joblib import Parallel, delayed
from numpy.typing import NDArray

from recsys.model import Model
from recsys.neighbours import NOBODY, StoredNeighbours
from training.builtin import builtin_digest
from training.nearest import Nearest, NearestByIndex

BLOCK = 1024
"""Titles in one file: some seconds of work, and at fifty neighbours a title half a megabyte."""

_PREFIX = ".neighbours-"
_LOCK = ".neighbours.lock"
_LETTERS = 16
_DIGEST_BYTES = hashlib.sha256().digest_size

Rows = NDArray[np.int32]
Scores = NDArray[np.float64]


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
    work = folder / f"{_PREFIX}{_digest(model, k)[:_LETTERS]}"
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / _LOCK):  # trainers of one folder wait for each other
        _clear(folder, keep=work)
        work.mkdir(exist_ok=True)
        blocks = [
            _Block(work / f"{start:09}", np.arange(start, min(start + BLOCK, n_titles)), k)
            for start in range(0, n_titles, BLOCK)
        ]
        nearest = NearestByIndex(model, sharing=True)
        run = Parallel(n_jobs=n_jobs, prefer="threads", return_as="generator")
        for block, found in zip(
            blocks, run(delayed(_found)(block, nearest) for block in blocks), strict=True
        ):
            rows[block.origins], scores[block.origins] = found
            tell(int(block.origins[-1]) + 1)
    return StoredNeighbours(rows.reshape(-1), scores.reshape(-1), n_titles)


def clear_blocks(folder: Path) -> None:
    """Remove the finished blocks, once the neighbours are published.

    Parameters
    ----------
    folder : Path
        Where the model was published.
    """
    with FileLock(folder / _LOCK):
        _clear(folder, keep=None)


@dataclass(frozen=True, slots=True)
class _Block:
    """The file of some titles' neighbours: a sha256, then rows, then scores."""

    path: Path
    origins: NDArray[np.int64]
    k: int

    def read(self) -> tuple[Rows, Scores] | None:
        """What the file holds; None if it is absent or not as it was written."""
        try:
            raw = self.path.read_bytes()
        except OSError:
            return None
        digest, held = raw[:_DIGEST_BYTES], raw[_DIGEST_BYTES:]
        if hashlib.sha256(held).digest() != digest:
            return None
        shape = len(self.origins), self.k
        split = shape[0] * shape[1] * np.dtype("<i4").itemsize
        return (
            np.frombuffer(held[:split], dtype="<i4").reshape(shape),
            np.frombuffer(held[split:], dtype="<f8").reshape(shape),
        )

    def write(self, rows: Rows, scores: Scores) -> None:
        """Write it whole or not at all."""
        held = rows.astype("<i4").tobytes() + scores.astype("<f8").tobytes()
        aside = self.path.with_name(f"{self.path.name}.writing")
        aside.write_bytes(hashlib.sha256(held).digest() + held)
        aside.replace(self.path)


def _found(block: _Block, nearest: Nearest) -> tuple[Rows, Scores]:
    known = block.read()
    if known is not None:
        return known
    found = nearest.of(block.origins, block.k)
    rows, scores = found.rows.astype(np.int32), found.scores.astype(np.float64)
    block.write(rows, scores)
    return rows, scores


def _digest(model: Model, k: int) -> str:
    """A digest of all that the neighbours depend on: titles, features, weights, code, and their number."""
    named = {**model.rows.arrays(), "year": model.facets.year, "hubs": model.hubs}
    if model.learned is not None:
        named |= model.learned.arrays()
    told = [model.info.fingerprint, dict(model.info.weights), builtin_digest(), k, BLOCK]
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode())
    for name, array in sorted(named.items()):
        digest.update(f"{name} {array.dtype.str} {array.shape}".encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()


def _clear(folder: Path, *, keep: Path | None) -> None:
    for path in folder.glob(f"{_PREFIX}*"):
        if path != keep:
            shutil.rmtree(path)
