"""What people said of titles, as arrays of rows of one catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import Csr


@dataclass(frozen=True, slots=True)
class Pairs:
    """Said by people: "if you liked the source, try the target", each pair once.

    Parameters
    ----------
    source, target : ndarray of int64, shape (n,)
        Rows, sorted by source and target.
    weight : ndarray of float64, shape (n,)
        How many people said so; above 0.
    """

    source: NDArray[np.int64]
    target: NDArray[np.int64]
    weight: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.source)

    def by_source(self) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.float64]]]:
        """Yield what was recommended to those who liked a title.

        Yields
        ------
        tuple of int, ndarray of int64, ndarray of float64
            Source, its targets and their weights, in the order of the sources.
        """
        for source, own in _groups(self.source):
            yield source, self.target[own], self.weight[own]

    def subset(self, chosen: NDArray[np.bool_]) -> Pairs:
        """Return some of the pairs.

        Parameters
        ----------
        chosen : ndarray of bool, shape (n,)
            Which.

        Returns
        -------
        Pairs
            In the same order.
        """
        return Pairs(self.source[chosen], self.target[chosen], self.weight[chosen])


@dataclass(frozen=True, slots=True)
class Labels:
    """Pairs that people called good or bad recommendations, each once.

    Parameters
    ----------
    source, target : ndarray of int64, shape (n,)
        Rows, sorted by source and target.
    is_good : ndarray of bool, shape (n,)
        The judgement.
    """

    source: NDArray[np.int64]
    target: NDArray[np.int64]
    is_good: NDArray[np.bool_]

    def __len__(self) -> int:
        """Return the number of labelled pairs."""
        return len(self.source)


@dataclass(frozen=True, slots=True)
class Ratings:
    """What viewers rated; each title at most once a viewer.

    Parameters
    ----------
    user : ndarray of int64, shape (n,)
        Position in ``users``; sorted, and within a user by row.
    row : ndarray of int64, shape (n,)
        Rated titles.
    rating : ndarray of float64, shape (n,)
        On whatever scale; higher is better.
    time : ndarray of float64, shape (n,), or None
        When, in any unit; None if that is not known.
    users : tuple of str
        Names of the users, sorted.
    """

    user: NDArray[np.int64]
    row: NDArray[np.int64]
    rating: NDArray[np.float64]
    time: NDArray[np.float64] | None
    users: tuple[str, ...]

    def __len__(self) -> int:
        """Return the number of ratings."""
        return len(self.user)

    def by_user(self) -> Iterator[tuple[int, slice]]:
        """Yield where the ratings of each user stand.

        Yields
        ------
        tuple of int and slice
            The user and the places in the arrays.
        """
        yield from _groups(self.user)


@dataclass(frozen=True, slots=True)
class Siblings:
    """Titles of the same series: to recommend the second season is no art.

    Parameters
    ----------
    rows : Csr
        Titles × titles; the data are not looked at.
    """

    rows: Csr

    @classmethod
    def from_pairs(cls, pairs: Iterable[tuple[int, int]], *, n_titles: int) -> Siblings:
        """Return the siblings that pairs of rows tell, seen from both sides.

        Parameters
        ----------
        pairs : iterable of tuple of int and int
            Rows of two titles each.
        n_titles : int
            Number of titles.

        Returns
        -------
        Siblings
            No title is its own sibling.
        """
        both = {(a, b) for one, other in pairs for a, b in ((one, other), (other, one)) if a != b}
        ordered = np.array(sorted(both), dtype=np.int64).reshape(-1, 2)
        counts = np.bincount(ordered[:, 0], minlength=n_titles)
        indptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return cls(Csr(indptr, ordered[:, 1].astype(np.int32), np.ones(len(ordered), dtype=np.bool_)))

    def of(self, row: int) -> NDArray[np.int64]:
        """Return the siblings of a title.

        Parameters
        ----------
        row : int
            The title.

        Returns
        -------
        ndarray of int64
            Ascending rows, without the title itself.
        """
        return self.rows.indices[self.rows.indptr[row] : self.rows.indptr[row + 1]].astype(np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgements:
    """All that is known of what people think of the titles of one catalogue.

    Parameters
    ----------
    siblings : Siblings
        Titles of the same series.
    pairs : Pairs or None
        Recommendations by people.
    labels : Labels or None
        Good and bad recommendations.
    ratings : Ratings or None
        Ratings by viewers.
    halves : mapping of int to str
        ``dev`` or ``test`` of each source, where a file says it; empty to split by the ids.
    """

    siblings: Siblings
    pairs: Pairs | None = None
    labels: Labels | None = None
    ratings: Ratings | None = None
    halves: Mapping[int, str] = field(default_factory=dict)


def _groups(keys: NDArray[np.int64]) -> Iterator[tuple[int, slice]]:
    """Where each key stands in sorted keys, which are not negative."""
    bounds = [*np.flatnonzero(np.diff(keys, prepend=-1)).tolist(), len(keys)]
    for start, stop in pairwise(bounds):
        yield int(keys[start]), slice(start, stop)
