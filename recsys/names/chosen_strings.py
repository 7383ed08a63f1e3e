"""Some strings of a table in order, as one bit a string: a small part of what the strings themselves take."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import chain, compress, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.errors import ArtifactDamaged
from recsys.large_arrays import let_go
from recsys.names.strings import StringTable

RUN = 2**9
"""Strings of the table that are counted together: their bits fill one line of a processor's cache."""
RUN_BYTES = RUN // 8
"""Bytes of the bits of a run."""
_RUNS_AT_ONCE = 2**7
"""So many runs are looked at together: Python's own numbers for the bits of all would take too much."""
_HALVES = tuple((half, (1 << half) - 1) for half in (RUN >> step for step in range(1, RUN.bit_length())))
"""Half of a run, half of that, down to one string; and the bits of so many."""


class ChosenStrings:
    """An immutable list of strings that all stand in a table, in its order.

    Which string is the n-th, and which one a string is, is found among the sums of the runs and then
    within the bits of one run: the select and rank of G. Jacobson, "Space-efficient Static Trees and
    Graphs", FOCS 1989.

    Parameters
    ----------
    table : StringTable
        Strings in code-point order, each once.
    bits : ndarray of uint8, shape (ceil(n_strings / 8),)
        One bit a string of the table, the lowest of a byte first: whether it is chosen.
    before : ndarray of uint32, shape (n_runs + 1,)
        How many are chosen before each run of :data:`RUN` strings; at last, how many in all.

    Raises
    ------
    ArtifactDamaged
        If the arrays do not have the lengths that go with the table.
    """

    __slots__ = ("before", "bits", "table")

    def __init__(self, table: StringTable, bits: NDArray[np.uint8], before: NDArray[np.uint32]) -> None:
        if len(bits) != -(-len(table) // 8) or len(before) != n_runs(len(table)) + 1:
            msg = (
                f"a choice of strings is damaged: {len(bits)} bytes and {len(before)} sums "
                f"do not fit {len(table)} strings; train or fetch the model again"
            )
            raise ArtifactDamaged(msg)
        self.table = table
        self.bits = bits
        self.before = before

    @classmethod
    def of(cls, table: StringTable, chosen: StringTable) -> ChosenStrings:
        """Return the choice of some strings of a table.

        Parameters
        ----------
        table : StringTable
            Strings in code-point order, each once; may be memory-mapped, and is read a piece at a time.
        chosen : StringTable
            Some of them, in the same order.

        Returns
        -------
        ChosenStrings
            The same strings.

        Raises
        ------
        ValueError
            If one is not in the table, or they are in another order.
        """
        are_chosen = _are_chosen(table, chosen)
        pieces = [np.empty(0, np.uint8)]
        for _ in range(0, n_runs(len(table)), _RUNS_AT_ONCE):
            some = np.fromiter(islice(are_chosen, _RUNS_AT_ONCE * RUN), np.bool_)
            pieces.append(np.packbits(some, bitorder="little"))
            let_go(table.blob, table.offsets, chosen.blob, chosen.offsets)
        bits = np.concatenate(pieces)
        before = np.concatenate(([0], np.cumsum(chosen_of_runs(bits)))).astype(np.uint32)
        if int(before[-1]) != len(chosen):
            msg = f"only {int(before[-1])} of {len(chosen)} strings are found in the order of their table"
            raise ValueError(msg)
        return cls(table, bits, before)

    @classmethod
    def from_arrays(cls, table: StringTable, arrays: Mapping[str, NDArray[Any]]) -> ChosenStrings:
        """Return the choice that :meth:`arrays` described.

        Parameters
        ----------
        table : StringTable
            The table that was chosen from.
        arrays : mapping of str to ndarray
            ``bits`` and ``before``; may be memory-mapped.

        Returns
        -------
        ChosenStrings
            The same strings; nothing is copied.
        """
        return cls(table, arrays["bits"], arrays["before"])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Arrays to be stored, by name; the table is stored apart."""
        return {"bits": self.bits, "before": self.before}

    def __len__(self) -> int:
        """Return the number of chosen strings."""
        return int(self.before[-1])

    def __getitem__(self, position: int | np.integer[Any]) -> str:
        """Return the chosen string at a position, counted from the end if negative."""
        at = int(position)
        at = at + len(self) if at < 0 else at
        if not 0 <= at < len(self):
            msg = f"position {position} is outside a choice of {len(self)} strings"
            raise IndexError(msg)
        run = bisect_right(self.before.data, at) - 1
        return self.table[run * RUN + _place_of_bit(self._run(run), at - int(self.before[run]))]

    def __iter__(self) -> Iterator[str]:
        """Yield the chosen strings in order."""
        size = _RUNS_AT_ONCE * RUN_BYTES
        parts = (self.bits[first : first + size] for first in range(0, len(self.bits), size))
        flags = chain.from_iterable(np.unpackbits(part, bitorder="little").tolist() for part in parts)
        return (piece.decode("utf-8", "surrogatepass") for piece in compress(self.table.pieces(), flags))

    def place_of(self, string: str) -> int | None:
        """Position of a string among the chosen ones.

        Parameters
        ----------
        string : str
            Compared letter by letter.

        Returns
        -------
        int or None
            None if it is not chosen.
        """
        place = self.table.place_of(string)
        if place is None:
            return None
        run, bit = divmod(place, RUN)
        bits = self._run(run)
        return int(self.before[run]) + (bits & (1 << bit) - 1).bit_count() if bits >> bit & 1 else None

    def __repr__(self) -> str:
        """Tell the numbers of strings."""
        return f"ChosenStrings({len(self)} of {len(self.table)} strings)"

    def _run(self, run: int) -> int:
        """The bits of a run as one number, the first string the lowest."""
        return int.from_bytes(self.bits.data[run * RUN_BYTES : (run + 1) * RUN_BYTES], "little")


def n_runs(n_strings: int) -> int:
    """Return the number of runs of a table.

    Parameters
    ----------
    n_strings : int
        Its strings.

    Returns
    -------
    int
        The last one may be shorter.
    """
    return -(-n_strings // RUN)


def chosen_of_runs(bits: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return how many strings of each run are chosen.

    Parameters
    ----------
    bits : ndarray of uint8
        One bit a string; the first is the first of a run.

    Returns
    -------
    ndarray of int64, shape (n_runs,)
        The numbers.
    """
    starts = np.arange(0, len(bits), RUN_BYTES)
    return np.add.reduceat(np.bitwise_count(bits), starts, dtype=np.int64) if len(bits) else starts


def _are_chosen(table: StringTable, chosen: StringTable) -> Iterator[bool]:
    """Whether each string of a table is one of others, which have the same order."""
    others = chosen.pieces()
    other = next(others, None)
    for piece in table.pieces():
        is_chosen = piece == other
        if is_chosen:
            other = next(others, None)
        yield is_chosen


def _place_of_bit(bits: int, number: int) -> int:
    """Where the bit stands that has so many set ones before it; by halves."""
    place = 0
    for half, mask in _HALVES:
        n_below = (bits & mask).bit_count()
        if number >= n_below:
            number -= n_below
            bits >>= half
            place += half
    return place
