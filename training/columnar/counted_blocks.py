"""Columns of values to counted tokens: the input that fitting a block needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from recsys.arrays import Csr
from recsys.features.space import CountedTokens
from training.columnar.arrow_text import string_table
from training.columnar.chosen_loops import loops
from training.columnar.ragged import Ragged, side_by_side
from training.columnar.text_numbers import TextNumbers, text_order

Told = Mapping[int, Sequence[tuple[str, float]]]
"""Tokens with strengths of the titles that are held as objects, by row."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tokens of values, in code-point order.

    Parameters
    ----------
    ranks : ndarray of int32, shape (n_values,)
        Position of the token of each value in ``terms``; -1 where it has none.
    terms : pyarrow.Array of large_string
        Distinct tokens.
    """

    ranks: NDArray[np.int32]
    terms: pa.Array


def vocabulary(tokens: pa.Array) -> Vocabulary:
    """Return the distinct tokens of values in order.

    Parameters
    ----------
    tokens : pyarrow.Array of string
        Token of each value; empty where it has none.

    Returns
    -------
    Vocabulary
        Sorted by their bytes, which is the order of code points.
    """
    return joint_vocabulary([tokens])


def joint_vocabulary(parts: Sequence[pa.Array]) -> Vocabulary:
    """Return the distinct tokens of the values of several parts in order.

    Parameters
    ----------
    parts : sequence of pyarrow.Array of string
        Token of each value; empty where it has none. Compiled loops never hold them side by side.

    Returns
    -------
    Vocabulary
        As of the values of all parts, one part after the other.
    """
    if (compiled := loops()) is None:
        coded = pa.concat_arrays([part.cast(pa.large_string()) for part in parts]).dictionary_encode()
        order = np.asarray(pc.sort_indices(coded.dictionary)).astype(np.int64)
        return _in_order(np.asarray(coded.indices), coded.dictionary, order)
    numbers = TextNumbers(compiled)
    codes, texts = np.concatenate([numbers.codes(part) for part in parts]), numbers.texts()
    return _in_order(codes, texts, text_order(texts, compiled))


def _in_order(codes: NDArray[np.int32], texts: pa.Array, order: NDArray[np.int64]) -> Vocabulary:
    """Numbers of distinct texts, anew in the order of the texts."""
    terms = texts.take(pa.array(order))
    has_nothing = len(terms) > 0 and terms[0].as_py() == ""
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32) - np.int32(has_nothing)
    return Vocabulary(rank[codes], terms[1:] if has_nothing else terms)


def tokens_once(lists: Ragged, tokens: Vocabulary, told: Told) -> CountedTokens:
    """Return tokens that count once, however often a title has them.

    Parameters
    ----------
    lists : Ragged
        Values of each title.
    tokens : Vocabulary
        Token of each value.
    told : mapping of int to sequence of (str, float)
        Tokens of the titles that are held as objects.

    Returns
    -------
    CountedTokens
        All strengths are 1.
    """
    ranks, terms = Ragged(lists.indptr, tokens.ranks[lists.codes]), tokens.terms
    ranks = ranks.only(ranks.codes >= 0)
    if any(told.values()):
        theirs, more, _ = of_told(told, lists.n_rows, len(terms))
        both = vocabulary(pa.concat_arrays([terms, pa.array(more, pa.large_string())]))
        together = side_by_side([ranks, theirs])[0]
        ranks, terms = Ragged(together.indptr, both.ranks[together.codes]), both.terms
    found = ranks.sorted()
    return counted(found, np.ones(len(found.codes), np.int8), terms)


def counted(lists: Ragged, strengths: NDArray[np.generic], terms: pa.Array) -> CountedTokens:
    """Return tokens of which places and strengths are known, without those that no title has.

    Parameters
    ----------
    lists : Ragged
        Positions in ``terms``, ascending within a title, each once.
    strengths : ndarray, shape (n_entries,)
        Above 0.
    terms : pyarrow.Array of large_string
        Tokens in code-point order.

    Returns
    -------
    CountedTokens
        The same, with the tokens that are used.
    """
    used = np.bincount(lists.codes, minlength=len(terms)) > 0
    if not used.all():
        place = (np.cumsum(used) - 1).astype(np.int32)
        lists, terms = Ragged(lists.indptr, place[lists.codes]), terms.filter(pa.array(used))
    return CountedTokens(string_table(terms), Csr(lists.indptr, lists.codes, strengths))


def of_told(told: Told, n_rows: int, start: int) -> tuple[Ragged, list[str], NDArray[np.float64]]:
    """Return the tokens of titles that are held as objects, as one value each.

    Parameters
    ----------
    told : mapping of int to sequence of (str, float)
        Tokens with strengths, by row.
    n_rows : int
        Number of titles.
    start : int
        Number of the first of them.

    Returns
    -------
    tuple of Ragged, list of str, and ndarray of float64
        The values of each row, their tokens, and their strengths.
    """
    entries = [(row, token, strength) for row in sorted(told) for token, strength in told[row]]
    rows = np.array([row for row, _, _ in entries], np.int64)
    values = np.arange(start, start + len(entries), dtype=np.int32)
    lists = Ragged.of_pairs(rows, values, n_rows)
    return lists, [token for _, token, _ in entries], np.array([s for _, _, s in entries], np.float64)
