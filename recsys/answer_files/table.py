"""An answer as CSV, one result a row, harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from recsys.answer import Answer, Result

COLUMNS = ("rank", "id", "title", "original_title", "year", "form", "medium", "countries", "score", "reasons",
           "notes", "seeds")  # fmt: skip
"""Names of the columns in their order; lists stand in one cell, with "; " between their entries."""

# A spreadsheet runs what begins like this, full width or not (OWASP, "CSV Injection"); tabs and line breaks,
# which it names too, are no part of any cell here.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_BETWEEN = "; "


def answer_csv(answer: Answer) -> str:
    """Return an answer as CSV with a header.

    Parameters
    ----------
    answer : Answer
        The answer.

    Returns
    -------
    str
        Rows end with a line feed. A text that a spreadsheet would take for a formula begins with
        an apostrophe, which the spreadsheet does not show.
    """
    seeds = _BETWEEN.join(seed.id for seed in answer.query.seeds if seed.weight > 0)
    return csv_text([COLUMNS, *(tuple(_cells(result, seeds)) for result in answer.results)])


def csv_text(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of cells as CSV.

    Parameters
    ----------
    rows : sequence of sequence of str
        The header, and what follows.

    Returns
    -------
    str
        Quoted where necessary.
    """
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([one_line(cell) for cell in row] for row in rows)
    return stream.getvalue()


def one_line(text: str) -> str:
    """Return a text with single spaces in place of line breaks and tabs.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        One line.
    """
    return " ".join(text.split())


def _cells(result: Result, seeds: str) -> Iterator[str]:
    yield str(result.rank)
    yield from map(_harmless, (result.id, result.title, result.original_title or ""))
    yield "" if result.year is None else str(result.year)
    yield from (result.form or "", result.medium or "", _BETWEEN.join(result.countries))
    yield f"{result.score:.6f}"
    yield _harmless(_BETWEEN.join(reason.text for reason in result.reasons))
    yield _harmless(_BETWEEN.join(result.notes))
    yield _harmless(seeds)


def _harmless(text: str) -> str:
    line = one_line(text)
    return f"'{line}" if line.startswith(_FORMULA) else line
