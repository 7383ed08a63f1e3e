"""Cells of tables as people really have them: blanks with names, lists in quotes, stray commas."""

from __future__ import annotations

import ast
import csv
import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from recsys.catalogue import country_codes

_BLANKS = frozenset({"", "n/a", "nan", "none", "unknown"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_AT_END = re.compile(r"\s*\((?:19|20)\d\d\)\s*$")
# Latin text that was once read as Korean cp949; these syllables stand in no Korean name.
_MOJIBAKE = str.maketrans({"혪": "’", "혚": "–", "챕": "é", "챔": "è", "챰": "ñ"})
_LONGEST_CELL = 2**26  # the credits of a film are more than csv's 128 kB


def rows(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    """Yield the rows of a table as far as it can be read, without None and with mended apostrophes.

    Parameters
    ----------
    path : Path
        A CSV file, gzipped if its name ends so; nothing is yielded where it is absent.
    delimiter : str, default ","
        What parts the cells.

    Yields
    ------
    dict of str to str
        Stripped cells by column.
    """
    if not path.is_file():
        return
    csv.field_size_limit(_LONGEST_CELL)
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", errors="replace", newline="") as stream:
        reader = csv.DictReader(stream, delimiter=delimiter)
        try:
            for row in reader:
                # A row that is too long has a key None, one that is too short has values None.
                yield {key: (row[key] or "").translate(_MOJIBAKE).strip() for key in row if key is not None}
        except (csv.Error, EOFError):
            return  # a file that is cut off: what stood before is good


def known(text: str | None) -> str:
    """Return the text, empty where it is a word for nothing.

    Parameters
    ----------
    text : str or None
        A cell such as ``N/A`` or ``nan``.

    Returns
    -------
    str
        The stripped text.
    """
    stripped = (text or "").strip()
    return "" if stripped.casefold() in _BLANKS else stripped


def people(text: str | None) -> tuple[str, ...]:
    """Return the names in a cell: a Python list literal, or names between commas.

    Parameters
    ----------
    text : str or None
        The cell; names without a letter, such as ``1``, are left out.

    Returns
    -------
    tuple of str
        Names once each, in their order.
    """
    cell = known(text)
    names = [str(name) for name in _literal(cell)] if cell.startswith("[") else cell.split(",")
    kept = (" ".join(name.split()) for name in names if any(char.isalpha() for char in name))
    return tuple(dict.fromkeys(name for name in kept if known(name)))


def countries(text: str | None) -> tuple[str, ...]:
    """Return the codes of the countries in a cell; what is no country is left out.

    Parameters
    ----------
    text : str or None
        A cell such as ``", South Korea, Japan"``.

    Returns
    -------
    tuple of str
        Sorted ISO 3166 alpha-2 codes.
    """
    return tuple(country_codes(known(text)).codes)


def year(text: str | None) -> int | None:
    """Return the first year in a cell.

    Parameters
    ----------
    text : str or None
        A date in any order, with a year of four digits.

    Returns
    -------
    int or None
        None if there is none.
    """
    found = _YEAR.search(text or "")
    return int(found.group()) if found else None


def number(text: str | None) -> int | None:
    """Return the whole number above zero in a cell, also written as ``26.0``.

    Parameters
    ----------
    text : str or None
        The cell.

    Returns
    -------
    int or None
        None if it is none.
    """
    try:
        value = float(known(text))
    except ValueError:
        return None
    return int(value) if value >= 1 and value.is_integer() else None


def name_and_year(text: str) -> tuple[str, int | None]:
    """Return a name without the year in brackets that tells twins apart, and that year.

    Parameters
    ----------
    text : str
        A name such as ``Fruits Basket (2019)``.

    Returns
    -------
    tuple of str and (int or None)
        The bare name; None if no year stands at its end.
    """
    found = _YEAR_AT_END.search(text)
    return (text[: found.start()], year(found.group())) if found and found.start() else (text, None)


def _literal(text: str) -> list[object]:
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return []
    return list(value) if isinstance(value, list) else []
