"""Documents that are made from the code say what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest

from recsys.cli.app import COMMANDS, command_name
from recsys.cli.help import COMMAND, Parameter, document, parameters

CLI = Path(__file__).resolve().parents[1] / "docs" / "cli.md"
OPTIONS = [
    pytest.param(command_name(command), parameter, id=f"{command_name(command)} {parameter.names[0]}")
    for command in COMMANDS
    for parameter in parameters(command)
    if parameter.names
]


def section(name: str) -> str:
    """The part of docs/cli.md about one command."""
    return CLI.read_text(encoding="utf-8").split(f"\n## recsys {name}\n")[1].split("\n## ")[0]


def test_document_of_the_commands_is_up_to_date() -> None:
    assert CLI.read_text(encoding="utf-8") == document(), f"write it again: {COMMAND}"


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_every_option_is_in_the_document(name: str, option: Parameter) -> None:
    assert all(f"`{spelling}`" in section(name) for spelling in option.names)


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_every_option_has_help(name: str, option: Parameter) -> None:
    assert option.help.rstrip().endswith((".", "`."))
