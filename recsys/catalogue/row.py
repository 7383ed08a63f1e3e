"""The native row: from JSON to Title and back, without loss."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from recsys.catalogue.plain_credits import plain_credits
from recsys.catalogue.problems import RowReport, shown
from recsys.catalogue.repair import checked_row
from recsys.catalogue.row_model import CreditRow, PeriodRow, Piece, TitleRow
from recsys.catalogue.row_tones import sorted_tones
from recsys.catalogue.row_writing import row_from_title, row_text
from recsys.catalogue.vocabulary import genre_ids, genre_medium
from recsys.errors import BadData
from recsys.title import (
    Alias,
    Availability,
    Credit,
    Fact,
    InferredTag,
    Medium,
    PartialDate,
    Period,
    Place,
    Rank,
    Relation,
    Release,
    Source,
    Studio,
    Title,
)

__all__ = ["read_row", "row_from_title", "row_text", "title_from_row"]

_DEEPEST = 32
# Blank entries of these lists are what a stray comma leaves behind, and mean nothing.
_WORD_LISTS = ("countries", "genres", "languages", "tags")
P = TypeVar("P")
T = TypeVar("T")


def title_from_row(row: Mapping[str, Any]) -> Title:
    """Return the title of a native row that has no fault.

    Parameters
    ----------
    row : mapping
        The row as it came out of JSON.

    Returns
    -------
    Title
        The title; keys that are not known stand in ``extra``.

    Raises
    ------
    BadData
        If anything in the row is wrong; :func:`read_row` goes on instead.
    """
    report = RowReport()
    title = read_row(row, report)
    if title is None or report.problems:
        raise BadData("; ".join(str(problem) for problem in report.problems))
    return title


def read_row(row: Mapping[str, Any], report: RowReport) -> Title | None:
    """Return the title of a native row without what is wrong in it.

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
    prepared = {key: value for key, value in row.items() if value is not None}
    for key in _WORD_LISTS:
        if isinstance(words := prepared.get(key), list):
            prepared[key] = [word for word in words if not isinstance(word, str) or word.strip()]
    if isinstance(row.get("id"), str):
        report.id = row["id"].strip()[:80]
    if (plain := plain_credits(prepared.get("credits"))) is not None:
        del prepared["credits"]
    try:
        checked = checked_row(prepared, report)
        return None if checked is None else _title(checked, plain, report)
    except RecursionError:
        report.add("", "is nested too deeply")
        return None


def _title(row: TitleRow, plain: tuple[Credit, ...] | None, report: RowReport) -> Title:
    report.id = row.id
    genres, medium = _genres_and_medium(row, report)
    said = sorted_tones(row, report)
    return Title(
        id=row.id,
        title=row.title,
        original_title=row.original_title,
        aliases=_each(row.aliases, lambda a: Alias(a.name, a.language, a.kind)),
        year=row.year,
        releases=_each(row.releases, lambda r: Release(PartialDate(r.date), r.country)),
        form=row.form,
        medium=medium,
        genres=genres,
        tags=_sorted((*row.tags, *said.strangers)),
        inferred_tags=_inferred_tags(row, report),
        tones=tuple(said.tones[id] for id in sorted(said.tones)),
        countries=_sorted(row.countries),
        languages=_sorted(row.languages),
        credits=_distinct(plain if plain is not None else tuple(map(_credit, row.credits))),
        studios=_each(row.studios, lambda s: Studio(s.name, s.country)),
        availability=_each(row.availability, lambda a: Availability(a.service, a.country, _date(a.date))),
        ranks=_each(row.ranks, lambda r: Rank(r.platform, r.rank, r.country, r.chart, _date(r.week))),
        filming_places=_each(row.filming_places, lambda p: Place(p.name, p.country)),
        setting_places=_each(row.setting_places, lambda p: Place(p.name, p.country)),
        setting_period=_period(row.setting_period),
        sources=_each(row.sources, lambda s: Source(s.kind, s.name, s.author)),
        relations=_relations(row, report),
        status=row.status,
        episodes=row.episodes,
        minutes=row.minutes,
        synopsis=row.synopsis,
        content_warnings=said.sorted_warnings,
        external_ids=MappingProxyType(dict(sorted(row.external_ids.items()))),
        facts=_each(row.facts, lambda f: Fact(f.field, f.value, f.source, f.confidence)),
        popularity=row.popularity,
        extra=_extra(row, report),
    )


