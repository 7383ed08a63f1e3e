"""Titles out of columns, to be compared with those of the ordinary reading."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from recsys.title import Credit, Form, Medium, Relation, RelationKind, Role, Status, Studio, Title
from training.columnar.catalogue_columns import CatalogueColumns
from training.columnar.coded_column import CodedColumn
from training.columnar.whole_titles import whole_titles

_ROLES, _KINDS = tuple(Role), tuple(RelationKind)


def titles_of(columns: CatalogueColumns) -> list[Title]:
    whole = whole_titles(columns)
    return [whole[row] if row in whole else _title(columns, row) for row in range(len(columns))]


def _title(columns: CatalogueColumns, row: int) -> Title:
    extra = {
        name: text.values[code] for name, text in columns.extra.items() if (code := text.codes[row]) >= 0
    }
    return Title(
        id=columns.ids[row],
        title=columns.titles[row],
        original_title=columns.original_titles[row] or None,
        year=int(columns.years[row]) or None,
        form=None if columns.forms[row] < 0 else tuple(Form)[columns.forms[row]],
        medium=None if columns.media[row] < 0 else tuple(Medium)[columns.media[row]],
        status=None if columns.statuses[row] < 0 else tuple(Status)[columns.statuses[row]],
        minutes=int(columns.minutes[row]) or None,
        episodes=int(columns.episodes[row]) or None,
        popularity=None if np.isnan(columns.popularity[row]) else float(columns.popularity[row]),
        synopsis=columns.synopses[row],
        genres=_entries(columns.genres, row),
        tags=_entries(columns.tags, row),
        countries=_entries(columns.countries, row),
        languages=_entries(columns.languages, row),
        studios=tuple(Studio(name) for name in _entries(columns.studios, row)),
        tones=_entries(columns.tones, row),
        sources=_entries(columns.sources, row),
        credits=_credits(columns, row),
        relations=_relations(columns, row),
        extra=MappingProxyType(extra),
    )


def _entries(column: CodedColumn, row: int) -> tuple:  # type: ignore[type-arg]  # of whatever it holds
    codes = column.codes[int(column.indptr[row]) : int(column.indptr[row + 1])]
    return tuple(column.values[code] for code in codes)


def _credits(columns: CatalogueColumns, row: int) -> tuple[Credit, ...]:
    credits = columns.credits
    return tuple(
        Credit(
            credits.names[credits.people[place]],
            _ROLES[credits.roles[place]],
            order=int(credits.orders[place]) or None,
        )
        for place in range(int(credits.indptr[row]), int(credits.indptr[row + 1]))
    )


def _relations(columns: CatalogueColumns, row: int) -> tuple[Relation, ...]:
    relations = columns.relations
    return tuple(
        Relation(_KINDS[relations.kinds[place]], relations.ids[relations.others[place]])
        for place in range(int(relations.indptr[row]), int(relations.indptr[row + 1]))
    )
