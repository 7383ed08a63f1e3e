"""Terms of titles, such as genres and nations, out of the columns of a table: one entry a title and term."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.index.terms import SOMEBODY
from recsys.names import StringTable
from recsys.short_rows import ShortRows
from recsys.title import Role
from training.columnar.catalogue_columns import CatalogueColumns
from training.columnar.coded_column import CodedColumn

_ROLES = tuple(Role)


@dataclass(frozen=True, slots=True)
class Entries:
    """Entries in any order; the parts of one are at the same place.

    Parameters
    ----------
    rows : ndarray of int64, shape (n_entries,)
        Titles.
    codes : ndarray of int64, shape (n_entries,)
        Positions in ``terms``.
    data : ndarray of int64, shape (n_entries,)
        What is said of the term.
    terms : sequence of str
        A vocabulary in any order; some may be used by no title.
    """

    rows: NDArray[np.int64]
    codes: NDArray[np.int64]
    data: NDArray[np.int64]
    terms: Sequence[str]

    @classmethod
    def none(cls) -> Entries:
        """Return no entry at all."""
        nothing = np.empty(0, dtype=np.int64)
        return cls(nothing, nothing, nothing, [])

    @classmethod
    def listed(cls, table: StringTable, column: ShortRows, rows: NDArray[np.int64]) -> Entries:
        """Return the entries of a sparse column of some titles.

        Parameters
        ----------
        table : StringTable
            Its vocabulary.
        column : ShortRows
            One row for each of the titles.
        rows : ndarray of int64
            Their rows in the whole catalogue.

        Returns
        -------
        Entries
            The same.
        """
        at = np.repeat(rows, column.lengths)
        return cls(at, column.indices.astype(np.int64), column.data.astype(np.int64), list(table))

    def joined(self, other: Entries) -> Entries:
        """Return these entries and others, which are of other titles.

        Parameters
        ----------
        other : Entries
            With a vocabulary of their own.

        Returns
        -------
        Entries
            All of them.
        """
        return Entries(
            np.concatenate((self.rows, other.rows)),
            np.concatenate((self.codes, other.codes + len(self.terms))),
            np.concatenate((self.data, other.data)),
            [*self.terms, *other.terms],
        )

    def column(self, n_titles: int, dtype: type[np.signedinteger]) -> tuple[StringTable, ShortRows]:
        """Return the entries as a sparse column, as :class:`recsys.index.Facets` holds it.

        Parameters
        ----------
        n_titles : int
            Number of titles.
        dtype : type
            Of the data.

        Returns
        -------
        tuple of StringTable and ShortRows
            The sorted vocabulary, without what no title uses, and the column.
        """
        used = np.unique(self.codes)
        terms = sorted({self.terms[code] for code in used.tolist()})
        rank = {term: place for place, term in enumerate(terms)}
        ranks = np.zeros(len(self.terms), dtype=np.int64)
        ranks[used] = [rank[self.terms[code]] for code in used.tolist()]
        # One number an entry sorts by title, then term; two sources of one kind are one entry.
        keys, first = np.unique(self.rows * max(len(terms), 1) + ranks[self.codes], return_index=True)
        rows, indices = np.divmod(keys, max(len(terms), 1))
        column = ShortRows.of_lengths(
            np.bincount(rows, minlength=n_titles), indices.astype(np.int32), self.data[first].astype(dtype)
        )
        return StringTable.from_strings(terms), column


def entries_of(columns: CatalogueColumns, name: str) -> Entries:
    """Return what the columns hold of one facet; of most facets they hold nothing.

    Parameters
    ----------
    columns : CatalogueColumns
        The catalogue.
    name : str
        A sparse column of :class:`recsys.index.Facets`, apart from tones.

    Returns
    -------
    Entries
        Those of the titles that are not whole.
    """
    if name in _CODED:
        return _CODED[name](columns)
    if name not in _OF_PEOPLE:
        return Entries.none()
    has_role = np.array([role in _OF_PEOPLE[name] for role in _ROLES])[columns.credits.roles]
    credited = np.repeat(np.arange(len(columns)), np.diff(columns.credits.indptr))
    # Of nobody in a flat table the nation is known.
    rows = np.flatnonzero(np.bincount(credited[has_role], minlength=len(columns)))
    return Entries(rows, np.zeros_like(rows), np.ones_like(rows), [SOMEBODY])


def _coded(column: CodedColumn[StringTable]) -> Entries:
    codes = column.codes.astype(np.int64)
    return Entries(column.rows, codes, np.ones_like(codes), list(column.values))


def _sources(columns: CatalogueColumns) -> Entries:
    codes = columns.sources.codes.astype(np.int64)
    kinds = [str(source.kind) for source in columns.sources.values]
    return Entries(columns.sources.rows, codes, np.ones_like(codes), kinds)


_CODED: dict[str, Callable[[CatalogueColumns], Entries]] = {
    "countries": lambda columns: _coded(columns.countries),
    "genres": lambda columns: _coded(columns.genres),
    "sources": _sources,
}
_OF_PEOPLE = {
    "cast_from": frozenset(role for role in Role if role.is_cast),
    "directors_from": frozenset({Role.DIRECTOR}),
    "writers_from": frozenset({Role.WRITER, Role.CREATOR}),
}
