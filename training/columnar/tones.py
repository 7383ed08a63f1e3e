"""Tones and escapism out of the columns of a table, worked out once for all titles that say the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from recsys.catalogue.derived import escapism, tones_of, warnings_of
from recsys.index.facets import strengths
from recsys.title import Relation, RelationKind, Title
from training.columnar.catalogue_columns import CatalogueColumns
from training.columnar.coded_column import CodedColumn, V
from training.columnar.combinations import CodeLists, Combinations, combinations
from training.columnar.facet_entries import Entries

_KINDS = tuple(RelationKind)
_MOST_COUNTRIES = 3
"""More countries than these mean no more of a tone."""


def tones_and_dial(columns: CatalogueColumns) -> tuple[Entries, NDArray[np.float32]]:
    """Return what the facets hold of tones, and where each title stands between grounded and escapist.

    Parameters
    ----------
    columns : CatalogueColumns
        The catalogue.

    Returns
    -------
    tones : Entries
        Those of the titles that are not whole.
    dial : ndarray of float32, shape (n_titles,)
        As :func:`recsys.catalogue.derived.escapism` gives it; NaN is unknown.
    """
    alike = _titles_of_equal_tones(columns)
    cards = _cards(columns, alike.first)
    tones = [tones_of(card) for card in cards]
    # The dial asks genres besides; those that it does not know make no difference.
    names = list(columns.genres.values)
    on_dial = [escapism(Title(id="", title="", genres=(name,)), ()) is not None for name in names]
    genres = _lists(columns.genres).only(np.array(on_dial, dtype=np.bool_))
    telling = combinations([CodeLists.of_one(alike.codes), genres])
    dial = [
        escapism(
            Title(id="", title="", genres=tuple(names[code] for code in genres.of(row))),
            tones[alike.codes[row]],
        )
        for row in telling.first.tolist()
    ]
    values = np.array([np.nan if value is None else value for value in dial], dtype=np.float32)
    return _spread(alike, list(map(strengths, cards, tones))), values[telling.codes]


def _titles_of_equal_tones(columns: CatalogueColumns) -> Combinations:
    meaning = [_means_a_tone(tag) for tag in columns.tags.values]
    return combinations(
        [
            _lists(columns.tags).only(np.array(meaning, dtype=np.bool_)),
            _lists(columns.tones),
            _lists(columns.sources),
            CodeLists(columns.relations.indptr, columns.relations.kinds.astype(np.int32)),
            CodeLists.of_one(np.minimum(np.diff(columns.countries.indptr), _MOST_COUNTRIES)),
        ]
    )


def _means_a_tone(tag: str) -> bool:
    card = Title(id="", title="", tags=(tag,))
    return bool(tones_of(card)) or warnings_of(card) is not None


def _cards(columns: CatalogueColumns, rows: NDArray[np.int64]) -> list[Title]:
    """Titles with nothing but what tones can follow from."""
    tags, countries = list(columns.tags.values), list(columns.countries.values)
    kinds = CodeLists(columns.relations.indptr, columns.relations.kinds.astype(np.int32))
    given = _lists(columns.tags), _lists(columns.countries), _lists(columns.tones), _lists(columns.sources)
    cards = []
    for row in rows.tolist():
        of_tags, of_countries, of_tones, of_sources = (lists.of(row) for lists in given)
        cards.append(
            Title(
                id="",
                title="",
                tags=tuple(tags[code] for code in of_tags),
                countries=tuple(countries[code] for code in of_countries),
                tones=tuple(columns.tones.values[code] for code in of_tones),
                sources=tuple(columns.sources.values[code] for code in of_sources),
                relations=tuple(Relation(_KINDS[kind], "") for kind in kinds.of(row)),
            )
        )
    return cards


def _lists(column: CodedColumn[V]) -> CodeLists:
    return CodeLists(column.indptr, column.codes)


def _spread(alike: Combinations, tones: Sequence[dict[str, int]]) -> Entries:
    """The tones of each combination, given to all of its titles."""
    terms = sorted({tone for known in tones for tone in known})
    code = {tone: place for place, tone in enumerate(terms)}
    codes = np.array([code[tone] for known in tones for tone in known], dtype=np.int64)
    data = np.array([value for known in tones for value in known.values()], dtype=np.int64)
    sizes = np.array([len(known) for known in tones], dtype=np.int64)
    begins, own = np.cumsum(sizes) - sizes, sizes[alike.codes]
    within = np.arange(own.sum()) - np.repeat(np.cumsum(own) - own, own)
    places = np.repeat(begins[alike.codes], own) + within
    return Entries(np.repeat(np.arange(len(own)), own), codes[places], data[places], terms)
