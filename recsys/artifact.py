"""Models on disk: what they are made of, and how they are verified before they are served.

::

    artifacts/NAME/CURRENT               the published version and its manifest's sha256
    artifacts/NAME/<version>/manifest.json
    artifacts/NAME/<version>/*.npy       plain arrays, memory-mapped, never pickled
    artifacts/NAME/<version>.added.jsonl titles added since that version was trained (:mod:`recsys.additions`)

The version is the beginning of the manifest's sha256, and the manifest holds the sha256 of
every file: equal catalogues give equal bytes, and any other byte is noticed. Whoever is in a
hurry compares sizes, types and lengths only, which takes no sums. Raise
``SCHEMA`` when a file is added, dropped or means something else, add the old version to the
tests' fixtures, and say in CHANGELOG that models have to be trained again.
"""

from __future__ import annotations

from pathlib import Path
from tokenize import TokenError
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from recsys.errors import ArtifactDamaged, ArtifactError
from recsys.examination import Examination
from recsys.integrity import check_at_once, contradiction
from recsys.model import Model, ModelInfo
from recsys.stored_version import MANIFEST, POINTER, SCHEMA, VERSION_LETTERS, StoredVersion, file_sha256

__all__ = [
    "MANIFEST",
    "POINTER",
    "SCHEMA",
    "VERSION_LETTERS",
    "Verify",
    "current_manifest",
    "file_sha256",
    "is_whole",
    "open_model",
    "verified_model",
]

Verify = Literal["full", "sizes"]
_NO_ARRAY = (ValueError, TypeError, EOFError, MemoryError, RecursionError, SyntaxError, TokenError)
"""What numpy raises of a file whose first lines, a literal of Python, somebody made up."""
_NO_MODEL = (KeyError, TypeError, ValueError, AttributeError, OverflowError)


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
    version = StoredVersion.current(Path(folder))
    if verify == "full":
        return verified_model(version, version.begin_reading())
    arrays = _mapped(version)
    try:
        info = ModelInfo.from_json(version.manifest["model"], version=version.name)
        check_at_once(info, arrays)
        return Model.from_arrays(info, arrays, is_verified=False)
    except _NO_MODEL as error:
        raise _no_model(version, error) from error


def verified_model(version: StoredVersion, reading: Examination) -> Model:
    """Return the model of a version of which every byte is being read.

    What takes no reading is done meanwhile, and the numbers are looked at when a thread has no
    file left: no core waits for another one.

    Parameters
    ----------
    version : StoredVersion
        The version.
    reading : Examination
        As its :meth:`~recsys.stored_version.StoredVersion.begin_reading` gave it; at an end afterwards.

    Returns
    -------
    Model
        Memory-mapped, with every byte the one that was published, and every number within its bounds.

    Raises
    ------
    ArtifactDamaged
        If its bytes are not those that were published, or contradict each other.
    """
    try:
        with reading:
            arrays = _mapped(version)
            info = ModelInfo.from_json(version.manifest["model"], version=version.name)
            for claim in check_at_once(info, arrays):
                reading.ask(contradiction(claim), claim.holds)
            return Model.from_arrays(info, arrays)
    except _NO_MODEL as error:
        raise _no_model(version, error) from error


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
        with StoredVersion.of(version_folder, digest).begin_reading():
            return True
    except ArtifactError:
        return False


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
    return dict(StoredVersion.current(folder).manifest)


def _mapped(version: StoredVersion) -> dict[str, NDArray[Any]]:
    return {path.stem: _mapped_array(path) for path in version.files()}


def _mapped_array(path: Path) -> NDArray[Any]:
    try:
        # Not np.load, which looks for archives and pickles, too. And a plain view of the map: each slice of
        # a np.memmap makes another object of that class.
        array: NDArray[Any] = np.asarray(np.lib.format.open_memmap(path, mode="r"))
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror or error}"
        raise ArtifactDamaged(msg) from error
    except _NO_ARRAY as error:
        msg = f"{path} is not a plain array: train the model again"
        raise ArtifactDamaged(msg) from error
    return array


def _no_model(version: StoredVersion, error: Exception) -> ArtifactDamaged:
    return ArtifactDamaged(f"{version.folder} is no model ({str(error)[:80]}): train it again")
