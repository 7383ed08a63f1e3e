"""The nearest titles of every title, found once and stored, so that plain "similar" is a lookup.

What is stored is what the index answers to "similar to this one", and nothing else: the titles that
share a trait with it, best first, equal scores in the order of their rows. Relations are not looked at
before a list is made, so that each policy can make its own of them. A story world takes several of the
stored places and one of the list: store half as many again as the longest list that is asked for, 30 for
lists of twenty. A list that reaches further is searched for as if nothing were stored. Each neighbour
takes 12 bytes of every title.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import NamedArrays
from recsys.index import Hits

NEIGHBOURS = "neighbours"
"""Under this name a model holds them."""
NOBODY = -1
"""Stands in the places that are left where fewer titles share a trait."""


@dataclass(frozen=True, slots=True)
class StoredNeighbours:
    """The k nearest titles of each title.

    Parameters
    ----------
    rows : ndarray of int32, shape (n_titles · k,)
        Title after title its neighbours, best first; :data:`NOBODY` in what is left of its k places.
    scores : ndarray of float64, shape (n_titles · k,)
        Their scores; 0 in the places that are left.
    n_titles : int
        Number of titles.
    """

    rows: NDArray[np.int32]
    scores: NDArray[np.float64]
    n_titles: int

    @property
    def k(self) -> int:
        """How many places each title has."""
        return len(self.rows) // self.n_titles

    def of(self, row: int) -> Hits:
        """Return the stored neighbours of a title.

        Parameters
        ----------
        row : int
            The title.

        Returns
        -------
        Hits
            At most k titles; the title itself is none of them.
        """
        places = slice(row * self.k, (row + 1) * self.k)
        rows = self.rows[places].astype(np.int64)
        n_found = int(np.count_nonzero(rows != NOBODY))
        return Hits(rows[:n_found], np.array(self.scores[places][:n_found]))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the two arrays by name.

        Returns
        -------
        dict of str to ndarray
            ``rows`` and ``scores``.
        """
        return {"rows": self.rows, "scores": self.scores}

    @classmethod
    def from_arrays(cls, arrays: NamedArrays, *, n_titles: int) -> StoredNeighbours:
        """Return the neighbours that :meth:`arrays` described.

        Parameters
        ----------
        arrays : mapping of str to ndarray
            ``rows`` and ``scores``; may be memory-mapped.
        n_titles : int
            Number of titles.

        Returns
        -------
        StoredNeighbours
            The same; nothing is copied.
        """
        return cls(arrays["rows"], arrays["scores"], n_titles)
