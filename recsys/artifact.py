"""Models on disk: written aside, published by one rename, verified before they are served.

::

    artifacts/NAME/CURRENT               the published version and its manifest's sha256
    artifacts/NAME/<version>/manifest.json
    artifacts/NAME/<version>/*.npy       plain arrays, memory-mapped, never pickled

The version is the beginning of the manifest's sha256, and the manifest holds the sha256 of
every file: equal catalogues give equal bytes, and any other byte is noticed. Raise
``SCHEMA`` when a file is added, dropped or means something else, add the old version to the
tests' fixtures, and say in CHANGELOG that models have to be trained again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from recsys.errors import ArtifactDamaged, ArtifactFormat, ArtifactMissing
from recsys.model import Model, ModelInfo

SCHEMA = 1
MANIFEST = "manifest.json"
POINTER = "CURRENT"
_VERSION_LETTERS = 16
_FILE_NAME = re.compile(r"[a-z0-9_.-]{1,100}\.npy")
_POINTER = re.compile(r"([0-9a-f]{16}) ([0-9a-f]{64})\n")

Verify = Literal["full", "sizes"]


def publish(model: Model, folder: Path) -> Model:
    """Write a model and make it the current one; readers see the old one until then.

    Parameters
    ----------
    model : Model
        The model.
    folder : Path
        ``artifacts/NAME``; made if absent.

    Returns
    -------
    Model
        The model as it was published, opened from disk and verified.
    """
    folder.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder))
    try:
        digest = _write(model, aside)
        version = digest[:_VERSION_LETTERS]
        _put_in_place(aside, folder / version, digest)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    _replace_text(folder / POINTER, f"{version} {digest}\n")
    return open_model(folder)


def open_model(folder: Path, *, verify: Verify = "full") -> Model:
    """Return the current model of a folder, memory-mapped.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``, or the folder of one version.
    verify : {"full", "sizes"}
        Read every byte and compare its sha256, or compare lengths only.

    Returns
    -------
    Model
        The model.

    Raises
    ------
    ArtifactMissing
        If there is no model.
    ArtifactFormat
        If it was written in another format version.
    ArtifactDamaged
        If its bytes are not those that were published.
    """
    version_folder, expected = _current(folder)
    raw = _read_manifest(version_folder, expected)
    manifest = _parse_manifest(raw, version_folder)
    files = _checked_files(manifest, version_folder, verify)
    arrays = {name.removesuffix(".npy"): _load(version_folder / name) for name in files}
    version = hashlib.sha256(raw).hexdigest()[:_VERSION_LETTERS]
    return Model.from_arrays(replace(_info(manifest["model"]), version=version), arrays)


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


# Writing


def _write(model: Model, folder: Path) -> str:
    files = {}
    for name, array in sorted(model.arrays().items()):
        path = folder / f"{name}.npy"
        with path.open("wb") as stream:
            np.lib.format.write_array(stream, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)
            _sync(stream.fileno())
        files[path.name] = {"bytes": path.stat().st_size, "sha256": _sha256(path)}
    info = {key: value for key, value in asdict(model.info).items() if key != "version"}
    manifest = json.dumps({"schema": SCHEMA, "model": info, "files": files}, indent=1, sort_keys=True)
    raw = (manifest + "\n").encode()
    with (folder / MANIFEST).open("wb") as stream:
        stream.write(raw)
        stream.flush()
        _sync(stream.fileno())
    _sync_folder(folder)
    return hashlib.sha256(raw).hexdigest()


def _put_in_place(aside: Path, target: Path, digest: str) -> None:
    """Give the written folder its name; an equal version that is whole already may stay."""
    if target.exists():
        try:
            raw = _read_manifest(target, digest)
            _checked_files(_parse_manifest(raw, target), target, "full")
        except (ArtifactDamaged, ArtifactMissing):
            target.rename(Path(tempfile.mkdtemp(prefix=".damaged-", dir=target.parent)) / target.name)
        else:
            return
    aside.chmod(0o755)
    aside.rename(target)
    _sync_folder(target.parent)


def _replace_text(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(text)
        stream.flush()
        _sync(stream.fileno())
    Path(name).chmod(0o644)
    Path(name).replace(path)
    _sync_folder(path.parent)


def _sync(descriptor: int) -> None:
    os.fsync(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _sync(descriptor)
    finally:
        os.close(descriptor)


# Reading


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
    for name, claim in listed.items():
        path = folder / name
        same_size = path.is_file() and not path.is_symlink() and path.stat().st_size == claim["bytes"]
        if not same_size or (verify == "full" and _sha256(path) != claim["sha256"]):
            msg = f"{path} is not the file that was published: train the model again"
            raise ArtifactDamaged(msg)
    return tuple(sorted(listed))


def _load(path: Path) -> NDArray[Any]:
    try:
        array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, OSError, EOFError) as error:
        msg = f"{path} is not a plain array: train the model again"
        raise ArtifactDamaged(msg) from error
    return array


def _info(document: Mapping[str, Any]) -> ModelInfo:
    try:
        return ModelInfo(**{**document, "blocks": tuple(document["blocks"])})
    except (KeyError, TypeError) as error:
        msg = f"the manifest's description of the model is not complete ({str(error)[:80]}): train it again"
        raise ArtifactDamaged(msg) from error


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
