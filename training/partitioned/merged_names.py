"""All names of all titles, and their ids elsewhere, in the order of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from recsys.names import ExternalIds, StringTable, TitleNames
from recsys.names.grams import GramIndex
from training.columnar.json_text import binary_array
from training.partitioned.connected import families_of
from training.partitioned.gathering import gathered_numbers, gathered_texts
from training.partitioned.hashed import gather_index, read_index
from training.partitioned.merged_grams import merge_grams
from training.partitioned.order import Order
from training.partitioned.parts import Part
from training.partitioned.places import order_of_entries, places_of
from training.partitioned.work import Arrays, WorkFolder

_NAME = "facts.names"
_IDS = "facts.external_ids"
_OF_NAMES = ("letters", "kind")
_OF_TITLES = ("year", "form", "medium")


def merge_names(parts: Sequence[Part], order: Order, work: WorkFolder) -> None:
    """Write the index of all names.

    Parameters
    ----------
    parts : sequence of Part
        All parts; their facts are written, and the ids of all too.
    order : Order
        The order of the catalogue.
    work : WorkFolder
        Where everything is.
    """
    alone, whole = [work.alone(part) for part in parts], work.whole
    entries = order_of_entries([folder.read(f"{_NAME}.indptr") for folder in alone], order, whole, _NAME)
    gather_index(_tables(f"{_NAME}.keys", alone), alone, entries, whole, f"{_NAME}.keys")
    gathered_texts(_tables(f"{_NAME}.written", alone), entries, whole, f"{_NAME}.written")
    whole.write(f"{_NAME}.key_order", _sorted_places(whole.read_texts(f"{_NAME}.keys")))
    for name in (*_OF_NAMES, *_OF_TITLES):
        own = f"{_NAME}.{name}"
        pieces = [folder.read(own) for folder in alone]
        gathered_numbers(pieces, entries if name in _OF_NAMES else order, whole, own)
    whole.write(f"{_NAME}.family", families_of(whole.read_short_rows("facts.relations.edges")))
    places = places_of(entries)
    grams = [_grams(folder, len(place)) for folder, place in zip(alone, places, strict=True)]
    merge_grams(grams, places, entries.n_titles, whole, f"{_NAME}.grams")


def read_names(whole: Arrays) -> TitleNames:
    """Return the index of all names that was written.

    Parameters
    ----------
    whole : Arrays
        Where it is.

    Returns
    -------
    TitleNames
        Mapped from files.
    """
    written = whole.read_texts(f"{_NAME}.written")
    columns: dict[str, Any] = {
        name: whole.read(f"{_NAME}.{name}")
        for name in (*_OF_NAMES, *_OF_TITLES, "owner", "key_order", "family")
    }
    return TitleNames(
        ids=read_index(whole, "facts.ids"),
        written=written,
        keys=read_index(whole, f"{_NAME}.keys"),
        grams=_grams(whole, len(written)),
        **columns,
    )


def merge_external_ids(parts: Sequence[Part], order: Order, work: WorkFolder) -> None:
    """Write the ids of all titles at other sites.

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
    indptrs = [folder.read(f"{_IDS}.indptr") for folder in alone]
    entries = order_of_entries(indptrs, order, work.whole, _IDS)
    gather_index(_tables(_IDS, alone), alone, entries, work.whole, _IDS)


def read_external_ids(whole: Arrays) -> ExternalIds:
    """Return the ids at other sites that were written.

    Parameters
    ----------
    whole : Arrays
        Where they are.

    Returns
    -------
    ExternalIds
        Mapped from files.
    """
    return ExternalIds(read_index(whole, _IDS), whole.read(f"{_IDS}.owner"))


def _tables(name: str, alone: Sequence[Arrays]) -> list[StringTable]:
    return [folder.read_texts(name) for folder in alone]


def _grams(folder: Arrays, n_names: int) -> GramIndex:
    arrays = {name: folder.read(f"{_NAME}.grams.{name}") for name in ("codes", "indptr", "names")}
    return GramIndex.from_arrays(arrays, n_names=n_names)


def _sorted_places(table: StringTable) -> NDArray[np.int32]:
    """Positions of strings, sorted: bytes of UTF-8 sort as the letters do."""
    return np.asarray(pc.sort_indices(binary_array(table.blob, table.offsets))).astype(np.int32)
