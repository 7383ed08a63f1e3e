"""The facts that filters ask for, as one column or sparse column each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import Csr, prefixed, under
from recsys.catalogue.derived import COMPUTED_TONES, escapism, tones_of, warnings_of
from recsys.catalogue.vocabulary import tone_vocabulary
from recsys.names import StringTable
from recsys.title import Form, Medium, Status, Title, Tone, ToneBasis, ToneState

FORMS = tuple(Form)
MEDIA = tuple(Medium)
UNKNOWN = -1
ABSENT = 0
INFERRED = 10
DESCRIBED = 5
"""From so many stated tones on, what is not among them is rather absent than forgotten."""
_SETS = ("countries", "genres", "tones")


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
    upcoming : ndarray of bool, shape (n_titles,)
        Whether the catalogue calls it upcoming.
    escapism : ndarray of float32, shape (n_titles,)
        -1 (grounded) to +1 (escapist); NaN is unknown.
    warned : ndarray of bool, shape (n_titles,)
        Whether anybody has looked for content warnings; a tag that means one tells of that one.
    credited : ndarray of bool, shape (n_titles,)
        Whether anybody of the cast is known.
    countries, genres : Csr
        Codes of each title; an empty row is unknown.
    tones : Csr
        Tones and warnings of each title; data is the intensity 1-3, plus 10 where inferred,
        or 0 where the tone is known to be absent.
    terms : mapping of str to StringTable
        Vocabulary of each sparse column, sorted.
    """

    year: NDArray[np.int16]
    form: NDArray[np.int8]
    medium: NDArray[np.int8]
    released_from: NDArray[np.int32]
    released_until: NDArray[np.int32]
    upcoming: NDArray[np.bool_]
    escapism: NDArray[np.float32]
    warned: NDArray[np.bool_]
    credited: NDArray[np.bool_]
    countries: Csr
    genres: Csr
    tones: Csr
    terms: Mapping[str, StringTable]

    @cached_property
    def codes(self) -> dict[str, dict[str, int]]:
        """Column of each term, by facet; these vocabularies have at most a few hundred terms."""
        return {name: {term: code for code, term in enumerate(table)} for name, table in self.terms.items()}

    @cached_property
    def described(self) -> NDArray[np.bool_]:
        """Titles of which somebody has stated so many tones that silence on another means something."""
        rows = np.repeat(np.arange(len(self.year)), np.diff(self.tones.indptr))
        # What follows from other facts, and warnings, nobody had to judge.
        judged = np.array([_is_judged(tone) for tone in self.terms["tones"]], dtype=np.bool_)
        is_stated = (self.tones.data < INFERRED) & judged[self.tones.indices]
        return np.asarray(np.bincount(rows[is_stated], minlength=len(self.year)) >= DESCRIBED)

    @classmethod
    def build(cls, titles: Sequence[Title]) -> Facets:
        """Return the facets of a catalogue.

        Parameters
        ----------
        titles : sequence of Title
            Titles in row order.

        Returns
        -------
        Facets
            One entry a title in every column.
        """
        terms: dict[str, StringTable] = {}
        sets: dict[str, Csr] = {}
        tones = [tones_of(title) for title in titles]
        terms["countries"], sets["countries"] = _sparse([dict.fromkeys(t.countries, 1) for t in titles])
        terms["genres"], sets["genres"] = _sparse([dict.fromkeys(title.genres, 1) for title in titles])
        terms["tones"], sets["tones"] = _sparse(list(map(_strengths, titles, tones)))
        dial = list(map(escapism, titles, tones))
        released = np.array([_released(title) for title in titles], dtype=np.int32).reshape(-1, 2)
        return cls(
            year=np.array([title.year or 0 for title in titles], dtype=np.int16),
            form=np.array([FORMS.index(t.form) if t.form else UNKNOWN for t in titles], dtype=np.int8),
            medium=np.array([MEDIA.index(t.medium) if t.medium else UNKNOWN for t in titles], dtype=np.int8),
            released_from=released[:, 0].copy(),
            released_until=released[:, 1].copy(),
            upcoming=np.array([title.status is Status.UPCOMING for title in titles], dtype=np.bool_),
            escapism=np.array([np.nan if value is None else value for value in dial], dtype=np.float32),
            warned=np.array([title.content_warnings is not None for title in titles], dtype=np.bool_),
            credited=np.array([any(c.role.is_cast for c in t.credits) for t in titles], dtype=np.bool_),
            countries=sets["countries"],
            genres=sets["genres"],
            tones=sets["tones"],
            terms=terms,
        )

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return every array by the name that it bears in an artifact.

        Returns
        -------
        dict of str to ndarray
            The columns, and three arrays and a vocabulary for each sparse one.
        """
        named: dict[str, NDArray[Any]] = {}
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, np.ndarray):
                named[item.name] = value
            elif isinstance(value, Csr):
                named |= prefixed(item.name, value.arrays())
                named |= prefixed(f"{item.name}.terms", self.terms[item.name].arrays())
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
            f.name: arrays[f.name] for f in fields(cls) if f.name not in (*_SETS, "terms")
        }
        columns |= {name: Csr.from_arrays(under(name, arrays)) for name in _SETS}
        columns["terms"] = {name: StringTable.from_arrays(under(f"{name}.terms", arrays)) for name in _SETS}
        return cls(**columns)


def _strengths(title: Title, tones: tuple[Tone, ...]) -> dict[str, int]:
    known = {tone.id: _strength(tone) for tone in tones if not _is_guessed_away(tone)}
    return known | dict.fromkeys(warnings_of(title) or (), 3)


def _is_guessed_away(tone: Tone) -> bool:
    # Only somebody who looked can say that a tone is absent; for filters this stays unknown.
    return tone.state is ToneState.NO and tone.basis is ToneBasis.INFERRED


def _strength(tone: Tone) -> int:
    if tone.state is ToneState.NO:
        return ABSENT
    return tone.intensity + (INFERRED if tone.basis is ToneBasis.INFERRED else 0)


def _released(title: Title) -> tuple[int, int]:
    if title.releases:
        dates = [release.date for release in title.releases]
        return _day(min(date.first_day for date in dates)), _day(min(date.last_day for date in dates))
    if title.year:
        return title.year * 10_000 + 101, title.year * 10_000 + 1231
    return 0, 0


def _day(iso: str) -> int:
    return int(iso.replace("-", ""))


def _sparse(rows: Sequence[Mapping[str, int]]) -> tuple[StringTable, Csr]:
    terms = sorted({term for row in rows for term in row})
    code = {term: place for place, term in enumerate(terms)}
    indptr = np.cumsum([0, *(len(row) for row in rows)], dtype=np.int64)
    indices = np.array([code[term] for row in rows for term in sorted(row)], dtype=np.int32)
    data = np.array([row[term] for row in rows for term in sorted(row)], dtype=np.int8)
    return StringTable.from_strings(terms), Csr(indptr, indices, data)


def _is_judged(tone: str) -> bool:
    entry = tone_vocabulary().get(tone)
    is_warning = entry is not None and entry.content_warning
    return tone not in COMPUTED_TONES and not is_warning
