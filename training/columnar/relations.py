"""Relations told from both sides, as a Catalogue tells them, in arrays."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from recsys.kinds import RelationKind
from recsys.title import Title
from training.columnar.arrow_text import string_table
from training.columnar.coded_column import CodedRelations
from training.columnar.ragged import Ragged

KINDS = tuple(RelationKind)
INVERSE = np.array([KINDS.index(kind.inverse) for kind in KINDS], np.int64)
"""What a title is to another one, of which that one has said what it is to the title."""
RANK = np.argsort(np.argsort([str(kind) for kind in KINDS])).astype(np.int64)
"""Kinds are sorted by their text."""


def completed_relations(
    told: Ragged, pairs: tuple[tuple[int, str], ...], whole: Mapping[int, Title], ids: pa.Array
) -> CodedRelations:
    """Return all relations of a catalogue, those too that only the other title told.

    Parameters
    ----------
    told : Ragged
        What each title tells, as positions in ``pairs``; one row a title.
    pairs : tuple of tuple of int and str
        Positions in ``tuple(RelationKind)``, and ids.
    whole : mapping of int to Title
        Titles that tell theirs themselves, by row.
    ids : pyarrow.Array of string
        Ids of the titles.

    Returns
    -------
    CodedRelations
        Sorted by kind and id within a title, each once.
    """
    own = [
        (row, KINDS.index(relation.kind), relation.id) for row, t in whole.items() for relation in t.relations
    ]
    rows = np.concatenate([told.rows, np.array([row for row, _, _ in own], np.int64)])
    kind_of = np.array([kind for kind, _ in pairs], np.int64)
    kinds = np.concatenate([kind_of[told.codes], np.array([kind for _, kind, _ in own], np.int64)])
    # 1. every related id as a number in the order of ids, and the row that bears it
    named = pa.array([id for _, id in pairs] + [id for _, _, id in own], pa.string())
    uses = np.concatenate([told.codes.astype(np.int64), len(pairs) + np.arange(len(own))])
    tellers = ids.take(pa.array(np.unique(rows))).cast(pa.string())
    known = pc.unique(pa.concat_arrays([named, tellers]))
    known = known.take(pc.sort_indices(known))
    bearer = _places(known, ids.cast(pa.string()))
    others = _places(named, known)[uses]
    self_of = np.full(len(ids), -1, np.int64)
    self_of[bearer[bearer >= 0]] = np.flatnonzero(bearer >= 0)
    # 2. what the other side has not told
    targets = bearer[others]
    answered = (targets >= 0) & (targets != rows)
    back = (targets[answered], INVERSE[kinds[answered]], self_of[rows[answered]])
    # 3. all of it, each once
    together = [np.concatenate(pair) for pair in zip((rows, kinds, others), back, strict=True)]
    is_told = np.arange(len(together[0])) < len(rows)
    return sorted_relations(*together, is_told=is_told, known=known, n_titles=len(ids))


def sorted_relations(
    rows: NDArray[np.int64],
    kinds: NDArray[np.int64],
    others: NDArray[np.int64],
    *,
    is_told: NDArray[np.bool_],
    known: pa.Array,
    n_titles: int,
) -> CodedRelations:
    """Return relations in the order in which a catalogue has them, each once.

    Parameters
    ----------
    rows, kinds, others : ndarray of int64, shape (n_relations,)
        Title, position in ``tuple(RelationKind)``, and position in ``known`` of each, in any order.
    is_told : ndarray of bool, shape (n_relations,)
        Whether the title says so itself.
    known : pyarrow.Array of string
        Ids, sorted, each once.
    n_titles : int
        Number of titles.

    Returns
    -------
    CodedRelations
        Sorted by kind and id within a title.
    """
    width = len(known) + 1
    every = (rows * len(KINDS) + RANK[kinds]) * width + others
    keys = np.unique(every)
    lists = Ragged.of_pairs(keys // width // len(KINDS), (keys % width).astype(np.int32), n_titles)
    told = np.isin(keys, every[is_told])
    kind = np.argsort(RANK)[keys // width % len(KINDS)].astype(np.int8)
    return CodedRelations(lists.indptr, kind, lists.codes, told, string_table(known))


def _places(texts: pa.Array, among: pa.Array) -> NDArray[np.int64]:
    """Where each text stands among others, all different; -1 if it does not."""
    found = pc.index_in(texts, value_set=among).fill_null(-1)
    return np.asarray(found).astype(np.int64)
