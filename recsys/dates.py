"""Dates of which only a part may be known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class DatePrecision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?))?"
)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the day, month, quarter or year: ``2019-12-14``, ``2025-Q2``, ``2026``.

    Parameters
    ----------
    text : str
        The date as written; its shape is its precision.

    Raises
    ------
    ValueError
        If the text has none of the four shapes.
    """

    text: str

    def __post_init__(self) -> None:
        """Refuse what is not a date."""
        if _DATE.fullmatch(self.text) is None:
            msg = f"{self.text[:40]!r} is not a date: write 2019-12-14, 2019-12, 2025-Q2 or 2026"
            raise ValueError(msg)

    @property
    def precision(self) -> DatePrecision:
        """How much of the date is known."""
        if "Q" in self.text:
            return DatePrecision.QUARTER
        return {4: DatePrecision.YEAR, 7: DatePrecision.MONTH}.get(len(self.text), DatePrecision.DAY)

    @property
    def year(self) -> int:
        """The year."""
        return int(self.text[:4])

    @property
    def first_day(self) -> str:
        """The earliest day that it can mean, as ISO text; days compare as text."""
        match self.precision:
            case DatePrecision.DAY:
                return self.text
            case DatePrecision.MONTH:
                return f"{self.text}-01"
            case DatePrecision.QUARTER:
                return f"{self.text[:4]}-{int(self.text[-1]) * 3 - 2:02d}-01"
            case DatePrecision.YEAR:
                return f"{self.text}-01-01"

    @property
    def last_day(self) -> str:
        """The latest day that it can mean, as ISO text; days compare as text."""
        match self.precision:
            case DatePrecision.DAY:
                return self.text
            case DatePrecision.MONTH:
                return f"{self.text}-31"
            case DatePrecision.QUARTER:
                return f"{self.text[:4]}-{int(self.text[-1]) * 3:02d}-31"
            case DatePrecision.YEAR:
                return f"{self.text}-12-31"
