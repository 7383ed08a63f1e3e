"""Rows that are about no title, counted instead of told one by one."""

from __future__ import annotations

from recsys.catalogue.problems import RowReport


class CountedRows:
    """Rows of one file that are about no title, counted by reason, told once.

    Parameters
    ----------
    file : str
        Name of the file.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._counts: dict[str, tuple[int, int | None]] = {}

    def add(self, reason: str, line: int | None) -> None:
        """Count one row.

        Parameters
        ----------
        reason : str
            Why it is no view of a title.
        line : int or None
            Its line.
        """
        count, first = self._counts.get(reason, (0, line))
        self._counts[reason] = (count + 1, first)

    def report(self) -> RowReport:
        """Return one report with the number of rows of each reason and the first line of each."""
        report = RowReport(self._file)
        for reason, (count, first) in self._counts.items():
            where = "" if first is None else f", the first in line {first}"
            report.add("", f"{count} rows: {reason}{where}")
        return report

    def __bool__(self) -> bool:
        return bool(self._counts)
