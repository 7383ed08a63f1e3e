"""A published model copied into a store: its files, then its manifest, and the pointer last.

Readers see the old version until the pointer is put, which a store does at one stroke. What a run that died
has copied is not copied again. Titles that were added lie in the version that was made of them, so that the
file of their lines, from which the next training reads them, stays where that is done.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile

from recsys.artifact import verified_model
from recsys.object_store.address import StoreAddress
from recsys.object_store.store import ObjectStore
from recsys.stored_version import MANIFEST, POINTER, Claim, StoredVersion, file_sha256

SIDE_BY_SIDE = 4
"""Files that are copied at once."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a store holds now.

    Parameters
    ----------
    version : str
        The current version there.
    n_files : int
        Its files.
    n_copied : int
        How many of them were not there already.
    """

    version: str
    n_files: int
    n_copied: int


def publish_to(address: StoreAddress, folder: Path, tell: Callable[[int, int], None]) -> Copied:
    """Copy the current model of a folder into a store, and make it the current one there.

    Parameters
    ----------
    address : StoreAddress
        Where to.
    folder : Path
        ``artifacts/NAME``, or the folder of one version. Every byte of it is verified first.
    tell : callable
        Takes how many files are in the store, and of how many.

    Returns
    -------
    Copied
        What was done.

    Raises
    ------
    ArtifactMissing, ArtifactFormat, ArtifactDamaged
        If there is no model that could be served.
    ArtifactUnreachable
        If the store cannot be written to; its current model is the one from before.
    QueryError
        If a package is missing.
    """
    store, version = ObjectStore(address), StoredVersion.current(folder)
    verified_model(version, version.begin_reading())
    claims, n_copied = version.claims(), 0
    with ThreadPoolExecutor(SIDE_BY_SIDE) as threads:
        copies = threads.map(partial(_put, store, version), claims, claims.values())
        for number, was_copied in enumerate(copies, start=1):
            n_copied += was_copied
            tell(number, len(claims))
    manifest = version.folder / MANIFEST
    store.put(manifest, f"{version.name}/{MANIFEST}")
    _point(store, f"{version.name} {file_sha256(manifest)}\n".encode())
    return Copied(version.name, len(claims), n_copied)


def _put(store: ObjectStore, version: StoredVersion, name: str, claim: Claim) -> bool:
    """Whether a file had to be copied."""
    key = f"{version.name}/{name}"
    if store.holds(key, claim):
        return False
    store.put(version.folder / name, key)
    return True


def _point(store: ObjectStore, pointer: bytes) -> None:
    with NamedTemporaryFile() as file:
        file.write(pointer)
        file.flush()
        store.put(Path(file.name), POINTER)
