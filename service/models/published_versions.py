"""The versions beside the one that a folder's pointer names: which there are, and how one is opened."""

from __future__ import annotations

import re
from pathlib import Path

from recsys.artifact import MANIFEST, open_model
from recsys.errors import ArtifactDamaged
from recsys.model import Model

is_version = re.compile("[0-9a-f]{16}").fullmatch
"""Whether a text can be the name of a version."""


def is_published(folder: Path, version: str) -> bool:
    """Return whether the folder of a model has a version; links that lead elsewhere are not followed.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``.
    version : str
        Name of the version.

    Returns
    -------
    bool
        Whether it lies there; nothing of it was read.
    """
    place = folder / version
    return not place.is_symlink() and (place / MANIFEST).is_file()


def opened(folder: Path, version: str) -> Model:
    """Return the model of a version, read and verified whole.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``.
    version : str
        Name of the version.

    Returns
    -------
    Model
        Memory-mapped.

    Raises
    ------
    ArtifactError
        If it cannot be used, or is another version than the folder says.
    """
    place = folder / version
    try:
        model = open_model(place, verify="full")
    except OSError as error:
        msg = f"{place} cannot be read: {type(error).__name__}"
        raise ArtifactDamaged(msg) from error
    if model.info.version != version:
        msg = f"{place} holds the version {model.info.version}: train the model again"
        raise ArtifactDamaged(msg)
    return model


def last_written(folder: Path, *, most: int, besides: str) -> list[str]:
    """Return the versions that were published last.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``.
    most : int
        How many.
    besides : str
        Another version, which is passed over.

    Returns
    -------
    list of str
        The last one first, by the time at which they were written; equal for all that share a folder.
    """
    written: list[tuple[int, str]] = []
    for place in folder.iterdir():
        if place.name == besides or not is_version(place.name) or not is_published(folder, place.name):
            continue
        try:
            written.append((place.stat().st_mtime_ns, place.name))
        except FileNotFoundError:  # it is being deleted
            continue
    return [name for _, name in sorted(written, reverse=True)[:most]]