def _inferred_tags(row: TitleRow, report: RowReport) -> tuple[InferredTag, ...]:
    found: dict[str, InferredTag] = {}
    for position, tag in enumerate(row.inferred_tags):
        guess = InferredTag(tag.name, tag.confidence)
        if found.setdefault(tag.name, guess) != guess:
            report.add(
                f"inferred_tags[{position}].name",
                f"{shown(tag.name)} is given twice and differently; the first one counts",
            )
    return tuple(found[name] for name in sorted(found))


def _distinct(credits: tuple[Credit, ...]) -> tuple[Credit, ...]:
    # To compare whole credits takes as long as to read them, and hardly anybody is credited twice.
    return credits if len({credit.person for credit in credits}) == len(credits) else _unique(credits)


def _credit(c: CreditRow) -> Credit:
    nationality = _sorted(c.nationality) if c.nationality else ()
    aliases = _unique(c.aliases) if c.aliases else ()
    return Credit(c.person, c.role, c.native, aliases, c.character, c.order, nationality, c.person_id)


def _genres_and_medium(row: TitleRow, report: RowReport) -> tuple[tuple[str, ...], Medium | None]:
    """Fold the genres; "Animation" among them says what the title is made of."""
    medium = row.medium
    for text in row.genres:
        said = genre_medium(text)
        if medium is None:
            medium = said
        elif said not in (None, medium):
            report.add("genres", f"{shown(text)} contradicts the medium {medium}")
    return _sorted(id for text in row.genres for id in genre_ids(text)), medium


def _relations(row: TitleRow, report: RowReport) -> tuple[Relation, ...]:
    found = set()
    for position, relation in enumerate(row.relations):
        if relation.id == row.id:
            report.add(f"relations[{position}].id", f"{shown(relation.id)} is the title itself")
        else:
            found.add(Relation(relation.kind, relation.id))
    return tuple(sorted(found, key=lambda relation: (relation.kind, relation.id)))


def _extra(row: TitleRow, report: RowReport) -> Mapping[str, Any]:
    """Return the keys that nobody knows; those inside of pieces are only reported."""
    for name in _piece_lists():
        for piece in getattr(row, name):
            if piece.model_extra:
                report.unknown_keys.extend(f"{name}.{key}" for key in piece.model_extra)
    if row.setting_period is not None and row.setting_period.model_extra:
        report.unknown_keys.extend(f"setting_period.{key}" for key in row.setting_period.model_extra)
    kept = {}
    for key, value in sorted((row.model_extra or {}).items()):
        if _is_sound(value):
            report.unknown_keys.append(key)
            kept[key] = value
        else:
            report.add(key[:80], f"holds NaN or Infinity, or is more than {_DEEPEST} levels deep")
    return MappingProxyType(kept)


@cache
def _piece_lists() -> tuple[str, ...]:
    lists = {"studios"}
    for name, field in TitleRow.model_fields.items():
        arguments = getattr(field.annotation, "__args__", ())
        if arguments and isinstance(arguments[0], type) and issubclass(arguments[0], Piece):
            lists.add(name)
    return tuple(sorted(lists - {"setting_period"}))


def _is_sound(value: Any, depth: int = 0) -> bool:
    """Whether a value can be written as JSON again, at whatever depth of the call stack."""
    if isinstance(value, float):
        return math.isfinite(value)
    if not isinstance(value, dict | list):
        return True
    parts = value.values() if isinstance(value, dict) else value
    return depth < _DEEPEST and all(_is_sound(part, depth + 1) for part in parts)


def _period(row: PeriodRow | None) -> Period | None:
    return None if row is None else Period(row.start, row.start if row.end is None else row.end)


def _date(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate(text)


def _sorted(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


def _each(pieces: Sequence[P], made_of: Callable[[P], T]) -> tuple[T, ...]:
    """What is made of each piece, once each; most lists of most rows are empty."""
    return _unique(map(made_of, pieces)) if pieces else ()


def _unique(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
