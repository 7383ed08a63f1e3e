"""The columns that filters ask, out of the columns of a table."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.index import facets_of_titles
from recsys.index.facets import DATED, LONGEST, SETS, Facets
from recsys.index.fame import fame_of
from recsys.title import Form, Role
from training.columnar.catalogue_columns import CatalogueColumns
from training.columnar.facet_entries import Entries, entries_of
from training.columnar.tones import tones_and_dial
from training.columnar.whole_titles import whole_titles

_IS_CAST = np.array([role.is_cast for role in Role])
_ONE_SITTING = [place for place, form in enumerate(Form) if form is not Form.SERIES]
"""Forms of which the minutes of an episode are those of the whole."""


def facets_of(columns: CatalogueColumns) -> Facets:
    """Return the facets of a catalogue, equal to those of its titles.

    Parameters
    ----------
    columns : CatalogueColumns
        The catalogue.

    Returns
    -------
    Facets
        As :func:`recsys.index.facets_of_titles` makes them of the same titles.
    """
    whole = whole_titles(columns)
    rows, told = np.array(list(whole), dtype=np.int64), facets_of_titles(list(whole.values()))
    tones, dial = tones_and_dial(columns)
    terms, sets = {}, {}
    for name in SETS:
        own = tones if name == "tones" else entries_of(columns, name)
        both = own.joined(Entries.listed(told.terms[name], getattr(told, name), rows))
        terms[name], sets[name] = both.column(len(columns), np.int32 if name in DATED else np.int8)
    numbers = _numbers(columns) | {"escapism": dial}
    for name, column in numbers.items():
        column[rows] = getattr(told, name)
    every: dict[str, Any] = {**numbers, **sets}
    return Facets(**every, fame=fame_of(*popularity_and_places(columns)), terms=terms)


def _numbers(columns: CatalogueColumns) -> dict[str, NDArray[Any]]:
    """The columns of one number a title, without fame and escapism."""
    n_titles, years = len(columns), columns.years.astype(np.int32)
    episodes = columns.episodes.astype(np.int64)
    n_parts = np.where(episodes > 0, episodes, np.isin(columns.forms, _ONE_SITTING))
    credited = np.repeat(np.arange(n_titles), np.diff(columns.credits.indptr))
    return {
        "year": columns.years.astype(np.int16),
        "form": columns.forms.astype(np.int8),
        "medium": columns.media.astype(np.int8),
        "released_from": np.where(years > 0, years * 10_000 + 101, 0).astype(np.int32),
        "released_until": np.where(years > 0, years * 10_000 + 1231, 0).astype(np.int32),
        "status": columns.statuses.astype(np.int8),
        "minutes": np.minimum(columns.minutes * n_parts, LONGEST).astype(np.int32),
        "episodes": np.minimum(episodes, LONGEST).astype(np.int32),
        "set_from": np.zeros(n_titles, dtype=np.int16),
        "set_until": np.zeros(n_titles, dtype=np.int16),
        "warned": np.zeros(n_titles, dtype=np.bool_),
        "credited": np.bincount(credited[_IS_CAST[columns.credits.roles]], minlength=n_titles) > 0,
    }


def popularity_and_places(columns: CatalogueColumns) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return what tells how famous titles are.

    Parameters
    ----------
    columns : CatalogueColumns
        The catalogue.

    Returns
    -------
    popularity : ndarray of float64, shape (n_titles,)
        NaN is unknown.
    places : ndarray of int64, shape (n_titles,)
        Best place in any chart, from 1; 0 is unknown.
    """
    popularity = columns.popularity.astype(np.float64)
    places = np.zeros(len(columns), dtype=np.int64)
    for row, title in columns.whole.items():
        popularity[row] = np.nan if title.popularity is None else title.popularity
        places[row] = min((rank.rank for rank in title.ranks), default=0)
    return popularity, places
