"""Fields of JSON objects of any origin: each read as what it should be, or told as a problem.

An absent key, null and a text that says nothing are unknown, which is no problem.
"""

from __future__ import annotations

import math
import re
from typing import Any

from recsys.catalogue.problems import RowReport, shown
from recsys.errors import BadData
from recsys.files import Source, is_nothing
from recsys.files.text import utf8_bytes

_HEAD = 2**16
_LONG_OBJECT = re.compile(r"\{\s*\n")
_WHOLE = re.compile(r"[+-]?\d{1,18}(?:\.0{1,9})?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.\d{0,18})?(?:[eE][+-]?\d{1,3})?", re.ASCII)
_LARGEST = 10**18


def json_beginning(source: Source) -> str:
    """Return the first characters of a file if it looks like JSON.

    Parameters
    ----------
    source : Source
        Any file.

    Returns
    -------
    str
        At most 65,536 bytes, decoded; empty if they begin neither a list nor an object.
    """
    try:
        with utf8_bytes(source) as handle:
            found = handle.read(_HEAD).decode(errors="replace").lstrip()
    except BadData:
        return ""
    return found if found.startswith(("{", "[")) else ""


def is_one_long_object(source: Source) -> bool:
    """Return whether a file is one object that is written on many lines, as people like to read it.

    Only then may a list within it be read alone: after one of several objects the others would be
    lost.

    Parameters
    ----------
    source : Source
        A file of JSON.

    Returns
    -------
    bool
        False for lists, and for objects line by line.
    """
    if not _LONG_OBJECT.match(json_beginning(source)):
        return False
    starts, before = 0, b"\n"
    try:
        with utf8_bytes(source) as handle:
            while chunk := handle.read(_HEAD):
                starts += (before + chunk).count(b"\n{")
                before = chunk[-1:]
    except BadData:
        return False
    return starts <= 1


def text(record: dict[str, Any], key: str, report: RowReport) -> str:
    """Return a text, or a number as text.

    Parameters
    ----------
    record : dict
        The object.
    key : str
        Name of the field.
    report : RowReport
        Receives what is wrong.

    Returns
    -------
    str
        As it stands there; empty if unknown.
    """
    value = record.get(key)
    return "" if value is None else _as_text(value, key, report) or ""


def texts(record: dict[str, Any], key: str, report: RowReport) -> list[str]:
    """Return a list of texts; one text alone is a list of one.

    Parameters
    ----------
    record : dict
        The object.
    key : str
        Name of the field.
    report : RowReport
        Receives what is wrong, each entry that is no text for itself.

    Returns
    -------
    list of str
        Those that are not blank, in their order.
    """
    value = record.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        found = [_as_text(value, key, report, expected="list of texts")]
    else:
        found = [
            entry if isinstance(entry, str) else _as_text(entry, f"{key}[{place}]", report)
            for place, entry in enumerate(value)
            if entry is not None
        ]
    return [entry for entry in found if entry is not None and entry.strip()]


def whole(record: dict[str, Any], key: str, report: RowReport) -> int | None:
    """Return a whole number, be it written as 12, 12.0 or "12".

    Parameters
    ----------
    record : dict
        The object.
    key : str
        Name of the field.
    report : RowReport
        Receives what is wrong.

    Returns
    -------
    int or None
        None if unknown.
    """
    value = record.get(key)
    if value is None:
        return None
    if type(value) is int and -_LARGEST < value < _LARGEST:
        return value
    if isinstance(value, float) and abs(value) < _LARGEST and value.is_integer():
        return int(value)
    if isinstance(value, str):
        if is_nothing(value):
            return None
        if _WHOLE.fullmatch(stripped := value.strip()):
            return int(stripped.partition(".")[0])
    report.add(key, f"{_described(value)} is no whole number")
    return None


def number(record: dict[str, Any], key: str, report: RowReport) -> float | None:
    """Return a number, be it written as 7.5 or "7.5".

    Parameters
    ----------
    record : dict
        The object.
    key : str
        Name of the field.
    report : RowReport
        Receives what is wrong, and numbers without bound.

    Returns
    -------
    float or None
        None if unknown.
    """
    value = record.get(key)
    if value is None:
        return None
    if isinstance(value, str):
        if is_nothing(value):
            return None
        found = float(value) if _NUMBER.fullmatch(value.strip()) else math.nan
    elif isinstance(value, bool) or not isinstance(value, int | float):
        found = math.nan
    else:
        found = float(value) if abs(value) < 10**300 else math.inf
    if math.isfinite(found):
        return found
    report.add(key, f"{_described(value)} is no number")
    return None


def objects(record: dict[str, Any], key: str, report: RowReport) -> list[dict[str, Any]]:
    """Return the objects of a list.

    Parameters
    ----------
    record : dict
        The object that holds the list.
    key : str
        Name of the field.
    report : RowReport
        Receives what is wrong, each entry that is no object for itself.

    Returns
    -------
    list of dict
        In their order; empty if unknown.
    """
    value = record.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        report.add(key, f"{_described(value)} is no list of objects")
        return []
    for place, entry in enumerate(value):
        if entry is not None and not isinstance(entry, dict):
            report.add(f"{key}[{place}]", f"{_described(entry)} is no object")
    return [entry for entry in value if isinstance(entry, dict)]


def nested(record: dict[str, Any], key: str, report: RowReport) -> dict[str, Any]:
    """Return the object that stands in a field.

    Parameters
    ----------
    record : dict
        The object around it.
    key : str
        Name of the field.
    report : RowReport
        Receives what is wrong.

    Returns
    -------
    dict
        Empty if unknown.
    """
    value = record.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        report.add(key, f"{_described(value)} is no object")
        return {}
    return value


def _as_text(value: Any, field: str, report: RowReport, expected: str = "text") -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LARGEST:
        return str(int(value) if float(value).is_integer() else value)
    report.add(field, f"{_described(value)} is no {expected}")
    return None


def _described(value: Any) -> str:
    """Return a value as a message shows it; of lists and objects, which may be huge, only the kind."""
    if isinstance(value, list):
        return f"a list of {len(value)}"
    return "an object" if isinstance(value, dict) else shown(value)
