"""Relations between titles of all parts, told from both sides: what a title tells of one in another part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.names import StringTable
from recsys.names.hash_index import HashIndex
from recsys.short_rows import ShortRows
from training.columnar.ragged import Ragged
from training.columnar.relations import INVERSE, KINDS
from training.partitioned.hashed import gather_index, read_index
from training.partitioned.order import Order
from training.partitioned.parts import Part
from training.partitioned.places import places_of
from training.partitioned.work import Arrays, WorkFolder

_AT_ONCE = 50_000
"""Ids that are looked up at once."""


@dataclass(frozen=True, slots=True)
class _Told:
    """Relations, the parts of one at the same place."""

    rows: NDArray[np.int64]
    kinds: NDArray[np.int8]
    targets: NDArray[np.int64]

    @classmethod
    def joined(cls, pieces: Sequence[_Told]) -> _Told:
        return cls(
            *(np.concatenate([getattr(p, name) for p in pieces]) for name in ("rows", "kinds", "targets"))
        )


def complete_relations(parts: Sequence[Part], order: Order, work: WorkFolder) -> None:
    """Write the relations of a catalogue, and those of each part that only titles of any part tell back.

    Parameters
    ----------
    parts : sequence of Part
        All parts; their facts are written.
    order : Order
        The order of the catalogue.
    work : WorkFolder
        Where everything is.
    """
    alone = [work.alone(part) for part in parts]
    gather_index([arrays.read_texts("ids") for arrays in alone], alone, order, work.whole, "facts.ids")
    ids = read_index(work.whole, "facts.ids")
    places = places_of(order)
    told = _Told.joined([_told(arrays, place, ids) for arrays, place in zip(alone, places, strict=True)])
    is_answered = told.targets != told.rows
    back = _Told(
        told.targets[is_answered],
        INVERSE[told.kinds[is_answered]].astype(np.int8),
        told.rows[is_answered],
    )
    work.whole.write_short_rows("facts.relations.edges", _edges(_Told.joined([told, back]), order.n_titles))
    for part, place, (rows, entries) in zip(parts, places, _by_part(back.rows, places), strict=True):
        own = work.among_all(part)
        own.write("facts.rows", place)
        own.write("facts.told_back.rows", rows)
        own.write("facts.told_back.kinds", back.kinds[entries])
        own.write("facts.told_back.others", back.targets[entries])


def _told(alone: Arrays, place: NDArray[np.int32], ids: HashIndex) -> _Told:
    """What the titles of a part tell of titles of the catalogue, in its rows."""
    is_told = alone.read("facts.relations.told")
    indptr = alone.read("facts.relations.indptr")
    rows = place[Ragged(indptr, np.empty(0, np.int32)).rows[is_told]].astype(np.int64)
    others = alone.read("facts.relations.others")[is_told]
    named, codes = np.unique(others, return_inverse=True)
    targets = _found(alone.read_texts("facts.relations.ids"), named, ids)[codes]
    is_here = (rows >= 0) & (targets >= 0)
    kinds = alone.read("facts.relations.kinds")[is_told]
    return _Told(rows[is_here], kinds[is_here], targets[is_here])


def _found(names: StringTable, chosen: NDArray[np.int32], ids: HashIndex) -> NDArray[np.int64]:
    """Rows of the titles that bear some ids; -1 where there is none."""
    batches = (chosen[start : start + _AT_ONCE] for start in range(0, len(chosen), _AT_ONCE))
    found = [ids.first_of_each([names[place] for place in batch]) for batch in batches]
    return np.concatenate([np.empty(0, np.int64), *found])


def _edges(relations: _Told, n_titles: int) -> ShortRows:
    """Relations by title, then by the other title and kind, each once."""
    keys = (relations.rows * n_titles + relations.targets) * len(KINDS) + relations.kinds
    pairs, kinds = np.divmod(np.unique(keys), len(KINDS))
    rows, others = np.divmod(pairs, max(n_titles, 1))
    lengths = np.bincount(rows, minlength=n_titles)
    return ShortRows.of_lengths(lengths, others.astype(np.int32), kinds.astype(np.int8))


def _by_part(
    rows: NDArray[np.int64], places: Sequence[NDArray[np.int32]]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """For each part the rows of it that are among some rows of the catalogue, and where these stand."""
    order = np.argsort(rows, kind="stable")
    ordered = rows[order]
    for place in places:
        own = np.flatnonzero(place >= 0)
        begins = np.searchsorted(ordered, place[own])
        ends = np.searchsorted(ordered, place[own], side="right")
        indptr = np.concatenate(([0], np.cumsum(ends - begins, dtype=np.int64)))
        entries = np.arange(indptr[-1]) + np.repeat(begins - indptr[:-1], ends - begins)
        yield np.repeat(own, ends - begins), order[entries]
