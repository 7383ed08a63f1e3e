"""Tones and escapism out of the columns of a table.

What a tag, a combination of facts or an entry of the file says of tones is asked once of
:mod:`recsys.catalogue.derived`; left here is its order of precedence: what is stated wins over what is
computed, that over what a model expects, and that over what a tag means.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.catalogue.derived import computed_tones, escapism, tones_of, warnings_of
from recsys.catalogue.labels import meaning_of
from recsys.index.title_facets import strengths
from recsys.title import Relation, RelationKind, Source, SourceKind, Title, Tone, ToneBasis
from training.columnar.catalogue_columns import CatalogueColumns
from training.columnar.coded_column import CodedColumn, V
from training.columnar.combinations import CodeLists, combinations
from training.columnar.facet_entries import Entries

_KINDS = tuple(RelationKind)
_NOBODY = Title(id="", title="")
_SOME_SOURCE = Source(SourceKind.OTHER)
"""Says that sources are known, and computes no tone."""
_MOST_COUNTRIES = 3
"""More countries than these mean no more of a tone."""
_MEANT, _EXPECTED, _COMPUTED, _STATED = range(4)
"""Who claims a tone, the strongest last."""


@dataclass(frozen=True, slots=True)
class _Claims:
    """Tones of titles: which, of whom, and by what right."""

    rows: NDArray[np.int64]
    tones: list[Tone]
    codes: NDArray[np.int64]
    ranks: NDArray[np.int64]


def tones_and_dial(columns: CatalogueColumns) -> tuple[Entries, NDArray[np.float32]]:
    """Return what the facets hold of tones, and where each title stands between grounded and escapist.

    Parameters
    ----------
    columns : CatalogueColumns
        The catalogue.

    Returns
    -------
    tones : Entries
        Those of the titles that are not whole; of two entries of a title and a term the first counts.
    dial : ndarray of float32, shape (n_titles,)
        As :func:`recsys.catalogue.derived.escapism` gives it; NaN is unknown.
    """
    claims = _strongest([*_told(columns), *_of_tags(columns), _of_facts(columns)])
    held = [strengths(_NOBODY, (tone,)).get(tone.id) for tone in claims.tones]
    is_held = np.array([value is not None for value in held], dtype=np.bool_)[claims.codes]
    data = np.array([value or 0 for value in held], dtype=np.int64)
    ids = [tone.id for tone in claims.tones]
    own = Entries(claims.rows[is_held], claims.codes[is_held], data[claims.codes[is_held]], ids)
    # A warning is one, whatever else is said of its tone.
    return _warnings(columns).joined(own), _dial(columns, claims)


def _told(columns: CatalogueColumns) -> list[_Claims]:
    """What the file says, of its own or as the guess of a model."""
    values = columns.tones.values
    right = [_EXPECTED if tone.basis is ToneBasis.INFERRED else _STATED for tone in values]
    codes = columns.tones.codes.astype(np.int64)
    return [_Claims(columns.tones.rows, list(values), codes, np.array(right, dtype=np.int64)[codes])]


def _of_tags(columns: CatalogueColumns) -> list[_Claims]:
    """What tags mean; of titles whose sources are known they add no origin."""
    with_sources = np.diff(columns.sources.indptr) > 0
    rows, codes = columns.tags.rows, columns.tags.codes
    found = []
    for has_sources, sources in ((False, ()), (True, (_SOME_SOURCE,))):
        meant = [
            tones_of(Title(id="", title="", tags=(tag,), sources=sources)) if _means(tag) else ()
            for tag in columns.tags.values
        ]
        own = with_sources[rows] == has_sources
        found.append(_given(rows[own], codes[own], meant, _MEANT))
    return found


def _means(tag: str) -> bool:
    meaning = meaning_of(tag)
    return meaning is not None and bool(meaning.tones)


def _of_facts(columns: CatalogueColumns) -> _Claims:
    """What follows from countries, sources and relations, worked out once for all titles of equal facts."""
    countries, sources = list(columns.countries.values), columns.sources.values
    kinds = CodeLists(columns.relations.indptr, columns.relations.kinds.astype(np.int32))
    n_countries = CodeLists.of_one(np.minimum(np.diff(columns.countries.indptr), _MOST_COUNTRIES))
    alike = combinations([_lists(columns.sources), kinds, n_countries])
    cards = [
        Title(
            id="",
            title="",
            countries=tuple(countries[code] for code in _lists(columns.countries).of(row)),
            sources=tuple(sources[code] for code in _lists(columns.sources).of(row)),
            relations=tuple(Relation(_KINDS[kind], "") for kind in kinds.of(row)),
        )
        for row in alike.first.tolist()
    ]
    return _given(np.arange(len(columns)), alike.codes, list(map(computed_tones, cards)), _COMPUTED)


def _warnings(columns: CatalogueColumns) -> Entries:
    """Content warnings that tags mean."""
    warned = [
        warnings_of(Title(id="", title="", tags=(tag,))) or () if _means(tag) else ()
        for tag in columns.tags.values
    ]
    terms = sorted({id for ids in warned for id in ids})
    code = {id: place for place, id in enumerate(terms)}
    rows, codes = _spread(columns.tags.rows, columns.tags.codes, [[code[id] for id in ids] for ids in warned])
    return Entries(rows, codes, np.full(len(rows), 3, dtype=np.int64), terms)


def _given(
    rows: NDArray[np.int64], codes: NDArray[np.integer], tones: Sequence[Sequence[Tone]], right: int
) -> _Claims:
    """The tones of each code, claimed for the titles that bear it."""
    values = list(dict.fromkeys(tone for own in tones for tone in own))
    place = {tone: number for number, tone in enumerate(values)}
    at, claimed = _spread(rows, codes, [[place[tone] for tone in own] for own in tones])
    return _Claims(at, values, claimed, np.full(len(at), right, dtype=np.int64))


def _spread(
    rows: NDArray[np.int64], codes: NDArray[np.integer], given: Iterable[Sequence[int]]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The numbers that are given for each code, for every title that bears it."""
    lists = list(given)
    sizes = np.array([len(own) for own in lists], dtype=np.int64)
    numbers = np.array([number for own in lists for number in own], dtype=np.int64)
    counts, begins = sizes[codes], (np.cumsum(sizes) - sizes)[codes]
    within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(rows, counts), numbers[np.repeat(begins, counts) + within]


