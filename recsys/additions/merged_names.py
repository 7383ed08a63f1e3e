"""Names and ids of titles, with those of titles that join; nothing that is there is folded again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import numpy as np
from numpy.typing import NDArray

from recsys.additions.splice import Splice, starts_of
from recsys.names import ExternalIds, StringTable, TitleNames
from recsys.names.grams import GramIndex


def merged_names(old: TitleNames, new: TitleNames, splice: Splice, family: NDArray[np.int32]) -> TitleNames:
    """Return the names of titles that are there and of titles that join.

    Parameters
    ----------
    old, new : TitleNames
        Of the model, and of the titles that join.
    splice : Splice
        Their order.
    family : ndarray of int32, shape (n_titles,)
        Smallest row of the titles that relations lead to, of each row of the new order.

    Returns
    -------
    TitleNames
        As :meth:`TitleNames.build` makes them of all.
    """
    starts = starts_of(old.owner, len(old)), starts_of(new.owner, len(new))
    by_name = splice.of_lists(*starts)
    n_names = np.diff(splice.lists((starts[0], old.owner), (starts[1], new.owner))[0])
    keys = by_name.index(old.keys, new.keys)
    return TitleNames(
        ids=splice.index(old.ids, new.ids),
        written=by_name.strings(old.written, new.written),
        keys=keys,
        key_order=_merged_order(old, by_name, keys.table),
        letters=by_name.column(old.letters, new.letters),
        owner=np.repeat(np.arange(len(splice), dtype=np.int32), n_names),
        kind=by_name.column(old.kind, new.kind),
        year=splice.column(old.year, new.year),
        form=splice.column(old.form, new.form),
        medium=splice.column(old.medium, new.medium),
        family=family,
        grams=_merged_grams(old.grams, new.grams, by_name),
    )


def merged_ids(old: ExternalIds, new: ExternalIds, splice: Splice, n_new: int) -> ExternalIds:
    """Return the ids elsewhere of titles that are there and of titles that join.

    Parameters
    ----------
    old, new : ExternalIds
        Of the model, and of the titles that join.
    splice : Splice
        The order of the titles.
    n_new : int
        How many titles join.

    Returns
    -------
    ExternalIds
        As :meth:`ExternalIds.build` makes them of all.
    """
    starts = starts_of(old.owner, splice.n_old), starts_of(new.owner, n_new)
    counts = np.diff(splice.lists((starts[0], old.owner), (starts[1], new.owner))[0])
    keys = splice.of_lists(*starts).index(old.keys, new.keys)
    return ExternalIds(keys, np.repeat(np.arange(len(splice), dtype=np.int32), counts))


def _merged_order(old: TitleNames, by_name: Splice, keys: StringTable) -> NDArray[np.int32]:
    """Positions of all names by key, equal keys by position; only the keys that join are looked up."""
    stays = by_name.moved[old.key_order]
    stays = stays[stays >= 0]
    joins = sorted(by_name.seats.tolist(), key=lambda name: (keys[name], name))
    sorted_keys = _Picked(keys, stays)
    places = []
    for name in joins:
        low = bisect_left(sorted_keys, keys[name])
        high = bisect_right(sorted_keys, keys[name], lo=low)
        places.append(low + int(np.searchsorted(stays[low:high], name)))
    return np.insert(stays, places, joins).astype(np.int32)


class _Picked:
    """Strings of a table in another order, as `bisect` asks for them."""

    def __init__(self, table: StringTable, picked: NDArray[np.int64]) -> None:
        self._table, self._picked = table, picked

    def __len__(self) -> int:
        return len(self._picked)

    def __getitem__(self, place: int) -> str:
        return self._table[self._picked[place]]


def _merged_grams(old: GramIndex, new: GramIndex, by_name: Splice) -> GramIndex:
    codes = np.union1d(old.codes, new.codes)
    n_names = max(len(by_name), 1)
    (starts, names), (new_starts, new_names) = old.lists(), new.lists()
    # One number a pair of a piece and a name; those that stay are in order already.
    ours, theirs = (
        np.repeat(np.searchsorted(codes, own), np.diff(ends)) * n_names + places[held]
        for own, ends, held, places in (
            (old.codes, starts, names, by_name.moved),
            (new.codes, new_starts, new_names, by_name.seats),
        )
    )
    ours, theirs = ours[by_name.moved[names] >= 0], np.sort(theirs)
    pairs = np.insert(ours, np.searchsorted(ours, theirs), theirs)
    counts = np.bincount(pairs // n_names, minlength=len(codes))
    is_used = counts > 0
    indptr = np.concatenate(([0], np.cumsum(counts[is_used]))).astype(np.int64)
    return GramIndex.of_lists(
        codes[is_used], indptr, (pairs % n_names).astype(np.int32), n_names=len(by_name)
    )
