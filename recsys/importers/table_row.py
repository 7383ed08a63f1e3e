"""One row of somebody's own table: cells by the names of our fields, and what they become."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from recsys.catalogue.countries import country_code, country_codes
from recsys.catalogue.flat import _FORMATS as FORMAT_WORDS
from recsys.catalogue.problems import RowReport, shown
from recsys.catalogue.source_words import source_pieces
from recsys.files import is_nothing, literal_list, literal_value
from recsys.files.parquet import plain_value
from recsys.importers.cleaning import clean_synopsis, clean_title, distinct, is_person, slug
from recsys.importers.dates import iso_date
from recsys.importers.importer import Row
from recsys.names.fold import fold_text

Cell = tuple[str, str | None]
"""What stands in a cell, and what stands between its entries; None where nobody said."""

SITES = tuple("imdb tmdb tvdb mal anilist kitsu anidb simkl mdl movielens trakt letterboxd wikidata".split())
PEOPLE = {
    "cast": "actor", "voices": "voice", "directors": "director", "writers": "writer",
    "creators": "creator", "composers": "composer", "producers": "producer",
}  # fmt: skip
STRUCTURED: dict[str, type] = {
    **dict.fromkeys("credits releases availability ranks relations sources tones facts".split(), list),
    **dict.fromkeys("inferred_tags filming_places setting_places content_warnings".split(), list),
    **dict.fromkeys(("setting_period", "external_ids"), dict),
}
FLAT_NAMES = {
    "alt_titles": "aliases",
    "language": "languages",
    "companies": "studios",
    "production_companies": "studios",
}
FIELDS = frozenset(
    {"id", "title", "original_title", "aliases", "year", "date", "form", "medium", "format", "status",
     "genres", "tags", "countries", "languages", "synopsis", "studios", "minutes", "episodes", "popularity",
     "source_material", "services", *PEOPLE, *SITES, *STRUCTURED, *FLAT_NAMES}
)  # fmt: skip
"""Names that a column may bear, or be mapped to."""

_WHOLE = re.compile(r"\d{1,9}(?:\.0+)?", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?(?:e[+-]?\d{1,2})?", re.ASCII | re.IGNORECASE)
_LENGTH = re.compile(
    r"(?:(\d{1,3})\s?h(?:rs?|ours?)?\b\.?)?\s?(?:(\d{1,5})\s?m(?:ins?|inutes?)?\b\.?)?",
    re.IGNORECASE | re.ASCII,
)
_MOST_SPLIT = 10_000


def native_row(cells: Sequence[tuple[str, Cell]], report: RowReport) -> Row | None:
    """Return the native row of a row of a table.

    Parameters
    ----------
    cells : sequence of tuple of str and tuple of str and str or None
        Fields, each with its text and what stands between its entries.
    report : RowReport
        Receives what cannot be read.

    Returns
    -------
    dict or None
        None if there is no title, and the report says so.
    """
    title = next((name for field, (text, _) in cells if field == "title" and (name := clean_title(text))), "")
    if not title:
        told = [text for _, (text, _) in cells if text]
        report.add("title", f"is missing, only {shown(told)}; the row is left out")
        return None
    row: Row = {"title": title, "credits": [], "studios": [], "external_ids": {}}
    for field, cell in cells:
        if not is_nothing(cell[0]):
            _READERS[field](row, field, cell, report)
    _add_producers(row, any(field == "source_material" for field, _ in cells))
    if not row.get("id"):
        row["id"] = slug(title, row.get("year"))
    if not row["id"]:
        report.add("id", f"none can be made of {shown(title)}: give a column of ids; the row is left out")
        return None
    return row


def _listed(cell: Cell, field: str, report: RowReport, default: str | None = ",") -> list[str]:
    """Return the entries of a cell: a list of JSON or Python, or texts with something between them."""
    text, separator = cell
    if separator is None and text.startswith("["):
        try:
            entries = [plain_value(entry) for entry in literal_list(text)]
        except ValueError as error:
            report.add(field, f"{shown(text)} {error}")
            return []
        named = (entry.get("name") if isinstance(entry, dict) else entry for entry in entries)
        return distinct(str(entry) for entry in named if isinstance(entry, str | int | float))
    between = separator or default
    return distinct(text.split(between, _MOST_SPLIT) if between else [text])


def _id(row: Row, field: str, cell: Cell, report: RowReport) -> None:  # noqa: ARG001
    row["id"] = _without_fraction(cell[0])


def _name(row: Row, field: str, cell: Cell, report: RowReport) -> None:  # noqa: ARG001
    row[field] = clean_title(cell[0])


def _aliases(row: Row, field: str, cell: Cell, report: RowReport) -> None:
    if (pieces := _objects(cell[0])) is not None:
        row.setdefault("aliases", []).extend(pieces)
        return
    names = (name for name in _listed(cell, field, report, default=None) if name != row["title"])
    row.setdefault("aliases", []).extend({"name": name} for name in names)


def _year(row: Row, field: str, cell: Cell, report: RowReport) -> None:
    date = iso_date(_without_fraction(cell[0]))
    if date is None:
        report.add(field, f"{shown(cell[0])} is neither a year nor a date")
    else:
        row["year"] = int(date[:4])


def _date(row: Row, field: str, cell: Cell, report: RowReport) -> None:
    date = iso_date(cell[0])
    if date is None:
        report.add(field, f"{shown(cell[0])} is no date such as 2019-12-14")
        return
    row["releases"] = [{"date": date}]
    row.setdefault("year", int(date[:4]))


def _format(row: Row, field: str, cell: Cell, report: RowReport) -> None:  # noqa: ARG001
    """Set form and medium as far as a word says them, as in a flat row."""
    form, medium = FORMAT_WORDS.get(fold_text(cell[0]), (None, None))
    if form is None and medium is None:
        row[field] = cell[0].casefold() if field != "format" else cell[0]
    for key, said in (("form", form), ("medium", medium)):
        if said is not None:
            row.setdefault(key, str(said))


def _labels(row: Row, field: str, cell: Cell, report: RowReport) -> None:
    row.setdefault(field, []).extend(_listed(cell, field, report))


def _status(row: Row, field: str, cell: Cell, report: RowReport) -> None:  # noqa: ARG001
    row[field] = cell[0].casefold()


def _countries(row: Row, field: str, cell: Cell, report: RowReport) -> None:
    text, separator = cell
    if separator is None and not text.startswith("["):
        found = country_codes(text)
        row[field], unknown = list(found.codes), list(found.unknown)
    else:
        codes = {name: country_code(name) for name in _listed(cell, field, report)}
        row[field] = [code for code in codes.values() if code]
        unknown = [name for name, code in codes.items() if not code]
    for piece in unknown:
        report.add(field, f"{shown(piece)} is no country")


def _people(row: Row, field: str, cell: Cell, report: RowReport) -> None:
    for order, name in enumerate(_listed(cell, field, report), start=1):
        if is_person(name):
            credit = {"person": name, "role": PEOPLE[field]}
            row["credits"].append(credit | ({"order": order} if field in ("cast", "voices") else {}))
        else:
            report.add(field, f"{shown(name)} is nobody's name")


def _studios(row: Row, field: str, cell: Cell, report: RowReport) -> None:
    pieces = _objects(cell[0])
    row["studios"] += [{"name": name} for name in _listed(cell, field, report)] if pieces is None else pieces


def _synopsis(row: Row, field: str, cell: Cell, report: RowReport) -> None:  # noqa: ARG001
    row[field] = clean_synopsis(cell[0])


def _count(row: Row, field: str, cell: Cell, report: RowReport) -> None:
    if _WHOLE.fullmatch(cell[0]):
        row[field] = int(_without_fraction(cell[0])) or None
    else:
        report.add(field, f"{shown(cell[0])} is no whole number")


def _minutes(row: Row, field: str, cell: Cell, report: RowReport) -> None:
    found = _LENGTH.fullmatch(cell[0])
    if found and (found[1] or found[2]):
        row[field] = 60 * int(found[1] or 0) + int(found[2] or 0) or None
    else:
        _count(row, field, cell, report)


def _popularity(row: Row, field: str, cell: Cell, report: RowReport) -> None:
    text = cell[0].replace(",", "")
    if _NUMBER.fullmatch(text):
        row[field] = float(text)
    else:
        report.add(field, f"{shown(cell[0])} is no number")


def _source(row: Row, field: str, cell: Cell, report: RowReport) -> None:
    pieces = (piece for name in _listed(cell, field, report) for piece in source_pieces(name))
    row.setdefault("sources", []).extend(pieces)


def _services(row: Row, field: str, cell: Cell, report: RowReport) -> None:
    services = ({"service": name} for name in _listed(cell, field, report))
    row.setdefault("availability", []).extend(services)


def _site(row: Row, field: str, cell: Cell, report: RowReport) -> None:
    id = _without_fraction(cell[0])
    if field == "imdb" and id.isascii() and id.isdigit():
        id = f"tt{int(id):07d}" if len(id) < 12 else id
    if not id or " " in id:
        report.add(field, f"{shown(cell[0])} is no id")
    else:
        row["external_ids"][field] = id


def _structured(row: Row, field: str, cell: Cell, report: RowReport) -> None:
    """Read what a field of the native row holds: a list of objects, or an object."""
    try:
        value: Any = plain_value(literal_value(cell[0]))
    except ValueError as error:
        report.add(field, f"{shown(cell[0])} {error}")
        return
    if isinstance(value, list) and STRUCTURED[field] is list:
        row.setdefault(field, []).extend(value)
    elif isinstance(value, dict) and STRUCTURED[field] is dict:
        row[field] = {**row.get(field, {}), **value}
    else:
        expected = "a list" if STRUCTURED[field] is list else "an object"
        report.add(field, f"{shown(cell[0])} is not {expected} as JSON writes it")


def _objects(text: str) -> list[Any] | None:
    """Return the objects that a cell holds as the native row would; None if it holds something else."""
    if not text.startswith("[{"):
        return None
    try:
        value = plain_value(literal_value(text))
    except ValueError:
        return None
    return value if isinstance(value, list) else None


def _without_fraction(text: str) -> str:
    """Return 2019.0, which tables write where numbers are missing elsewhere, as 2019."""
    return text.split(".")[0] if _WHOLE.fullmatch(text) else text


def _add_producers(row: Row, is_animation: bool) -> None:
    """Take producers for companies where catalogues of animation, which tell a source, mean those."""
    if is_animation:
        row["studios"] += [{"name": c["person"]} for c in row["credits"] if _produces(c)]
        row["credits"] = [credit for credit in row["credits"] if not _produces(credit)]


def _produces(credit: Any) -> bool:
    return isinstance(credit, dict) and credit.keys() == {"person", "role"} and credit["role"] == "producer"


_READERS: dict[str, Callable[[Row, str, Cell, RowReport], None]] = {
    "id": _id,
    "title": lambda row, field, cell, report: None,  # noqa: ARG005 - read before all others
    "original_title": _name,
    "aliases": _aliases,
    "year": _year,
    "date": _date,
    "form": _format,
    "medium": _format,
    "format": _format,
    "status": _status,
    "genres": _labels,
    "tags": _labels,
    "languages": _labels,
    "countries": _countries,
    "studios": _studios,
    "synopsis": _synopsis,
    "minutes": _minutes,
    "episodes": _count,
    "popularity": _popularity,
    "source_material": _source,
    "services": _services,
    **dict.fromkeys(PEOPLE, _people),
    **dict.fromkeys(SITES, _site),
    **dict.fromkeys(STRUCTURED, _structured),
}
