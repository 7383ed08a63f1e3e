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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from recsys.artifact import MANIFEST, POINTER, SCHEMA, VERSION_LETTERS, file_sha256, is_whole, open_model
from recsys.errors import ArtifactBusy
from recsys.large_arrays import given_file, header_of, let_go, share_out
from recsys.model import Model

FOREVER = -1.0
_AT_ONCE = 2**24
"""Numbers."""
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
    with only_publisher(folder):
        return point_to(folder, put_version(model, folder))


@contextmanager
def only_publisher(folder: Path, *, seconds: float = FOREVER) -> Iterator[None]:
    """Let nobody else publish in a folder, and clear what those left that died while they did.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``; made if absent.
    seconds : float
        How long to wait for another publisher.

    Yields
    ------
    None
        Inside, no other process and no other thread writes there.

    Raises
    ------
    ArtifactBusy
        If the other one takes longer.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / _LOCK)
    try:
        lock.acquire(timeout=seconds)
    except Timeout:
        msg = f"somebody else is publishing in {folder}: try again"
        raise ArtifactBusy(msg) from None
    try:
        _clear_leftovers(folder)
        yield
    finally:
        lock.release()


@dataclass(frozen=True, slots=True)
class PutVersion:
    """A version that is in its place, whether it is the current one or not.

    Parameters
    ----------
    digest : str
        sha256 of its manifest, with which its name begins.
    model : Model
        The model, opened from disk; every byte of it was verified.
    """

    digest: str
    model: Model


def put_version(model: Model, folder: Path) -> PutVersion:
    """Return a model as it was written, which is not yet the current one.

    Parameters
    ----------
    model : Model
        The model.
    folder : Path
        ``artifacts/NAME``, of which the caller is the only publisher.

    Returns
    -------
    PutVersion
        The version.

    Raises
    ------
    ArtifactDamaged
        If its arrays cannot be those of a model.
    """
    aside = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder))
    try:
        digest, sources = _write(model, aside)
        opened = open_model(aside)  # a model that would be refused must not replace one that is served
        # Not before: until a version is in its place nobody can damage it, and its sources stay of use.
        for source in sources:
            share_out(source)
            sync_folder(source)
        _put_in_place(aside, folder / digest[:VERSION_LETTERS], digest)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return PutVersion(digest, opened)


def point_to(folder: Path, version: PutVersion) -> Model:
    """Return the model of a version that was put in place and is the current one from now on.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``, of which the caller is the only publisher.
    version : PutVersion
        What :func:`put_version` gave.

    Returns
    -------
    Model
        Its model.
    """
    replace_text(folder / POINTER, f"{version.digest[:VERSION_LETTERS]} {version.digest}\n")
    return version.model


def remove_version(folder: Path) -> None:
    """Remove a version at one stroke: it is there whole, or not at all.

    Parameters
    ----------
    folder : Path
        Folder of the version, in a folder whose only publisher the caller is.
    """
    away = Path(tempfile.mkdtemp(prefix=".damaged-", dir=folder.parent))
    folder.rename(away / folder.name)
    shutil.rmtree(away)


def _clear_leftovers(folder: Path) -> None:
    """Remove what publishers left that died; while the lock is held nobody else is writing."""
    for pattern in _LEFTOVERS:
        for path in folder.glob(pattern):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def _write(model: Model, folder: Path) -> tuple[str, set[Path]]:
    """The sha256 of the manifest, and the folders of which files got second names."""
    arrays, files, sources = model.arrays(), {}, set()
    for name in sorted(arrays):
        array, path = arrays.pop(name), folder / f"{name}.npy"  # some of them are made for this alone
        source = _linked(array, path)
        if source is None:
            _write_array(array, path)
        else:
            sources.add(source.parent)
        let_go(array)
        files[path.name] = {"bytes": path.stat().st_size, "sha256": file_sha256(path)}
    # All at last: the first of them makes the disk write what the others wait for.
    for name in files:
        with (folder / name).open("rb") as stream:
            _sync(stream.fileno())
    info = {key: value for key, value in asdict(model.info).items() if key != "version"}
    manifest = json.dumps({"schema": SCHEMA, "model": info, "files": files}, indent=1, sort_keys=True)
    raw = (manifest + "\n").encode()
    with (folder / MANIFEST).open("wb") as stream:
        stream.write(raw)
        stream.flush()
        _sync(stream.fileno())
    sync_folder(folder)
    return hashlib.sha256(raw).hexdigest(), sources


def _linked(array: NDArray[Any], path: Path) -> Path | None:
    """The file that an array is mapped from, that nobody changes any more, and that got a second name."""
    given = given_file(array)
    if given is None:
        return None
    try:
        path.hardlink_to(given)
    except OSError:  # another disk, or one that knows no second names
        return None
    return given


def _write_array(array: NDArray[Any], path: Path) -> None:
    """Write what :func:`numpy.save` would write of an array that may be larger than memory."""
    plain = np.ascontiguousarray(array)
    with path.open("wb") as stream:
        stream.write(header_of(plain.dtype, len(plain)))
        for start in range(0, len(plain), _AT_ONCE):
            stream.write(plain[start : start + _AT_ONCE].data)
            let_go(array)


def _put_in_place(aside: Path, target: Path, digest: str) -> None:
    """Give the written folder its name; an equal version that is whole already may stay."""
    if target.exists():
        if is_whole(target, digest):
            return
        target.rename(Path(tempfile.mkdtemp(prefix=".damaged-", dir=target.parent)) / target.name)
    aside.chmod(0o755)
    aside.rename(target)
    sync_folder(target.parent)


def replace_text(path: Path, text: str) -> None:
    """Write a file that appears whole or not at all, and lasts.

    Parameters
    ----------
    path : Path
        The file, in a folder whose only publisher the caller is.
    text : str
        All that it holds.
    """
    handle, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(text.encode("utf-8", "surrogatepass"))
        stream.flush()
        _sync(stream.fileno())
    Path(name).chmod(0o644)
    Path(name).replace(path)
    sync_folder(path.parent)


def _sync(descriptor: int) -> None:
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder last.

    Parameters
    ----------
    folder : Path
        The folder.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _sync(descriptor)
    finally:
        os.close(descriptor)
