"""The facts that filters ask for, as one column or sparse column each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import prefixed, type_of_codes, under
from recsys.catalogue.derived import COMPUTED_TONES
from recsys.catalogue.vocabulary import tone_vocabulary
from recsys.index.holders import Holders
from recsys.names import StringTable
from recsys.short_rows import ShortRows
from recsys.title import Form, Medium, Status

FORMS = tuple(Form)
MEDIA = tuple(Medium)
STATUSES = tuple(Status)
UNKNOWN = -1
ABSENT = 0
INFERRED = 10
DESCRIBED = 5
"""From so many stated tones on, what is not among them is rather absent than forgotten."""
LONGEST = 2**31 - 1
SETS = (
    *("countries", "genres", "cast_from", "directors_from", "writers_from", "set_in", "filmed_in"),
    *("sources", "services", "charts", "tones"),
)
"""The sparse columns."""
CODED = ("form", "medium", "status")
"""Columns of positions in a closed list; -1 is unknown there, 0 elsewhere."""
DATED = frozenset({"services", "charts"})
"""Sparse columns whose numbers do not fit a byte."""


@dataclass(frozen=True)
class Facets:
    """Columns over all titles; every one of them can say *unknown*.

    Parameters
    ----------
    year : ndarray of int16, shape (n_titles,)
        0 is unknown.
    form, medium : ndarray of int8, shape (n_titles,)
        Position in :data:`FORMS` and :data:`MEDIA`; -1 is unknown.
    released_from, released_until : ndarray of int32, shape (n_titles,)
        Earliest and latest day (yyyymmdd) that the first release can have been; 0 is unknown.
    status : ndarray of int8, shape (n_titles,)
        Position in :data:`STATUSES`; -1 is unknown.
    minutes, episodes : ndarray of int32, shape (n_titles,)
        Length of all episodes together, and their number; 0 is unknown.
    set_from, set_until : ndarray of int16, shape (n_titles,)
        Years in which the story happens; 0 is unknown.
    escapism : ndarray of float32, shape (n_titles,)
        -1 (grounded) to +1 (escapist); NaN is unknown.
    fame : ndarray of float32, shape (n_titles,)
        -1 (least) to +1 (most famous of this catalogue); NaN is unknown. See :mod:`recsys.index.fame`.
    warned : ndarray of bool, shape (n_titles,)
        Whether anybody has looked for content warnings; a tag that means one tells of that one.
    credited : ndarray of bool, shape (n_titles,)
        Whether anybody of the cast is known.
    countries, genres : ShortRows
        Codes of each title; an empty row is unknown.
    cast_from, directors_from, writers_from : ShortRows
        Nationalities of people; :data:`recsys.index.terms.SOMEBODY` where one is not known.
    set_in, filmed_in : ShortRows
        Places, folded, and countries as ``country:KR``; an empty row is unknown.
    sources : ShortRows
        Kinds of what the story was before; an empty row is unknown.
    services : ShortRows
        ``service|country`` where it can be watched; data is the day (yyyymmdd) of which that was
        said, 0 if none was.
    charts : ShortRows
        ``country|platform`` of the charts that it stood in; data is its best place.
    tones : ShortRows
        Tones and warnings of each title; data is the intensity 1-3, plus 10 where inferred,
        or 0 where the tone is known to be absent.
    terms : mapping of str to StringTable
        Vocabulary of each sparse column, sorted.

    Notes
    -----
    A sparse column is stored in the narrowest unsigned types that its entries and its vocabulary allow,
    and so it is in a model that was opened.
    """

    year: NDArray[np.int16]
    form: NDArray[np.int8]
    medium: NDArray[np.int8]
    released_from: NDArray[np.int32]
    released_until: NDArray[np.int32]
    status: NDArray[np.int8]
    minutes: NDArray[np.int32]
    episodes: NDArray[np.int32]
    set_from: NDArray[np.int16]
    set_until: NDArray[np.int16]
    escapism: NDArray[np.float32]
    fame: NDArray[np.float32]
    warned: NDArray[np.bool_]
    credited: NDArray[np.bool_]
    countries: ShortRows
    genres: ShortRows
    cast_from: ShortRows
    directors_from: ShortRows
    writers_from: ShortRows
    set_in: ShortRows
    filmed_in: ShortRows
    sources: ShortRows
    services: ShortRows
    charts: ShortRows
    tones: ShortRows
    terms: Mapping[str, StringTable]

    @cached_property
    def codes(self) -> dict[str, dict[str, int]]:
        """Column of each term, by facet; these vocabularies have at most a few hundred terms."""
        return {name: {term: code for code, term in enumerate(table)} for name, table in self.terms.items()}

    def code(self, name: str, term: str) -> int | None:
        """Return the column of a term; nothing of the vocabulary is kept in memory for it.

        Parameters
        ----------
        name : str
            A sparse column.
        term : str
            The term.

        Returns
        -------
        int or None
            None if no title has it.
        """
        return self.terms[name].place_of(term)

    @cached_property
    def holders(self) -> dict[str, Holders]:
        """The titles of the terms of each sparse column."""
        return {name: Holders(getattr(self, name)) for name in SETS}

    def lacking(self, name: str, *, saying: str | None = None) -> NDArray[np.bool_]:
        """Return which titles are silent on something; remembered, as it is asked beside every filter.

        Parameters
        ----------
        name : str
            A column, apart from those of numbers with a NaN.
        saying : str or None
            A term of a sparse column that says no more than silence.

        Returns
        -------
        ndarray of bool, shape (n_titles,)
            True where nothing is known. Not to be written to.
        """
        if (name, saying) not in self._lacking:
            column = getattr(self, name)
            if isinstance(column, ShortRows):
                found = column.is_empty
            else:
                found = np.array(column == (UNKNOWN if name in CODED else 0))
            code = None if saying is None else self.code(name, saying)
            if code is not None:
                found[self.holders[name].of([code])[0].rows] = True
            found.flags.writeable = False
            self._lacking[name, saying] = found
        return self._lacking[name, saying]

    @cached_property
    def _lacking(self) -> dict[tuple[str, str | None], NDArray[np.bool_]]:
        return {}

    @cached_property
    def n_of_known_fame(self) -> int:
        """Of how many titles it is known how famous they are."""
        return int(np.isfinite(self.fame).sum())

    @cached_property
    def described(self) -> NDArray[np.bool_]:
        """Titles of which somebody has stated so many tones that silence on another means something."""
        # What follows from other facts, and warnings, nobody had to judge.
        judged = np.array([_is_judged(tone) for tone in self.terms["tones"]], dtype=np.bool_)
        found = np.zeros(self.tones.n_rows, dtype=np.bool_)
        for first, piece in self.tones.pieces():
            stated = np.zeros(len(piece.indices) + 1, dtype=np.int32)
            np.cumsum((piece.data < INFERRED) & judged[piece.indices], out=stated[1:])
            found[first : first + piece.n_rows] = np.diff(stated[piece.indptr]) >= DESCRIBED
        return found

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return every array by the name that it bears in an artifact.

        Returns
        -------
        dict of str to ndarray
            The columns, and four arrays and a vocabulary for each sparse one.
        """
        named: dict[str, NDArray[Any]] = {}
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, np.ndarray):
                named[item.name] = value
            elif isinstance(value, ShortRows):
                terms = self.terms[item.name]
                named |= prefixed(item.name, _narrow(value, len(terms)).arrays())
                named |= prefixed(f"{item.name}.terms", terms.arrays())
        return named

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Facets:
        """Return the facets that :meth:`arrays` described.

        Parameters
        ----------
        arrays : mapping of str to ndarray
            As returned by :meth:`arrays`; may be memory-mapped.

        Returns
        -------
        Facets
            The same facets.
        """
        columns: dict[str, Any] = {
            f.name: arrays[f.name] for f in fields(cls) if f.name not in (*SETS, "terms")
        }
        columns |= {name: ShortRows.from_arrays(under(name, arrays)) for name in SETS}
        columns["terms"] = {name: StringTable.from_arrays(under(f"{name}.terms", arrays)) for name in SETS}
        return cls(**columns)


def _narrow(column: ShortRows, n_terms: int) -> ShortRows:
    return replace(column, indices=column.indices.astype(type_of_codes(n_terms), copy=False))


def _is_judged(tone: str) -> bool:
    entry = tone_vocabulary().get(tone)
    is_warning = entry is not None and entry.content_warning
    return tone not in COMPUTED_TONES and not is_warning
