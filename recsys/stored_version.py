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

SCHEMA = 10
MANIFEST = "manifest.json"
POINTER = "CURRENT"
VERSION_LETTERS = 16
_MAPPED_AT_ONCE = 2**30
"""Bytes of a file that count as memory of this process while its sum is made."""
_FILE_NAME = re.compile(r"[a-z0-9_.-]{1,100}\.npy")
_SHA256 = re.compile(r"[0-9a-f]{64}")
LONGEST_MANIFEST = 2**24
MOST_FILES = 1000
"""Files that a version may have: five times those of any, since a process keeps each of them open."""
LONGEST_POINTER = 200
_POINTER = re.compile(r"([0-9a-f]{16}) ([0-9a-f]{64})\n")


@dataclass(frozen=True, slots=True)
class Pointer:
    """What the pointer to the current version says.

    Parameters
    ----------
    version : str
        Its name.
    digest : str
        sha256 of its manifest.
    """

    version: str
    digest: str

    @classmethod
    def parse(cls, raw: bytes) -> Pointer | None:
        """Return what the bytes of a pointer say.

        Parameters
        ----------
        raw : bytes
            All of them.

        Returns
        -------
        Pointer or None
            None if they name no version.
        """
        match = _POINTER.fullmatch(raw.decode("ascii", "replace"))
        return None if match is None else cls(match[1], match[2])


@dataclass(frozen=True, slots=True)
class Claim:
    """What a manifest says of one file.

    Parameters
    ----------
    n_bytes : int
        Its size.
    sha256 : str
        Its sum, 64 hexadecimal digits.
    """

    n_bytes: int
    sha256: str

    @classmethod
    def parse(cls, said: object) -> Claim | None:
        """Return what a manifest says of a file.

        Parameters
        ----------
        said : object
            Its value under the file's name.

        Returns
        -------
        Claim or None
            None if it is no claim.
        """
        if not isinstance(said, dict):
            return None
        n_bytes, sha256 = said.get("bytes"), said.get("sha256")
        if type(n_bytes) is not int or n_bytes < 0:
            return None
        return cls(n_bytes, sha256) if isinstance(sha256, str) and _SHA256.fullmatch(sha256) else None


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
            raw = _small_file(folder / MANIFEST, LONGEST_MANIFEST)
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
            named = Pointer.parse(_small_file(pointer, LONGEST_POINTER))
            if named is None:
                msg = f"{pointer} does not name a version: train the model again"
                raise ArtifactDamaged(msg)
            return cls.of(folder / named.version, named.digest)
        if (folder / MANIFEST).is_file():
            return cls.of(folder, None)
        msg = f"there is no model in {folder}: train one with `recsys train CATALOGUE --out {folder}`"
        raise ArtifactMissing(msg)

    def claims(self) -> dict[str, Claim]:
        """Return what the manifest says of its files, wherever they are.

        Returns
        -------
        dict of str to Claim
            By name, each of which is the plain one of an array.

        Raises
        ------
        ArtifactDamaged
            If a name could lead elsewhere, if there is no such size or sum, or if there are too many.
        """
        if len(self.manifest["files"]) > MOST_FILES:
            msg = f"{self.folder / MANIFEST} lists more than {MOST_FILES} files: train the model again"
            raise ArtifactDamaged(msg)
        claims = {}
        for name, said in self.manifest["files"].items():
            claim = Claim.parse(said) if _FILE_NAME.fullmatch(name) else None
            if claim is None:
                msg = f"{self.folder / MANIFEST} lists what is no file ({name[:80]!r}): train the model again"
                raise ArtifactDamaged(msg)
            claims[name] = claim
        return claims

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
        listed = self.claims()
        present = {entry.name for entry in self.folder.iterdir()} - {MANIFEST}
        if present != set(listed):
            odd = ", ".join(sorted(present ^ set(listed))[:3])
            msg = f"{self.folder} does not hold the files of its manifest ({odd}): train the model again"
            raise ArtifactDamaged(msg)
        paths = [self.folder / name for name in sorted(listed)]
        for path in paths:
            if not _has_size(path, listed[path.name].n_bytes):
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
        listed = self.claims()
        largest = sorted(self.files(), key=lambda path: -listed[path.name].n_bytes)
        examination = Examination()
        for path in largest:
            examination.ask(_stranger(path), partial(_has_sum, path, listed[path.name].sha256))
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
        digest, size = hashlib.sha256(), os.fstat(stream.fileno()).st_size
        # Few calls: a thread that comes back for each small piece waits each time until the one that
        # loads modules lets go of the interpreter, which takes longer than the piece.
        for start in range(0, size, _MAPPED_AT_ONCE):
            length = min(_MAPPED_AT_ONCE, size - start)
            with mmap.mmap(stream.fileno(), length, access=mmap.ACCESS_READ, offset=start) as piece:
                digest.update(piece)
        return digest.hexdigest()


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


def _has_size(path: Path, n_bytes: int) -> bool:
    status = path.lstat()
    return stat.S_ISREG(status.st_mode) and status.st_size == n_bytes


def _has_sum(path: Path, sha256: str) -> bool:
    return file_sha256(path) == sha256


def _stranger(path: Path) -> str:
    return f"{path} is not the file that was published: train the model again"
