"""Write what `make soak` has seen into docs/reliability.md.

Usage: ``python -m tests.faults.table --date 2026-01-31 --machine "2 cores, Debian 12"``. It replaces what
stands between the two marks of the page. Date and machine are given by hand, as nothing here reads the
clock, and a soak may run elsewhere than where the page is written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.faults.report import REPORT, Row, recorded

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- soak: begin -->", "<!-- soak: end -->"
_HEAD = ("| fault | tried | what was seen |", "|---|---|---|")
# Words of the faults, in the order in which the page speaks of them.
ORDER = (
    ("schemathesis", "operator's routes"),
    ("nasty", "no HTTP"),
    ("kill -9 of a publication", "kill -9 of `recsys train`", "adds titles"),
    ("EIO", "full disk", "RLIMIT_FSIZE"),
    ("every single-bit flip", "single-bit flips", "truncation", "changed places"),
    ("a file that is missing", "a file too many", "in the place of a file"),
    ("signed manifests", "signed arrays", "signed files", "pickles"),
    ("hot swaps", "replicas"),
    ("two publishers",),
    ("overload", "do not read"),
    ("SIGTERM", "SIGINT", "kill -9 of one of two workers"),
    ("behind nginx",),
    ("to a store", "of a stored model"),
    ("neighbours of all titles", "network namespace", "Dask", "on a cluster"),
    ("result",),
)


def main() -> None:
    """Replace the table of the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--report", type=Path, default=REPORT, help="what `make soak` has kept")
    parser.add_argument("--page", type=Path, default=PAGE, help="page to write into")
    parser.add_argument("--date", default="", help="when the soak was run")
    parser.add_argument("--machine", default="", help="where the soak was run")
    chosen = parser.parse_args()
    if not chosen.report.exists():
        sys.exit(f"{chosen.report} is not there: run  make soak  first")
    rows = recorded(chosen.report)
    page = chosen.page.read_text(encoding="utf-8")
    chosen.page.write_text(replaced(page, table(rows, chosen.date, chosen.machine)), encoding="utf-8")
    print(f"{len(rows)} faults: {chosen.page}")


def table(rows: Sequence[Row], date: str = "", machine: str = "") -> str:
    """Return what stands between the marks.

    Parameters
    ----------
    rows : sequence of Row
        What was seen, in any order.
    date, machine : str
        When and where; may be empty.

    Returns
    -------
    str
        Markdown, each fault in its place; those that nobody has given a place come last.
    """
    circumstances = " ".join(filter(None, (f"on {date}" if date else "", f"({machine})" if machine else "")))
    lines = [f"Seen {circumstances}:", ""] if circumstances else []
    cells = ((row.fault, row.cases, row.seen) for row in sorted(rows, key=place))
    lines += [*_HEAD, *(f"| {' | '.join(map(_cell, row))} |" for row in cells)]
    return "\n".join(lines)


def place(row: Row) -> tuple[int, int]:
    """Return where a fault stands in the table.

    Parameters
    ----------
    row : Row
        What was seen of it.

    Returns
    -------
    tuple of int
        Its group, and its place in there; faults of one place stay in the order of the report.
    """
    for group, words in enumerate(ORDER):
        for number, word in enumerate(words):
            if word in row.fault:
                return group, number
    return len(ORDER), 0


def replaced(page: str, found: str) -> str:
    """Return a page with another table.

    Parameters
    ----------
    page : str
        Markdown with the two marks.
    found : str
        What stands between them from now on.

    Returns
    -------
    str
        The rest stays as it was.

    Raises
    ------
    ValueError
        If a mark is missing, or they stand the wrong way round.
    """
    before, begun, rest = page.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not begun or not ended:
        msg = f"the page lacks its marks {BEGIN} and {END}, in this order: put them where the table belongs"
        raise ValueError(msg)
    return f"{before}{BEGIN}\n\n{found}\n\n{END}{after}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    main()
