"""Write the results of the benchmarks of speed into docs/performance.md.

Usage: ``python -m benchmarks.performance_table --date 2026-01-31``. It takes the last result of each claim
and size from the file to which the benchmarks append, and replaces what stands between the two marks of
the page. The date is given by hand, as nothing here reads the clock.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from benchmarks.claims import CLAIMS, RESULTS, Claim, Result, read_results
from benchmarks.options import WORK

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- results: begin -->", "<!-- results: end -->"
_HEAD = (
    "| work | titles | here | compared with | there | ratio (rounds) | floor | aim | reached |",
    "|---|---|---|---|---|---|---|---|---|",
)
_GROWTH_HEAD = ("| work | from 10,000 titles to | exponent | figures |", "|---|---|---|---|")


def main() -> None:
    """Replace the tables of the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=WORK, help="folder of the results")
    parser.add_argument("--page", type=Path, default=PAGE, help="page to write into")
    parser.add_argument("--date", default="", help="when the results were measured")
    chosen = parser.parse_args()
    results = read_results((chosen.work / RESULTS).read_text(encoding="utf-8").splitlines())
    written = replaced(chosen.page.read_text(encoding="utf-8"), tables(results, chosen.date))
    chosen.page.write_text(written, encoding="utf-8")
    print(f"{len(results)} results: {chosen.page}")


def tables(results: Sequence[Result], date: str) -> str:
    """Return what stands between the marks.

    Parameters
    ----------
    results : sequence of Result
        In the order of the table.
    date : str
        When they were measured; may be empty.

    Returns
    -------
    str
        Markdown: machine and versions, the claims, and how things grow.
    """
    lines: list[str] = []
    for about in dict.fromkeys(_circumstances(found) for found in results):
        lines += [f"Measured{f' on {date}' if date else ''}: {about}.", ""]
    claims = [found for found in results if not CLAIMS[found.claim].is_exponent]
    growth = [found for found in results if CLAIMS[found.claim].is_exponent]
    lines += [*_HEAD, *(_row(found) for found in claims)]
    if growth:
        lines += ["", *_GROWTH_HEAD, *(_growth_row(found) for found in growth)]
    return "\n".join(lines)


def replaced(page: str, tables: str) -> str:
    """Return the page with other tables.

    Parameters
    ----------
    page : str
        Markdown with both marks.
    tables : str
        What is to stand between them.

    Returns
    -------
    str
        The rest unchanged.

    Raises
    ------
    ValueError
        If the page lacks a mark.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        msg = f"the page lacks the lines {BEGIN} and {END}, between which the tables stand"
        raise ValueError(msg)
    return f"{before}{BEGIN}\n{tables}\n{END}{after}"


def _circumstances(found: Result) -> str:
    packages = ", ".join(f"{name} {number}" for name, number in sorted(found.versions.items()))
    return f"{found.machine}; {packages}"


def _row(found: Result) -> str:
    claim = CLAIMS[found.claim]
    goals = claim.goals.get(found.titles)
    cells = (
        claim.work,
        f"{found.titles:,}",
        f"{_figure(found.ours)} {claim.unit}",
        claim.peer,
        f"{_figure(found.peer)} {claim.unit}" if found.peer is not None else "",
        f"{_figure(found.ratio)} ({_figure(found.low)} to {_figure(found.high)})" if claim.peer else "",
        _goal(claim, goals[0]) if goals else "",
        _goal(claim, goals[1]) if goals else "",
        found.reached,
    )
    return f"| {' | '.join(cells)} |"


def _growth_row(found: Result) -> str:
    claim = CLAIMS[found.claim]
    cells = (claim.work, f"{found.titles:,}", f"{found.ratio:.2f}", f"{found.checked} ({claim.unit})")
    return f"| {' | '.join(cells)} |"


def _goal(claim: Claim, goal: float) -> str:
    return f"{'≤' if claim.is_at_most else '≥'} {_figure(goal)}"


def _figure(value: float) -> str:
    """Return three digits that count, and no exponent."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    main()
