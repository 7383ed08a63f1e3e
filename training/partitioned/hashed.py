"""Exact lookup among the strings of all parts: their hashes are known, and are sorted once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recsys.names import StringTable
from recsys.names.hash_index import HashIndex
from training.partitioned.gathering import gathered_numbers, gathered_texts
from training.partitioned.order import Order
from training.partitioned.work import Arrays


def gather_index(
    tables: Sequence[StringTable], alone: Sequence[Arrays], order: Order, into: Arrays, name: str
) -> None:
    """Write the index of the strings of all parts, as :meth:`recsys.names.HashIndex.build` makes it.

    Parameters
    ----------
    tables : sequence of StringTable
        Of each part its strings.
    alone : sequence of Arrays
        Of each part the folder with the hashes of its strings, as ``name.hashes``.
    order : Order
        The order of the strings.
    into : Arrays
        Where it is written.
    name : str
        Under which name.
    """
    gathered_texts(tables, order, into, name)
    pieces = [arrays.read(f"{name}.hashes") for arrays in alone]
    hashes = gathered_numbers(pieces, order, into, f"{name}.in_order")
    rows = np.argsort(hashes, kind="stable").astype(np.int32)
    into.write(f"{name}.hashes", hashes[rows])
    into.write(f"{name}.rows", rows)


def read_index(written: Arrays, name: str) -> HashIndex:
    """Return an index that was written.

    Parameters
    ----------
    written : Arrays
        Where it is.
    name : str
        Under which name.

    Returns
    -------
    HashIndex
        Mapped from its files.
    """
    return HashIndex(written.read_texts(name), written.read(f"{name}.hashes"), written.read(f"{name}.rows"))
