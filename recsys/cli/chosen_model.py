"""The model that a command asks: the one named by --model, else the built-in one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from recsys.artifact import current_manifest, open_model
from recsys.cli.terminal import say
from recsys.errors import ArtifactError
from recsys.home import models_home
from recsys.model import Model

ModelOption = Annotated[
    Path | None,
    typer.Option(
        "--model",
        metavar="DIR",
        envvar="RECSYS_MODEL",
        help="Folder of a trained model, such as artifacts/NAME; without it the built-in model, "
        "which is trained first if there is none.",
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Write JSON to standard output, and messages to standard error.")
]


def chosen_model(folder: Path | None) -> Model:
    """Return the model that was named, or the built-in one.

    Parameters
    ----------
    folder : Path or None
        What ``--model`` names.

    Returns
    -------
    Model
        Opened without reading every byte, so that an answer starts at once.

    Raises
    ------
    ArtifactError
        If there is no model, or none that may be used.
    """
    return builtin() if folder is None else open_model(folder, verify="sizes")


def builtin() -> Model:
    """Return the built-in model; what is trained first is said on standard error."""
    from training.builtin import builtin_model

    home = models_home()
    if not _is_current(builtin_folder()):
        say(f"Training the built-in model into {home}: a few seconds, and only once")
    return builtin_model(home)


def builtin_folder() -> Path:
    """Return the folder of the built-in model, whether it exists or not."""
    from training.builtin import NAME

    return models_home() / NAME


def _is_current(folder: Path) -> bool:
    from training.builtin import builtin_digest

    try:
        return bool(current_manifest(folder)["model"]["made_from"] == builtin_digest())
    except (ArtifactError, KeyError):
        return False
