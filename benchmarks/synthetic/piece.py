"""Some thousand titles of a synthetic catalogue, column by column."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from benchmarks.synthetic import statistics as known
from benchmarks.synthetic.curves import Field, Ids, draw, quantiles
from benchmarks.synthetic.lists import Lists, draw_lists

_CAPITAL = 3
_FORMS_OF_A_WORD = 4
_TITLE_WORDS_FROM = 20_000
_ARTICLE = 0.2
_THEME_SKEW = 0.7
_PLAIN_LISTS = {
    "genres": True,
    "tags": True,
    "countries": True,
    "cast": False,
    "directors": False,
    "studios": False,
}
"""Lists of texts; True: by theme, False: by scene."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the values of the fields are called.

    Parameters
    ----------
    lists : mapping of str to pyarrow.StringArray
        Names of the values of the lists of texts, by rank.
    tones : list of str
        Ids of tones by rank.
    languages : pyarrow.StringArray
        The first language of each country.
    words : pyarrow.StringArray
        All words as they are, the function words at the end; then all with a comma, all with a full stop, and
        all with a capital.
    n_words : int
        How many of them there are, the function words apart.
    function_word_frequency : ndarray of float64
        Cumulated probabilities.
    """

    lists: Mapping[str, Any]
    tones: list[str]
    languages: Any
    words: Any
    n_words: int
    function_word_frequency: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tables:
    """What all pieces of a catalogue share.

    Parameters
    ----------
    n_titles, n_themes, scenes_a_theme : int
        Its size, and how many groups it has.
    step : int
        Prime to the number of titles: the id of row *i* is ``i · step`` modulo that number.
    fields : mapping of str to Field
        Values and frequencies.
    names : Names
        What they are called.
    """

    n_titles: int
    n_themes: int
    scenes_a_theme: int
    step: int
    fields: Mapping[str, Field]
    names: Names


def piece(tables: Tables, rows: range, rng: np.random.Generator) -> Any:
    """Return some titles of a catalogue.

    Parameters
    ----------
    tables : Tables
        What all pieces share.
    rows : range
        Which titles.
    rng : numpy.random.Generator
        Where chance comes from: a generator of its own for each piece.

    Returns
    -------
    pyarrow.Table
        One row a title, columns named as :mod:`recsys.importers.table` reads them.
    """
    n = len(rows)
    names, fields = tables.names, tables.fields
    # 1. what a title belongs to: a family, a theme, a scene
    parents, places = _families(n, rng)
    heads = np.where(parents >= 0, parents, np.arange(n))
    weights = np.cumsum(1.0 / np.arange(1, tables.n_themes + 1) ** _THEME_SKEW)
    themes = draw(weights / weights[-1], n, rng)[heads]
    scenes = (themes * tables.scenes_a_theme + rng.integers(0, tables.scenes_a_theme, n))[heads]
    # 2. lists
    lists = {
        name: draw_lists(fields[name], themes if by_theme else scenes, parents, rng)
        for name, by_theme in _PLAIN_LISTS.items()
    }
    texts = {name: found.texts(names.lists[name]) for name, found in lists.items()}
    words = draw_lists(fields["words"], themes, parents, rng)
    tones = draw_lists(fields["tones"], themes, parents, rng)
    writers = draw_lists(fields["writers"], scenes, parents, rng)
    # 3. single facts
    ids = _ids(tables, rows)
    titles = _titles(names, parents, places, rng)
    languages = names.languages.take(pa.array(lists["countries"].firsts(0)))
    is_foreign = pc.not_equal(languages, "en").to_numpy(zero_copy_only=False)
    is_renamed = is_foreign & (rng.random(n) < known.FOREIGN_NAMES)
    columns = {
        "id": ids,
        "title": titles,
        "original_title": _where(is_renamed, _titles(names, parents, places, rng)),
        "year": _years(parents, rng),
        "form": _choice(known.FORMS, n, rng),
        "medium": _media(heads, rng),
        "genres": texts["genres"],
        "tags": texts["tags"],
        "tones": _tones(tones, names.tones, rng),
        "countries": texts["countries"],
        "cast": texts["cast"],
        "directors": texts["directors"],
        "writers": _writers(writers, texts["directors"], names.lists["writers"], rng),
        "synopsis": _synopses(words, names, rng),
        "studios": texts["studios"],
        "languages": pa.ListArray.from_arrays(pa.array(np.arange(n + 1, dtype=np.int32)), languages),
        "source_material": _choice(known.SOURCES, n, rng).take(pa.array(heads)),
        "popularity": _popularities(n, rng),
        "relations": _relations(ids, parents),
    }
    return pa.table(columns)


def _families(n: int, rng: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the parent of each title, -1 if none, and its place in its family, from 1."""
    sizes, counts = np.array(known.FAMILY_SIZES, dtype=np.int64).T
    mean = float(sizes @ counts / counts.sum())
    n_families = max(1, round(known.IN_FAMILIES * n / mean))
    drawn = rng.choice(sizes, n_families, p=counts / counts.sum())
    drawn = drawn[: int(np.searchsorted(np.cumsum(drawn), n, side="right"))]
    members = rng.permutation(n)[: int(drawn.sum())]
    firsts = np.cumsum(drawn) - drawn
    heads = np.repeat(members[firsts], drawn)
    parents = np.full(n, -1, dtype=np.int64)
    places = np.ones(n, dtype=np.int64)
    parents[members] = np.where(members == heads, -1, heads)
    places[members] = np.arange(len(members)) - np.repeat(firsts, drawn) + 1
    return parents, places


