"""A copy of a stored model on this machine, from which it is served like any other.

Everything is verified before the copy's own pointer names it: what a store sends that is cut off, altered
or contradictory leaves the copy as it was. All processes of a machine share one copy, and one of them
fetches.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from pathlib import Path

from recsys.artifact import is_whole, open_model
from recsys.errors import ArtifactDamaged, ArtifactError, QueryError
from recsys.object_store.address import StoreAddress
from recsys.object_store.store import ObjectStore
from recsys.publication import only_publisher, remove_version, replace_text, sync_folder
from recsys.stored_version import (
    LONGEST_MANIFEST,
    LONGEST_POINTER,
    MANIFEST,
    POINTER,
    VERSION_LETTERS,
    Claim,
    Pointer,
    StoredVersion,
    file_sha256,
)

KEPT = 2
"""Versions that stay in a copy: the current one, and the one before."""
SIDE_BY_SIDE = 4
"""Files that are fetched at once."""
_FETCHING = ".fetching-"
_VERSION = re.compile(rf"[0-9a-f]{{{VERSION_LETTERS}}}")


def _tell_nobody(_done: int, _of: int) -> None:
    """Let files come without a word."""


class Mirror:
    """The copy of one model.

    Parameters
    ----------
    address : StoreAddress
        Where the model is published; nothing is read yet.
    """

    def __init__(self, address: StoreAddress) -> None:
        self.address = address
        self.folder = address.folder

    @property
    def version(self) -> str | None:
        """The version that the copy holds, however old it is; None if it holds none with all its files."""
        try:
            current = StoredVersion.current(self.folder)
            current.files()
        except (ArtifactError, OSError):
            return None
        return current.name

    def sign(self) -> bytes | str:
        """Return by what a change of the stored model is noticed; takes one small file of the store.

        Returns
        -------
        bytes or str
            What the pointer in the store says, or the kind of the fault where it cannot be read.
        """
        try:
            return ObjectStore(self.address).read(POINTER, most=LONGEST_POINTER)
        except (ArtifactError, QueryError) as error:
            return type(error).__name__

    def update(self, tell: Callable[[int, int], None] = _tell_nobody) -> None:
        """Make the stored model the current one of the copy; where it is that already, nothing is fetched.

        What a process that died has fetched is not fetched again.

        Parameters
        ----------
        tell : callable
            Takes how many files are here, and of how many.

        Raises
        ------
        ArtifactMissing, ArtifactFormat, ArtifactDamaged
            If there is no model in the store, or none that could be served.
        ArtifactUnreachable
            If the store cannot be read.
        ArtifactError
            If it does not fit onto this disk.
        QueryError
            If a package is missing.
        """
        store = ObjectStore(self.address)
        if self._holds(store.read(POINTER, most=LONGEST_POINTER)):
            return
        with only_publisher(self.folder):
            raw = store.read(POINTER, most=LONGEST_POINTER)  # while others fetched it may have changed
            if self._holds(raw):
                return
            pointer = self._pointer(raw)
            self._bring(store, pointer, tell)
            replace_text(self.folder / POINTER, raw.decode("ascii"))
            self._remove_older(pointer.version)

    def discard_damaged(self) -> None:
        """Remove the copy's current version if its bytes have changed here; an update fetches it again."""
        with only_publisher(self.folder):
            pointer = self._pointer((self.folder / POINTER).read_bytes())
            place = self.folder / pointer.version
            if place.exists() and not is_whole(place, pointer.digest):
                remove_version(place)

    def _holds(self, raw: bytes) -> bool:
        try:
            return (self.folder / POINTER).read_bytes() == raw and self.version is not None
        except OSError:
            return False

    def _pointer(self, raw: bytes) -> Pointer:
        pointer = Pointer.parse(raw)
        if pointer is None or not pointer.digest.startswith(pointer.version):
            msg = f"{self.address}/{POINTER} does not name a version: publish the model again"
            raise ArtifactDamaged(msg)
        return pointer

    def _bring(self, store: ObjectStore, pointer: Pointer, tell: Callable[[int, int], None]) -> None:
        place = self.folder / pointer.version
        if place.exists():
            if is_whole(place, pointer.digest):
                os.utime(place)  # it was not the last one until now
                return
            remove_version(place)
        aside = self._aside(pointer.version)
        version = _with_manifest(store, pointer, aside)
        claims = version.claims()
        for stray in {path.name for path in aside.iterdir()} - {MANIFEST, *claims}:
            (aside / stray).unlink()
        self._make_sure_of_room(aside, claims)
        with ThreadPoolExecutor(SIDE_BY_SIDE) as threads:
            fetched = threads.map(partial(_fetch, store, version), claims, claims.values())
            for number, _ in enumerate(fetched, start=1):
                tell(number, len(claims))
        sync_folder(aside)
        open_model(aside)  # sums do not say that numbers make sense: the pointer must never name such a one
        aside.rename(place)
        sync_folder(self.folder)

    def _aside(self, version: str) -> Path:
        """The folder in which a version is put together; what others were to become is given up."""
        aside = self.folder / f"{_FETCHING}{version}"
        for other in self.folder.glob(f"{_FETCHING}*"):
            if other != aside:
                shutil.rmtree(other)
        aside.mkdir(exist_ok=True)
        return aside

    def _make_sure_of_room(self, aside: Path, claims: dict[str, Claim]) -> None:
        here = sum(path.stat().st_size for path in aside.iterdir())
        missing = sum(claim.n_bytes for claim in claims.values()) - here
        free = shutil.disk_usage(aside).free
        if missing > free:
            msg = f"{self.address} takes {missing} bytes more, and {self.folder} has room for {free}"
            raise ArtifactError(msg)

    def _remove_older(self, current: str) -> None:
        """Remove versions that were replaced; who still has one mapped goes on reading it."""
        found = [path for path in self.folder.iterdir() if _VERSION.fullmatch(path.name)]
        replaced = [path for path in found if path.name != current]
        replaced.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for path in replaced[KEPT - 1 :]:
            remove_version(path)


def _with_manifest(store: ObjectStore, pointer: Pointer, aside: Path) -> StoredVersion:
    key = f"{pointer.version}/{MANIFEST}"
    raw = store.read(key, most=LONGEST_MANIFEST)
    if sha256(raw).hexdigest() != pointer.digest:
        msg = f"{store.address}/{key} is not the manifest that was published: publish the model again"
        raise ArtifactDamaged(msg)
    (aside / MANIFEST).write_bytes(raw)
    return StoredVersion.of(aside, pointer.digest)


def _fetch(store: ObjectStore, version: StoredVersion, name: str, claim: Claim) -> None:
    target = version.folder / name
    if target.exists() and target.stat().st_size == claim.n_bytes and file_sha256(target) == claim.sha256:
        return
    store.fetch(f"{version.name}/{name}", claim, target)
