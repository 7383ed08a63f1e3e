"""What a long run has seen, kept as lines of JSON until the table is made of them."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.faults.scale import IS_SOAK

REPORT = Path(os.environ.get("RECSYS_SOAK_REPORT", "soak-results.jsonl"))


@dataclass(frozen=True, slots=True)
class Row:
    """What one fault has done.

    Parameters
    ----------
    fault : str
        What was tried.
    cases : str
        How often.
    seen : str
        What came of it, with figures.
    """

    fault: str
    cases: str
    seen: str


def record(fault: str, cases: str, seen: str) -> None:
    """Keep a row for the table; only the long run does.

    Parameters
    ----------
    fault, cases, seen : str
        As in :class:`Row`.
    """
    if IS_SOAK:
        with REPORT.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(asdict(Row(fault, cases, seen)), ensure_ascii=False) + "\n")


def recorded(file: Path = REPORT) -> list[Row]:
    """Return all rows, the last one of each fault.

    Parameters
    ----------
    file : Path
        Where they were kept.

    Returns
    -------
    list of Row
        In the order in which the faults were first tried.
    """
    lines = file.read_text(encoding="utf-8").splitlines()
    rows = {row.fault: row for row in (Row(**json.loads(line)) for line in lines)}
    return list(rows.values())
