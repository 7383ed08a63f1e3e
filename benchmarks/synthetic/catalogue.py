"""A synthetic catalogue as a Parquet file, written in pieces of bounded size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import gcd
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.synthetic import statistics as known
from benchmarks.synthetic import words as named
from benchmarks.synthetic.curves import Field, field
from benchmarks.synthetic.piece import Names, Tables, piece

PIECE = 50_000
"""Titles made and written at once; some 300 MB."""
_TITLES_A_SCENE = 40
"""People who work together make some 40 titles of a catalogue: a choice."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How many groups a catalogue of some size has.

    Parameters
    ----------
    titles : int
        Its titles.
    themes : int
        What titles may be about.
    scenes : int
        Circles of people and companies who work together, a whole number a theme.
    """

    titles: int
    themes: int
    scenes: int

    @classmethod
    def of(cls, titles: int) -> Scale:
        """Return the scale of a catalogue.

        Parameters
        ----------
        titles : int
            Number of titles.

        Returns
        -------
        Scale
            As many themes as the square root says, at least 20.
        """
        themes = max(20, round(titles**0.5))
        return cls(titles, themes, themes * max(1, titles // (_TITLES_A_SCENE * themes)))


def write_catalogue(path: Path, n_titles: int, *, seed: int = 7) -> None:
    """Write a catalogue as a Parquet file; the same size and seed give the same titles.

    Parameters
    ----------
    path : Path
        Where to.
    n_titles : int
        How many titles, at least 1.
    seed : int, default 7
        What chance starts with.

    Raises
    ------
    ValueError
        If there is to be no title.
    """
    writer = None
    unfinished = path.with_name(path.name + ".part")
    for table in _pieces(n_titles, seed):
        writer = writer or pq.ParquetWriter(unfinished, table.schema, compression="zstd")
        writer.write_table(table)
    assert writer is not None
    writer.close()
    unfinished.replace(path)


def write_parts(folder: Path, n_titles: int, *, pieces_a_part: int = 10, seed: int = 7) -> None:
    """Write the titles of :func:`write_catalogue` as several files of a folder.

    Parameters
    ----------
    folder : Path
        Where to; made if absent.
    n_titles : int
        How many titles, at least 1.
    pieces_a_part : int
        So many times :data:`PIECE` titles are in a file.
    seed : int, default 7
        What chance starts with.

    Raises
    ------
    ValueError
        If there is to be no title.
    """
    folder.mkdir(parents=True, exist_ok=True)
    writer = None
    for number, table in enumerate(_pieces(n_titles, seed)):
        if number % pieces_a_part == 0:
            if writer is not None:
                writer.close()
            path = folder / f"part-{number // pieces_a_part:05}.parquet"
            writer = pq.ParquetWriter(path, table.schema, compression="zstd")
        assert writer is not None
        writer.write_table(table)
    assert writer is not None
    writer.close()


def _pieces(n_titles: int, seed: int) -> Iterator[pa.Table]:
    if n_titles < 1:
        msg = f"a catalogue has at least 1 title, not {n_titles}"
        raise ValueError(msg)
    tables = made_tables(Scale.of(n_titles), np.random.default_rng([seed, 0]))
    for number, first in enumerate(range(0, n_titles, PIECE)):
        rows = range(first, min(first + PIECE, n_titles))
        yield piece(tables, rows, np.random.default_rng([seed, 1, number]))


def made_tables(scale: Scale, rng: np.random.Generator) -> Tables:
    """Return what all pieces of a catalogue share: its values, their frequencies and their names.

    Parameters
    ----------
    scale : Scale
        Size of the catalogue.
    rng : numpy.random.Generator
        Where chance comes from.

    Returns
    -------
    Tables
        The same for the same scale and seed.
    """

    def made(statistics: known.FieldStatistics, n_groups: int) -> Field:
        return field(statistics, scale.titles, n_groups, rng)

    fields = {
        "genres": made(known.GENRES, scale.themes),
        "tags": made(known.TAGS, scale.themes),
        "tones": made(known.TONES, scale.themes),
        "countries": made(known.COUNTRIES, scale.themes),
        "words": made(known.WORDS, scale.themes),
        "cast": made(known.CAST, scale.scenes),
        "directors": made(known.DIRECTORS, scale.scenes),
        "writers": made(known.WRITERS, scale.scenes),
        "studios": made(known.STUDIOS, scale.scenes),
    }
    return Tables(
        n_titles=scale.titles,
        n_themes=scale.themes,
        scenes_a_theme=scale.scenes // scale.themes,
        step=_step(scale.titles),
        fields=fields,
        names=_names(fields, rng),
    )


def _names(fields: dict[str, Field], rng: np.random.Generator) -> Names:
    countries = named.countries()[: fields["countries"].n_values]
    n_cast, n_directors = fields["cast"].n_values, fields["directors"].n_values
    words = named.words(fields["words"].n_values, rng)
    function_words, frequency = named.function_words()
    return Names(
        lists={
            "genres": pa.array(named.genres()),
            "tags": pa.array(named.tags(fields["tags"].n_values, rng)),
            "countries": pa.array(named.country_names(countries)),
            "cast": named.people(n_cast),
            "directors": named.people(n_directors, first=n_cast),
            "writers": named.people(fields["writers"].n_values, first=n_cast + n_directors),
            "studios": pa.array(named.studios(fields["studios"].n_values, rng)),
        },
        tones=named.tones(),
        languages=pa.array([known.LANGUAGES.get(code, "en") for code in countries]),
        words=_marked(words + function_words),
        n_words=len(words),
        function_word_frequency=frequency,
    )


def _marked(words: list[str]) -> Any:
    """Return all words as they are, then with a comma, with a full stop, and with a capital."""
    plain = pa.array(words)
    marked = (pc.binary_join_element_wise(plain, mark, "") for mark in (",", "."))
    return pa.concat_arrays([plain, *marked, pc.utf8_capitalize(plain)])


def _step(n_titles: int) -> int:
    """Return a number prime to that of titles: ids in its steps stand in no order, and none comes twice."""
    step = int(n_titles * 0.618) | 1
    while gcd(step, n_titles) != 1:
        step += 1
    return step
