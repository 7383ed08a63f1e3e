"""Columns of a catalogue, made of its titles: what the reading by column must give of a table of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from recsys.catalogue import Catalogue
from recsys.names import StringTable
from recsys.title import Credit, Form, Medium, RelationKind, Role, Status, Studio, Title
from training.columnar.catalogue_columns import CatalogueColumns
from training.columnar.coded_column import CodedColumn, CodedCredits, CodedRelations, CodedText

T = TypeVar("T")

_HELD = frozenset(
    "id title original_title synopsis year form medium status minutes episodes popularity genres tags "
    "countries languages studios tones sources credits relations extra".split()
)


def columns_of(catalogue: Catalogue) -> CatalogueColumns:
    titles = list(catalogue)
    whole = {row: title for row, title in enumerate(titles) if not _fits(title)}
    bare = [Title(id=t.id, title="") if row in whole else t for row, t in enumerate(titles)]
    keys = sorted({key for title in bare for key in title.extra})
    return CatalogueColumns(
        ids=_table(title.id for title in titles),
        titles=_table(title.title for title in bare),
        original_titles=_table(title.original_title or "" for title in bare),
        synopses=_table(title.synopsis for title in bare),
        years=np.array([title.year or 0 for title in bare], dtype=np.int16),
        forms=np.array([tuple(Form).index(t.form) if t.form else -1 for t in bare], dtype=np.int8),
        media=np.array([tuple(Medium).index(t.medium) if t.medium else -1 for t in bare], dtype=np.int8),
        statuses=np.array([tuple(Status).index(t.status) if t.status else -1 for t in bare], dtype=np.int8),
        minutes=np.array([title.minutes or 0 for title in bare], dtype=np.int32),
        episodes=np.array([title.episodes or 0 for title in bare], dtype=np.int32),
        popularity=np.array([np.nan if t.popularity is None else t.popularity for t in bare]),
        genres=_words([title.genres for title in bare]),
        tags=_words([title.tags for title in bare]),
        countries=_words([title.countries for title in bare]),
        languages=_words([title.languages for title in bare]),
        studios=_words([tuple(studio.name for studio in title.studios) for title in bare]),
        tones=CodedColumn(*_coded([title.tones for title in bare])),
        sources=CodedColumn(*_coded([title.sources for title in bare])),
        credits=_credits(bare),
        relations=_relations(catalogue),
        extra={key: _text([title.extra.get(key) for title in bare]) for key in keys},
        whole=whole,
        problems=(),
    )


def _fits(title: Title) -> bool:
    empty = Title(id="", title="")
    others = (name for name in Title.__dataclass_fields__ if name not in _HELD)
    return (
        all(getattr(title, name) == getattr(empty, name) for name in others)
        and all(credit == Credit(credit.person, credit.role, order=credit.order) for credit in title.credits)
        and all(studio == Studio(studio.name) for studio in title.studios)
        and all(isinstance(value, str) for value in title.extra.values())
    )


def _table(texts: Iterable[str]) -> StringTable:
    return StringTable.from_strings(texts)


def _coded(
    lists: Sequence[tuple[T, ...]],
) -> tuple[NDArray[np.int64], NDArray[np.int32], tuple[T, ...]]:
    values = tuple(dict.fromkeys(value for own in lists for value in own))
    indptr = np.cumsum([0, *map(len, lists)], dtype=np.int64)
    place = {value: number for number, value in enumerate(values)}
    codes = np.array([place[value] for own in lists for value in own], dtype=np.int32)
    return indptr, codes, values


def _words(lists: Sequence[tuple[str, ...]]) -> CodedColumn[StringTable]:
    indptr, codes, values = _coded(lists)
    return CodedColumn(indptr, codes, _table(values))


def _text(texts: Sequence[str | None]) -> CodedText:
    _, codes, values = _coded([(text,) for text in texts if text is not None])
    every = np.full(len(texts), -1, dtype=np.int32)
    every[[text is not None for text in texts]] = codes
    return CodedText(every, _table(values))


def _credits(titles: Sequence[Title]) -> CodedCredits:
    indptr, people, names = _coded([tuple(credit.person for credit in title.credits) for title in titles])
    credits = [credit for title in titles for credit in title.credits]
    roles = np.array([tuple(Role).index(credit.role) for credit in credits], dtype=np.int8)
    orders = np.array([credit.order or 0 for credit in credits], dtype=np.int32)
    return CodedCredits(indptr, people, roles, orders, _table(names))


def _relations(catalogue: Catalogue) -> CodedRelations:
    titles = list(catalogue)
    indptr, others, ids = _coded([tuple(relation.id for relation in title.relations) for title in titles])
    added = {(relation.id, relation.kind, relation.other) for relation in catalogue.added_relations}
    every = [(title.id, relation.kind, relation.id) for title in titles for relation in title.relations]
    kinds = [tuple(RelationKind).index(kind) for _, kind, _ in every]
    told = np.array([relation not in added for relation in every], dtype=np.bool_)
    return CodedRelations(indptr, np.array(kinds, dtype=np.int8), others, told, _table(ids))
