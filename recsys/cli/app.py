"""The command `recsys` and its commands; only the one that is asked for is loaded."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from recsys.cli.command import Command, OnDemand

_READER_LEFT = 1


def _show_version(is_asked: bool) -> None:
    if is_asked:
        from importlib.metadata import PackageNotFoundError, version

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


ROOT = Command("recsys", "recsys.cli.app")
COMMANDS = (
    Command("similar", "recsys.cli.similar"),
    Command("recommend", "recsys.cli.recommend"),
    Command("search", "recsys.cli.search"),
    Command("title", "recsys.cli.title"),
    Command("train", "recsys.cli.train"),
    Command("add", "recsys.cli.add"),
    Command("publish", "recsys.cli.publish"),
    Command("export", "recsys.cli.export"),
    Command("import", "recsys.cli.import_catalogue"),
    Command("merge", "recsys.cli.merge"),
    Command("evaluate", "recsys.cli.evaluate"),
    Command("neighbours", "recsys.cli.neighbours"),
    Command("audit", "recsys.cli.audit"),
    Command("diff", "recsys.cli.diff"),
    Command("tag", "recsys.cli.tag"),
    Command("vocabulary", "recsys.cli.vocabulary"),
    Command("serve", "recsys.cli.serve"),
    Command("mcp", "recsys.cli.mcp"),
)
"""In the order of the help page."""


def command_name(command: Command) -> str:
    """Return what a command is called.

    Parameters
    ----------
    command : Command
        One of :data:`COMMANDS`.

    Returns
    -------
    str
        Its name on the command line.
    """
    return command.name


app = typer.Typer(
    name="recsys",
    cls=OnDemand.of(COMMANDS),
    epilog="Exit codes: 0 done, 2 wrong usage, 3 title not found, 4 several titles of that name, "
    "5 nothing to show, 6 bad data.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["--help", "-h"]},
)
app.callback()(recsys)


def main() -> None:
    """Run the command line; the exit code tells how it went."""
    # pydantic, which reads the options, would look for plugins of itself in every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
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
