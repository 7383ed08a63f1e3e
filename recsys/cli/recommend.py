"""`recsys recommend`: titles for a whole question, from options or from a JSON document."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from recsys.cli.amounts import block_weight, tone_amount
from recsys.cli.chosen_model import IndexOption, JsonOption, ModelOption, chosen_model
from recsys.cli.failure import tells_failures
from recsys.cli.history import (
    HistoryFilesOption,
    HistoryReportOption,
    SeriesOption,
    TogetherOption,
    WithinOption,
)
from recsys.cli.options import QuestionOptions, in_own_language, takes_question_options
from recsys.cli.output import CsvOption, ListOption, MarkdownOption, chosen_output
from recsys.cli.similar import PartsOption, show
from recsys.cli.viewers import ViewerFiles, with_viewers
from recsys.errors import QueryError
from recsys.query import Blend
from recsys.recommender import Recommender

LONGEST_DOCUMENT = 2**20

_QUESTION = "What is asked for"


@tells_failures
@takes_question_options
def recommend(
    options: QuestionOptions,
    like: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TITLE", help="A title to be near to; may be repeated.", rich_help_panel=_QUESTION
        ),
    ] = None,
    dislike: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TITLE", help="A title to be far from; may be repeated.", rich_help_panel=_QUESTION
        ),
    ] = None,
    text: Annotated[
        str, typer.Option(metavar="TEXT", help="A premise in your own words.", rich_help_panel=_QUESTION)
    ] = "",
    more: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TONE[:AMOUNT]",
            help="A tone to have more of, by how much (1 is a clear wish); may be repeated.",
            rich_help_panel=_QUESTION,
        ),
    ] = None,
    less: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TONE[:AMOUNT]",
            help="A tone to have less of; may be repeated.",
            rich_help_panel=_QUESTION,
        ),
    ] = None,
    weight: Annotated[
        list[str] | None,
        typer.Option(
            metavar="BLOCK=VALUE",
            help="A feature block's weight instead of the model's own, as cast=0.2; may be repeated.",
            rich_help_panel=_QUESTION,
        ),
    ] = None,
    blend: Annotated[
        Blend | None,
        typer.Option(
            help="Near to all liked titles together (mean, also without this option), or to any of them "
            "(nearest).",
            rich_help_panel=_QUESTION,
        ),
    ] = None,
    query: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|-",
            help="The whole question as JSON, from a file or from standard input; instead of all "
            "other options of the question.",
            rich_help_panel=_QUESTION,
        ),
    ] = None,
    history: HistoryFilesOption = None,
    together: TogetherOption = None,
    without_their_series: SeriesOption = False,
    history_report: HistoryReportOption = None,
    model: ModelOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_markdown: MarkdownOption = False,
    list_for: ListOption = None,
    parts: PartsOption = False,
    within: WithinOption = None,
) -> None:
    """Titles for likes, dislikes, tones, a text and filters, each with its reasons."""
    from recsys.query_document import query_from_json  # pydantic takes long to load: not for every command

    output = chosen_output(as_json=as_json, as_csv=as_csv, as_markdown=as_markdown, list_for=list_for)
    spelled: dict[str, Any] = {
        "like": [{"title": name} for name in like or ()],
        "dislike": [{"title": name} for name in dislike or ()],
        "text": text,
        "more": dict(tone_amount("--more", item) for item in more or ()),
        "less": dict(tone_amount("--less", item) for item in less or ()),
        "weights": dict(block_weight(item) for item in weight or ()),
        "blend": blend and blend.value,
    }
    document = {name: value for name, value in spelled.items() if value} | options.document()
    if query is not None and document:
        msg = f"--query holds the whole question: leave out {', '.join(sorted(document))}, or write it there"
        raise QueryError(msg)
    whole = in_own_language(document if query is None else _read(query))
    files = ViewerFiles(
        history=history or (),
        together=together or (),
        within=within or (),
        without_series=without_their_series,
        report=history_report,
        rest="--history-report FILE writes all",
    )
    files.check(whole)
    if not files:
        asked = query_from_json(whole)
        chosen = chosen_model(model, index)
        show(Recommender(chosen).recommend(asked), chosen, output=output, as_json=as_json, with_parts=parts)
        return
    chosen = chosen_model(model, index)
    added, reports = with_viewers(chosen, whole, files)
    answer = Recommender(chosen).recommend(query_from_json(added))
    show(answer, chosen, output=output, as_json=as_json, with_parts=parts, reports=reports)


def _read(place: str) -> object:
    """Decode the JSON of a file, or of standard input."""
    if place == "-":
        raw = sys.stdin.buffer.read(LONGEST_DOCUMENT + 1)
    else:
        with Path(place).open("rb") as stream:
            raw = stream.read(LONGEST_DOCUMENT + 1)
    if len(raw) > LONGEST_DOCUMENT:
        msg = f"--query {place[:80]!r} is longer than {LONGEST_DOCUMENT} bytes, too long for a question"
        raise QueryError(msg)
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        msg = f"--query {place[:80]!r} is not JSON ({str(error)[:80]}): expected a question such as "
        raise QueryError(msg + '{"like": ["Crash Landing on You"]}') from None
