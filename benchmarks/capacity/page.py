"""Write what was measured, and what follows from it, into docs/scale.md.

Usage: ``python -m benchmarks.capacity.page --date 2026-01-31``. It takes the last figures of each size from
the files to which the measurements append. The date is given by hand, as nothing here reads the clock.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.capacity.cuts import CUTS, Cut
from benchmarks.capacity.growth import Growth
from benchmarks.capacity.measure import FIGURES, Figures
from benchmarks.capacity.parts import FIGURES as FIGURES_OF_PARTS
from benchmarks.capacity.parts import FromParts
from benchmarks.capacity.plan import beside_search, growths, needs
from benchmarks.options import WORK
from benchmarks.performance_table import replaced

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scale.md"
SIZES = (10_000_000, 30_000_000, 100_000_000)
OfSize = TypeVar("OfSize", Figures, FromParts)
_ROWS: Mapping[str, str] = {
    "values": "values in the matrix",
    "training_seconds": "training, Parquet to published, s",
    "training_mb": "peak memory of it, mapped pages included, MB",
    "searched_mb": "matrix and index, MB",
    "other_mb": "names, people, facts for filters, MB",
    "shown_mb": "what is only shown, MB",
    "opening_ms": "opening, sizes compared, ms",
    "verifying_seconds": "opening, every byte verified, s",
    "query_ms": "one exact search, top 20, ms of processor",
    "slowest_query_ms": "the slowest of 50, ms of processor",
    "answer_ms": "one explained answer, ms of processor",
    "neighbours_ms": "top 50 of each of many titles, ms a title on two threads",
}
_ROWS_OF_PARTS: Mapping[str, str] = {
    "features": "features",
    "values": "values in the matrix",
    "training_seconds": "`recsys train --jobs 2`, files to published and verified, s",
    "training_gb": "most memory of all its processes together, mapped pages included, GB",
    "disk_gb": "most disk of its work and the model together, GB",
    "artifact_gb": "the model, GB",
    "shown_gb": "of it what is only shown, GB",
    "searched_gb": "of it matrix and index, GB",
    "first_answer_seconds": "`recsys similar`, from its start to the end, its files read just before, s",
    "query_ms": "one exact search, top 20, ms of processor",
    "checked": "questions whose top 20 and scores were compared with those of every title by scipy: equal",
}


def main() -> None:
    """Replace the tables of the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=WORK, help="folder of the figures")
    parser.add_argument("--page", type=Path, default=PAGE, help="page to write into")
    parser.add_argument("--date", default="", help="when the figures were measured")
    chosen = parser.parse_args()
    measured = _last(Figures(**line) for line in _lines(chosen.work / FIGURES))
    of_parts = _last(FromParts(**line) for line in _lines(chosen.work / FIGURES_OF_PARTS))
    cuts = [Cut(**line) for line in _lines(chosen.work / CUTS)]
    tables = "\n".join(
        [
            *measured_table(measured, chosen.date),
            *("", *parts_table(of_parts)),
            *("", *plan_table(measured, of_parts)),
            *("", *cut_table(cuts)),
        ]
    )
    chosen.page.write_text(replaced(chosen.page.read_text("utf-8"), tables), "utf-8")
    print(f"{len(measured)} sizes: {chosen.page}")


def measured_table(measured: Sequence[Figures], date: str) -> list[str]:
    """Return the figures of each size, and how they grow.

    Parameters
    ----------
    measured : sequence of Figures
        By size.
    date : str
        When; may be empty.

    Returns
    -------
    list of str
        Lines of Markdown.
    """
    laws = growths(measured)
    heads = [f"{each.titles:,} titles" for each in measured]
    return [
        f"Measured{f' on {date}' if date else ''}: {measured[-1].machine}.",
        "",
        f"| | {' | '.join(heads)} | exponent |",
        f"|---|{'---|' * (len(heads) + 1)}",
        *(_measured_row(name, text, measured, laws[name]) for name, text in _ROWS.items()),
    ]


