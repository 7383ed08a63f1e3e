"""The model that a command asks: the one named by --model, else the built-in one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from recsys.artifact import current_manifest, open_model
from recsys.cli.progress import progress_bar
from recsys.cli.terminal import say, stderr, write
from recsys.errors import ArtifactError
from recsys.home import models_home
from recsys.model import Model
from recsys.object_store.address import model_place

ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="DIR|URL",
        envvar="RECSYS_MODEL",
        help="Folder of a trained model, such as artifacts/NAME, or the URL to which `recsys publish` has "
        "copied it, such as s3://BUCKET/NAME; without it the built-in model, which is trained first if there "
        "is none.",
    ),
]
IndexOption = Annotated[
    str | None,
    typer.Option(
        "--index",
        metavar="ADDRESS",
        envvar="RECSYS_INDEX",
        help="Vector engine that searches, as qdrant://HOST:PORT/COLLECTION or qdrant:///FOLDER, after "
        "`recsys export qdrant`; without it the model's own index.",
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Write JSON to standard output, and messages to standard error.")
]


def chosen_model(named: Path | str | None, index: str | None = None) -> Model:
    """Return the model that was named, or the built-in one.

    Parameters
    ----------
    named : Path, str or None
        What ``--model`` names.
    index : str or None
        What ``--index`` names.

    Returns
    -------
    Model
        Opened without reading every byte, so that an answer starts at once.

    Raises
    ------
    ArtifactError
        If there is no model, or none that may be used, or the vector engine does not hold it.
    """
    model = builtin() if named is None else open_model(model_folder(named), verify="sizes")
    return searched_by(index, model)


def searched_by(index: str | None, model: Model) -> Model:
    """Return a model that is searched by what ``--index`` names.

    Parameters
    ----------
    index : str or None
        Address of a vector engine; None leaves the model its own index.
    model : Model
        The model.

    Returns
    -------
    Model
        The same, or one that asks the engine.

    Raises
    ------
    ArtifactError
        If the engine does not hold the model, or does not answer.
    """
    if index is None:
        return model
    from recsys.engines import with_engine

    return with_engine(model, index)


def model_folder(named: Path | str, *, is_watched: bool = False) -> Path:
    """Return the folder of a model that was named; one in a store is copied to this machine first.

    Parameters
    ----------
    named : Path or str
        What ``--model`` names.
    is_watched : bool
        Whether a store is looked at later: then any copy is good enough, and a slow store keeps nobody.

    Returns
    -------
    Path
        The folder, or that of the copy. A copy that cannot be brought up to date is good enough, and is told.

    Raises
    ------
    ArtifactError, OSError
        If there is neither the stored model nor a copy.
    """
    place = model_place(str(named))
    if isinstance(place, Path):
        return place
    from recsys.object_store.mirror import Mirror

    mirror = Mirror(place)
    if is_watched and mirror.version is not None:
        return mirror.folder
    try:
        with progress_bar(0) as bar:
            mirror.update(bar.follow(f"Fetching files of {place}"))
    except (ArtifactError, OSError) as error:
        if mirror.version is None:
            raise
        write(stderr(), f"recsys: {error}: answering from the copy of version {mirror.version}")
    return mirror.folder


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