def _ids(tables: Tables, rows: range) -> Any:
    numbers = np.arange(rows.start, rows.stop, dtype=np.int64) * tables.step % tables.n_titles
    return pa.array(np.strings.add("t", np.strings.zfill(numbers.astype(str), 7)))


def _titles(
    names: Names, parents: NDArray[np.int64], places: NDArray[np.int64], rng: np.random.Generator
) -> Any:
    n = len(parents)
    lengths = 1 + rng.choice(len(known.TITLE_WORDS), n, p=known.TITLE_WORDS)
    # The square of a uniform number prefers frequent words.
    most = min(_TITLE_WORDS_FROM, names.n_words)
    drawn = (rng.random(int(lengths.sum())) ** 2 * most).astype(np.int64)
    capitals = names.words.take(pa.array(drawn + _CAPITAL * _n_plain(names)))
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    own = pc.binary_join(pa.ListArray.from_arrays(pa.array(starts), capitals), " ")
    article = pa.array(["", "The "]).take(pa.array((rng.random(n) < _ARTICLE).astype(np.int8)))
    heads = np.where(parents >= 0, parents, np.arange(n))
    own = pc.binary_join_element_wise(article, own, "").take(pa.array(heads))
    ordinals = pa.array(["", *(f" {number}" for number in range(2, int(places.max()) + 2))])
    return pc.binary_join_element_wise(own, ordinals.take(pa.array(places - 1)), "")


def _years(parents: NDArray[np.int64], rng: np.random.Generator) -> Any:
    n = len(parents)
    years = quantiles(known.YEARS, n, rng)
    children = np.flatnonzero(parents >= 0)
    latest = int(known.YEARS[-1][1])
    later = years[parents[children]] + quantiles(known.YEARS_TO_SEQUEL, len(children), rng)
    years[children] = np.minimum(later, latest)
    return pa.array(years.astype(np.int16), mask=rng.random(n) < known.YEAR_MISSING)


def _choice(shares: tuple[tuple[str, float], ...], n: int, rng: np.random.Generator) -> Any:
    """Return one of some words for each title; null for what is left to 1."""
    limits = np.cumsum([share for _, share in shares])
    drawn = np.searchsorted(limits, rng.random(n) * max(1.0, float(limits[-1])), side="right")
    return pa.array([*(word for word, _ in shares), None]).take(pa.array(drawn))