def _measured_row(name: str, text: str, measured: Sequence[Figures], law: Growth) -> str:
    figures = (_told(getattr(each, name)) for each in measured)
    return f"| {text} | {' | '.join(figures)} | {law.exponent:.2f} |"


def _decimals(figure: float) -> int:
    """As many as give three digits."""
    return 0 if figure >= 100 else 1 if figure >= 10 else 2 if figure >= 0.1 else 3


def parts_table(measured: Sequence[FromParts]) -> list[str]:
    """Return what catalogues in many files took.

    Parameters
    ----------
    measured : sequence of FromParts
        By size.

    Returns
    -------
    list of str
        Lines of Markdown.
    """
    heads = [f"{each.titles:,} titles in {each.parts} files" for each in measured]
    return [
        f"| | {' | '.join(heads)} |",
        f"|---|{'---|' * len(heads)}",
        *(
            f"| {text} | {' | '.join(_told(getattr(each, name)) for each in measured)} |"
            for name, text in _ROWS_OF_PARTS.items()
        ),
    ]


def _told(figure: float) -> str:
    return f"{figure:,}" if isinstance(figure, int) else f"{figure:,.{_decimals(figure)}f}"


def plan_table(measured: Sequence[Figures], larger: Sequence[FromParts] = ()) -> list[str]:
    """Return what larger catalogues will need.

    Parameters
    ----------
    measured : sequence of Figures
        By size.
    larger : sequence of FromParts
        By size.

    Returns
    -------
    list of str
        Lines of Markdown.
    """
    laws, beside_ms = growths(measured, larger), beside_search(measured)
    plans = [needs(laws, titles, beside_ms=beside_ms) for titles in SIZES]
    rows: Mapping[str, list[str]] = {
        "artifact on disk, GB": [f"{plan.artifact_gb:,.0f}" for plan in plans],
        "of it in memory of each machine that answers, GB": [f"{plan.searched_gb:,.0f}" for plan in plans],
        "training on this machine, hours": [f"{plan.training_hours:,.1f}" for plan in plans],
        "one exact search, ms of processor": [f"{plan.query_ms:,.0f}" for plan in plans],
        "one explained answer, ms of processor": [f"{plan.answer_ms:,.0f}" for plan in plans],
        "cores for 1,000 new answers a second": [f"{plan.cores:,.0f}" for plan in plans],
        "nearest of all titles, hours of two cores": [f"{plan.neighbours_hours:,.0f}" for plan in plans],
        "shards, so that a search takes 50 ms": [f"{plan.shards}" for plan in plans],
    }
    heads = " | ".join(f"{plan.titles:,} titles" for plan in plans)
    return [f"| | {heads} |", f"|---|{'---|' * len(plans)}"] + [
        f"| {text} | {' | '.join(cells)} |" for text, cells in rows.items()
    ]


def cut_table(cuts: Sequence[Cut]) -> list[str]:
    """Return what first passes without common features give.

    Parameters
    ----------
    cuts : sequence of Cut
        In the order of the table.

    Returns
    -------
    list of str
        Lines of Markdown.
    """
    return [
        "| titles | left out of the first pass | candidates | recall of the exact top 20 | of the worst "
        "question | time over exact |",
        "|---|---|---|---|---|---|",
        *(
            f"| {cut.titles:,} | {_left_out(cut.share)} | {cut.candidates:,} | {cut.recall:.3f} "
            f"| {cut.least_recall:.2f} | {cut.time:.2f} |"
            for cut in cuts
        ),
    ]


def _left_out(share: float) -> str:
    return "nothing" if share >= 1 else f"features of more than one title in {1 / share:,.0f}"


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _last(measured: Iterable[OfSize]) -> list[OfSize]:
    """The last of each size, ascending."""
    by_size = {each.titles: each for each in measured}
    return [by_size[titles] for titles in sorted(by_size)]


if __name__ == "__main__":
    main()
