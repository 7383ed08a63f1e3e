"""Models on disk: what they are made of, and how they are verified before they are served.

::

    artifacts/NAME/CURRENT               the published version and its manifest's sha256
    artifacts/NAME/<version>/manifest.json
    artifacts/NAME/<version>/*.npy       plain arrays, memory-mapped, never pickled

The version is the beginning of the manifest's sha256, and the manifest holds the sha256 of
every file: equal catalogues give equal bytes, and any other byte is noticed. Whoever is in a
hurry compares sizes, types and lengths only, which takes no sums. Raise
``SCHEMA`` when a file is added, dropped or means something else, add the old version to the
tests' fixtures, and say in CHANGELOG that models have to be trained again.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from recsys.errors import ArtifactDamaged, ArtifactError, ArtifactFormat, ArtifactMissing
from recsys.integrity import check_arrays
from recsys.model import Model, ModelInfo

SCHEMA = 6
MANIFEST = "manifest.json"
POINTER = "CURRENT"
VERSION_LETTERS = 16
_FILE_NAME = re.compile(r"[a-z0-9_.-]{1,100}\.npy")
_POINTER = re.compile(r"([0-9a-f]{16}) ([0-9a-f]{64})\n")

Verify = Literal["full", "sizes"]


def open_model(folder: Path | str, *, verify: Verify = "full") -> Model:
    """Return the current model of a folder, memory-mapped.

    Parameters
    ----------
    folder : Path or str
        ``artifacts/NAME``, or the folder of one version.
    verify : {"full", "sizes"}
        Read every byte, compare its sha256 and see that every number makes sense; or compare
        sizes, types and lengths.

    Returns
    -------
    Model
        The model; what reads it without looking at bounds is for models that were verified in full.

    Raises
    ------
    ArtifactMissing
        If there is no model.
    ArtifactFormat
        If it was written in another format version.
    ArtifactDamaged
        If its bytes are not those that were published.
    """
    version_folder, expected = _current(Path(folder))
    raw = _read_manifest(version_folder, expected)
    manifest = _parse_manifest(raw, version_folder)
    files = _checked_files(manifest, version_folder, verify)
    arrays = {name.removesuffix(".npy"): _mapped(version_folder / name) for name in files}
    try:
        version = hashlib.sha256(raw).hexdigest()[:VERSION_LETTERS]
        info = ModelInfo.from_json(manifest["model"], version=version)
        check_arrays(info, arrays, reads_all=verify == "full")
        return Model.from_arrays(info, arrays, is_verified=verify == "full")
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        msg = f"{version_folder} is no model ({str(error)[:80]}): train it again"
        raise ArtifactDamaged(msg) from error


def is_whole(version_folder: Path, digest: str) -> bool:
    """Return whether a version is on disk as it was published.

    Parameters
    ----------
    version_folder : Path
        Folder of one version.
    digest : str
        sha256 of its manifest.

    Returns
    -------
    bool
        True if every byte is as the manifest says.
    """
    try:
        manifest = _parse_manifest(_read_manifest(version_folder, digest), version_folder)
        _checked_files(manifest, version_folder, "full")
    except ArtifactError:
        return False
    return True


def current_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of the current model without opening its arrays.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``, or the folder of one version.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    ArtifactMissing, ArtifactFormat, ArtifactDamaged
        As :func:`open_model`.
    """
    version_folder, expected = _current(folder)
    return _parse_manifest(_read_manifest(version_folder, expected), version_folder)


def _current(folder: Path) -> tuple[Path, str | None]:
    pointer = folder / POINTER
    if pointer.is_file():
        match = _POINTER.fullmatch(pointer.read_text(encoding="ascii", errors="replace")[:200])
        if match is None:
            msg = f"{pointer} does not name a version: train the model again"
            raise ArtifactDamaged(msg)
        return folder / match[1], match[2]
    if (folder / MANIFEST).is_file():
        return folder, None
    msg = f"there is no model in {folder}: train one with `recsys train CATALOGUE --out {folder}`"
    raise ArtifactMissing(msg)


def _read_manifest(folder: Path, expected: str | None) -> bytes:
    try:
        raw = (folder / MANIFEST).read_bytes()
    except OSError as error:
        msg = f"{folder} has no readable manifest: train the model again"
        raise ArtifactMissing(msg) from error
    digest = hashlib.sha256(raw).hexdigest()
    if expected not in (None, digest):
        msg = f"{folder / MANIFEST} is not the manifest that was published: train the model again"
        raise ArtifactDamaged(msg)
    return raw


def _parse_manifest(raw: bytes, folder: Path) -> dict[str, Any]:
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


def _checked_files(manifest: Mapping[str, Any], folder: Path, verify: Verify) -> tuple[str, ...]:
    listed: Mapping[str, Any] = manifest["files"]
    present = {entry.name for entry in folder.iterdir()} - {MANIFEST}
    if present != set(listed) or not all(_FILE_NAME.fullmatch(name) for name in listed):
        odd = sorted(present ^ set(listed))[:3]
        msg = f"{folder} does not hold the files of its manifest ({', '.join(odd)}): train the model again"
        raise ArtifactDamaged(msg)
    names = tuple(sorted(listed))
    strangers = [name for name in names if not _has_its_size(folder / name, listed[name])]
    if verify == "full" and not strangers:
        strangers = _with_other_bytes(folder, listed)
    if strangers:
        msg = f"{folder / strangers[0]} is not the file that was published: train the model again"
        raise ArtifactDamaged(msg)
    return names


def _has_its_size(path: Path, claim: object) -> bool:
    if not isinstance(claim, dict):
        return False
    status = path.lstat()
    return stat.S_ISREG(status.st_mode) and status.st_size == claim.get("bytes")


def _with_other_bytes(folder: Path, listed: Mapping[str, Any]) -> list[str]:
    """Name the files whose sha256 is another one; the largest are read first, side by side."""
    from concurrent.futures import ThreadPoolExecutor  # not for those in a hurry

    by_size = sorted(listed, key=lambda name: (-listed[name]["bytes"], name))
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        digests = threads.map(file_sha256, (folder / name for name in by_size))
        return sorted(
            name
            for name, digest in zip(by_size, digests, strict=True)
            if digest != listed[name].get("sha256")
        )


def _mapped(path: Path) -> NDArray[Any]:
    try:
        # A plain view of the map: each slice of a np.memmap makes another object of that class.
        array: NDArray[Any] = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    except (ValueError, OSError, EOFError) as error:
        msg = f"{path} is not a plain array: train the model again"
        raise ArtifactDamaged(msg) from error
    return array


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
        # One call for the whole file lets the other threads go on meanwhile.
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            return hashlib.sha256(whole).hexdigest()
