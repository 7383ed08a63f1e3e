"""Many strings as a few arrays that can be memory-mapped, and exact lookup among them.

A Python list of a million names takes 100 MB and a second to load in each process; two arrays
opened with ``mmap_mode="r"`` take nothing until they are read, and all processes share them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import narrowed
from recsys.errors import ArtifactDamaged

_HASH_BYTES = 4
"""Of two hundred million strings one in twenty shares its hash with another one: those are compared."""
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
        encoded = [_encode(string) for string in strings]
        offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum([len(piece) for piece in encoded], out=offsets[1:])
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets)

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
        wanted, blob, offsets = _encode(string), self.blob.data, self.offsets.data
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


class HashIndex:
    """Exact lookup in a string table by binary search over sorted hashes.

    Parameters
    ----------
    table : StringTable
        The strings that are looked up; they settle collisions of hashes.
    hashes : ndarray of uint32, shape (n,)
        Hash of each string (blake2b, 4 bytes), ascending.
    rows : ndarray of int32, shape (n,)
        Position in the table of the string of each hash.

    Raises
    ------
    ArtifactDamaged
        If the arrays and the table do not have one length, or a row is outside the table.
    """

    __slots__ = ("hashes", "rows", "table")

    def __init__(self, table: StringTable, hashes: NDArray[np.uint32], rows: NDArray[np.int32]) -> None:
        one_length = len(table) == len(hashes) == len(rows)
        if not one_length or (len(rows) and not 0 <= int(rows.min()) <= int(rows.max()) < len(table)):
            msg = (
                f"an index of strings is damaged: {len(hashes)} hashes and {len(rows)} rows "
                f"do not fit {len(table)} strings; train or fetch the model again"
            )
            raise ArtifactDamaged(msg)
        self.table = table
        self.hashes = hashes
        self.rows = rows

    @classmethod
    def build(cls, table: StringTable) -> HashIndex:
        """Index of every string of a table.

        Parameters
        ----------
        table : StringTable
            Strings; one may occur several times.

        Returns
        -------
        HashIndex
            The index.
        """
        hashes = np.fromiter(map(_hash, table.pieces()), dtype=np.uint32, count=len(table))
        order = np.argsort(hashes, kind="stable").astype(np.int32)
        return cls(table, hashes[order], order)

    @classmethod
    def from_arrays(cls, table: StringTable, arrays: Mapping[str, NDArray[Any]]) -> HashIndex:
        """Index over arrays that :meth:`arrays` gave.

        Parameters
        ----------
        table : StringTable
            The table that was indexed.
        arrays : mapping of str to ndarray
            With the keys ``hashes`` and ``rows``.

        Returns
        -------
        HashIndex
            The index; nothing is copied.
        """
        return cls(table, arrays["hashes"], arrays["rows"])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Arrays to be stored, by name; the table is stored apart."""
        return {"hashes": self.hashes, "rows": self.rows}

    def find(self, key: str) -> list[int]:
        """Positions of the strings that equal the key, ascending.

        Parameters
        ----------
        key : str
            Compared letter by letter.

        Returns
        -------
        list of int
            Positions in the table; empty if no string equals the key.
        """
        wanted = np.uint32(_hash(_encode(key)))
        first = int(np.searchsorted(self.hashes, wanted, side="left"))
        last = int(np.searchsorted(self.hashes, wanted, side="right"))
        return [int(row) for row in self.rows[first:last] if self.table[row] == key]

    def first_of_each(self, keys: Sequence[str]) -> NDArray[np.int64]:
        """Positions of many keys at once: ten thousand of them in some milliseconds.

        Parameters
        ----------
        keys : sequence of str
            Compared letter by letter.

        Returns
        -------
        ndarray of int64, shape (n_keys,)
            For each key the first of those that :meth:`find` gives; -1 if no string equals it.
        """
        found = np.full(len(keys), -1, dtype=np.int64)
        if not (keys and len(self.hashes)):
            return found
        encoded = [_encode(key) for key in keys]
        digests = [blake2b(piece, digest_size=_HASH_BYTES).digest() for piece in encoded]
        wanted = np.frombuffer(b"".join(digests), dtype="<u4")
        places = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        alike = np.flatnonzero(self.hashes[places] == wanted)
        rows = self.rows[places[alike]].astype(np.int64)
        found[alike] = rows
        for number in alike[~self.table.are(rows, [encoded[number] for number in alike])].tolist():
            found[number] = next(iter(self.find(keys[number])), -1)  # another string of the same hash
        return found


def _encode(string: str) -> bytes:
    return string.encode("utf-8", "surrogatepass")


def _hash(piece: bytes) -> int:
    return int.from_bytes(blake2b(piece, digest_size=_HASH_BYTES).digest(), "little")


def _cuts(offsets: NDArray[np.int64], n_bytes: int) -> bool:
    """Whether the offsets begin at 0, end at the number of bytes, and never step back."""
    if len(offsets) == 0 or offsets[0] != 0 or offsets[-1] != n_bytes:
        return False
    return bool(np.all(offsets[1:] >= offsets[:-1]))
