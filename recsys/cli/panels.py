"""The headings that the options of a question stand under, and how one of them is declared."""

from __future__ import annotations

from typing import Any

import typer

FILTERS = "What a result must fulfil"
MAKERS = "Who made it and where"
WATCHING = "Where it can be watched"
LIST = "How the list is made"

REPEAT = "may be repeated"
"""End of the help of an option that takes several values, one each time."""

Names = list[str] | None


def option(
    panel: str,
    *names: str,
    help: str,
    metavar: str | None = None,
    min: float | None = None,
    max: float | None = None,
) -> Any:
    """Return what typer needs to know of an option.

    Parameters
    ----------
    panel : str
        Heading that it stands under.
    *names : str
        As typed.
    help : str
        What it means.
    metavar : str or None
        Word for its value; None takes that of its type.
    min, max : float or None
        Smallest and largest number; None is no bound.

    Returns
    -------
    typer.models.OptionInfo
        To stand in an ``Annotated`` type.
    """
    return typer.Option(*names, help=help, metavar=metavar, min=min, max=max, rich_help_panel=panel)
