"""Ids of titles elsewhere, as arrays: which title another site's number means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.errors import ArtifactDamaged
from recsys.names.hash_index import HashIndex
from recsys.names.strings import StringTable
from recsys.title import Title


@dataclass(frozen=True, slots=True, repr=False)
class ExternalIds:
    """Ids of the titles of a catalogue at other sites.

    Parameters
    ----------
    keys : HashIndex
        ``site:id`` of every id, in the order of the titles.
    owner : ndarray of int32
        Row of each.

    Raises
    ------
    ArtifactDamaged
        If the arrays do not fit each other.
    """

    keys: HashIndex
    owner: NDArray[np.int32]

    def __post_init__(self) -> None:
        """Refuse arrays that do not fit each other."""
        if len(self.keys.table) != len(self.owner) or (len(self.owner) and int(self.owner.min()) < 0):
            msg = "the arrays of ids elsewhere do not fit each other; train or fetch the model again"
            raise ArtifactDamaged(msg)

    @classmethod
    def build(cls, titles: Sequence[Title]) -> ExternalIds:
        """Index of all ids of the titles.

        Parameters
        ----------
        titles : sequence of Title
            The catalogue in the order of its rows.

        Returns
        -------
        ExternalIds
            The index.
        """
        pairs = [
            (_key(site, id), row)
            for row, title in enumerate(titles)
            for site, id in sorted(title.external_ids.items())
        ]
        table = StringTable.from_strings(key for key, _ in pairs)
        return cls(HashIndex.build(table), np.array([row for _, row in pairs], dtype=np.int32))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Arrays to be stored, by name."""
        return self.keys.table.arrays() | self.keys.arrays() | {"owner": self.owner}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> ExternalIds:
        """Index over arrays that :meth:`arrays` gave.

        Parameters
        ----------
        arrays : mapping of str to ndarray
            The arrays; nothing is copied.

        Returns
        -------
        ExternalIds
            The same index.
        """
        table = StringTable.from_arrays(arrays)
        return cls(HashIndex.from_arrays(table, arrays), arrays["owner"])

    def __len__(self) -> int:
        """Return the number of ids."""
        return len(self.owner)

    def __repr__(self) -> str:
        """Tell the number of ids."""
        return f"ExternalIds({len(self)} ids)"

    def find(self, site: str, id: str) -> list[int]:
        """Rows of the titles that bear an id at a site, ascending.

        Parameters
        ----------
        site : str
            Such as ``imdb``.
        id : str
            Such as ``tt10850932``.

        Returns
        -------
        list of int
            Usually one; TMDB numbers films and series apart, so that two may share one.
        """
        return sorted({int(self.owner[place]) for place in self.keys.find(_key(site, id))})


def _key(site: str, id: str) -> str:
    return f"{site.casefold()}:{id.strip().casefold()}"
