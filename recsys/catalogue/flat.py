"""The flat row: what most catalogues can export, one plain list of strings a field.

``id, title, alt_titles, year, format, genres, tags, countries, cast, creators, synopsis,
popularity``, and ``language, companies, producers, source_material`` where it knows them. A flat
row may also carry any key of the native row, such as ``relations``. It is turned into a native
row here and read as one, so that both obey the same rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from recsys.catalogue.countries import split_countries
from recsys.catalogue.problems import RowReport, shown
from recsys.catalogue.row import read_row
from recsys.catalogue.row_model import LONGEST_NAME, clean_name
from recsys.catalogue.source_words import source_pieces
from recsys.names.fold import fold_text
from recsys.title import Form, Medium, Role, Title

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMPANIES = ("companies", "production_companies")
_FLAT_ONLY = frozenset(
    {"alt_titles", "format", "cast", "creators", "producers", "language", "source_material", *_COMPANIES}
)
_NO_LANGUAGE = "xx"  # TMDB's "no language": nothing is said that could be compared
_DRAWN = Medium.ANIMATION
# What the word itself says, and no more: "TV" says nothing of the medium.
_SAID: tuple[tuple[str, Form | None, Medium | None], ...] = (
    ("tv|tv series|tv show|series|show|drama|tv drama|kdrama|k drama|web series", Form.SERIES, None),
    ("miniseries|mini series|tv mini series", Form.SERIES, None),
    ("movie|film|tv movie|feature|feature film", Form.FILM, None),
    ("special|tv special", Form.SPECIAL, None),
    ("short|short film|tv short|music|music video", Form.SHORT, None),
    ("anime|animation|cartoon", None, _DRAWN),
    ("anime series|animated series|ona", Form.SERIES, _DRAWN),
    ("anime film|animated film|anime movie|animated movie", Form.FILM, _DRAWN),
    ("ova", Form.SPECIAL, _DRAWN),
    ("live action", None, Medium.LIVE_ACTION),
)
_FORMATS = {word: (form, medium) for words, form, medium in _SAID for word in words.split("|")}


def read_flat_row(row: Mapping[str, Any], report: RowReport) -> Title | None:
    """Return the title of a flat row without what is wrong in it.

    Parameters
    ----------
    row : mapping
        The row as it came out of JSON.
    report : RowReport
        Receives problems and unknown keys.

    Returns
    -------
    Title or None
        None if the row has no usable id or title.
    """
    native = {key: value for key, value in row.items() if key not in _FLAT_ONLY}
    native["id"] = _number_as_text(row.get("id"))
    native["year"] = _whole_number(row.get("year"))
    if (countries := _countries(row.get("countries"))) is not None:
        native["countries"] = countries
    native |= {key: _split(row[key]) for key in ("genres", "tags") if key in row}
    report.id = native["id"][:80] if isinstance(native["id"], str) else None
    names = [{"name": name} for name in _texts(row, "alt_titles", report) if name != row.get("title")]
    cast = [
        {"person": name, "role": Role.ACTOR, "order": order}
        for order, name in enumerate(_texts(row, "cast", report), start=1)
    ]
    creators = [{"person": name, "role": Role.CREATOR} for name in _texts(row, "creators", report)]
    _append(native, "aliases", names)
    companies = [name for key in _COMPANIES for name in _texts(row, key, report)]
    producers = _texts(row, "producers", report)
    if "source_material" in row:  # a catalogue of animation: there they are companies
        companies, producers = companies + producers, []
    produced = [{"person": name, "role": Role.PRODUCER} for name in producers]
    _append(native, "credits", cast + creators + produced)
    _append(native, "studios", [{"name": name} for name in dict.fromkeys(companies)])
    _append(native, "languages", [name for name in _texts(row, "language", report) if name != _NO_LANGUAGE])
    _append(
        native,
        "sources",
        [kind for name in _texts(row, "source_material", report) for kind in source_pieces(name)],
    )
    _add_format(native, row.get("format"), report)
    return read_row(native, report)


def _number_as_text(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _whole_number(value: Any) -> Any:
    """Read 2019.0 and "2019" as the year that tables and CSV files mean by them."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and len(text := value.strip()) <= 4:
        return int(text) if text.isascii() and text.isdigit() else text or None
    return value


def _countries(value: Any) -> Any:
    """Split "Japan, South Korea", alone or as an entry of a list."""
    if isinstance(value, str):
        return list(split_countries(value))
    if not isinstance(value, list):
        return value
    split = (split_countries(entry) if isinstance(entry, str) else (entry,) for entry in value)
    return [piece for pieces in split for piece in pieces]


def _split(value: Any) -> Any:
    """Read "Drama, Romance" as the list that tables mean by it."""
    return value.split(",") if isinstance(value, str) else value


def _texts(row: Mapping[str, Any], key: str, report: RowReport) -> list[str]:
    """Return the usable entries of a list of names; blank ones are nothing."""
    values = row.get(key)
    if values is None:
        return []
    if isinstance(values, str):
        values = [values] if key == "alt_titles" else _split(values)
    if not isinstance(values, list):
        report.add(key, f"{shown(values)} is not a list")
        return []
    names = []
    for position, entry in enumerate(values):
        value = entry.get("name") if isinstance(entry, Mapping) else entry  # as TMDB writes companies
        if not isinstance(value, str):
            report.add(f"{key}[{position}]", f"{shown(value)} is not text")
        elif len(value) > LONGEST_NAME:
            report.add(
                f"{key}[{position}]", f"{len(value)} characters, more than {LONGEST_NAME}: {shown(value)}"
            )
        elif name := clean_name(value):
            names.append(name)
    return list(dict.fromkeys(names))


def _append(native: dict[str, Any], key: str, pieces: Sequence[Any]) -> None:
    own = native.get(key)
    if pieces and (own is None or isinstance(own, list)):
        native[key] = [*(own or ()), *pieces]


def _add_format(native: dict[str, Any], value: Any, report: RowReport) -> None:
    """Set form and medium where the format says them; keep a format that says neither."""
    if value is None or value == "":
        return
    if not isinstance(value, str):
        report.add("format", f"{shown(value)} is not text")
        return
    form, medium = _FORMATS.get(fold_text(value), (None, None))
    if form is None and medium is None:
        native["format"] = value
    for key, said in (("form", form), ("medium", medium)):
        if native.get(key) is None:
            native[key] = said
