"""The files of viewers on the command line: the options that name them, and what is told of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from recsys.cli.panels import FILTERS

_PANEL = "What a viewer has seen"
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
TogetherOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--together",
        metavar="FILE",
        help="The history of one of two to eight viewers who want to see something together, as for "
        "--history: nobody is left out, and what any of them has seen never comes; give one for each.",
        rich_help_panel=_PANEL,
    ),
]
SeriesOption = Annotated[
    bool,
    typer.Option(
        "--without-their-series",
        help="Neither do sequels and other titles of the story worlds of what was seen.",
        rich_help_panel=_PANEL,
    ),
]
HistoryReportOption = Annotated[
    Path | None,
    typer.Option(
        "--history-report",
        metavar="FILE",
        help="Write what became of each line of these files, as JSON lines.",
        rich_help_panel=_PANEL,
    ),
]
WithinOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--within",
        metavar="FILE",
        help="One of the titles of this file, seen or not: a watchlist or other export as for --history of "
        "recommend, or a plain list of titles; may be repeated.",
        rich_help_panel=FILTERS,
    ),
]


def told(report: dict[str, Any], *, name: str, use: str, rest: str) -> list[str]:
    """Return the report of somebody's files in a few lines.

    Parameters
    ----------
    report : dict
        As :meth:`recsys.history.Viewer.report` gives it.
    name : str
        What the files are called.
    use : str
        What they are taken for.
    rest : str
        Where all of the report stands.

    Returns
    -------
    list of str
        Counts first, then what led to no title.
    """
    matched = report["matched"]
    ways = ", ".join(f"{matched[way]} by {way}" for way in _WAYS if matched.get(way))
    lines = [
        f"{name} ({', '.join(report['formats'])}): {report['rows']} rows, {report['records']} titles: "
        f"{ways or 'none matched'}, {matched['ambiguous']} ambiguous, {matched['unknown']} unknown here",
        use,
    ]
    for way in ("ambiguous", "unknown"):
        lines += [_line(way, one) for one in report[way]]
    hidden = matched["ambiguous"] + matched["unknown"] - len(report["ambiguous"]) - len(report["unknown"])
    if hidden > 0:
        lines.append(f"and {hidden} more that led to no title; {rest}")
    lines += [
        f"{problem['file']}:{problem['line']}: {problem['field'] or 'row'}: {problem['reason']}"
        for problem in report["problems"]
    ]
    if report["n_problems"] > len(report["problems"]):
        lines.append(f"and {report['n_problems'] - len(report['problems'])} more problems")
    return [*lines, *report["notices"]]


def _line(way: str, one: dict[str, Any]) -> str:
    year = f" ({one['year']})" if one["year"] else ""
    choices = "; ".join(f"{choice['label']} [{choice['id']}]" for choice in one.get("choices", ()))
    place = one["file"] if one["line"] is None else f"{one['file']}:{one['line']}"
    return f"{place}: {one['title']!r}{year} is {way}" + (f": {choices}" if choices else "")
