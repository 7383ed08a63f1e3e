"""The history of a viewer on the command line: read, matched, and told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from recsys.cli.terminal import say
from recsys.errors import QueryError
from recsys.model import Model

_PANEL = "What a viewer has seen"
_LISTED = 5
_WAYS = ("id", "title and year", "title alone", "near spelling and year")

HistoryFilesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--history",
        metavar="FILE",
        help="An export of what you have seen, from Letterboxd, Netflix, MyAnimeList, AniList, Trakt, IMDb "
        "or Simkl, or a plain list of titles: what stands in it never comes, and what you liked counts. "
        "It is read on this machine and kept nowhere; may be repeated.",
        rich_help_panel=_PANEL,
    ),
]
SeriesOption = Annotated[
    bool,
    typer.Option(
        "--without-their-series",
        help="Neither do sequels and other titles of the story worlds of what you have seen.",
        rich_help_panel=_PANEL,
    ),
]
HistoryReportOption = Annotated[
    Path | None,
    typer.Option(
        "--history-report",
        metavar="FILE",
        help="Write what became of each line of the history, as JSON lines.",
        rich_help_panel=_PANEL,
    ),
]


def told(report: dict[str, Any], file: Path | None) -> list[str]:
    """Return the report of a history in a few lines.

    Parameters
    ----------
    report : dict
        As :meth:`recsys.history.Viewer.report` gives it.
    file : Path or None
        Where all of it stands.

    Returns
    -------
    list of str
        Counts first, then what led to no title.
    """
    matched = report["matched"]
    ways = ", ".join(f"{matched[way]} by {way}" for way in _WAYS if matched.get(way))
    lines = [
        f"History ({', '.join(report['formats'])}): {report['rows']} rows, {report['records']} titles: "
        f"{ways or 'none matched'}, {matched['ambiguous']} ambiguous, {matched['unknown']} unknown here",
        f"{report['seen']} seen and left out; {report['liked']} liked, {report['disliked']} disliked",
    ]
    for way in ("ambiguous", "unknown"):
        lines += [_line(way, one) for one in report[way]]
    hidden = matched["ambiguous"] + matched["unknown"] - len(report["ambiguous"]) - len(report["unknown"])
    if hidden > 0:
        hint = f"all stand in {file}" if file else "--history-report FILE writes all"
        lines.append(f"and {hidden} more that led to no title; {hint}")
    lines += [
        f"{problem['file']}:{problem['line']}: {problem['field'] or 'row'}: {problem['reason']}"
        for problem in report["problems"]
    ]
    if report["n_problems"] > len(report["problems"]):
        lines.append(f"and {report['n_problems'] - len(report['problems'])} more problems")
    return [*lines, *report["notices"]]


def with_history(
    model: Model, document: Any, files: Sequence[Path], *, without_series: bool, report: Path | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the JSON of a question as its viewer asks it, and tell what was found of the history.

    Parameters
    ----------
    model : Model
        The model that will be asked.
    document : object
        What else is asked.
    files : sequence of Path
        Exports; at least one.
    without_series : bool
        Whether the story worlds of what was seen stay away, too.
    report : Path or None
        For what became of each record, as JSON lines.

    Returns
    -------
    tuple of dict and dict
        The report is that of :meth:`recsys.history.Viewer.report`.

    Raises
    ------
    QueryError
        If the document is no object.
    """
    if not isinstance(document, dict):
        msg = '--query is no JSON object: expected a question such as {"k": 5}'
        raise QueryError(msg)
    from recsys.history import read_history, viewer_of

    viewer = viewer_of(model, read_history(files))
    if report is not None:
        lines = (json.dumps(line, ensure_ascii=False) + "\n" for line in viewer.lines(model))
        report.write_text("".join(lines), encoding="utf-8")
    for line in told(viewer.report(model, most=_LISTED), report):
        say(line)
    return viewer.profile.added_to(document, model, without_series=without_series), viewer.report(model)


def _line(way: str, one: dict[str, Any]) -> str:
    year = f" ({one['year']})" if one["year"] else ""
    choices = "; ".join(f"{choice['label']} [{choice['id']}]" for choice in one.get("choices", ()))
    place = one["file"] if one["line"] is None else f"{one['file']}:{one['line']}"
    return f"{place}: {one['title']!r}{year} is {way}" + (f": {choices}" if choices else "")
