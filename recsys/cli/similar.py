"""`recsys similar TITLE`: what is similar to one title."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from recsys.answer import Answer
from recsys.cli.chosen_model import JsonOption, ModelOption, chosen_model
from recsys.cli.failure import ExitCode, tells_failures
from recsys.cli.options import QuestionOptions, takes_question_options
from recsys.cli.output import (
    CsvOption,
    ListOption,
    MarkdownOption,
    Output,
    chosen_output,
    write_output,
)
from recsys.cli.render import render_answer
from recsys.cli.terminal import stdout, write_json
from recsys.model import Model
from recsys.query_document import query_from_json
from recsys.recommender import Recommender

PartsOption = Annotated[bool, typer.Option("--parts", help="Unfold the exact signed parts of each score.")]


@tells_failures
@takes_question_options
def similar(
    title: Annotated[
        str,
        typer.Argument(
            metavar="TITLE", help="Name or id; a year or form at its end tells titles of one name apart."
        ),
    ],
    options: QuestionOptions,
    model: ModelOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_markdown: MarkdownOption = False,
    list_for: ListOption = None,
    parts: PartsOption = False,
) -> None:
    """Titles similar to one title, each with its reasons."""
    output = chosen_output(as_json=as_json, as_csv=as_csv, as_markdown=as_markdown, list_for=list_for)
    document: dict[str, Any] = {"like": [{"title": title}], **options.document()}
    query = query_from_json(document)
    chosen = chosen_model(model)
    show(Recommender(chosen).recommend(query), chosen, output=output, as_json=as_json, with_parts=parts)


def show(
    answer: Answer,
    model: Model,
    *,
    output: Output | None,
    as_json: bool,
    with_parts: bool,
    history: dict[str, Any] | None = None,
) -> None:
    """Write an answer, and end with the code of an empty one if it is empty.

    Parameters
    ----------
    answer : Answer
        The answer.
    model : Model
        The model that answered.
    output : Output or None
        The form that was asked for, if neither text nor JSON.
    as_json : bool
        As JSON, which always has all parts.
    with_parts : bool
        Whether people want the parts too.
    history : dict or None
        What became of a viewer's history, for those who read JSON.
    """
    if output is not None:
        write_output(answer, output, model)
    elif as_json:
        document = answer.to_dict()
        write_json(document if history is None else {**document, "history": history})
    else:
        render_answer(stdout(), answer, with_parts=with_parts)
    if not answer.results:
        raise typer.Exit(ExitCode.EMPTY)
