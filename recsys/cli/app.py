"""The command `recsys` and its commands."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

import typer

from recsys.cli.audit import audit
from recsys.cli.diff import diff
from recsys.cli.evaluate import evaluate
from recsys.cli.import_catalogue import import_
from recsys.cli.merge import merge
from recsys.cli.neighbours import neighbours
from recsys.cli.recommend import recommend
from recsys.cli.search import search
from recsys.cli.serve import serve
from recsys.cli.similar import similar
from recsys.cli.tag import tag
from recsys.cli.title import title
from recsys.cli.train import train
from recsys.cli.vocabulary import vocabulary

_READER_LEFT = 1


def _show_version(is_asked: bool) -> None:
    if is_asked:
        try:
            number = version("recsys")
        except PackageNotFoundError:
            number = "(not installed)"
        typer.echo(f"recsys {number}")
        raise typer.Exit


def recsys(
    show_version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and end."),
    ] = False,
) -> None:
    """Recommends films and series similar to those one likes, and says why."""


ROOT = recsys
COMMANDS = (
    similar,
    recommend,
    search,
    title,
    train,
    import_,
    merge,
    evaluate,
    neighbours,
    audit,
    diff,
    tag,
    vocabulary,
    serve,
)


def command_name(command: Callable[..., None]) -> str:
    """Return what a command is called: `import` is a word of Python's, its function is not.

    Parameters
    ----------
    command : callable
        One of :data:`COMMANDS`.

    Returns
    -------
    str
        Its name on the command line.
    """
    return command.__name__.removesuffix("_")


app = typer.Typer(
    name="recsys",
    epilog="Exit codes: 0 done, 2 wrong usage, 3 title not found, 4 several titles of that name, "
    "5 nothing to show, 6 bad data.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["--help", "-h"]},
)
app.callback()(ROOT)
for command in COMMANDS:
    app.command(command_name(command))(command)


def main() -> None:
    """Run the command line; the exit code tells how it went."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # not every replacement of a stream has it
            stream.reconfigure(errors="replace")
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # The reader of the pipe has gone; Python would complain once more when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_READER_LEFT)
