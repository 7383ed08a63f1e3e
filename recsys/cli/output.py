"""An answer in a form that files and other sites read: which one, and how it is written."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

from recsys.answer import Answer
from recsys.answer_files import Site, answer_csv, answer_markdown, site_list
from recsys.cli.terminal import clean, say
from recsys.errors import QueryError
from recsys.model import Model

_PANEL = "How the answer is written, instead of --json"

CsvOption = Annotated[
    bool, typer.Option("--csv", help="Write a table, one result a row.", rich_help_panel=_PANEL)
]
MarkdownOption = Annotated[
    bool, typer.Option("--markdown", help="Write Markdown, to be sent or published.", rich_help_panel=_PANEL)
]
ListOption = Annotated[
    Site | None,
    typer.Option(
        "--list",
        help="Write a file that this site imports as a list of what you want to see; titles that it cannot "
        "take are told on standard error.",
        rich_help_panel=_PANEL,
    ),
]

Output = Literal["csv", "markdown"] | Site
"""A form beside text and JSON: a table, Markdown, or the list of a site."""


def chosen_output(*, as_json: bool, as_csv: bool, as_markdown: bool, list_for: Site | None) -> Output | None:
    """Return the one form that was asked for.

    Parameters
    ----------
    as_json, as_csv, as_markdown : bool
        Whether it was.
    list_for : Site or None
        The site that a list was asked for.

    Returns
    -------
    Output or None
        None for text and JSON.

    Raises
    ------
    QueryError
        If more than one was asked for.
    """
    asked: list[Output] = []
    asked += ["csv"] if as_csv else []
    asked += ["markdown"] if as_markdown else []
    asked += [] if list_for is None else [list_for]
    if len(asked) + as_json > 1:
        msg = "an answer is written in one form: choose one of --json, --csv, --markdown and --list"
        raise QueryError(msg)
    return asked[0] if asked else None


def write_output(answer: Answer, output: Output, model: Model) -> None:
    """Write an answer alone to standard output, and what its form cannot hold to standard error.

    Parameters
    ----------
    answer : Answer
        The answer.
    output : Output
        As :func:`chosen_output` gives it.
    model : Model
        The model that answered; it knows the ids of titles on other sites.
    """
    if output == "markdown":
        _write(answer_markdown(answer))
        return
    if output == "csv":
        _write(answer_csv(answer))
    else:
        found = site_list(output, [model.title(model.row(result.id)) for result in answer.results])
        _write(found.text)
        for remark in found.remarks:
            say(remark)
        say(f"{found.n_titles} of {len(answer.results)} results are in the list for {output}")
    for relaxation in answer.relaxations:
        say(f"without {relaxation.drop} there would be {relaxation.results} results")
    for notice in answer.notices:
        say(notice)


def _write(text: str) -> None:
    """Write lines, each of them harmless for a terminal."""
    sys.stdout.write("\n".join(map(clean, text.split("\n"))))
