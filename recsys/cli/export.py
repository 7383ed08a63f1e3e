"""`recsys export qdrant`: a model's titles in a vector engine, which can then search for it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from recsys.cli.chosen_model import JsonOption, ModelOption, chosen_model
from recsys.cli.failure import tells_failures
from recsys.cli.progress import progress_bar
from recsys.cli.terminal import stdout, write, write_json


class Engine(StrEnum):
    """Vector engines."""

    QDRANT = "qdrant"


@tells_failures
def export(
    engine: Annotated[Engine, typer.Argument(metavar="ENGINE", help="Which engine: qdrant.")],  # noqa: ARG001 - there is but one
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="ADDRESS",
            help="qdrant://HOST:PORT/COLLECTION, qdrants://… for TLS, with a key in QDRANT_API_KEY; or "
            "qdrant:///FOLDER for an engine in process.",
        ),
    ],
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a model's titles to a vector engine; --index lets it search afterwards.

    Each version of the model is a collection of its own, and the last two are kept: whoever still serves
    the older one goes on with it. What is there already is not written again.
    """
    from recsys.engines.export import export as written

    chosen = chosen_model(model)
    with progress_bar(len(chosen)) as bar:
        for n_written in written(chosen, to):
            bar.show(n_written, "Titles")
    if as_json:
        write_json({"to": to, "version": chosen.info.version, "n_titles": len(chosen)})
    else:
        write(stdout(), f"Wrote the {len(chosen)} titles of version {chosen.info.version} to {to}")
