"""Exact lookup in a table of strings that are in no order, by their hashes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.errors import ArtifactDamaged
from recsys.names.strings import StringTable, encoded

_HASH_BYTES = 4
"""Of two hundred million strings one in twenty shares its hash with another one: those are compared."""


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
        wanted = np.uint32(_hash(encoded(key)))
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
        pieces = list(map(encoded, keys))
        digests = [blake2b(piece, digest_size=_HASH_BYTES).digest() for piece in pieces]
        wanted = np.frombuffer(b"".join(digests), dtype="<u4")
        places = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        alike = np.flatnonzero(self.hashes[places] == wanted)
        rows = self.rows[places[alike]].astype(np.int64)
        found[alike] = rows
        for number in alike[~self.table.are(rows, [pieces[number] for number in alike])].tolist():
            found[number] = next(iter(self.find(keys[number])), -1)  # another string of the same hash
        return found


def _hash(piece: bytes) -> int:
    return int.from_bytes(blake2b(piece, digest_size=_HASH_BYTES).digest(), "little")