def _strongest(parts: Sequence[_Claims]) -> _Claims:
    """Of all claims of one tone for one title the strongest, by title, then tone."""
    tones = [tone for part in parts for tone in part.tones]
    starts = np.cumsum([0, *(len(part.tones) for part in parts)])
    rows = np.concatenate([part.rows for part in parts])
    codes = np.concatenate([part.codes + start for part, start in zip(parts, starts[:-1], strict=True)])
    ranks = np.concatenate([part.ranks for part in parts])
    ids = {id: place for place, id in enumerate(sorted({tone.id for tone in tones}))}
    of_tone = np.array([ids[tone.id] for tone in tones], dtype=np.int64)
    keys = rows * max(len(ids), 1) + of_tone[codes]
    order = np.lexsort((ranks, keys))
    is_last = np.append(keys[order][1:] != keys[order][:-1], True)[: len(order)]
    best = order[is_last]
    return _Claims(rows[best], tones, codes[best], ranks[best])


def _dial(columns: CatalogueColumns, claims: _Claims) -> NDArray[np.float32]:
    """Escapism, worked out once for all titles whose tones and genres say the same of it."""
    names = list(columns.genres.values)
    on_dial = [escapism(Title(id="", title="", genres=(name,)), ()) is not None for name in names]
    genres = _lists(columns.genres).only(np.array(on_dial, dtype=np.bool_))
    counts = np.bincount(claims.rows, minlength=len(columns))
    every = CodeLists(
        np.concatenate(([0], np.cumsum(counts))).astype(np.int64), claims.codes.astype(np.int32)
    )
    telling = [escapism(_NOBODY, (tone,)) is not None for tone in claims.tones]
    tones = every.only(np.array(telling, dtype=np.bool_))
    alike = combinations([tones, genres])
    dial = [
        escapism(
            Title(id="", title="", genres=tuple(names[code] for code in genres.of(row))),
            [claims.tones[code] for code in tones.of(row)],
        )
        for row in alike.first.tolist()
    ]
    return np.array([np.nan if value is None else value for value in dial], dtype=np.float32)[alike.codes]


def _lists(column: CodedColumn[V]) -> CodeLists:
    return CodeLists(column.indptr, column.codes)
