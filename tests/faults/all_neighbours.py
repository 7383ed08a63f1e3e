"""A published model whose neighbours are looked for everywhere, and the oracle of what is found."""

from __future__ import annotations

import gzip
import json
import os
import signal
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recsys import Model
from recsys.catalogue import Catalogue
from recsys.publication import publish
from recsys.similarity import scores_between
from recsys.stored_version import StoredVersion
from tests.faults.invented_titles import invented_titles
from training.backends import Backend, JoblibBackend
from training.nearest import NearestByIndex, NeighbourBlock
from training.neighbours import write_neighbours
from training.pipeline import train
from training.version_nearest import VersionNearest

K = 8
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Invented:
    """A published model, and the file of its neighbours as one thread writes it."""

    model: Model
    version: Path
    expected: bytes

    @classmethod
    def of(cls, n_titles: int, folder: Path) -> Invented:
        """Train, publish and ask it."""
        model = publish(train(Catalogue(invented_titles(n_titles))), folder / "artifact")
        out, nearest = folder / "expected.jsonl.gz", NearestByIndex(model, sharing=False)
        write_neighbours(model, out, k=K, nearest=nearest, backend=JoblibBackend("threading", 1))
        return cls(model, StoredVersion.current(folder / "artifact").folder, out.read_bytes())

    def written(self, out: Path, backend: Backend) -> bytes:
        """The file as another backend writes it, in processes that open the model themselves."""
        nearest = VersionNearest.at(self.version, sharing=False)
        write_neighbours(self.model, out, k=K, nearest=nearest, backend=backend)
        return out.read_bytes()


@dataclass(frozen=True, slots=True)
class Lethal:
    """What finds neighbours, and kills the first processes that look for those of the first title.

    Parameters
    ----------
    nearest : VersionNearest
        What finds them.
    deaths : Path
        A folder; each death leaves a file in it.
    n_deaths : int
        How many die.
    """

    nearest: VersionNearest
    deaths: Path
    n_deaths: int

    def of(self, origins: NDArray[np.int64], k: int) -> NeighbourBlock:
        """The k nearest of each of some titles."""
        if not origins[0] and len(list(self.deaths.iterdir())) < self.n_deaths:
            (self.deaths / str(os.getpid())).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return self.nearest.of(origins, k)


def assert_best_by_brute_force(model: Model, file: bytes) -> None:
    """See that each line has the best scores, and that its titles have these scores."""
    lines = [json.loads(line) for line in gzip.decompress(file).splitlines()]
    ids = [model.title(row).id for row in range(len(model))]
    assert [line["id"] for line in lines] == ids
    row_of = {id: row for row, id in enumerate(ids)}
    for start in range(0, len(model), _AT_ONCE):
        origins = np.arange(start, min(start + _AT_ONCE, len(model)))
        scores = scores_between(model, origins)
        scores[np.arange(len(origins)), origins] = -np.inf
        best = np.sort(np.partition(scores, -K, axis=1)[:, -K:], axis=1)[:, ::-1]
        told = [lines[row]["neighbours"] for row in origins]
        rows = np.array([[row_of[near["id"]] for near in line] for line in told])
        found = np.array([[near["score"] for near in line] for line in told])
        np.testing.assert_allclose(found, best, atol=1e-6)
        np.testing.assert_allclose(found, np.take_along_axis(scores, rows, 1), atol=1e-6)
