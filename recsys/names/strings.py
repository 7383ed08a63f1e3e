"""Many strings as a few arrays that can be memory-mapped.

A Python list of a million names takes 100 MB and a second to load in each process; two arrays
opened with ``mmap_mode="r"`` take nothing until they are read, and all processes share them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import narrowed
from recsys.errors import ArtifactDamaged

_AT_ONCE = 2**16


class StringTable:
    """An immutable list of strings.

    Parameters
    ----------
    blob : ndarray of uint8
        All strings as UTF-8, one after the other.
    offsets : ndarray of uint32 or int64, shape (n + 1,)
        Where each string begins in ``blob``; the last is the length of ``blob``.

    Raises
    ------
    ArtifactDamaged
        If the offsets do not cut the blob into strings.
    """

    __slots__ = ("blob", "offsets")

    def __init__(self, blob: NDArray[np.uint8], offsets: NDArray[np.int64]) -> None:
        if not _cuts(offsets, len(blob)):
            msg = (
                f"a table of strings is damaged: its {len(offsets)} offsets do not cut "
                f"its {len(blob)} bytes; train or fetch the model again"
            )
            raise ArtifactDamaged(msg)
        self.blob = blob
        self.offsets = offsets

    @classmethod
    def from_strings(cls, strings: Iterable[str]) -> StringTable:
        """Table of the strings in their order.

        Parameters
        ----------
        strings : iterable of str
            Any strings; lone surrogates, which JSON can carry, are kept too.

        Returns
        -------
        StringTable
            The table.
        """
        pieces = list(map(encoded, strings))
        offsets = np.zeros(len(pieces) + 1, dtype=np.int64)
        np.cumsum([len(piece) for piece in pieces], out=offsets[1:])
        return cls(np.frombuffer(b"".join(pieces), dtype=np.uint8), offsets)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> StringTable:
        """Table over arrays that :meth:`arrays` gave.

        Parameters
        ----------
        arrays : mapping of str to ndarray
            With the keys ``blob`` and ``offsets``; may be memory-mapped.

        Returns
        -------
        StringTable
            The table; nothing is copied.
        """
        return cls(arrays["blob"], arrays["offsets"])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Arrays to be stored, by name."""
        return {"blob": self.blob, "offsets": narrowed(self.offsets)}

    def __len__(self) -> int:
        """Return the number of strings."""
        return len(self.offsets) - 1

    def __getitem__(self, position: int | np.integer[Any]) -> str:
        """Return the string at a position, counted from the end if negative."""
        at = int(position)
        at = at + len(self) if at < 0 else at
        if not 0 <= at < len(self):
            msg = f"position {position} is outside a table of {len(self)} strings"
            raise IndexError(msg)
        piece = self.blob[int(self.offsets[at]) : int(self.offsets[at + 1])]
        return piece.tobytes().decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        """Yield the strings in order."""
        return (piece.decode("utf-8", "surrogatepass") for piece in self.pieces())

    def pieces(self) -> Iterator[bytes]:
        """Yield the strings as UTF-8, in order.

        Yields
        ------
        bytes
            One string; a lone surrogate is encoded as if it were a letter.
        """
        for first in range(0, len(self), _AT_ONCE):  # numbers of Python for all take more than the strings
            ends = self.offsets[first : first + _AT_ONCE + 1]
            some = self.blob[int(ends[0]) : int(ends[-1])].tobytes()
            yield from (some[start:end] for start, end in pairwise((ends - ends[0]).tolist()))

    def place_of(self, string: str) -> int | None:
        """Position of a string in a table whose strings are in code-point order, each once.

        Some microseconds among millions, by bisection: the order of code points is that of their UTF-8.

        Parameters
        ----------
        string : str
            Compared letter by letter.

        Returns
        -------
        int or None
            None if it is not there, and perhaps also if the table is not in order.
        """
        # Views of memory: a slice of numpy takes as long as all else of a step.
        wanted, blob, offsets = encoded(string), self.blob.data, self.offsets.data
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if blob[offsets[middle] : offsets[middle + 1]].tobytes() < wanted:
                low = middle + 1
            else:
                high = middle
        is_there = low < len(self) and blob[offsets[low] : offsets[low + 1]].tobytes() == wanted
        return low if is_there else None

    def are(self, positions: NDArray[np.int64], pieces: Sequence[bytes]) -> NDArray[np.bool_]:
        """Return which strings are those expected at their positions.

        Parameters
        ----------
        positions : ndarray of int64, shape (n,)
            Positions in the table.
        pieces : sequence of bytes
            One a position, as :meth:`pieces` gives them.

        Returns
        -------
        ndarray of bool, shape (n,)
            True where the two are equal, byte by byte.
        """
        starts = np.asarray(self.offsets[positions], dtype=np.int64)
        lengths = np.asarray(self.offsets[positions + 1], dtype=np.int64) - starts
        theirs = np.array([len(piece) for piece in pieces], dtype=np.int64)
        equal = lengths == theirs
        lengths[~equal] = 0
        first = np.cumsum(theirs) - theirs
        pair = np.repeat(np.arange(len(pieces)), lengths)
        within = np.arange(len(pair)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        given = np.frombuffer(b"".join(pieces), dtype=np.uint8)
        differs = self.blob[starts[pair] + within] != given[first[pair] + within]
        equal[pair[differs]] = False
        return np.asarray(equal)

    def __repr__(self) -> str:
        """Tell the number of strings."""
        return f"StringTable({len(self)} strings)"


def encoded(string: str) -> bytes:
    """Return a string as the UTF-8 in which tables hold it.

    Parameters
    ----------
    string : str
        Any string; a lone surrogate is encoded as if it were a letter.

    Returns
    -------
    bytes
        Its bytes.
    """
    return string.encode("utf-8", "surrogatepass")


def _cuts(offsets: NDArray[np.int64], n_bytes: int) -> bool:
    """Whether the offsets begin at 0, end at the number of bytes, and never step back."""
    if len(offsets) == 0 or offsets[0] != 0 or offsets[-1] != n_bytes:
        return False
    return bool(np.all(offsets[1:] >= offsets[:-1]))
