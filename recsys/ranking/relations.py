"""Sequels, spin-offs and other versions: the graph of relations and what is said of an edge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import NamedArrays, prefixed, under
from recsys.short_rows import ShortRows
from recsys.title import RelationKind, Title
from recsys.wording import ENGLISH, Language, sayable

KINDS = tuple(RelationKind)

# What the other title is to this one; {this} and {other} are their names.
_SENTENCES = {
    RelationKind.SEQUEL: sayable("{other} is a sequel of {this}"),
    RelationKind.PREQUEL: sayable("{this} is a sequel of {other}"),
    RelationKind.SPIN_OFF: sayable("{other} is a spin-off of {this}"),
    RelationKind.PARENT: sayable("{this} is a spin-off of {other}"),
    RelationKind.REMAKE: sayable("{other} is a remake of {this}"),
    RelationKind.ORIGINAL: sayable("{this} is a remake of {other}"),
    RelationKind.SAME_SOURCE: sayable("{other} and {this} are from the same source"),
    RelationKind.SHARED_UNIVERSE: sayable("{other} and {this} share a world"),
    RelationKind.RECAP: sayable("{other} is a recap of {this}"),
    RelationKind.FULL_STORY: sayable("{this} is a recap of {other}"),
    RelationKind.OTHER: sayable("{other} and {this} are related"),
}
SAME_FRANCHISE = "same-franchise"
_LOOSE = KINDS.index(RelationKind.OTHER)
"""The one kind that does not make two titles one story world."""


@dataclass(frozen=True, slots=True)
class RelationGraph:
    """Relations between rows.

    Parameters
    ----------
    edges : ShortRows
        For each row the related rows; data is the position in :data:`KINDS` of what the other
        is to it.
    franchise : ndarray of int32, shape (n_titles,)
        Number of the story world; equal for all titles that relations connect.
    """

    edges: ShortRows
    franchise: NDArray[np.int32]

    @classmethod
    def build(cls, titles: Sequence[Title], row_of: Mapping[str, int]) -> RelationGraph:
        """Return the graph of a catalogue; relations to titles outside it are left out.

        Parameters
        ----------
        titles : sequence of Title
            Titles in row order, relations in both directions.
        row_of : mapping of str to int
            Row of each id.

        Returns
        -------
        RelationGraph
            The graph.
        """
        # Only training builds; a service that opens a model never waits for scipy.
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import connected_components

        edges = [
            sorted({(row_of[r.id], KINDS.index(r.kind)) for r in title.relations if r.id in row_of})
            for title in titles
        ]
        lengths = np.array([len(row) for row in edges], dtype=np.int64)
        indices = np.array([other for row in edges for other, _ in row], dtype=np.int32)
        kinds = np.array([kind for row in edges for _, kind in row], dtype=np.int8)
        binds = kinds != _LOOSE
        origins = np.repeat(np.arange(len(titles)), lengths)
        pairs = (np.ones(binds.sum(), np.int8), (origins[binds], indices[binds]))
        adjacency = csr_matrix(pairs, shape=(len(titles), len(titles)))
        franchise = connected_components(adjacency, directed=False)[1]
        return cls(ShortRows.of_lengths(lengths, indices, kinds), np.asarray(franchise, dtype=np.int32))

    def of(self, row: int) -> Iterator[tuple[int, RelationKind]]:
        """Yield the related rows and what each is to this one.

        Parameters
        ----------
        row : int
            A title.

        Yields
        ------
        tuple of (int, RelationKind)
            Other row and kind.
        """
        vector = self.edges.row(row)
        for other, kind in zip(vector.columns, vector.values, strict=True):
            yield int(other), KINDS[int(kind)]

    def franchise_of(self, row: int) -> NDArray[np.int64]:
        """Return all rows of a title's story world, itself included.

        Parameters
        ----------
        row : int
            A title.

        Returns
        -------
        ndarray of int64
            Rows, ascending.
        """
        found, open_ = {int(row)}, [int(row)]
        while open_:
            edges = self.edges.row(open_.pop())
            # Relations are told from both sides: edges lead from each title of a world to all others.
            further = set(edges.columns[edges.values != _LOOSE].tolist()) - found
            found |= further
            open_ += further
        return np.array(sorted(found), dtype=np.int64)

    def franchises_of(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return all rows of the story worlds of many titles, themselves included.

        Parameters
        ----------
        rows : ndarray of int64, shape (n,)
            Titles.

        Returns
        -------
        ndarray of int64
            Rows, ascending, each once.
        """
        wanted = np.zeros(len(self.franchise), dtype=np.bool_)
        wanted[self.franchise[rows]] = True
        return np.flatnonzero(wanted[self.franchise])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays by name.

        Returns
        -------
        dict of str to ndarray
            ``edges.*`` and ``franchise``.
        """
        return {**prefixed("edges", self.edges.arrays()), "franchise": self.franchise}

    @classmethod
    def from_arrays(cls, arrays: NamedArrays) -> RelationGraph:
        """Return the graph that :meth:`arrays` described.

        Parameters
        ----------
        arrays : mapping of str to ndarray
            As returned by :meth:`arrays`.

        Returns
        -------
        RelationGraph
            The same graph.
        """
        return cls(ShortRows.from_arrays(under("edges", arrays)), arrays["franchise"])


def sentence(kind: RelationKind | None, *, this: str, other: str, language: Language = ENGLISH) -> str:
    """Return what another title is to this one, as a sentence.

    Parameters
    ----------
    kind : RelationKind or None
        What the other is; None: connected through further titles.
    this, other : str
        Their names.
    language : Language, default ENGLISH
        The language of the sentence.

    Returns
    -------
    str
        Such as "Mantis is a spin-off of Kill Boksoon".
    """
    if kind is None:
        return language.say("{other} and {this} are of one story world", this=this, other=other)
    return language.say(_SENTENCES[kind], this=this, other=other)
