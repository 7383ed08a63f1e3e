"""The block of tones, in which stated tones, tones that follow from facts, and free tags meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from recsys.catalogue.derived import written_tones
from recsys.features.space import CountedTokens
from recsys.features.tokens import EXTRACTORS, TAG_VALUE
from recsys.kinds import RelationKind
from recsys.names import PeopleIndex
from recsys.title import Relation, Title, ToneBasis
from training.columnar.arrow_text import arrow_strings
from training.columnar.catalogue_columns import CatalogueColumns
from training.columnar.counted_blocks import Told, counted, of_told, vocabulary
from training.columnar.folding import tag_tokens
from training.columnar.ragged import Ragged, side_by_side

_KINDS = tuple(RelationKind)
_MOST_COUNTRIES = 3
"""More countries than these compute nothing more."""


@dataclass(frozen=True, slots=True)
class ToneValues:
    """What values of several columns add to a block, in the order in which the first one counts.

    Parameters
    ----------
    lists : Ragged
        Values of each title, each a position in ``tokens``.
    tokens : pyarrow.Array of large_string
        Token of each value; empty where it has none.
    strengths : ndarray of float64, shape (n_values,)
        Strength of each value; 0 for one that only keeps others of its token out.
    """

    lists: Ragged
    tokens: pa.Array
    strengths: NDArray[np.float64]


def tone_tokens(columns: CatalogueColumns, told: Told) -> CountedTokens:
    """Return the tokens of the block of tones.

    Parameters
    ----------
    columns : CatalogueColumns
        The catalogue.
    told : mapping of int to sequence of (str, float)
        Tokens of the titles that are held as objects.

    Returns
    -------
    CountedTokens
        What is stated counts before what follows from facts, and both before tags.
    """
    stated = [_written(Title(id="", title="", tones=(tone,))) for tone in columns.tones.values]
    tags = tag_tokens(arrow_strings(columns.tags.values)).cast(pa.large_string())
    values = [
        _values(Ragged(columns.tones.indptr, columns.tones.codes), stated),
        _of_facts(columns),
        ToneValues(Ragged(columns.tags.indptr, columns.tags.codes), tags, np.full(len(tags), TAG_VALUE)),
    ]
    return _first_counts(values, told)


def inferred_tone_tokens(columns: CatalogueColumns, told: Told) -> CountedTokens:
    """Return the tokens of the block of tones that a model expects.

    Parameters
    ----------
    columns : CatalogueColumns
        The catalogue.
    told : mapping of int to sequence of (str, float)
        Tokens of the titles that are held as objects.

    Returns
    -------
    CountedTokens
        An expected tone that follows from facts is none of them.
    """
    expected = [
        [(tone.id, tone.value)] if tone.basis is ToneBasis.INFERRED else [] for tone in columns.tones.values
    ]
    own = _values(Ragged(columns.tones.indptr, columns.tones.codes), expected)
    if not len(own.tokens):  # facts only keep others out
        return _first_counts([own], told)
    facts = _of_facts(columns)
    silent = ToneValues(facts.lists, facts.tokens, np.zeros(len(facts.tokens)))
    return _first_counts([silent, own], told)


def _written(title: Title) -> list[tuple[str, float]]:
    """Tones that a title is known to have, with their strengths; 0 for those that count nothing."""
    strengths = dict(EXTRACTORS["tones"](title, _nobody()))
    known = (tone for tone in written_tones(title) if tone.basis is not ToneBasis.INFERRED)
    return [(tone.id, strengths.get(tone.id, 0.0)) for tone in known]


@cache
def _nobody() -> PeopleIndex:
    return PeopleIndex.build(())


def _of_facts(columns: CatalogueColumns) -> ToneValues:
    """Tones that follow from countries, sources and relations; equal facts are asked once."""
    n_countries = np.minimum(np.diff(columns.countries.indptr), _MOST_COUNTRIES)
    sources = _combined(Ragged(columns.sources.indptr, columns.sources.codes), len(columns.sources.values))
    kinds = _combined(Ragged(columns.relations.indptr, columns.relations.kinds.astype(np.int32)), len(_KINDS))
    is_column = np.ones(len(columns), np.bool_)
    is_column[list(columns.whole)] = False
    keys = (n_countries * (sources.max(initial=0) + 1) + sources) * (kinds.max(initial=0) + 1) + kinds
    _, first, codes = np.unique(np.where(is_column, keys, 0), return_index=True, return_inverse=True)
    found = [_written(_with_facts(columns, row)) if is_column[row] else [] for row in first.tolist()]
    lists = Ragged(np.arange(len(columns) + 1), codes.astype(np.int32)).without_rows(~is_column)
    return _values(lists, found)


def _with_facts(columns: CatalogueColumns, row: int) -> Title:
    n_countries, sources, relations = (
        slice(int(column.indptr[row]), int(column.indptr[row + 1]))
        for column in (columns.countries, columns.sources, columns.relations)
    )
    return Title(
        id="",
        title="",
        countries=tuple(columns.countries.values[code] for code in columns.countries.codes[n_countries]),
        sources=tuple(columns.sources.values[code] for code in columns.sources.codes[sources]),
        relations=tuple(Relation(_KINDS[kind], "") for kind in columns.relations.kinds[relations]),
    )


def _combined(lists: Ragged, n_values: int) -> NDArray[np.int64]:
    """A number for each distinct set of numbers of a row."""
    ordered = lists.sorted()
    longest = int(np.diff(ordered.indptr).max(initial=0))
    keys = np.zeros(lists.n_rows, np.int64)
    for place in range(longest):
        has = np.flatnonzero(np.diff(ordered.indptr) > place)
        step = np.zeros(lists.n_rows, np.int64)
        step[has] = ordered.codes[ordered.indptr[has] + place] + 1
        keys = np.unique(keys * (n_values + 1) + step, return_inverse=True)[1].astype(np.int64)
    return keys


def _values(lists: Ragged, meanings: Sequence[Sequence[tuple[str, float]]]) -> ToneValues:
    flat = [entry for meaning in meanings for entry in meaning]
    sizes = np.cumsum([0, *map(len, meanings)]).astype(np.int64)
    places = Ragged(sizes, np.arange(len(flat), dtype=np.int32))
    return ToneValues(
        lists.mapped(places),
        pa.array([token for token, _ in flat], pa.large_string()),
        np.array([value for _, value in flat], np.float64),
    )


def _first_counts(values: Sequence[ToneValues], told: Told) -> CountedTokens:
    n_rows = values[0].lists.n_rows
    starts = np.cumsum([0, *(len(own.tokens) for own in values)]).tolist()
    parts = [
        Ragged(own.lists.indptr, own.lists.codes + np.int32(start))
        for own, start in zip(values, starts, strict=False)
    ]
    lists, more, theirs = of_told(told, n_rows, starts[-1])
    together = side_by_side([*parts, lists])[0]
    tokens = [*(own.tokens for own in values), pa.array(more, pa.large_string())]
    known = vocabulary(pa.concat_arrays(tokens))
    strength = np.concatenate([*(own.strengths for own in values), theirs])
    # The first entry of a token in a title counts; then those of no strength go.
    ranks = Ragged(together.indptr, known.ranks[together.codes])
    kept = ~ranks.repeated() & (strength[together.codes] > 0) & (ranks.codes >= 0)
    ranks, given = ranks.only(kept), strength[together.codes[kept]]
    order = np.argsort((ranks.rows << 32) | ranks.codes, kind="stable")
    return counted(Ragged(ranks.indptr, ranks.codes[order]), given[order], known.terms)
