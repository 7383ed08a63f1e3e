"""`recsys audit CATALOGUE…`: what looks wrong in a catalogue, for people to judge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from recsys.catalogue import AuditReport, Finding, Reading, Severity, load_builtin
from recsys.catalogue import audit as audit_catalogue
from recsys.cli.chosen_model import JsonOption
from recsys.cli.failure import ExitCode, tells_failures
from recsys.cli.import_catalogue import read_any
from recsys.cli.progress import progress_bar
from recsys.cli.terminal import stdout, write, write_json
from recsys.errors import QueryError

N_SHOWN = 5
N_IDS = 5


@tells_failures
def audit(
    catalogues: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[CATALOGUE...]", help="Files of one catalogue, of any format."),
    ] = None,
    builtin: Annotated[bool, typer.Option("--builtin", help="The built-in catalogue instead.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help=f"Every finding, not only {N_SHOWN} of a kind.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """What looks wrong in a catalogue; ends with code 6 if something surely is."""
    if bool(catalogues) == builtin:
        msg = "expected either catalogue files or --builtin"
        raise QueryError(msg)
    with progress_bar(2) as bar:
        bar.show(0, "Reading")
        reading = Reading(load_builtin(), (), ()) if builtin else read_any(catalogues or ())
        bar.show(1, f"Comparing {len(reading.catalogue)} titles")
        report = audit_catalogue(reading.catalogue)
    if as_json:
        write_json(_document(reading, report))
    else:
        _render(stdout(), reading, report, most=None if everything else N_SHOWN)
    # A row that cannot be used as it stands is surely wrong, as much as an error in a good row.
    if reading.problems or report.counts[Severity.ERROR]:
        raise typer.Exit(ExitCode.BAD_DATA)


def _document(reading: Reading, report: AuditReport) -> dict[str, Any]:
    return {
        "n_titles": report.n_titles,
        "fingerprint": reading.catalogue.fingerprint,
        "problems": [asdict(problem) for problem in reading.problems],
        "notices": list(reading.notices),
        "counts": {str(severity): count for severity, count in report.counts.items()},
        "findings": [asdict(finding) for finding in report.findings],
        "missing": dict(report.missing),
    }


def _render(console: Console, reading: Reading, report: AuditReport, *, most: int | None) -> None:
    counts = ", ".join(f"{severity} {count}" for severity, count in report.counts.items())
    write(console, f"{report.n_titles} titles: problem {len(reading.problems)}, {counts}", style="bold")
    problems = [str(problem) for problem in reading.problems]
    _render_group(console, "problem: rows and fields that cannot be used", problems, most)
    for heading, findings in _groups(report):
        _render_group(console, heading, [_line(finding) for finding in findings], most)
    _render_group(console, "notices", list(reading.notices), most)
    missing = [f"{count} have no {field}" for field, count in report.missing.items() if count]
    _render_group(console, f"unknown in {report.n_titles} titles", missing, None)


def _groups(report: AuditReport) -> Iterator[tuple[str, list[Finding]]]:
    """Findings by severity and kind; the report has them in that order."""
    for (severity, kind), findings in groupby(
        report.findings, key=lambda found: (found.severity, found.kind)
    ):
        yield f"{severity}: {kind.replace('-', ' ')}", list(findings)


def _render_group(console: Console, heading: str, lines: list[str], most: int | None) -> None:
    if not lines:
        return
    write(console)
    write(console, f"{heading} ({len(lines)})", style="bold")
    for line in lines[:most]:
        write(console, line, indent=2)
    if most is not None and len(lines) > most:
        write(console, f"and {len(lines) - most} more: --all shows them", indent=2)


def _line(finding: Finding) -> str:
    more = ", …" if len(finding.ids) > N_IDS else ""
    return f"{finding.text} [{', '.join(finding.ids[:N_IDS])}{more}]" if finding.ids else finding.text
