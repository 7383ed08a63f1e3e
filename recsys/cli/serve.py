"""`recsys serve`: the HTTP service, after a few examples of what it will answer."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from recsys.answer import Answer
from recsys.cli.chosen_model import (
    IndexOption,
    ModelOption,
    builtin,
    builtin_folder,
    model_folder,
    searched_by,
)
from recsys.cli.failure import tells_failures
from recsys.cli.render import render_result
from recsys.cli.terminal import stdout, write
from recsys.errors import QueryError, UnresolvedName
from recsys.filters import Filters
from recsys.model import Model
from recsys.object_store.address import StoreAddress, model_place
from recsys.query import Query, Seed
from recsys.recommender import Recommender
from recsys.title import Medium

N_RESULTS = 3

EXAMPLES = (
    ('recsys similar "Crash Landing on You" -k 3', Query(like=(Seed("Crash Landing on You"),), k=N_RESULTS)),
    (
        'recsys similar "Crash Landing on You" --medium animation -k 3',
        Query(like=(Seed("Crash Landing on You"),), filters=Filters(medium=Medium.ANIMATION), k=N_RESULTS),
    ),
    (
        'recsys recommend --text "two detectives, one case in Seoul and Tokyo" -k 3',
        Query(text="two detectives, one case in Seoul and Tokyo", k=N_RESULTS),
    ),
)


@tells_failures
def serve(
    host: Annotated[str, typer.Option(envvar="RECSYS_HOST", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(envvar="RECSYS_PORT", min=1, max=65_535, help="Port to listen on.")
    ] = 8000,
    model: ModelOption = None,
    workers: Annotated[
        int,
        typer.Option(envvar="RECSYS_WORKERS", min=1, max=256, help="Processes that answer, over one model."),
    ] = 1,
    index: IndexOption = None,
) -> None:
    """Answer over HTTP; shows three examples and the address first."""
    from service.settings import Settings

    settings = Settings.chosen(host=host, port=port, workers=workers, index=index)
    check_free(host, port)
    opened, place = _opened(model, is_watched=settings.watch_seconds > 0)
    console = stdout()
    for command, answer in examples(searched_by(index, opened)):
        _render_example(console, command, answer)
    write(console, f"Serving {len(opened)} titles at {_address(host, port)} (Ctrl+C ends it)", style="bold")
    sys.stdout.flush()  # the service never returns, and a pipe would wait for a full buffer

    from service.run import run

    run(settings.model_copy(update={"model": place}))


def check_free(host: str, port: int) -> None:
    """Refuse an address that cannot be listened on, before any work is done for it.

    Parameters
    ----------
    host : str
        Address or name.
    port : int
        Port.

    Raises
    ------
    QueryError
        If the port is taken or the address is not one of this machine.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the service itself does
            probe.bind(address)
    except OSError as error:
        reason = str(error.strerror or error)[:80]
        other = f"choose another one, as --port {port % 65_535 + 1}"
        msg = f"cannot listen on {host[:80]} port {port} ({reason}): {other}"
        raise QueryError(msg) from None


def examples(model: Model) -> Iterator[tuple[str, Answer]]:
    """Yield commands with their answers, as far as the model knows the titles that they name.

    Parameters
    ----------
    model : Model
        The model that will be served.

    Yields
    ------
    tuple of str and Answer
        None of them empty.
    """
    recommender = Recommender(model)
    for command, query in EXAMPLES:
        try:
            answer = recommender.recommend(query)
        except UnresolvedName:
            continue  # a catalogue of one's own need not have it
        if answer.results:
            yield command, answer


def _opened(named: str | None, *, is_watched: bool) -> tuple[Model, Path | StoreAddress]:
    if named is None:
        return builtin(), builtin_folder()
    from recsys.artifact import open_model

    # The service reads every byte before it answers, and goes on looking at the place itself.
    folder = model_folder(named, is_watched=is_watched)
    return open_model(folder, verify="sizes"), model_place(named)


def _render_example(console: Console, command: str, answer: Answer) -> None:
    write(console, f"$ {command}", style="bold")
    first = answer.results[0].score
    for result in answer.results:
        render_result(console, result, first=first)
    write(console)


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
