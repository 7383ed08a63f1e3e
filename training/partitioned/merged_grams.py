"""The index of pieces of all names, out of the indexes of the parts: range by range of the pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from recsys.large_arrays import let_go
from recsys.names.grams import GramIndex
from recsys.names.rising import packed, unpacked_lists
from training.partitioned.work import Arrays

_AT_ONCE = 2**22
"""Bytes of the names of pieces that are merged at once, unless one piece has more."""


def merge_grams(
    pieces: Sequence[GramIndex], places: Sequence[NDArray[np.int32]], n_names: int, into: Arrays, name: str
) -> None:
    """Write the index of the names of all parts, as :meth:`recsys.names.grams.GramIndex.build` makes it.

    Parameters
    ----------
    pieces : sequence of GramIndex
        Of each part the index of its names.
    places : sequence of ndarray of int32
        Of each part where its names stand among all; -1 for those that are left out.
    n_names : int
        How many names there are.
    into : Arrays
        Where it is written.
    name : str
        Under which name.
    """
    end = 0
    with (
        into.appended(f"{name}.codes", np.uint64) as codes,
        into.appended(f"{name}.indptr", np.int64) as indptr,
        into.appended(f"{name}.names", np.uint8) as names,
    ):
        indptr.add(np.zeros(1, np.int64))
        for known in _ranges(pieces):
            own, starts, held = _merged(pieces, places, known, n_names)
            begins, few = packed(starts, held)
            codes.add(own)
            indptr.add(begins[1:] + end)
            names.add(few)
            end += len(few)
            let_go(*(piece.names for piece in pieces))


def _ranges(pieces: Sequence[GramIndex]) -> Iterator[NDArray[np.uint64]]:
    """All pieces of names, in ranges whose names take about equally many bytes."""
    codes = np.empty(0, np.uint64)
    for piece in pieces:
        codes = np.union1d(codes, piece.codes)
    sizes = np.zeros(len(codes), np.int64)
    for piece in pieces:
        sizes[np.searchsorted(codes, piece.codes)] += np.diff(piece.indptr)
    ends = np.cumsum(sizes)
    cuts = np.searchsorted(ends, np.arange(_AT_ONCE, int(sizes.sum()), _AT_ONCE), side="right")
    for start, stop in pairwise(np.unique(np.concatenate(([0], cuts, [len(codes)]))).tolist()):
        yield codes[start:stop]


def _merged(
    pieces: Sequence[GramIndex], places: Sequence[NDArray[np.int32]], known: NDArray[np.uint64], n_names: int
) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int32]]:
    """The pieces of a range that names have, where the names of each begin, and the names."""
    keys = [np.empty(0, np.int64)]
    for piece, place in zip(pieces, places, strict=True):
        first = int(np.searchsorted(piece.codes, known[0]))
        last = int(np.searchsorted(piece.codes, known[-1], side="right"))
        indptr = piece.indptr[first : last + 1]
        starts, held = unpacked_lists(indptr - indptr[0], piece.names[int(indptr[0]) : int(indptr[-1])])
        names = place[held].astype(np.int64)
        ranks = np.repeat(np.searchsorted(known, piece.codes[first:last]), np.diff(starts))
        keys.append((ranks * n_names + names)[names >= 0])
    ordered = np.sort(np.concatenate(keys))
    counts = np.bincount(ordered // max(n_names, 1), minlength=len(known))
    used = counts > 0
    starts = np.concatenate(([0], np.cumsum(counts[used])))
    return known[used], starts, (ordered % max(n_names, 1)).astype(np.int32)