def _media(heads: NDArray[np.int64], rng: np.random.Generator) -> Any:
    is_drawn = (rng.random(len(heads)) < known.ANIMATION)[heads]
    return pa.array(["live-action", "animation"]).take(pa.array(is_drawn.astype(np.int8)))


def _tones(lists: Lists, ids: list[str], rng: np.random.Generator) -> Any:
    """Return tones as JSON: denied ones, or with their intensity."""
    stated = [[{"id": id, "state": "no"}, *({"id": id, "intensity": i} for i in (1, 2, 3))] for id in ids]
    forms = pa.array([json.dumps(form) for four in stated for form in four])
    intensities = 1 + rng.choice(3, len(lists.ids), p=known.INTENSITIES)
    chosen = np.where(rng.random(len(lists.ids)) < known.DENIED_TONES, 0, intensities)
    found = forms.take(pa.array(lists.ids * 4 + chosen))
    joined = pc.binary_join(pa.ListArray.from_arrays(pa.array(lists.starts.astype(np.int32)), found), ", ")
    return _where(lists.sizes > 0, pc.binary_join_element_wise("[", joined, "]", ""))


def _writers(lists: Lists, directors: Any, names: Any, rng: np.random.Generator) -> Any:
    """Return the writers; of some titles it is the directors who write."""
    own = lists.texts(names)
    n = len(own)
    places = np.arange(n)
    writes = (lists.sizes > 0) & (directors.value_lengths().to_numpy() > 0)
    writes &= rng.random(n) < known.WRITERS_WHO_DIRECT
    both = pa.concat_arrays([own, directors])
    return both.take(pa.array(np.where(writes, places + n, places)))


def _synopses(words: Lists, names: Names, rng: np.random.Generator) -> Any:
    """Return texts: the words of a title, some of them repeated, with function words between."""
    n = len(words.starts) - 1
    repeated = rng.geometric(1 - known.REPEATED_WORDS, len(words.ids))
    content = np.repeat(words.ids, repeated)
    rows = np.repeat(words.rows, repeated)
    counts = np.bincount(rows, minlength=n)
    n_between = np.rint(counts * known.FUNCTION_WORDS / (1 - known.FUNCTION_WORDS)).astype(np.int64)
    between = draw(names.function_word_frequency, int(n_between.sum()), rng)
    tokens = np.concatenate([content, between + names.n_words])
    rows = np.concatenate([rows, np.repeat(np.arange(n), n_between)])
    order = np.argsort(rows + rng.random(len(rows)))
    found = names.words.take(pa.array(tokens[order] + _marks(len(tokens), rng) * _n_plain(names)))
    starts = np.concatenate([[0], np.cumsum(counts + n_between)]).astype(np.int32)
    return _where(counts > 0, pc.binary_join(pa.ListArray.from_arrays(pa.array(starts), found), " "))


def _n_plain(names: Names) -> int:
    return len(names.words) // _FORMS_OF_A_WORD


def _marks(n: int, rng: np.random.Generator) -> Ids:
    comma, stop, capital = known.MARKED_WORDS
    return rng.choice(_FORMS_OF_A_WORD, n, p=[1 - comma - stop - capital, comma, stop, capital])


def _popularities(n: int, rng: np.random.Generator) -> Any:
    numbers = np.rint(np.exp(rng.normal(*known.POPULARITY, n)))
    return pa.array(numbers, mask=rng.random(n) < known.POPULARITY_MISSING)


def _relations(ids: Any, parents: NDArray[np.int64]) -> Any:
    of_parent = ids.take(pa.array(np.maximum(parents, 0)))
    told = pc.binary_join_element_wise('[{"id": "', of_parent, '", "kind": "prequel"}]', "")
    return _where(parents >= 0, told)


def _where(is_known: NDArray[np.bool_], values: Any) -> Any:
    """Return the values, null where nothing is known."""
    return pc.if_else(pa.array(is_known), values, pa.scalar(None, values.type))
