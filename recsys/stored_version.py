"""One version of a model as it lies on disk: its pointer, its manifest, its files and their sums.

Nothing here knows what is in the files, nor loads what can compute with it: a service begins to
read them before anything else of it is loaded.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from recsys.errors import ArtifactDamaged, ArtifactFormat, ArtifactMissing
from recsys.examination import Examination

SCHEMA = 8
MANIFEST = "manifest.json"
POINTER = "CURRENT"
VERSION_LETTERS = 16
_FILE_NAME = re.compile(r"[a-z0-9_.-]{1,100}\.npy")
_LONGEST_MANIFEST = 2**24
_LONGEST_POINTER = 200
_POINTER = re.compile(r"([0-9a-f]{16}) ([0-9a-f]{64})\n")


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A version whose manifest is the one that was published.

    Parameters
    ----------
    folder : Path
        Where it lies.
    name : str
        Its name: how the sha256 of the manifest begins.
    manifest : mapping of str to Any
        ``schema``, ``model`` and ``files``.
    """

    folder: Path
    name: str
    manifest: Mapping[str, Any]

    @classmethod
    def of(cls, folder: Path, digest: str | None) -> StoredVersion:
        """Return the version in a folder.

        Parameters
        ----------
        folder : Path
            Folder of one version.
        digest : str or None
            sha256 of its manifest; None takes any.

        Returns
        -------
        StoredVersion
            Of its files nothing is known yet.

        Raises
        ------
        ArtifactMissing
            If there is no manifest.
        ArtifactFormat
            If it is of another format version.
        ArtifactDamaged
            If it is not the manifest that was published, or none at all.
        """
        try:
            raw = _small_file(folder / MANIFEST, _LONGEST_MANIFEST)
        except OSError as error:
            msg = f"{folder} has no readable manifest: train the model again"
            raise ArtifactMissing(msg) from error
        found = hashlib.sha256(raw).hexdigest()
        if digest not in (None, found):
            msg = f"{folder / MANIFEST} is not the manifest that was published: train the model again"
            raise ArtifactDamaged(msg)
        return cls(folder, found[:VERSION_LETTERS], _parsed(raw, folder))

    @classmethod
    def current(cls, folder: Path) -> StoredVersion:
        """Return the published version.

        Parameters
        ----------
        folder : Path
            ``artifacts/NAME``, or the folder of one version.

        Returns
        -------
        StoredVersion
            Of its files nothing is known yet.

        Raises
        ------
        ArtifactMissing, ArtifactFormat, ArtifactDamaged
            As :meth:`of`.
        """
        pointer = folder / POINTER
        if pointer.is_file():
            match = _POINTER.fullmatch(_small_file(pointer, _LONGEST_POINTER).decode("ascii", "replace"))
            if match is None:
                msg = f"{pointer} does not name a version: train the model again"
                raise ArtifactDamaged(msg)
            return cls.of(folder / match[1], match[2])
        if (folder / MANIFEST).is_file():
            return cls.of(folder, None)
        msg = f"there is no model in {folder}: train one with `recsys train CATALOGUE --out {folder}`"
        raise ArtifactMissing(msg)

    def files(self) -> list[Path]:
        """Return the files by name, after all were found to be there and to have their sizes.

        Returns
        -------
        list of Path
            One a claim of the manifest.

        Raises
        ------
        ArtifactDamaged
            If one is missing, has another size, is none of the manifest, or is no plain file.
        """
        listed = self.manifest["files"]
        present = {entry.name for entry in self.folder.iterdir()} - {MANIFEST}
        if present != set(listed) or not all(_FILE_NAME.fullmatch(name) for name in listed):
            odd = ", ".join(sorted(present ^ set(listed))[:3])
            msg = f"{self.folder} does not hold the files of its manifest ({odd}): train the model again"
            raise ArtifactDamaged(msg)
        paths = [self.folder / name for name in sorted(listed)]
        for path in paths:
            if not _has_its_size(path, listed[path.name]):
                raise ArtifactDamaged(_stranger(path))
        return paths

    def begin_reading(self) -> Examination:
        """Return the examination of every byte, which goes on in threads.

        The largest files come first, since the sum of a file is made by one thread alone.

        Returns
        -------
        Examination
            Refuses files with another sha256 than the manifest has; more may be asked of it.

        Raises
        ------
        ArtifactDamaged
            As :meth:`files`.
        """
        listed = self.manifest["files"]
        largest = sorted(self.files(), key=lambda path: -listed[path.name]["bytes"])
        examination = Examination()
        for path in largest:
            examination.ask(_stranger(path), partial(_has_its_sum, path, listed[path.name]))
        return examination


def file_sha256(path: Path) -> str:
    """Return the sha256 of a file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    with path.open("rb") as stream:
        if not os.fstat(stream.fileno()).st_size:  # nothing cannot be mapped
            return hashlib.sha256().hexdigest()
        # One call for the whole file: a thread that comes back for each piece waits each time until the
        # one that loads modules lets go of the interpreter, which takes longer than the piece.
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            return hashlib.sha256(whole).hexdigest()


def _small_file(path: Path, most: int) -> bytes:
    """What a plain file holds; whatever else it may be keeps nobody waiting."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as stream:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > most:
            msg = f"{path} is no file of at most {most} bytes: train the model again"
            raise ArtifactDamaged(msg)
        return stream.read(most)


def _parsed(raw: bytes, folder: Path) -> Mapping[str, Any]:
    try:
        manifest = json.loads(raw)
        schema = manifest["schema"]
        complete = isinstance(manifest["files"], dict) and isinstance(manifest["model"], dict)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        msg = f"{folder / MANIFEST} is not a manifest: train the model again"
        raise ArtifactDamaged(msg) from error
    if schema != SCHEMA:
        msg = (
            f"{folder} has format {str(schema)[:20]}, and this release reads format {SCHEMA}: "
            "train the model again with it"
        )
        raise ArtifactFormat(msg)
    if not complete:
        msg = f"{folder / MANIFEST} is not complete: train the model again"
        raise ArtifactDamaged(msg)
    return dict(manifest)


def _has_its_size(path: Path, claim: object) -> bool:
    if not isinstance(claim, dict):
        return False
    status = path.lstat()
    return stat.S_ISREG(status.st_mode) and status.st_size == claim.get("bytes")


def _has_its_sum(path: Path, claim: Mapping[str, Any]) -> bool:
    return file_sha256(path) == claim.get("sha256")


def _stranger(path: Path) -> str:
    return f"{path} is not the file that was published: train the model again"
