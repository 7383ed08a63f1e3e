"""Finished blocks of neighbours as files, so that a killed run goes on where it was.

The folder of a run bears a digest of all that its neighbours depend on, and each file the digest of what
it holds: whatever is found there and is whole is what would be found again, and everything else is done
again.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import prefixed
from recsys.model import Model
from training.builtin import builtin_digest

BLOCK = 1024
"""Titles in one file: some seconds of work, and at fifty neighbours a title half a megabyte."""

_LETTERS = 16
_DIGEST_BYTES = hashlib.sha256().digest_size

Rows = NDArray[np.int32]
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FoundBlock:
    """The neighbours of titles that stand side by side.

    Parameters
    ----------
    start : int
        The first of the titles.
    rows : ndarray of int32, shape (n, k)
        Their neighbours, best first; :data:`recsys.neighbours.NOBODY` where a title has fewer.
    scores : ndarray of float64, shape (n, k)
        Their scores.
    """

    start: int
    rows: Rows
    scores: Scores


@dataclass(frozen=True, slots=True)
class BlockFile:
    """The file of one block: a sha256, then rows, then scores.

    Parameters
    ----------
    path : Path
        Where it is, or is going to be.
    start, stop : int
        The first title of the block, and the first one after it.
    k : int
        How many neighbours a title.
    """

    path: Path
    start: int
    stop: int
    k: int

    def __len__(self) -> int:
        return self.stop - self.start

    def read(self) -> FoundBlock | None:
        """Return what the file holds.

        Returns
        -------
        FoundBlock or None
            None if it is absent or not as it was written.
        """
        try:
            raw = self.path.read_bytes()
        except OSError:
            return None
        digest, held = raw[:_DIGEST_BYTES], raw[_DIGEST_BYTES:]
        if hashlib.sha256(held).digest() != digest:
            return None
        shape = len(self), self.k
        split = shape[0] * shape[1] * np.dtype("<i4").itemsize
        return FoundBlock(
            self.start,
            np.frombuffer(held[:split], dtype="<i4").reshape(shape),
            np.frombuffer(held[split:], dtype="<f8").reshape(shape),
        )

    def write(self, found: FoundBlock) -> None:
        """Write it whole or not at all.

        Parameters
        ----------
        found : FoundBlock
            What was found of these titles.
        """
        held = found.rows.astype("<i4").tobytes() + found.scores.astype("<f8").tobytes()
        aside = self.path.with_name(f"{self.path.name}.writing")
        aside.write_bytes(hashlib.sha256(held).digest() + held)
        aside.replace(self.path)


def block_files(model: Model, place: Path, prefix: str, *, k: int, sharing: bool) -> list[BlockFile]:
    """Return the files of all blocks of a run, those of other runs removed.

    Parameters
    ----------
    model : Model
        The model.
    place : Path
        Where their folder lies, of which the caller holds a lock.
    prefix : str
        How the names of such folders begin there.
    k : int
        How many neighbours a title.
    sharing : bool
        As in :class:`training.nearest.NearestByIndex`.

    Returns
    -------
    list of BlockFile
        In the order of their titles; which of them are finished, their :meth:`BlockFile.read` tells.
    """
    folder = place / f"{prefix}{_digest(model, k, sharing=sharing)[:_LETTERS]}"
    remove_blocks(place, prefix, keep=folder)
    folder.mkdir(exist_ok=True)
    n_titles = len(model)
    return [
        BlockFile(folder / f"{start:09}", start, min(start + BLOCK, n_titles), k)
        for start in range(0, n_titles, BLOCK)
    ]


def remove_blocks(place: Path, prefix: str, *, keep: Path | None = None) -> None:
    """Remove finished blocks.

    Parameters
    ----------
    place : Path
        Where their folders lie.
    prefix : str
        How the names of the folders begin.
    keep : Path, optional
        The folder that stays.
    """
    for path in place.iterdir():
        if path.name.startswith(prefix) and path != keep:
            shutil.rmtree(path)


def _digest(model: Model, k: int, *, sharing: bool) -> str:
    """A digest of all that the neighbours depend on: titles, features, weights, code, and their number."""
    named = {**model.rows.arrays(), "year": model.facets.year, "hubs": model.hubs}
    named["stops"] = model.rows.idf.stops
    for block in model.space.blocks:
        named |= prefixed(block.spec.name, block.idf.arrays())
    if model.learned is not None:
        named |= model.learned.arrays()
    told = [model.info.fingerprint, dict(model.info.weights), builtin_digest(), k, BLOCK, sharing]
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode())
    for name, array in sorted(named.items()):
        digest.update(f"{name} {array.dtype.str} {array.shape}".encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()
