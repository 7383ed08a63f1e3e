"""What all readers of exports share: no file makes them fail, and rows of one title become one record."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import ClassVar

from recsys.catalogue.problems import RowReport
from recsys.errors import BadData
from recsys.files import Source
from recsys.history.history_row import MOST_ROWS, Gathering, HistoryRow
from recsys.history.record import Records

HistoryRows = Iterator[tuple[HistoryRow | None, RowReport]]


class ExportReader(ABC):
    """One kind of export, read file by file and row by row.

    Attributes
    ----------
    name : str
        As it is written on the command line.
    description : str
        What it reads, in a few words.
    """

    name: ClassVar[str]
    description: ClassVar[str]

    def claims(self, source: Source) -> bool:
        """Return whether a file is of this kind, by its name and its first bytes.

        Parameters
        ----------
        source : Source
            Any file.

        Returns
        -------
        bool
            False also for what cannot be read.
        """
        try:
            return self._is_mine(source)
        except BadData:
            return False

    def rows(self, sources: Sequence[Source]) -> HistoryRows:
        """Yield what each row of some files says.

        Parameters
        ----------
        sources : sequence of Source
            Files that it claims.

        Yields
        ------
        tuple of HistoryRow or None, and RowReport
            None where a row is about no title, and the report says why, unless one report of the
            whole file counts such rows.
        """
        for source in self._in_order(sources):
            try:
                yield from self._rows(source)
            except BadData as error:
                report = RowReport(source.name)
                report.add("", str(error).removeprefix(f"{source.name} "))
                yield None, report

    def records(self, sources: Sequence[Source]) -> Records:
        """Yield one record a title, however many rows it has.

        Parameters
        ----------
        sources : sequence of Source
            Files that it claims; those of one export come together.

        Yields
        ------
        tuple of Record or None, and RowReport
            First what is wrong with single rows, then the records in the order of their first row.
        """
        gathering = Gathering()
        for count, (row, report) in enumerate(self.rows(sources)):
            if report.problems:
                yield None, report
            if row is not None:
                gathering.add(row)
            if count >= MOST_ROWS:
                break
        for record in gathering.records():
            yield record, RowReport(record.file, record.line)

    @abstractmethod
    def _is_mine(self, source: Source) -> bool:
        """Whether a file is of this kind."""

    @abstractmethod
    def _rows(self, source: Source) -> HistoryRows:
        """Yield what each row of one file says."""

    def _in_order(self, sources: Sequence[Source]) -> Sequence[Source]:
        """Return files in the order in which they should be read."""
        return sources
