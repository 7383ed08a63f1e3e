"""What is kept of a part besides its features: documents, facets, names, ids elsewhere, relations, problems.

The arrays bear the names that they have in a model, after ``facts.``, and say what they would say of a
catalogue of this part alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import NamedArrays
from recsys.names.hash_index import HashIndex
from training.columnar.catalogue_columns import CatalogueColumns
from training.columnar.documents import batches_of_lines
from training.columnar.facets import facets_of, popularity_and_places
from training.columnar.names import external_ids_of, names_of_columns
from training.partitioned.problems import write_problems
from training.partitioned.work import Arrays
from training.partitioned.written_lines import write_lines


def write_facts(columns: CatalogueColumns, into: Arrays) -> None:
    """Write all that a model will hold of the titles of a part besides its features.

    Parameters
    ----------
    columns : CatalogueColumns
        The part.
    into : Arrays
        Where it is written.
    """
    write_lines(batches_of_lines(columns), into, "facts.documents")
    _write_facets(columns, into)
    _write_names(columns, into)
    _write_external_ids(columns, into)
    _write_relations(columns, into)
    write_problems(columns.problems, into)


def _write_facets(columns: CatalogueColumns, into: Arrays) -> None:
    arrays = facets_of(columns).arrays()
    # How famous a title is only all parts together can say.
    _write(into, "facts.facets", {name: array for name, array in arrays.items() if name != "fame"})
    popularity, places = popularity_and_places(columns)
    into.write("facts.facets.popularity", popularity)
    into.write("facts.facets.best_places", places)


def _write_names(columns: CatalogueColumns, into: Arrays) -> None:
    names = names_of_columns(columns)
    into.write("facts.ids.hashes", _in_order(names.ids))
    into.write_texts("facts.names.written", names.written)
    into.write_texts("facts.names.keys", names.keys.table)
    into.write("facts.names.keys.hashes", _in_order(names.keys))
    into.write("facts.names.indptr", _indptr(names.owner, len(columns)))
    columns_of_names = ("letters", "kind", "year", "form", "medium")
    _write(into, "facts.names", {name: getattr(names, name) for name in columns_of_names})
    _write(into, "facts.names.grams", names.grams.arrays())


def _write_external_ids(columns: CatalogueColumns, into: Arrays) -> None:
    external_ids = external_ids_of(columns)
    into.write_texts("facts.external_ids", external_ids.keys.table)
    into.write("facts.external_ids.hashes", _in_order(external_ids.keys))
    into.write("facts.external_ids.indptr", _indptr(external_ids.owner, len(columns)))


def _write_relations(columns: CatalogueColumns, into: Arrays) -> None:
    relations = columns.relations
    names = ("indptr", "kinds", "others", "told")
    _write(into, "facts.relations", {name: getattr(relations, name) for name in names})
    into.write_texts("facts.relations.ids", relations.ids)


def _write(into: Arrays, prefix: str, arrays: NamedArrays) -> None:
    for name, array in arrays.items():
        into.write(f"{prefix}.{name}", array)


def _in_order(index: HashIndex) -> NDArray[np.uint32]:
    """The hash of each string, in the order of the strings."""
    hashes = np.empty_like(index.hashes)
    hashes[index.rows] = index.hashes
    return hashes


def _indptr(owner: NDArray[np.int32], n_titles: int) -> NDArray[np.int64]:
    """Where the entries of each title begin."""
    counts = np.bincount(owner, minlength=n_titles)
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
