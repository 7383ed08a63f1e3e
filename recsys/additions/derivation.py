"""A model with titles that its training did not know: nothing is fitted again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from recsys.additions.hubs import hubs_of_added
from recsys.additions.joining import Joining, ids_of
from recsys.additions.merged_facets import merged_facets
from recsys.additions.merged_names import merged_ids, merged_names
from recsys.additions.merged_relations import families_of, merged_relations
from recsys.additions.places import places_of_added
from recsys.additions.splice import Splice, seated
from recsys.additions.trained_titles import TrainedTitles
from recsys.array_rooms import InMemory
from recsys.arrays import Csr
from recsys.catalogue.row_writing import row_text
from recsys.features.encoding import encoded
from recsys.index import facets_of_titles
from recsys.index.packed_rows import PackedRows
from recsys.index.packing import pack
from recsys.model import SINCE, Model
from recsys.names import ExternalIds, StringTable, TitleNames
from recsys.overview import Overview
from recsys.title import Title

_CHANGED, _NEW = SINCE.index("changed"), SINCE.index("new")


def derived(model: Model, titles: Iterable[Title]) -> Model:
    """Return a model with titles added, or put in the place of those with the same ids.

    Vocabulary, weights and people stay those of the training, so every other title keeps its vector. What
    a new title says in words that no title of the training has used counts for nothing in its scores,
    and how famous it is stays unknown.

    Parameters
    ----------
    model : Model
        Trained, or derived itself.
    titles : iterable of Title
        Titles, each id once.

    Returns
    -------
    Model
        Not yet published; the given one where nothing changes. It does not matter in which order titles of
        different ids are added. Stored neighbours are left out.

    Raises
    ------
    BadData
        If a title has no id or no name, or two have the same id.
    """
    joining = Joining.of(model, titles)
    if not joining.rewritten:
        return model
    # 1. the new order of the rows
    ids = model.names.ids.table
    splice = seated(ids, ids_of(joining.rewritten))
    was = _was(model, splice, joining.rewritten)
    now = np.flatnonzero(was >= 0)
    # 2. the facts, as they would be made of all titles
    linked = joining.linked
    relations = merged_relations(
        model.relations, linked, seated(ids, ids_of(linked)), now, _rows_named(model, joining, splice, now)
    )
    rewritten = joining.rewritten
    documents = splice.strings(model.documents, StringTable.from_strings(map(row_text, rewritten)))
    overview, since = model.overview, _since(model, joining.content, was)
    # 3. the features, by what was fitted to others
    merged = replace(
        model,
        info=replace(model.info, fingerprint=_fingerprint(documents), n_titles=len(splice)),
        rows=_merged_rows(model, joining.content),
        facets=merged_facets(model.facets, facets_of_titles(rewritten), splice, was),
        names=merged_names(model.names, TitleNames.build(rewritten), splice, families_of(relations.edges)),
        external_ids=merged_ids(model.external_ids, ExternalIds.build(rewritten), splice, len(rewritten)),
        relations=relations,
        documents=documents,
        overview=Overview(
            np.append(overview.x, np.float32(np.nan))[was],
            np.append(overview.y, np.float32(np.nan))[was],
            now[overview.representatives].astype(np.int32),
        ),
        hubs=np.append(model.hubs, np.float32(1))[was],
        neighbours=None,
        stored_index=None,
        added=since,
    )
    # 4. what the other titles say of them
    standing = TrainedTitles(merged, since)
    return replace(merged, hubs=hubs_of_added(standing), overview=places_of_added(standing))


def _was(model: Model, splice: Splice, rewritten: Sequence[Title]) -> NDArray[np.int64]:
    """Row that each title had in the model; -1 for those that are new."""
    before = [model.names.row_of_id(title.id) for title in rewritten]
    own = np.array([-1 if row is None else row for row in before], dtype=np.int64)
    return splice.column(np.arange(splice.n_old), own)


def _rows_named(model: Model, joining: Joining, splice: Splice, now: NDArray[np.int64]) -> dict[str, int]:
    """New row of each title that the linked ones name, where there is one."""
    found = dict(zip(ids_of(joining.rewritten), splice.seats.tolist(), strict=True))
    for title in joining.linked:
        for relation in title.relations:
            if relation.id not in found and (row := model.names.row_of_id(relation.id)) is not None:
                found[relation.id] = int(now[row])
    return found


def _merged_rows(model: Model, content: Sequence[Title]) -> PackedRows:
    # Titles of which only relations have changed keep their vectors, and what was expected of them.
    if not content:
        return model.rows
    matrix = encoded(model.space, content, model.people)
    matrix.sort_indices()
    own = Csr(matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32), matrix.data)
    packed = pack(own, model.space.idf, room=InMemory())
    return seated(model.names.ids.table, ids_of(content)).packed(model.rows, packed)


def _since(model: Model, content: Sequence[Title], was: NDArray[np.int64]) -> NDArray[np.int8]:
    since = np.zeros(len(model), dtype=np.int8) if model.added is None else model.added
    merged = np.append(since, np.int8(_NEW))[was]
    splice = seated(model.names.ids.table, ids_of(content))
    changed = splice.seats
    merged[changed] = np.where(merged[changed] == _NEW, _NEW, _CHANGED)
    return merged


def _fingerprint(documents: StringTable) -> str:
    digest = hashlib.sha256()
    for row in documents.pieces():
        digest.update(row + b"\n")
    return digest.hexdigest()
