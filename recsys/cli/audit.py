"""`recsys audit CATALOGUE…`: what looks wrong in a catalogue, for people to judge."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from recsys.catalogue import AuditReport, Finding, Reading, Severity, load_builtin
from recsys.catalogue import audit as audit_catalogue
from recsys.catalogue.audit_document import audit_document, finding_groups, known_shares
from recsys.catalogue.audit_finding import ADVICE
from recsys.cli.chosen_model import JsonOption
from recsys.cli.failure import ExitCode, tells_failures
from recsys.cli.import_catalogue import read_any
from recsys.cli.progress import progress_bar
from recsys.cli.render import bar
from recsys.cli.terminal import stdout, write, write_json
from recsys.errors import QueryError

N_SHOWN = 5
N_IDS = 5
_PROBLEM_ADVICE = "mend the row where it is kept; what could be read of it is used meanwhile"


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
    with progress_bar(2) as progress:
        progress.show(0, "Reading")
        reading = Reading(load_builtin(), (), ()) if builtin else read_any(catalogues or ())
        progress.show(1, f"Comparing {len(reading.catalogue)} titles")
        report = audit_catalogue(reading.catalogue)
    if as_json:
        write_json(audit_document(reading, report))
    else:
        _render(stdout(), reading, report, most=None if everything else N_SHOWN)
    # A row that cannot be used as it stands is surely wrong, as much as an error in a good row.
    if reading.problems or report.counts[Severity.ERROR]:
        raise typer.Exit(ExitCode.BAD_DATA)


def _render(console: Console, reading: Reading, report: AuditReport, *, most: int | None) -> None:
    counts = ", ".join(f"{severity} {count}" for severity, count in report.counts.items())
    write(console, f"{report.n_titles} titles: problem {len(reading.problems)}, {counts}", style="bold")
    write(console, _verdict(reading, report))
    _render_fields(console, report)
    problems = [str(problem) for problem in reading.problems]
    _render_group(console, "problem: rows and fields that cannot be used", problems, most, _PROBLEM_ADVICE)
    for (severity, kind), findings in finding_groups(report):
        heading = f"{severity}: {kind.replace('-', ' ')}"
        _render_group(console, heading, [_line(found) for found in findings], most, ADVICE[kind])
    _render_group(console, "notices", list(reading.notices), most)


def _verdict(reading: Reading, report: AuditReport) -> str:
    """What an editor should do first."""
    if reading.problems or report.counts[Severity.ERROR]:
        return "Something is surely wrong: begin with the problems and errors."
    if report.counts[Severity.WARNING]:
        return "Nothing is surely wrong: begin with the warnings, which probably are."
    return "Nothing is wrong as far as can be seen; what follows is good to know."


def _render_fields(console: Console, report: AuditReport) -> None:
    """Which share of the titles knows each field, the least known first."""
    shares = known_shares(report)
    if shares:
        write(console)
        write(console, "known of the titles", style="bold")
    width = max(map(len, shares), default=0)
    filled = "█" if console.encoding.startswith("utf") else "#"
    for field, share in sorted(shares.items(), key=lambda item: (item[1], item[0])):
        count = report.n_titles - report.missing[field]
        line = f"{field:<{width}}  {bar(share, 1.0, filled)} {_per_cent(share):>6}  {count}"
        write(console, line, indent=2)


def _per_cent(share: float) -> str:
    """A share that is whole only where it is: 99.97 % of the titles are not all."""
    return f"{share:.0%}" if share in (0.0, 1.0) else f"{min(max(share, 0.001), 0.999):.1%}"


def _render_group(
    console: Console, heading: str, lines: list[str], most: int | None, advice: str = ""
) -> None:
    if not lines:
        return
    write(console)
    write(console, f"{heading} ({len(lines)})", style="bold")
    if advice:
        write(console, f"to do: {advice}", indent=2, style="dim")
    for line in lines[:most]:
        write(console, f"- {line}", indent=2)
    if most is not None and len(lines) > most:
        write(console, f"and {len(lines) - most} more: --all shows them", indent=2)


def _line(found: Finding) -> str:
    more = ", …" if len(found.ids) > N_IDS else ""
    return f"{found.text} [{', '.join(found.ids[:N_IDS])}{more}]" if found.ids else found.text
