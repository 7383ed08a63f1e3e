"""The title of a canonical row that this library wrote itself, read back without doubting it.

A model holds each title as the row that was checked when it was trained. To check it again takes longer
than to read it, and an answer shows a dozen titles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any, TypeVar

from recsys.kinds import AliasKind, Form, Medium, RelationKind, Role, SourceKind, Status, ToneBasis, ToneState
from recsys.title import (
    Alias,
    Availability,
    Credit,
    Fact,
    InferredTag,
    PartialDate,
    Period,
    Place,
    Rank,
    Relation,
    Release,
    Source,
    Studio,
    Title,
    Tone,
)

_SCHEMA = "schema"
_Reader = Callable[[Any], Any]
P = TypeVar("P")


def title_of_stored_row(row: Mapping[str, Any]) -> Title:
    """Return the title of a row as :func:`recsys.catalogue.row_writing.row_text` wrote it.

    Parameters
    ----------
    row : mapping
        The row as it came out of JSON.

    Returns
    -------
    Title
        The title that was written, equal in every field.

    Raises
    ------
    KeyError, TypeError, ValueError
        If nobody can have written such a row; not every such row is noticed.
    """
    facts: dict[str, Any] = {key: _READERS[key](value) for key, value in row.items() if key in _READERS}
    extra = {key: value for key, value in row.items() if key not in _READERS and key != _SCHEMA}
    if extra:
        facts["extra"] = MappingProxyType(extra)
    return Title(**facts)


def sketch_of_stored_row(row: Mapping[str, Any]) -> Title:
    """Return what a list shows of the title of a row, and nothing else of it.

    Parameters
    ----------
    row : mapping
        The row as it came out of JSON.

    Returns
    -------
    Title
        Its names, year, form, medium, countries, status, tones and tags; as if all else were unknown. To
        read the people of a title takes longer than all of this.

    Raises
    ------
    KeyError, TypeError, ValueError
        If nobody can have written such a row; not every such row is noticed.
    """
    return Title(**{key: _READERS[key](row[key]) for key in _SKETCHED if key in row})


def _as_it_is(value: Any) -> Any:
    return value


def _one_of(members: Iterable[Enum]) -> _Reader:
    """A reader of one of a few words; to ask a dictionary is quicker than to ask the type."""
    return {str(member): member for member in members}.__getitem__


def _pieces(made: Callable[..., P], **readers: _Reader) -> Callable[[list[Any]], tuple[P, ...]]:
    """A reader of a list of pieces, of which some fields have readers of their own."""

    def read(pieces: list[dict[str, Any]]) -> tuple[P, ...]:
        found = []
        for piece in pieces:
            told = {**piece}
            for key, reader in readers.items():
                if key in told:
                    told[key] = reader(told[key])
            found.append(made(**told))
        return tuple(found)

    return read


_place = _pieces(Place)
_READERS: Mapping[str, _Reader] = {
    **dict.fromkeys(
        ("id", "title", "original_title", "year", "episodes", "minutes", "synopsis"),
        _as_it_is,
    ),
    **dict.fromkeys(("genres", "tags", "countries", "languages", "content_warnings"), tuple),
    "form": _one_of(Form),
    "medium": _one_of(Medium),
    "status": _one_of(Status),
    "popularity": float,
    "external_ids": MappingProxyType,
    "aliases": _pieces(Alias, kind=_one_of(AliasKind)),
    "releases": _pieces(Release, date=PartialDate),
    "inferred_tags": _pieces(InferredTag, confidence=float),
    "tones": _pieces(Tone, state=_one_of(ToneState), basis=_one_of(ToneBasis), confidence=float),
    "credits": _pieces(Credit, role=_one_of(Role), aliases=tuple, nationality=tuple),
    "studios": _pieces(Studio),
    "availability": _pieces(Availability, date=PartialDate),
    "ranks": _pieces(Rank, week=PartialDate),
    "filming_places": _place,
    "setting_places": _place,
    "setting_period": lambda period: Period(**period),
    "sources": _pieces(Source, kind=_one_of(SourceKind)),
    "relations": _pieces(Relation, kind=_one_of(RelationKind)),
    "facts": _pieces(Fact, confidence=float),
}
"""How the value of each field of a title is read; what is not written is the default."""
_SKETCHED = (
    *("id", "title", "original_title", "aliases", "languages", "year", "form", "medium", "countries"),
    *("status", "tones", "tags", "inferred_tags", "sources"),
)
