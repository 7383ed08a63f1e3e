"""All that a model holds of a catalogue in parts besides its features."""

from __future__ import annotations

from collections.abc import Sequence

from training.partitioned.connected import relation_graph
from training.partitioned.merged_documents import merge_documents, read_documents
from training.partitioned.merged_facets import merge_facets, read_facets
from training.partitioned.merged_names import (
    merge_external_ids,
    merge_names,
    read_external_ids,
    read_names,
)
from training.partitioned.order import Order
from training.partitioned.parts import Part
from training.partitioned.rounds import once
from training.partitioned.work import WorkFolder
from training.pipeline import Facts


def merged_facts(parts: Sequence[Part], order: Order, work: WorkFolder) -> Facts:
    """Return the facts of a catalogue, mapped from files that are written here.

    Parameters
    ----------
    parts : sequence of Part
        All parts, with their facts, after :func:`training.partitioned.retold.retell_part`.
    order : Order
        The order of the catalogue.
    work : WorkFolder
        Where everything is.

    Returns
    -------
    Facts
        Equal to what :func:`training.columnar.model.facts_of` gives of all parts in one file.
    """
    for merge in (merge_documents, merge_facets, merge_names, merge_external_ids):
        once(merge, parts, order, work, into=work.whole)
    documents = read_documents(work.whole)
    return Facts(
        fingerprint=documents.fingerprint,
        facets=read_facets(work.whole),
        names=read_names(work.whole),
        external_ids=read_external_ids(work.whole),
        relations=relation_graph(work.whole.read_short_rows("facts.relations.edges")),
        documents=documents.table,
    )
