"""Hold the built-in catalogue against reference catalogues, and list what disagrees.

Usage: ``python -m benchmarks.factcheck [FOLDER] [--list] [--unmatched] [--json] [--strict]``. The
folder holds the folders of the references; without one it takes ``../shared/data/raw``, and where
that is absent nothing is checked. ``waivers.json`` names disagreements that were looked into.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from benchmarks.factcheck.comparing import Finding
from benchmarks.factcheck.matching import match
from benchmarks.factcheck.reference_title import ReferenceTitle
from benchmarks.factcheck.references import read_references
from benchmarks.factcheck.report import Report, Waiver, report
from recsys import load_builtin

_FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "raw"
_WAIVERS = Path(__file__).with_name("waivers.json")


def main(arguments: list[str] | None = None) -> int:
    """Check the catalogue and print the report.

    Parameters
    ----------
    arguments : list of str or None, default None
        What follows the name of the command; None reads the command line.

    Returns
    -------
    int
        1 if ``--strict`` is given and a disagreement is not waived, else 0.
    """
    asked = _asked(arguments)
    if not asked.folder.is_dir():
        print(f"skipped: there are no reference catalogues at {asked.folder}")
        return 0
    titles = load_builtin().titles
    waivers = [Waiver(**waiver) for waiver in json.loads(_WAIVERS.read_text(encoding="utf-8"))]
    result = report(titles, match(titles, read_references(asked.folder)), waivers)
    if asked.json:
        print(json.dumps(asdict(result), ensure_ascii=False, indent=2))
    else:
        _print_summary(result)
        if asked.list:
            _print_details(result)
        if asked.unmatched:
            _print_unmatched(result)
    return int(asked.strict and bool(result.disagreements))


def _asked(arguments: list[str] | None) -> Namespace:
    parser = ArgumentParser(
        prog="python -m benchmarks.factcheck",
        description="Hold the built-in catalogue against reference catalogues, and list what disagrees.",
    )
    parser.add_argument("folder", nargs="?", type=Path, default=_FOLDER, help="folder of the references")
    parser.add_argument("--list", action="store_true", help="print each disagreement and each other work")
    parser.add_argument("--unmatched", action="store_true", help="print the titles that no reference knows")
    parser.add_argument("--json", action="store_true", help="print all of it as JSON")
    parser.add_argument("--strict", action="store_true", help="fail if a disagreement is not waived")
    return parser.parse_args(arguments)


def _print_summary(result: Report) -> None:
    n_matched = result.n_titles - len(result.unmatched)
    share = n_matched / max(result.n_titles, 1)
    print(f"{n_matched} of {result.n_titles} titles ({share:.1%}) are in a reference")
    print(f"{'field':>10}  agree  disagree  unverified  waived  share agreeing")
    for count in result.counts:
        print(
            f"{count.field:>10}  {count.agree:5}  {count.disagree:8}  {count.unverified:10}"
            f"  {count.waived:6}  {count.share:14.1%}"
        )
    print(f"{len(result.within_a_year)} of the years agree within a year only")
    share = result.cast_found / max(result.cast_named, 1)
    print(f"{result.cast_found} of {result.cast_named} of our cast ({share:.1%}) are named by a reference")
    print(f"{len(result.others)} other works of the same name and year were passed over")
    for waiver in result.idle_waivers:
        print(f"waived without need: {waiver.id} {waiver.field}")


def _print_details(result: Report) -> None:
    print("\nDisagreements:")
    for finding in result.disagreements:
        print(_line(finding))
    print("\nContested: this reference disagrees, another agrees with us:")
    for finding in result.contested:
        print(_line(finding))
    print("\nYears that agree within a year only:")
    for finding in result.within_a_year:
        print(_line(finding))
    print("\nOther works of the same name:")
    for title_id, reference in result.others:
        print(f"  {title_id}: {_told(reference)}")


def _print_unmatched(result: Report) -> None:
    print("\nUnmatched:")
    for title_id, references in result.unmatched.items():
        print(f"  {title_id}", *map(_told, references[:2]), sep="; perhaps ")


def _line(finding: Finding) -> str:
    return f"  {finding.title_id}  {finding.field}: {finding.ours} | {finding.theirs} ({finding.source})"


def _told(reference: ReferenceTitle) -> str:
    people = (*reference.directors[:2], *reference.cast[:3])
    known = (reference.names[0], reference.year, reference.kind, *reference.countries, *people)
    return ", ".join(str(part) for part in known if part) + f" ({reference.source})"


if __name__ == "__main__":
    sys.exit(main())
