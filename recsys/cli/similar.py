"""`recsys similar TITLE`: what is similar to one title."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

import typer

from recsys.answer import Answer
from recsys.cli.chosen_model import IndexOption, JsonOption, ModelOption, chosen_model
from recsys.cli.failure import ExitCode, tells_failures
from recsys.cli.history import WithinOption
from recsys.cli.options import QuestionOptions, in_own_language, takes_question_options
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
from recsys.cli.viewers import ViewerFiles, with_viewers
from recsys.model import Model
from recsys.query import Query, similar_to
from recsys.recommender import Recommender

RESULTS = QuestionOptions().k
LONGEST_TITLE = 500
"""In letters; longer ones are refused where whole documents are read."""

_NO_REPORTS: Mapping[str, Any] = MappingProxyType({})

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
    index: IndexOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_markdown: MarkdownOption = False,
    list_for: ListOption = None,
    parts: PartsOption = False,
    within: WithinOption = None,
) -> None:
    """Titles similar to one title, each with its reasons."""
    output = chosen_output(as_json=as_json, as_csv=as_csv, as_markdown=as_markdown, list_for=list_for)
    document: dict[str, Any] = in_own_language({"like": [{"title": title}], **options.document()})
    query = _asked(title, document)
    chosen = chosen_model(model, index)
    reports: dict[str, Any] = {}
    if within:
        document, reports = with_viewers(chosen, document, ViewerFiles(within=within))
        query = _asked(title, document)
    answer = Recommender(chosen).recommend(query)
    show(answer, chosen, output=output, as_json=as_json, with_parts=parts, reports=reports)


def _asked(title: str, document: dict[str, Any]) -> Query:
    """Read the question; one that only names a title is read without pydantic, which takes long to load."""
    is_plain = document.keys() <= {"like", "k"}
    if is_plain and 0 < len(title) <= LONGEST_TITLE and title.isprintable():
        return similar_to(title, k=document.get("k", RESULTS))
    from recsys.query_document import query_from_json

    return query_from_json(document)


def show(
    answer: Answer,
    model: Model,
    *,
    output: Output | None,
    as_json: bool,
    with_parts: bool,
    reports: Mapping[str, Any] = _NO_REPORTS,
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
    reports : mapping of str to object
        What became of the files of viewers, for those who read JSON.
    """
    if output is not None:
        write_output(answer, output, model)
    elif as_json:
        write_json({**answer.to_dict(), **reports})
    else:
        render_answer(stdout(), answer, with_parts=with_parts)
    if not answer.results:
        raise typer.Exit(ExitCode.EMPTY)
