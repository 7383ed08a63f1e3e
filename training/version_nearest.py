"""The nearest titles by a published version, which each process opens for itself."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from recsys.artifact import verified_model
from recsys.errors import ArtifactError
from recsys.stored_version import MANIFEST, StoredVersion, file_sha256
from training.builtin import builtin_digest
from training.nearest import NearestByIndex, NeighbourBlock

_opening = Lock()


@dataclass(frozen=True, slots=True)
class VersionNearest:
    """A :class:`training.nearest.Nearest` that is sent to other processes as a path and two digests.

    Parameters
    ----------
    folder : Path
        Folder of the version, at the same place for every process.
    manifest : str
        sha256 of its manifest.
    code : str
        Digest of the code that looks for neighbours.
    sharing : bool
        As in :class:`training.nearest.NearestByIndex`.
    """

    folder: Path
    manifest: str
    code: str
    sharing: bool

    @classmethod
    def at(cls, folder: Path, *, sharing: bool) -> VersionNearest:
        """Return that of the version in a folder, as this process has both it and the code.

        Parameters
        ----------
        folder : Path
            Folder of one version.
        sharing : bool
            As in :class:`training.nearest.NearestByIndex`.

        Returns
        -------
        VersionNearest
            Opened when it is first asked, in each process once.
        """
        folder = folder.resolve()
        return cls(folder, file_sha256(folder / MANIFEST), builtin_digest(), sharing)

    def of(self, origins: NDArray[np.int64], k: int) -> NeighbourBlock:
        """Return the k nearest titles of each of some titles; see :class:`training.nearest.Nearest`.

        Parameters
        ----------
        origins : ndarray of int64, shape (n,)
            The titles.
        k : int
            How many; fewer than there are titles.

        Returns
        -------
        NeighbourBlock
            In the order of the origins.

        Raises
        ------
        ArtifactError
            If this process has another model at that place, none at all, or another release.
        """
        with _opening:  # several threads of a worker have their first task at the same time
            nearest = _opened(self)
        return nearest.of(origins, k)


@lru_cache(maxsize=1)
def _opened(asked: VersionNearest) -> NearestByIndex:
    if builtin_digest() != asked.code:
        msg = (
            f"the worker on {socket.gethostname()} has another release of recsys: install the same everywhere"
        )
        raise ArtifactError(msg)
    try:
        version = StoredVersion.of(asked.folder, asked.manifest)
        model = verified_model(version, version.begin_reading())  # in full: compiled loops read no other
    except ArtifactError as error:
        msg = (
            f"the worker on {socket.gethostname()} does not have the model that was asked for: {error}. "
            "Expected the same files at the same path for every worker"
        )
        raise ArtifactError(msg) from error
    return NearestByIndex(model, sharing=asked.sharing)
