"""A command by its name, loaded when it is asked for: a question need not wait for all the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from keyword import iskeyword
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command


@dataclass(frozen=True, slots=True)
class Command:
    """A command that is not loaded yet.

    Parameters
    ----------
    name : str
        What it is called on the command line.
    module : str
        Where its function is; the function bears its name, with ``_`` behind a word of Python.
    """

    name: str
    module: str

    def load(self) -> Callable[..., None]:
        """Return the function of the command.

        Returns
        -------
        callable
            Its signature declares the options.
        """
        from recsys.catalogue.uncollected import uncollected

        with uncollected():  # what is imported stays, and is looked through for nothing
            module = import_module(self.module)
        function: Callable[..., None] = getattr(
            module, f"{self.name}_" if iskeyword(self.name) else self.name
        )
        return function


@cache
def _as_typer_has_it(command: Command) -> TyperCommand:
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="rich")
    alone.command(command.name)(command.load())
    return cast(TyperCommand, get_command(alone))


class _Commands(Mapping[str, TyperCommand]):
    """Commands by name: all names are known, and what is looked up is loaded."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self._commands = {command.name: command for command in commands}

    def __getitem__(self, name: str) -> TyperCommand:
        return _as_typer_has_it(self._commands[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._commands)

    def __len__(self) -> int:
        return len(self._commands)


class OnDemand(TyperGroup):
    """A group of commands of which only the one that is asked for is loaded; help loads them all."""

    known: Sequence[Command] = ()

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = cast(Any, _Commands(self.known))

    @classmethod
    def of(cls, commands: Sequence[Command]) -> type[OnDemand]:
        """Return the class of a group.

        Parameters
        ----------
        commands : sequence of Command
            Its commands, in the order of the help page.

        Returns
        -------
        type of OnDemand
            What typer makes the group with.
        """
        return type("Commands", (cls,), {"known": tuple(commands)})
