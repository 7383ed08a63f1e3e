"""The model of the built-in catalogue: trained once, and again when the catalogue changes."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

from recsys.artifact import current_manifest, open_model, publish
from recsys.catalogue.builtin import load_builtin
from recsys.errors import ArtifactError
from recsys.features import DEFAULT_BLOCKS
from recsys.model import Model

NAME = "builtin"


def builtin_model(home: Path) -> Model:
    """Return the built-in model, trained first if it is absent, damaged or out of date.

    Parameters
    ----------
    home : Path
        Folder of all models.

    Returns
    -------
    Model
        The published model.
    """
    folder, digest = home / NAME, builtin_digest()
    try:
        if current_manifest(folder)["model"]["made_from"] == digest:
            return open_model(folder, verify="sizes")
    except (ArtifactError, KeyError):
        pass  # trained below; the last good version stays until then
    from training.pipeline import train  # loads scikit-learn, which a model that is there does not need

    return publish(train(load_builtin(), made_from=digest), folder)


def builtin_digest() -> str:
    """Return a digest of everything that the built-in model is made from.

    Returns
    -------
    str
        sha256 of the package's data files and of the declared blocks.
    """
    digest = hashlib.sha256(repr(DEFAULT_BLOCKS).encode())
    data = [
        entry
        for entry in files("recsys.catalogue.builtin").iterdir()
        if entry.name.endswith((".jsonl", ".json"))
    ]
    for entry in sorted(data, key=lambda entry: entry.name):
        digest.update(entry.name.encode() + entry.read_bytes())
    return digest.hexdigest()
