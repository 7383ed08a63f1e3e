"""Where the rows of each part stand in the catalogue, and where the entries of its rows do."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from training.columnar.ragged import Ragged
from training.partitioned.gathering import gathered_numbers
from training.partitioned.order import Order
from training.partitioned.work import Arrays


def places_of(order: Order) -> list[NDArray[np.int32]]:
    """Return where each row of each part stands in the catalogue.

    Parameters
    ----------
    order : Order
        The order.

    Returns
    -------
    list of ndarray of int32, each of shape (n_rows,)
        -1 for a row that is no title of the catalogue.
    """
    places = [np.full(n_rows, -1, np.int32) for n_rows in order.cuts[-1].tolist()]
    for chunk in order.chunks():
        sizes = [own.stop - own.start for own in chunk.slices]
        found = np.full(sum(sizes), -1, np.int32)
        found[chunk.taken] = np.arange(chunk.start, chunk.stop, dtype=np.int32)
        ends = accumulate(sizes)
        for place, own, end, size in zip(places, chunk.slices, ends, sizes, strict=True):
            place[own] = found[end - size : end]
    return places


def order_of_entries(indptrs: Sequence[NDArray[np.int64]], order: Order, into: Arrays, name: str) -> Order:
    """Return the order of what titles have several of, such as names: those of a title side by side.

    The row of the title of each is written too, as ``name.owner``.

    Parameters
    ----------
    indptrs : sequence of ndarray of int64, each of shape (n_rows + 1,)
        Of each part where the entries of its rows begin.
    order : Order
        The order of the titles.
    into : Arrays
        Where it is written.
    name : str
        Under which name.

    Returns
    -------
    Order
        The same chunks, of entries.
    """
    sizes = gathered_numbers([np.diff(own) for own in indptrs], order, into, f"{name}.sizes")
    ends = np.concatenate(([0], np.cumsum(sizes)))
    with into.appended(f"{name}.taken", np.int32) as taken:
        for chunk in order.chunks():
            own = [np.diff(p[s.start : s.stop + 1]) for p, s in zip(indptrs, chunk.slices, strict=True)]
            begins = np.concatenate(([0], *own)).cumsum()
            taken.add(Ragged(begins, np.empty(0, np.int32)).places(chunk.taken.astype(np.int64))[1])
    cuts = np.column_stack([own[cut] for own, cut in zip(indptrs, order.cuts.T, strict=True)])
    into.write(f"{name}.owner", np.repeat(np.arange(order.n_titles, dtype=np.int32), sizes))
    return Order(cuts, ends[order.starts], into.read(f"{name}.taken"))
