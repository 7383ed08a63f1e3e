"""The titles of single terms: the other way round of a sparse column, as far as questions ask for it.

A filter asks for one term of hundreds. The first question that does reads every fact of the column
once, which takes milliseconds; the next ones find the term's own titles remembered. Both ways of the
whole column side by side would take its memory twice, and seconds to make for a million titles.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.short_rows import ShortRows

MOST_ENTRIES = 4_000_000
"""So many titles of terms are remembered, some five bytes each; who was asked for longest ago goes."""


@dataclass(frozen=True, slots=True)
class Holding:
    """The titles that have a term.

    Parameters
    ----------
    rows : ndarray of int32, shape (n,)
        Titles, ascending.
    data : ndarray, shape (n,)
        What the column says of the term in each.
    """

    rows: NDArray[np.int32]
    data: NDArray[Any]


class Holders:
    """Finds and remembers the titles of the terms of one sparse column.

    Parameters
    ----------
    matrix : ShortRows
        Titles × terms.
    most_entries : int
        How many titles are remembered in all.
    """

    def __init__(self, matrix: ShortRows, most_entries: int = MOST_ENTRIES) -> None:
        self.matrix = matrix
        self.most_entries = most_entries
        self._remembered: OrderedDict[int, Holding] = OrderedDict()
        self._n_entries = 0
        self._changing = Lock()

    def of(self, codes: Sequence[int]) -> list[Holding]:
        """Return the titles of some terms.

        Parameters
        ----------
        codes : sequence of int
            Columns, each once.

        Returns
        -------
        list of Holding
            One a term, in their order.
        """
        with self._changing:
            known = {code: self._remembered[code] for code in codes if code in self._remembered}
            for code in known:
                self._remembered.move_to_end(code)
        missing = [code for code in codes if code not in known]
        found = self._found(missing) if missing else {}
        self._remember(found)
        return [known[code] if code in known else found[code] for code in codes]

    def _found(self, codes: Sequence[int]) -> dict[int, Holding]:
        """Look through the whole column once."""
        indices = self.matrix.indices
        if len(codes) == 1:
            return {codes[0]: self._holding(np.flatnonzero(indices == codes[0]))}
        is_wanted = np.zeros(int(indices.max()) + 1 if len(indices) else 0, dtype=np.bool_)
        is_wanted[[code for code in codes if code < len(is_wanted)]] = True
        places = np.flatnonzero(is_wanted[indices])
        terms = indices[places]
        places = places[np.argsort(terms, kind="stable")]
        ends = np.cumsum(np.bincount(terms, minlength=max(codes) + 1))
        starts = np.concatenate([[0], ends])
        return {code: self._holding(places[starts[code] : ends[code]]) for code in codes}

    def _holding(self, places: NDArray[np.int64]) -> Holding:
        return Holding(self.matrix.rows_of(places), self.matrix.data[places])

    def _remember(self, found: dict[int, Holding]) -> None:
        with self._changing:
            for code, holding in found.items():
                if code not in self._remembered:
                    self._remembered[code] = holding
                    self._n_entries += len(holding.rows)
            while self._n_entries > self.most_entries:
                _, forgotten = self._remembered.popitem(last=False)
                self._n_entries -= len(forgotten.rows)
