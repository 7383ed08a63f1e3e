"""The document of all commands: `python -m recsys.cli.help > docs/cli.md` writes it again.

It is made from the commands' signatures and not from typer's help pages, whose look changes
from version to version.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from types import UnionType
from typing import Any, get_args

from typer.models import ArgumentInfo

from recsys.cli.app import COMMANDS, ROOT, command_name
from recsys.cli.command import Command
from recsys.cli.failure import ExitCode

COMMAND = "python -m recsys.cli.help > docs/cli.md"

_MEANINGS = {
    ExitCode.OK: "done",
    ExitCode.USAGE: "the command line or the question cannot be understood, or a file cannot be used",
    ExitCode.NOT_FOUND: "no title bears that name; the nearest names are listed",
    ExitCode.AMBIGUOUS: "several titles bear that name; they are listed",
    ExitCode.EMPTY: "nothing to show; for filters, which one to drop",
    ExitCode.BAD_DATA: "a catalogue or a model that cannot be used, an audit that found errors, or a "
    "comparison below `--fail-under`",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """An argument or option of a command, as its signature declares it.

    Parameters
    ----------
    names : tuple of str
        As typed, the long one first; empty for an argument.
    value : str
        What stands for its value; empty for a flag.
    help : str
        What it means.
    panel : str
        Heading that it stands under.
    default : object
        Empty if a value must be given.
    """

    names: tuple[str, ...]
    value: str
    help: str
    panel: str
    default: Any

    @property
    def is_required(self) -> bool:
        """Whether the command cannot do without."""
        return self.default is inspect.Parameter.empty


def parameters(command: Command) -> list[Parameter]:
    """Return the arguments and options of a command.

    Parameters
    ----------
    command : Command
        A command of :data:`recsys.cli.app.COMMANDS`.

    Returns
    -------
    list of Parameter
        In the order of its help.
    """
    return [_parameter(p) for p in inspect.signature(command.load(), eval_str=True).parameters.values()]


def document() -> str:
    """Return the Markdown of all commands and options."""
    return "\n".join([*_introduction(), *(line for command in COMMANDS for line in _section(command))])


def _parameter(parameter: inspect.Parameter) -> Parameter:
    kind, info = parameter.annotation.__origin__, parameter.annotation.__metadata__[0]
    if isinstance(info, ArgumentInfo):
        return Parameter((), info.metavar or "", info.help or "", "", parameter.default)
    # In Annotated, typer takes the first name as if it were a default.
    declared = [name for name in (info.default, *(info.param_decls or ())) if isinstance(name, str)]
    names = declared or [f"--{parameter.name.replace('_', '-')}"]
    environment = f" Environment: `{info.envvar}`." if info.envvar else ""
    return Parameter(
        names=tuple(sorted(names, key=len, reverse=True)),
        value="" if kind is bool else info.metavar or _value(kind),
        help=(info.help or "") + environment,
        panel=info.rich_help_panel or "Options",
        default=parameter.default,
    )


def _value(kind: Any) -> str:
    """Word for the value of an option: its choices, or what kind of value it is."""
    plain = get_args(kind)[0] if isinstance(kind, UnionType) else kind
    if issubclass(plain, Enum):
        return "|".join(str(member.value) for member in plain)
    return "NUMBER" if plain in (int, float) else "TEXT"


def _introduction() -> Iterator[str]:
    yield from ("# The command line", "")
    yield f"<!-- Written by `{COMMAND}`; do not edit. -->"
    yield from ("", _first_line(ROOT), "")
    yield "With `--json` standard output holds JSON and nothing else; messages go to standard error."
    yield "A command that fails writes an object with `type`, `detail`, `exit_code` and, for a name,"
    yield "`choices`; options that cannot be read at all are told in words only. Pipes get plain text,"
    yield "and so does a terminal with `NO_COLOR`."
    yield ""
    yield from _table("command", [(_link(command), _first_line(command)) for command in COMMANDS])
    yield from _table("exit code", [(str(int(code)), meaning) for code, meaning in _MEANINGS.items()])
    yield from _options("Options of `recsys` itself", parameters(ROOT))


def _section(command: Command) -> Iterator[str]:
    every = parameters(command)
    arguments = [p for p in every if not p.names]
    options = [p for p in every if p.names]
    required = [f"{p.names[0]} {p.value}" for p in options if p.is_required]
    usage = " ".join(["recsys", command_name(command), *(p.value for p in arguments), *required, "[OPTIONS]"])
    yield from (f"## recsys {command_name(command)}", "", _first_line(command), "", f"    {usage}", "")
    if arguments:
        yield from _table("Arguments", [(f"`{p.value}`", p.help) for p in arguments])
    for panel in dict.fromkeys(p.panel for p in options):
        yield from _options(panel, [p for p in options if p.panel == panel])


def _options(heading: str, options: list[Parameter]) -> Iterator[str]:
    yield from _table(heading, [(_spelling(option), _meaning(option)) for option in options])


def _table(heading: str, rows: list[tuple[str, str]]) -> Iterator[str]:
    yield f"| {heading} | |"
    yield "| --- | --- |"
    for left, right in rows:
        yield f"| {_cell(left)} | {_cell(right)} |"
    yield ""


def _spelling(option: Parameter) -> str:
    names = ", ".join(f"`{name}`" for name in option.names)
    return f"{names} `{option.value}`" if option.value else names


def _meaning(option: Parameter) -> str:
    if option.is_required:
        return f"{option.help} Required."
    if not option.value or option.default in (None, ""):
        return option.help
    return f"{option.help} Default: `{getattr(option.default, 'value', option.default)}`."


def _link(command: Command) -> str:
    return f"[`recsys {command_name(command)}`](#recsys-{command_name(command)})"


def _first_line(command: Command) -> str:
    return (inspect.getdoc(command.load()) or "").splitlines()[0]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(document())
