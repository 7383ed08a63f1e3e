"""The facets of all titles: the same columns, over one vocabulary, in the order of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import type_of_codes
from recsys.index.facets import SETS, Facets
from recsys.index.fame import fame_of
from recsys.names import StringTable
from recsys.short_rows import ShortRows
from training.partitioned.gathering import gathered_numbers, gathered_short_rows
from training.partitioned.order import Order
from training.partitioned.parts import Part
from training.partitioned.retold import facets_folder
from training.partitioned.work import Arrays, WorkFolder

_NAME = "facts.facets"
_NUMBERS = (
    *("year", "form", "medium", "released_from", "released_until", "status", "minutes", "episodes"),
    *("set_from", "set_until", "warned", "credited"),
)
_OF_FAME = ("popularity", "best_places")


def merge_facets(parts: Sequence[Part], order: Order, work: WorkFolder) -> None:
    """Write the facets of a catalogue.

    Parameters
    ----------
    parts : sequence of Part
        All parts; their facts are written, and their titles retold.
    order : Order
        The order of the catalogue.
    work : WorkFolder
        Where everything is.
    """
    alone = [work.alone(part) for part in parts]
    retold = [facets_folder(part, work) for part in parts]
    for name in (*_NUMBERS, *_OF_FAME):
        _merge_numbers(name, alone, order, work.whole)
    _merge_numbers("escapism", retold, order, work.whole)
    popularity, places = (work.whole.read(f"{_NAME}.{name}") for name in _OF_FAME)
    work.whole.write(f"{_NAME}.fame", fame_of(popularity, places))
    among = [work.among_all(part) for part in parts]
    for name in SETS:
        folders = retold if name == "tones" else alone
        work.whole.write_texts(f"{_NAME}.{name}.terms", _rank_terms(name, folders, among))
        columns = [_ranked(name, *both) for both in zip(folders, among, strict=True)]
        gathered_short_rows(columns, order, work.whole, f"{_NAME}.{name}")


def read_facets(whole: Arrays) -> Facets:
    """Return the facets that were written.

    Parameters
    ----------
    whole : Arrays
        Where they are.

    Returns
    -------
    Facets
        Mapped from files.
    """
    numbers = {name: whole.read(f"{_NAME}.{name}") for name in (*_NUMBERS, "escapism", "fame")}
    sets = {name: whole.read_short_rows(f"{_NAME}.{name}") for name in SETS}
    columns: dict[str, Any] = {**numbers, **sets}
    return Facets(**columns, terms={name: whole.read_texts(f"{_NAME}.{name}.terms") for name in SETS})


def _merge_numbers(name: str, folders: Sequence[Arrays], order: Order, whole: Arrays) -> None:
    own = f"{_NAME}.{name}"
    gathered_numbers([folder.read(own) for folder in folders], order, whole, own)


def _rank_terms(name: str, folders: Sequence[Arrays], among: Sequence[Arrays]) -> StringTable:
    """All terms of a sparse column, sorted, after writing its entries of each part as places among them."""
    own = f"{_NAME}.{name}"
    columns = [folder.read_short_rows(own) for folder in folders]
    tables = [list(folder.read_texts(f"{own}.terms")) for folder in folders]
    kept = [folder.read("facts.rows") >= 0 for folder in among]
    used = [_used(*each) for each in zip(columns, tables, kept, strict=True)]
    terms = sorted(set().union(*used))
    rank = {term: place for place, term in enumerate(terms)}
    for column, table, folder in zip(columns, tables, among, strict=True):
        ranks = np.array([rank.get(term, 0) for term in table], type_of_codes(len(terms)))
        folder.write(f"{own}.ranks", ranks[column.indices])
    return StringTable.from_strings(terms)


def _ranked(name: str, folder: Arrays, among: Arrays) -> ShortRows:
    column = folder.read_short_rows(f"{_NAME}.{name}")
    return replace(column, indices=among.read(f"{_NAME}.{name}.ranks"))


def _used(column: ShortRows, terms: Sequence[str], is_kept: NDArray[np.bool_]) -> set[str]:
    """Terms that titles of the catalogue have: not those that only doubles had."""
    if is_kept.all():
        return set(terms)
    codes = np.unique(column.indices[np.repeat(is_kept, column.lengths)])
    return {terms[code] for code in codes.tolist()}
