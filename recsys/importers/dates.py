"""Dates as people and programs write them, in the one way that a row does."""

from __future__ import annotations

import re
from calendar import monthrange

_MONTHS = {name: number for number, name in enumerate(
    "jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ].*)?")
_ENGLISH = re.compile(r"([A-Za-z]{3,9})[.,]?\s+(?:(\d{1,2})(?:st|nd|rd|th)?\s*,\s*)?(\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})[\s-]([A-Za-z]{3,9})[\s-](\d{4}|\d{2})")
_YEAR = re.compile(r"\d{4}")
_PIVOT = 50  # two digits of a year: 50 is 1950, 49 is 2049


def iso_date(text: str) -> str | None:
    """Return a date as ``2019-12-14``, ``2019-12`` or ``2019``, or None.

    Parameters
    ----------
    text : str
        ``2019-12-14T00:00:00Z``, ``December 14, 2019``, ``Dec  2, 2019``, ``14-Dec-19``,
        ``Dec 2019``, ``Dec, 2019`` or ``2019``.

    Returns
    -------
    str or None
        None for what is no such date, or is not in the calendar. Dates of numbers alone, as
        ``4/5/19``, mean different days in different countries and are not read.
    """
    text = text.strip()
    if found := _ISO.fullmatch(text):
        return _written(int(found[1]), int(found[2]), int(found[3] or 0))
    if found := _ENGLISH.fullmatch(text):
        return _written(int(found[3]), _month(found[1]), int(found[2] or 0))
    if found := _DAY_FIRST.fullmatch(text):
        return _written(_full_year(found[3]), _month(found[2]), int(found[1]))
    return text if _YEAR.fullmatch(text) and text.isascii() and text != "0000" else None


def _month(name: str) -> int:
    return _MONTHS.get(name[:3].casefold(), 0)


def _full_year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (1900 if year >= _PIVOT else 2000)


def _written(year: int, month: int, day: int) -> str | None:
    if not 1 <= year <= 9999 or not 1 <= month <= 12:
        return f"{year:04d}" if 1 <= year <= 9999 and not month else None
    if not day:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}" if day <= monthrange(year, month)[1] else None
