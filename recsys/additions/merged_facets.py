"""Facts for filters, with those of titles that join: vocabularies united, columns laid out anew."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.additions.splice import Splice
from recsys.index import SETS, Facets
from recsys.names import StringTable
from recsys.short_rows import ShortRows


def merged_facets(old: Facets, new: Facets, splice: Splice, was: NDArray[np.int64]) -> Facets:
    """Return the facets of titles that are there and of titles that join.

    Parameters
    ----------
    old, new : Facets
        Of the model, and of the titles that join.
    splice : Splice
        Their order.
    was : ndarray of int64, shape (n_titles,)
        Row that each title had in the model, by its new row; -1 for those that are new.

    Returns
    -------
    Facets
        As :func:`recsys.index.facets_of_titles` makes them of all, but for the fame: it is a place
        among the titles of the training, which new titles have not taken yet, and which others keep.
    """
    columns: dict[str, Any] = {
        field.name: splice.column(getattr(old, field.name), getattr(new, field.name))
        for field in fields(old)
        if field.name not in (*SETS, "terms", "fame")
    }
    terms: dict[str, StringTable] = {}
    for name in SETS:
        ours, theirs = (getattr(facets, name) for facets in (old, new))
        terms[name], columns[name] = _merged_set((old.terms[name], ours), (new.terms[name], theirs), splice)
    fame = np.append(old.fame, np.float32(np.nan))[was]
    return Facets(**columns, terms=terms, fame=fame)


def _merged_set(
    old: tuple[StringTable, ShortRows], new: tuple[StringTable, ShortRows], splice: Splice
) -> tuple[StringTable, ShortRows]:
    words = sorted({*old[0], *new[0]})
    place = {word: number for number, word in enumerate(words)}
    rows = splice.short_rows(*(_renumbered(column, _places(table, place)) for table, column in (old, new)))
    # What only a title said that has been replaced is no term any more.
    is_used = np.zeros(len(words), dtype=np.bool_)
    is_used[rows.indices] = True
    if not is_used.all():
        words = [word for word, used in zip(words, is_used.tolist(), strict=True) if used]
        rows = _renumbered(rows, np.cumsum(is_used) - 1)
    return StringTable.from_strings(words), rows


def _places(table: StringTable, place: dict[str, int]) -> NDArray[np.int64]:
    return np.array([place[word] for word in table], dtype=np.int64)


def _renumbered(column: ShortRows, places: NDArray[np.int64]) -> ShortRows:
    # Both vocabularies are in code-point order, so the terms of a title stay ascending.
    return replace(column, indices=places[column.indices].astype(np.int32))
