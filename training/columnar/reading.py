"""A flat catalogue in Parquet read by column: the same titles as the ordinary reading gives."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from recsys.catalogue.problems import Problem, RowReport, shown
from recsys.files import Source
from recsys.importers.importing import titles_of_rows
from recsys.names import StringTable
from recsys.title import Title
from training.columnar.arrow_text import NotByColumn, mask_of, string_table
from training.columnar.catalogue_columns import CatalogueColumns
from training.columnar.coded_column import CodedColumn, CodedCredits, CodedText
from training.columnar.distinct_values import RawColumn
from training.columnar.file_rows import FileRows, Words, file_rows
from training.columnar.memory import give_back
from training.columnar.ragged import Ragged
from training.columnar.relations import completed_relations
from training.columnar.scalar_fields import cells_of
from training.columnar.table_columns import Progress, chosen_rows, fields_of, read_table, source_of

S = TypeVar("S", np.int8, np.int16, np.int32, np.float64)
AnyPath = str | os.PathLike[str]
_N_THREADS = 2
_LISTS = ("tones", "sources", "studios")
_WORDS = ("genres", "tags", "countries", "languages")
_TEXTS = ("synopses", "titles", "originals")
_MOST_WHOLE, _WHOLE_SHARE = 2_000, 0.2
"""Rows that are read in the ordinary way: if they are more, all of them had better be."""


def can_be_read_by_column(path: AnyPath) -> bool:
    """Return whether a file looks like a table that can be read by column.

    Parameters
    ----------
    path : path
        Any file.

    Returns
    -------
    bool
        True for a single file of Parquet with columns named as our fields. Reading it may still raise
        :class:`training.columnar.arrow_text.NotByColumn` where its cells turn out to be odd.
    """
    try:
        return bool(fields_of(source_of(path)))
    except NotByColumn:
        return False


def read_columns(path: AnyPath, *, progress: Progress | None = None) -> CatalogueColumns:
    """Return the titles of a table, as :func:`recsys.importers.read_titles` gives them, as columns.

    Parameters
    ----------
    path : path
        A file of Parquet.
    progress : callable or None
        Told how many rows are read, and of how many.

    Returns
    -------
    CatalogueColumns
        Titles sorted by id. Of two titles with the same id the first is used.

    Raises
    ------
    NotByColumn
        If it has to be read row by row.
    """
    source = source_of(path)
    rows = file_rows(read_table(source, fields_of(source), progress))
    give_back()
    rows.odd |= _own_relations(rows)
    if rows.odd.sum() > max(_MOST_WHOLE, _WHOLE_SHARE * len(rows.odd)):
        msg = f"{source.name}: {int(rows.odd.sum())} of its {len(rows.odd)} rows have to be read one by one"
        raise NotByColumn(msg)
    whole, reports = _read_whole(source, rows.odd)
    chosen = _chosen(source, rows, whole, reports)
    columns = _columns(rows, chosen, {row: whole[row] for row in chosen.tolist() if row in whole}, reports)
    del rows
    give_back()
    return columns


@dataclass(frozen=True, slots=True)
class _Picked:
    """Rows of a file in the order of the catalogue, and which of them stay in the columns."""

    rows: NDArray[np.int64]
    is_whole: NDArray[np.bool_]
    in_order: bool

    def lists(self, lists: Ragged) -> Ragged:
        return (lists if self.in_order else lists.take(self.rows)).without_rows(self.is_whole)

    def words(self, words: Words) -> CodedColumn[StringTable]:
        found = self.lists(words[0])
        return CodedColumn(found.indptr, found.codes, words[1])

    def scalars(self, values: NDArray[S], unknown: float) -> NDArray[S]:
        found = values[self.rows]
        found[self.is_whole] = unknown
        return found

    def texts(self, texts: pa.Array) -> StringTable:
        if self.is_whole.any():
            blank = pa.array(["" if is_so else None for is_so in self.is_whole.tolist()], texts.type)
            return string_table(pc.coalesce(blank, texts.take(pa.array(self.rows))))
        return string_table(texts if self.in_order else texts.take(pa.array(self.rows)))


def _own_relations(rows: FileRows) -> NDArray[np.bool_]:
    """Rows that call themselves their relation."""
    lists, pairs = rows.relations
    found = np.zeros(lists.n_rows, np.bool_)
    if pairs:
        named = pa.array([id for _, id in pairs], pa.large_string())
        bearers = lists.rows
        own = rows.ids.take(pa.array(bearers))
        same = pc.equal(named.take(pa.array(lists.codes)), own)
        found[bearers[mask_of(same)]] = True
    return found


def _read_whole(source: Source, odd: NDArray[np.bool_]) -> tuple[dict[int, Title], dict[int, list[Problem]]]:
    """The titles of odd rows, and what is wrong with them."""
    titles: dict[int, Title] = {}
    problems: dict[int, list[Problem]] = {}
    if not odd.any():
        return titles, problems
    for place, row, report in chosen_rows(source, odd):
        read = titles_of_rows("table", iter([(row, report)]))
        problems[place] = list(read.problems)
        for title in read.catalogue:
            titles[place] = title
    return titles, problems


def _chosen(
    source: Source, rows: FileRows, whole: Mapping[int, Title], problems: dict[int, list[Problem]]
) -> NDArray[np.int64]:
    """Rows of the file in the order of their ids, the first of each id; the others are told as problems."""
    ids, odd = rows.ids, np.flatnonzero(rows.odd)
    if len(odd):
        found = [whole[row].id if row in whole else "" for row in odd.tolist()]
        ids = rows.ids = pc.replace_with_mask(ids, pa.array(rows.odd), pa.array(found, ids.type))
    if pc.all(pc.less(ids[:-1], ids[1:])).as_py() and (not len(ids) or ids[0].as_py()):
        return np.arange(len(ids))
    order = np.asarray(pc.sort_indices(ids)).astype(np.int64)
    ordered = ids.take(pa.array(order))
    is_first = np.ones(len(order), np.bool_)
    is_first[1:] = mask_of(pc.not_equal(ordered[1:], ordered[:-1]))
    exists = mask_of(pc.not_equal(ordered, ""))
    for place in np.flatnonzero(~is_first & exists).tolist():
        row, id = int(order[place]), ordered[place].as_py()
        report = RowReport(source.name, row + 1, id[:80])
        report.add("id", f"{shown(id)} is there already; the first title of that id is used")
        problems.setdefault(row, []).extend(report.problems)
    return order[is_first & exists]


def _columns(
    rows: FileRows,
    chosen: NDArray[np.int64],
    whole: Mapping[int, Title],
    problems: Mapping[int, list[Problem]],
) -> CatalogueColumns:
    in_order = len(chosen) == len(rows.odd) and bool((chosen == np.arange(len(chosen))).all())
    picked = _Picked(chosen, rows.odd[chosen], in_order)
    at = {row: place for place, row in enumerate(chosen.tolist()) if row in whole} if whole else {}
    titles = {at[row]: title for row, title in whole.items()}
    ids = rows.ids if in_order else rows.ids.take(pa.array(chosen))
    with ThreadPoolExecutor(_N_THREADS) as pool:
        lists = {name: pool.submit(picked.lists, getattr(rows, name)[0]) for name in _LISTS}
        words = {name: pool.submit(picked.words, getattr(rows, name)) for name in _WORDS}
        texts = {name: pool.submit(picked.texts, getattr(rows, name)) for name in _TEXTS}
        credits = pool.submit(_credits, rows, picked)
        relations = completed_relations(picked.lists(rows.relations[0]), rows.relations[1], titles, ids)
    tones, sources, studios = (lists[name].result() for name in _LISTS)
    return CatalogueColumns(
        ids=string_table(ids),
        titles=texts["titles"].result(),
        original_titles=texts["originals"].result(),
        synopses=texts["synopses"].result(),
        years=picked.scalars(rows.years, 0),
        forms=picked.scalars(rows.kinds.forms, -1),
        media=picked.scalars(rows.kinds.media, -1),
        statuses=picked.scalars(rows.kinds.statuses, -1),
        minutes=picked.scalars(rows.minutes, 0),
        episodes=picked.scalars(rows.episodes, 0),
        popularity=picked.scalars(rows.popularity, np.nan),
        **{name: found.result() for name, found in words.items()},
        studios=CodedColumn(studios.indptr, studios.codes, string_table(rows.studios[1])),
        tones=CodedColumn(tones.indptr, tones.codes, rows.tones[1]),
        sources=CodedColumn(sources.indptr, sources.codes, rows.sources[1]),
        credits=credits.result(),
        relations=relations,
        extra={name: _extra(raw, picked) for name, raw in sorted(rows.extra.items())},
        whole=titles,
        problems=tuple(problem for row in sorted(problems) for problem in problems[row]),
    )


def _credits(rows: FileRows, picked: _Picked) -> CodedCredits:
    lists, names = rows.people
    people = picked.lists(lists)
    if len(people.codes) == len(lists.codes) and picked.in_order:
        return CodedCredits(people.indptr, people.codes, rows.roles, rows.orders, string_table(names))
    indptr, places = lists.places(picked.rows)
    kept = ~np.repeat(picked.is_whole, np.diff(indptr))
    places = places[kept]
    return CodedCredits(
        people.indptr, people.codes, rows.roles[places], rows.orders[places], string_table(names)
    )


def _extra(raw: RawColumn, picked: _Picked) -> CodedText:
    codes = np.where(picked.is_whole, np.int32(-1), cells_of(raw)[picked.rows])
    return CodedText(codes, string_table(raw.values))
