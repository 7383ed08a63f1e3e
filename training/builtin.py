"""The model of the built-in catalogue: trained once, and again when the catalogue changes."""

from __future__ import annotations

import hashlib
import logging
from importlib.resources import files
from pathlib import Path

from recsys.artifact import current_manifest, open_model
from recsys.catalogue.builtin import load_builtin
from recsys.errors import ArtifactError
from recsys.model import Model

NAME = "builtin"
_LOG = logging.getLogger(__name__)
_SOURCES = frozenset({".py", ".json", ".jsonl"})
_UNRELATED = frozenset({"additions", "cli", "evaluation", "learning", "tagging"})
"""Packages that no step of training the built-in model passes through."""


def builtin_model(home: Path) -> Model:
    """Return the built-in model, trained first if it is absent, damaged or out of date.

    Titles that were added to it are trained with the new catalogue.

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
    from recsys.additions import folded, publish_trained
    from training.pipeline import train  # loads scikit-learn, which a model that is there does not need

    folding = folded(load_builtin(), folder)
    catalogue = folding.catalogue or load_builtin()
    for notice in folding.notices:
        _LOG.warning(notice)
    return publish_trained(train(catalogue, made_from=digest), folder, folding)


def builtin_digest() -> str:
    """Return a digest of everything that the built-in model is made from.

    Returns
    -------
    str
        sha256 of the catalogue and of the code that turns it into a model.
    """
    digest = hashlib.sha256()
    for package in ("recsys", "training"):
        root = Path(str(files(package)))
        for path in sorted(root.rglob("*")):
            if path.suffix in _SOURCES and path.relative_to(root).parts[0] not in _UNRELATED:
                digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()
