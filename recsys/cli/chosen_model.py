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
    home, opened = models_home(), _up_to_date(builtin_folder())
    if opened is not None:
        return opened
    from training.builtin import builtin_model

    say(f"Training the built-in model into {home}: a few seconds, and only once")
    return builtin_model(home)


def builtin_folder() -> Path:
    """Return the folder of the built-in model, whether it exists or not."""
    from training.builtin import NAME

    return models_home() / NAME


def _up_to_date(folder: Path) -> Model | None:
    from training.builtin import builtin_digest

    try:
        if current_manifest(folder)["model"]["made_from"] == builtin_digest():
            return open_model(folder, verify="sizes")
    except (ArtifactError, KeyError):
        pass  # absent, damaged or of another format: trained again
    return None
