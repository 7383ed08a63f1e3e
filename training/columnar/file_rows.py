"""The rows of a table as titles, in the order of the file: what all columns of a row say together."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from recsys.importers.table_row import PEOPLE
from recsys.kinds import Form, Medium
from recsys.names import StringTable
from recsys.title import Source, Tone
from training.columnar.arrow_text import arrow_strings, string_table
from training.columnar.counted_blocks import vocabulary
from training.columnar.credited_rows import Credits, credits_of
from training.columnar.distinct_values import RawColumn
from training.columnar.label_fields import Labels, labels_of
from training.columnar.list_fields import Names, codes_of, names_of
from training.columnar.object_fields import Pieces, relations_of, sources_of, tones_of
from training.columnar.ragged import Ragged, side_by_side
from training.columnar.scalar_fields import KIND_FIELDS, Kinds, kinds_of, numbers_of
from training.columnar.table_columns import TableColumns
from training.columnar.text_fields import (
    Cleaned,
    cleaned_ids,
    cleaned_originals,
    cleaned_synopses,
    cleaned_titles,
)

_N_THREADS = 2
Words = tuple[Ragged, StringTable]


@dataclass(slots=True)
class FileRows:
    """Titles in the order of the file; the fields are those of :class:`CatalogueColumns`.

    Parameters
    ----------
    ids, titles, originals, synopses : pyarrow.Array of large_string
        Texts; empty where unknown.
    years, minutes, episodes, popularity : ndarray, shape (n_rows,)
        0, or NaN, where unknown.
    kinds : Kinds
        Form, medium and status.
    genres, tags, countries, languages : tuple of Ragged and StringTable
        Sorted within a row.
    studios, people : tuple of Ragged and pyarrow.Array
        Names in the order of the row.
    roles, orders : ndarray, shape (n_credits,)
        Beside the entries of ``people``.
    tones, sources, relations : tuple of Ragged and tuple
        Objects of each row.
    extra : dict of str to RawColumn
        Columns that are no field of ours.
    odd : ndarray of bool, shape (n_rows,)
        Rows to be read in the ordinary way; what stands in them here is to be ignored.
    """

    ids: pa.Array
    titles: pa.Array
    originals: pa.Array
    synopses: pa.Array
    years: NDArray[np.int16]
    minutes: NDArray[np.int32]
    episodes: NDArray[np.int32]
    popularity: NDArray[np.float64]
    kinds: Kinds
    genres: Words
    tags: Words
    countries: Words
    languages: Words
    studios: tuple[Ragged, pa.Array]
    people: tuple[Ragged, pa.Array]
    roles: NDArray[np.int8]
    orders: NDArray[np.int32]
    tones: tuple[Ragged, tuple[Tone, ...]]
    sources: tuple[Ragged, tuple[Source, ...]]
    relations: tuple[Ragged, tuple[tuple[int, str], ...]]
    extra: dict[str, RawColumn]
    odd: NDArray[np.bool_]


class _Rows:
    """Gathers the fields of a table, and which rows are odd."""

    def __init__(self, table: TableColumns) -> None:
        self.table = table
        self.odd = table.odd.copy()
        self.n_rows = table.n_rows

    def text(self, name: str) -> pa.Array:
        found = self.table.texts.pop(name, None)
        return pa.array([""] * self.n_rows, pa.large_string()) if found is None else found

    def kept(self, cleaned: tuple[pa.Array, NDArray[np.bool_]]) -> pa.Array:
        self.odd |= cleaned[1]
        return cleaned[0]

    def number(self, name: str) -> NDArray[np.float64]:
        if name not in self.table.cells:
            return np.full(self.n_rows, np.nan)
        values, odd = numbers_of(name, self.table.cells[name])
        self.odd |= odd
        return values

    def labels(self, name: str) -> Labels | None:
        if name not in self.table.lists:
            return None
        found = labels_of(name, self.table.lists.pop(name))
        self.odd |= found.odd
        return found

    def codes(self, name: str) -> Words:
        if name not in self.table.lists:
            return self.nothing(), StringTable.from_strings([])
        raw = self.table.lists.pop(name)
        lists, words, odd = codes_of(name, raw, is_listed=raw.is_listed)
        self.odd |= odd
        return lists, words

    def names(self, name: str) -> Names | None:
        if name not in self.table.lists:
            return None
        found = names_of(name, self.table.lists.pop(name), of_people=False)
        self.odd |= found.odd
        return found

    def pieces(self, found: Pieces) -> Pieces:
        self.odd |= found.odd
        return found

    def material(self) -> Pieces | None:
        if "source_material" not in self.table.lists:
            return None
        raw = self.table.lists.pop("source_material")
        return self.pieces(sources_of(raw, is_listed=raw.is_listed))

    def nothing(self) -> Ragged:
        return Ragged(np.zeros(self.n_rows + 1, np.int64), np.empty(0, np.int32))


def file_rows(table: TableColumns) -> FileRows:
    """Return what the columns of a table say of each row.

    Parameters
    ----------
    table : TableColumns
        As it was read; it is used up.

    Returns
    -------
    FileRows
        One title a row.
    """
    rows = _Rows(table)
    # Nothing else looks at people, and at the synopses, which are most of a file.
    people = {name: table.lists.pop(name) for name in tuple(table.lists) if name in PEOPLE}
    with ThreadPoolExecutor(_N_THREADS) as pool:
        credits = pool.submit(credits_of, people, rows.n_rows)
        prose = pool.submit(cleaned_synopses, rows.text("synopsis"))
        return _rows_beside(rows, table, prose, credits)


def _rows_beside(
    rows: _Rows, table: TableColumns, prose: Future[Cleaned], credits: Future[Credits]
) -> FileRows:
    nothing = rows.nothing()
    # 1. one value a cell
    years = np.nan_to_num(rows.number("year")).astype(np.int16)
    counts = {name: np.nan_to_num(rows.number(name)).astype(np.int32) for name in ("minutes", "episodes")}
    popularity = np.full(rows.n_rows, np.nan)
    if table.popularity is not None:
        popularity = rows.kept(table.popularity)
    # 2. texts
    titles = rows.kept(cleaned_titles(rows.text("title")))
    ids = rows.kept(cleaned_ids(rows.text("id"), titles, years))
    originals = rows.kept(cleaned_originals(rows.text("original_title")))
    # 3. labels say more than genres and tags, where nothing better is said
    genres, tags = rows.labels("genres"), rows.labels("tags")
    said = [found for found in (genres, tags) if found is not None]
    kinds = _kinds(rows, table, genres, said)
    sources = _sources(rows.material(), [found.sources for found in said], nothing)
    # 4. lists
    studios = rows.names("studios")
    tones = rows.pieces(tones_of(table.lists.pop("tones"))) if "tones" in table.lists else None
    relations = (
        rows.pieces(relations_of(table.lists.pop("relations"))) if "relations" in table.lists else None
    )
    # 5. what was done meanwhile
    synopses = rows.kept(prose.result())
    credited = credits.result()
    rows.odd |= credited.odd
    return FileRows(
        ids=ids,
        titles=titles,
        originals=originals,
        synopses=synopses,
        years=years,
        kinds=kinds,
        minutes=counts["minutes"],
        episodes=counts["episodes"],
        popularity=popularity,
        genres=genres.genres if genres else (nothing, StringTable.from_strings([])),
        tags=_united([found.tags for found in said], nothing),
        countries=rows.codes("countries"),
        languages=rows.codes("languages"),
        studios=(studios.lists, studios.values) if studios else (nothing, pa.array([], pa.string())),
        tones=(tones.lists, tones.values) if tones else (nothing, ()),
        sources=sources,
        people=credited.people,
        roles=credited.roles,
        orders=credited.orders,
        relations=(relations.lists, relations.values) if relations else (nothing, ()),
        extra=table.extra,
        odd=rows.odd,
    )


def _kinds(rows: _Rows, table: TableColumns, genres: Labels | None, said: list[Labels]) -> Kinds:
    """Form, medium and status as their columns tell them, else as labels mean them."""
    kinds = kinds_of({name: raw for name, raw in table.cells.items() if name in KIND_FIELDS}, rows.n_rows)
    rows.odd |= kinds.odd
    media = _agreed([genres.media] if genres else [], rows.n_rows)
    forms = _agreed([found.forms for found in said], rows.n_rows)
    return Kinds(
        np.where(kinds.forms < 0, forms, kinds.forms).astype(np.int8),
        np.where(kinds.media < 0, media, kinds.media).astype(np.int8),
        kinds.statuses,
        kinds.odd,
    )


def _agreed(parts: list[Ragged], n_rows: int) -> NDArray[np.int64]:
    """What all that is said in a row agrees on; -1 where nothing is, or it does not agree."""
    highest = max(len(Form), len(Medium))
    least, most = np.full(n_rows, highest), np.full(n_rows, -1)
    for part in parts:
        np.minimum.at(least, part.rows, part.codes)
        np.maximum.at(most, part.rows, part.codes)
    return np.where(least == most, most, -1)


def _united(parts: list[Words], nothing: Ragged) -> Words:
    """Words of several columns together, sorted, each once."""
    if not parts:
        return nothing, StringTable.from_strings([])
    if len(parts) == 1:
        return parts[0]
    known = vocabulary(pa.concat_arrays([arrow_strings(table) for _, table in parts]))
    starts = np.cumsum([0, *(len(table) for _, table in parts)]).tolist()
    lists = [
        Ragged(own.indptr, known.ranks[start:][own.codes])
        for (own, _), start in zip(parts, starts, strict=False)
    ]
    return side_by_side(lists)[0].sorted(), string_table(known.terms)


def _sources(
    material: Pieces | None, said: list[tuple[Ragged, tuple[Source, ...]]], nothing: Ragged
) -> tuple[Ragged, tuple[Source, ...]]:
    """Sources that a column tells, else those that labels mean."""
    parts = [(material.lists, material.values)] if material is not None else []
    told = np.diff(parts[0][0].indptr) > 0 if parts else np.zeros(nothing.n_rows, np.bool_)
    parts += [(lists.without_rows(told), values) for lists, values in said]
    known = tuple(dict.fromkeys(source for _, values in parts for source in values))
    place = {source: number for number, source in enumerate(known)}
    lists = [
        Ragged(own.indptr, np.array([place[source] for source in values], np.int32)[own.codes])
        for own, values in parts
        if values
    ]
    return (side_by_side(lists)[0].once() if lists else nothing), known
