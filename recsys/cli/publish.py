"""`recsys publish URL`: a model that services on other machines take from a store."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from recsys.cli.chosen_model import JsonOption, ModelOption, builtin, builtin_folder, model_folder
from recsys.cli.failure import tells_failures
from recsys.cli.progress import progress_bar
from recsys.cli.terminal import stdout, write, write_json
from recsys.errors import QueryError
from recsys.object_store.address import StoreAddress


@tells_failures
def publish(
    url: Annotated[
        str,
        typer.Argument(metavar="URL", help="Where to, such as s3://BUCKET/NAME; any scheme of fsspec."),
    ],
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copy a model into an object store, from which any number of services take it.

    Its files come first and the pointer to it last: whoever reads there sees the version from before until
    then. What is there already is not copied again, so that a run that was interrupted goes on where it was.
    """
    address = StoreAddress.parse(url)
    if address is None:
        msg = f"{url[:200]!r} is no URL: expected one such as s3://BUCKET/NAME or file:///FOLDER/NAME"
        raise QueryError(msg)
    if model is None:
        builtin()  # trained first if there is none
    folder = builtin_folder() if model is None else model_folder(model)
    from recsys.object_store.publishing import publish_to

    with progress_bar(0) as bar:
        copied = publish_to(address, folder, bar.follow(f"Copying files to {address}"))
    if as_json:
        write_json({"url": str(address), **asdict(copied)})
    else:
        there = copied.n_files - copied.n_copied
        counts = f"{copied.n_copied} files copied, {there} were there"
        write(stdout(), f"Published version {copied.version} at {address}: {counts}")
