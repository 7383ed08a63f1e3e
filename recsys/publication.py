"""Publishing a model: written aside, put in place by one rename, made current by another.

A reader sees the last good version until the pointer changes. Publishers of one folder wait
for each other; what a publisher that died has left is cleared by the next.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from filelock import FileLock

from recsys.artifact import MANIFEST, POINTER, SCHEMA, VERSION_LETTERS, file_sha256, is_whole, open_model
from recsys.model import Model

_LOCK = ".lock"
_LEFTOVERS = (".writing-*", ".damaged-*")


def publish(model: Model, folder: Path | str) -> Model:
    """Write a model and make it the current one; readers see the old one until then.

    Parameters
    ----------
    model : Model
        The model.
    folder : Path or str
        ``artifacts/NAME``; made if absent.

    Returns
    -------
    Model
        The model as it was published, opened from disk and verified.

    Raises
    ------
    ArtifactDamaged
        If its arrays cannot be those of a model; the old one stays the current one.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / _LOCK):
        _clear_leftovers(folder)
        aside = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder))
        try:
            digest = _write(model, aside)
            open_model(aside)  # a model that would be refused must not replace one that is served
            version = digest[:VERSION_LETTERS]
            _put_in_place(aside, folder / version, digest)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        _replace_text(folder / POINTER, f"{version} {digest}\n")
        # Every byte has been read above.
        return replace(open_model(folder, verify="sizes"), is_verified=True)


def _clear_leftovers(folder: Path) -> None:
    """Remove what publishers left that died; while the lock is held nobody else is writing."""
    for pattern in _LEFTOVERS:
        for path in folder.glob(pattern):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def _write(model: Model, folder: Path) -> str:
    files = {}
    for name, array in sorted(model.arrays().items()):
        path = folder / f"{name}.npy"
        with path.open("wb") as stream:
            np.lib.format.write_array(stream, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)
            stream.flush()
            _sync(stream.fileno())
        files[path.name] = {"bytes": path.stat().st_size, "sha256": file_sha256(path)}
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
        if is_whole(target, digest):
            return
        target.rename(Path(tempfile.mkdtemp(prefix=".damaged-", dir=target.parent)) / target.name)
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
