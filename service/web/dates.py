"""Dates in words, no more precise than they are known."""

from __future__ import annotations

from recsys.dates import DatePrecision, PartialDate

_MONTHS = "January February March April May June July August September October November December".split()
_QUARTERS = ("first", "second", "third", "fourth")


def told_date(date: PartialDate) -> str:
    """Return a date in words.

    Parameters
    ----------
    date : PartialDate
        Known to the day, month, quarter or year.

    Returns
    -------
    str
        Such as "14 December 2019" or "fourth quarter of 2026".
    """
    match date.precision:
        case DatePrecision.DAY:
            return f"{int(date.text[8:])} {_MONTHS[int(date.text[5:7]) - 1]} {date.year}"
        case DatePrecision.MONTH:
            return f"{_MONTHS[int(date.text[5:7]) - 1]} {date.year}"
        case DatePrecision.QUARTER:
            return f"{_QUARTERS[int(date.text[-1]) - 1]} quarter of {date.year}"
        case DatePrecision.YEAR:
            return str(date.year)
