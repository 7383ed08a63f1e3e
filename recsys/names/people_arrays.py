"""People as a few arrays: every name and token once, and beside it whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import prefixed, under
from recsys.errors import ArtifactDamaged
from recsys.names.strings import StringTable

NAME, SHARED, PERSON, NATIVE = 1, 2, 4, 8
"""Flags: somebody bears the key; several people do, so that it joins nothing; it is the token of a
person; a native name of that person is known."""
ALL_FLAGS = NAME | SHARED | PERSON | NATIVE
_NUMBERS = ("flags", "renamed", "token", "ambiguous", "bearers_from", "bearers")


@dataclass(frozen=True, slots=True, repr=False)
class PeopleArrays:
    """All names of people and all tokens of people, most of which are the same strings.

    Parameters
    ----------
    keys : StringTable
        Names and tokens, each once, in code-point order.
    display : StringTable
        What is shown of the person whose token a key is; empty for other keys.
    flags : ndarray of uint8, shape (n_keys,)
        :data:`NAME`, :data:`SHARED`, :data:`PERSON` and :data:`NATIVE`, added up.
    renamed : ndarray of int32, shape (n_renamed,)
        Ascending, the names that are not the token of their own person; every other name is.
    token : ndarray of int32, shape (n_renamed,)
        The key that is the token of the own person of each of these; -1 for none.
    ambiguous : ndarray of int32, shape (n_ambiguous,)
        Ascending, the names whose own person is not the one person who bears them.
    bearers_from : ndarray of int64, shape (n_ambiguous + 1,)
        Where the bearers of each of these begin.
    bearers : ndarray of int32
        Their tokens, as keys, ascending for each name.

    Raises
    ------
    ArtifactDamaged
        If the arrays do not fit each other.
    """

    keys: StringTable
    display: StringTable
    flags: NDArray[np.uint8]
    renamed: NDArray[np.int32]
    token: NDArray[np.int32]
    ambiguous: NDArray[np.int32]
    bearers_from: NDArray[np.int64]
    bearers: NDArray[np.int32]

    def __post_init__(self) -> None:
        """Refuse arrays that do not fit each other."""
        n_keys = len(self.keys)
        fits = (
            len(self.display) == len(self.flags) == n_keys
            and len(self.token) == len(self.renamed)
            and len(self.bearers_from) == len(self.ambiguous) + 1
            and int(self.bearers_from[-1]) == len(self.bearers)
            and bool(np.all(np.diff(self.bearers_from) >= 0))
            and all(
                not len(places) or int(places.max()) < n_keys
                for places in (self.renamed, self.token, self.ambiguous, self.bearers)
            )
        )
        if not fits:
            msg = "the arrays of people do not fit each other; train or fetch the model again"
            raise ArtifactDamaged(msg)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> PeopleArrays:
        """Return the people whom :meth:`arrays` described.

        Parameters
        ----------
        arrays : mapping of str to ndarray
            By name; may be memory-mapped.

        Returns
        -------
        PeopleArrays
            The same people; nothing is copied.
        """
        return cls(
            StringTable.from_arrays(under("keys", arrays)),
            StringTable.from_arrays(under("display", arrays)),
            *(arrays[name] for name in _NUMBERS),
        )

    @classmethod
    def of_names(cls, keys: StringTable, display: StringTable, is_native: NDArray[np.bool_]) -> PeopleArrays:
        """Return people each of whom has one name, which nobody else bears.

        Parameters
        ----------
        keys : StringTable
            Keys of the names, each once, in code-point order.
        display : StringTable
            What is shown of each.
        is_native : ndarray of bool, shape (n_people,)
            Whether a key is a native name.

        Returns
        -------
        PeopleArrays
            Each key is a name, and the token of its one bearer.
        """
        return cls(
            keys,
            display,
            flags=NAME + PERSON + NATIVE * is_native.astype(np.uint8),
            renamed=np.empty(0, dtype=np.int32),
            token=np.empty(0, dtype=np.int32),
            ambiguous=np.empty(0, dtype=np.int32),
            bearers_from=np.zeros(1, dtype=np.int64),
            bearers=np.empty(0, dtype=np.int32),
        )

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays to be stored, by name."""
        return {
            **prefixed("keys", self.keys.arrays()),
            **prefixed("display", self.display.arrays()),
            **{name: getattr(self, name) for name in _NUMBERS},
        }

    def n_with(self, flag: int) -> int:
        """Return how many keys have a flag; reads all flags.

        Parameters
        ----------
        flag : int
            One of them.

        Returns
        -------
        int
            The number.
        """
        return int(np.count_nonzero(self.flags & flag))

    def find(self, key: str, flag: int) -> int | None:
        """Return where a key stands.

        Parameters
        ----------
        key : str
            Compared letter by letter.
        flag : int
            A flag that it must have.

        Returns
        -------
        int or None
            None if there is no such key, or none with this flag.
        """
        place = self.keys.place_of(key)
        return place if place is not None and self.has(flag, place) else None

    def has(self, flag: int, place: int) -> bool:
        """Return whether a key has a flag.

        Parameters
        ----------
        flag : int
            The flag.
        place : int
            The key.

        Returns
        -------
        bool
            True if it has.
        """
        return bool(int(self.flags[place]) & flag)

    def own_of(self, name: int) -> int | None:
        """Return whose own a name is.

        Parameters
        ----------
        name : int
            A key that is a name.

        Returns
        -------
        int or None
            The key that is the token of that person; None if it is nobody's own.
        """
        place = _place_among(self.renamed, name)
        if place is None:
            return name
        own = int(self.token[place])
        return None if own < 0 else own

    def bearers_of(self, name: int) -> tuple[int, ...]:
        """Return who bears a name.

        Parameters
        ----------
        name : int
            A key that is a name.

        Returns
        -------
        tuple of int
            The keys that are the tokens of its bearers, ascending.
        """
        place = _place_among(self.ambiguous, name)
        if place is None:
            own = self.own_of(name)
            return () if own is None else (own,)
        piece = slice(int(self.bearers_from[place]), int(self.bearers_from[place + 1]))
        return tuple(self.bearers[piece].tolist())


def _place_among(ascending: NDArray[np.int32], key: int) -> int | None:
    # a number of another type would make numpy copy the whole array to compare
    place = int(np.searchsorted(ascending, np.int32(key)))
    return place if place < len(ascending) and int(ascending[place]) == key else None
