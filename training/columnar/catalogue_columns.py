"""A catalogue as columns: what the ordinary reading would give, without an object per title."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.catalogue.problems import Problem
from recsys.names import StringTable
from recsys.title import Source, Title, Tone
from training.columnar.coded_column import CodedColumn, CodedCredits, CodedRelations, CodedText


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueColumns:
    """The titles of a table, in the order of a Catalogue: sorted by id, each id once.

    A column says of a title what the field of the same name of :class:`recsys.title.Title` would say
    after the ordinary reading, that is cleaned, mapped to our vocabularies, and once each. Fields that
    have no column here are empty, but for the titles in ``whole``.

    Parameters
    ----------
    ids, titles, original_titles, synopses : StringTable, length n_titles
        Texts; empty where unknown.
    years : ndarray of int16, shape (n_titles,)
        0 where unknown.
    forms, media, statuses : ndarray of int8, shape (n_titles,)
        Positions in ``tuple(Form)``, ``tuple(Medium)``, ``tuple(Status)``; -1 where unknown.
    minutes, episodes : ndarray of int32, shape (n_titles,)
        0 where unknown.
    popularity : ndarray of float64, shape (n_titles,)
        NaN where unknown.
    genres, tags, countries, languages : CodedColumn of StringTable
        Sorted within a title.
    studios : CodedColumn of StringTable
        Names in the order of the title.
    tones : CodedColumn of tuple of Tone
        Sorted by id within a title; only what the file says, nothing computed.
    sources : CodedColumn of tuple of Source
        In the order of the title.
    credits : CodedCredits
        In the order of the title.
    relations : CodedRelations
        Told from both sides.
    extra : mapping of str to CodedText
        Columns that are no field of ours, by name.
    whole : mapping of int to Title
        Titles by row that hold what the columns cannot: they were read in the ordinary way. All other
        columns are empty in these rows, but for ``ids`` and ``relations``.
    problems : tuple of Problem
        All that the ordinary reading would have found wrong, in the order of the file.
    """

    ids: StringTable
    titles: StringTable
    original_titles: StringTable
    synopses: StringTable
    years: NDArray[np.int16]
    forms: NDArray[np.int8]
    media: NDArray[np.int8]
    statuses: NDArray[np.int8]
    minutes: NDArray[np.int32]
    episodes: NDArray[np.int32]
    popularity: NDArray[np.float64]
    genres: CodedColumn[StringTable]
    tags: CodedColumn[StringTable]
    countries: CodedColumn[StringTable]
    languages: CodedColumn[StringTable]
    studios: CodedColumn[StringTable]
    tones: CodedColumn[tuple[Tone, ...]]
    sources: CodedColumn[tuple[Source, ...]]
    credits: CodedCredits
    relations: CodedRelations
    extra: Mapping[str, CodedText]
    whole: Mapping[int, Title]
    problems: tuple[Problem, ...]

    def __len__(self) -> int:
        """Return the number of titles."""
        return len(self.ids)
