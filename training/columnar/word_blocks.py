"""Words of running texts, counted: each distinct piece between blanks is folded once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from recsys.features.space import CountedTokens
from recsys.features.text import STOP_WORDS, words
from recsys.names import StringTable
from training.columnar.arrow_text import arrow_strings, lengths_of, mask_of
from training.columnar.chosen_loops import loops
from training.columnar.counted_blocks import Told, counted, of_told, vocabulary
from training.columnar.distinct_values import DistinctValues, RawColumn
from training.columnar.ragged import Ragged, side_by_side
from training.columnar.text_numbers import TextNumbers

_AT_ONCE = 2**15
_AROUND = "".join(char for char in map(chr, range(33, 127)) if not char.isalnum() and char != "&")
_PLURAL = "^([a-z0-9]{2,}[^siu])s$"
"""What :func:`recsys.features.text.singular` takes for the plural of a word of ASCII."""


def word_tokens(texts: StringTable, told: Told, *, is_counted: bool) -> CountedTokens:
    """Return the words of texts, as :func:`recsys.features.text.words` finds them.

    Folding never reaches over a blank, so that the pieces between blanks may be folded one by one.

    Parameters
    ----------
    texts : StringTable
        One text a title; empty for those that are held as objects.
    told : mapping of int to sequence of (str, float)
        Words of the titles that are held as objects.
    is_counted : bool
        Whether a word counts as often as it occurs; else once.

    Returns
    -------
    CountedTokens
        Whole numbers as strengths.
    """
    compiled = loops()
    lists, tokens = _split(texts) if compiled is None else _numbered(texts, compiled)
    if any(told.values()):
        theirs, more, strengths = of_told(told, lists.n_rows, len(tokens))
        often = np.repeat(np.arange(len(more), dtype=np.int32) + len(tokens), strengths.astype(np.int64))
        rows = np.repeat(theirs.rows, strengths.astype(np.int64))
        lists = side_by_side([lists, Ragged.of_pairs(rows, often, lists.n_rows)])[0]
        tokens = pa.concat_arrays([tokens, pa.array(more, tokens.type)])
    known = vocabulary(tokens)
    lists = Ragged(lists.indptr, known.ranks[lists.codes])
    ranked, counts = lists.tallied()
    return counted(ranked, counts if is_counted else np.ones(len(counts), np.int8), known.terms)


def _split(texts: StringTable) -> tuple[Ragged, pa.Array]:
    """The words of each text, as numbers of texts of which some are equal."""
    pieces = _pieces(texts)
    meanings, tokens = _words_of(pieces.values)
    return Ragged(pieces.indptr, pieces.codes).mapped(meanings), tokens


def _numbered(texts: StringTable, compiled: Any) -> tuple[Ragged, pa.Array]:
    """The same by compiled loops, which leave pieces with letters beyond ASCII."""
    numbers, stop_words = TextNumbers(compiled), TextNumbers(compiled)
    stop_words.codes(pa.array(sorted(STOP_WORDS), pa.string()))
    lists = numbers.words(arrow_strings(texts), stop_words)
    found = numbers.texts()
    others = np.flatnonzero(~mask_of(pc.string_is_ascii(found)))
    if not len(others):
        return lists, found
    meant = [list(words(piece)) for piece in found.take(pa.array(others)).to_pylist()]
    codes = numbers.codes(pa.array([word for piece in meant for word in piece], pa.string()))
    sizes = np.ones(len(found), np.int64)
    sizes[others] = [len(piece) for piece in meant]
    rows = np.repeat(np.arange(len(found)), sizes)
    is_other = np.zeros(len(found), np.bool_)
    is_other[others] = True
    meanings = rows.astype(np.int32)
    meanings[is_other[rows]] = codes
    return lists.mapped(Ragged.of_pairs(rows, meanings, len(found))), numbers.texts()


def _words_of(pieces: pa.Array) -> tuple[Ragged, pa.Array]:
    """The words of each piece, as numbers of texts of which some are equal.

    A piece that is one word of ASCII but for what stands around it needs no folding.
    """
    bare = pc.ascii_trim(pieces, characters=_AROUND)
    is_word = mask_of(pc.match_substring_regex(bare, "^[a-z0-9]+$"))
    plain = bare.filter(pa.array(is_word))
    says = (lengths_of(plain) > 1) & ~mask_of(pc.is_in(plain, pa.array(sorted(STOP_WORDS), plain.type)))
    one = pc.replace_substring_regex(plain.filter(pa.array(says)), _PLURAL, r"\1")
    others = [list(words(piece)) for piece in pieces.filter(pa.array(~is_word)).to_pylist()]
    places = [np.flatnonzero(is_word)[says], np.repeat(np.flatnonzero(~is_word), list(map(len, others)))]
    tokens = pa.concat_arrays([one, pa.array([word for found in others for word in found], one.type)])
    order = np.argsort(np.concatenate(places), kind="stable")
    return Ragged.of_pairs(np.concatenate(places)[order], order.astype(np.int32), len(pieces)), tokens


def _pieces(texts: StringTable) -> RawColumn:
    column, distinct = arrow_strings(texts), DistinctValues()
    for start in range(0, len(column), _AT_ONCE):
        split = pc.ascii_split_whitespace(pc.ascii_lower(column[start : start + _AT_ONCE]))
        distinct.add(np.asarray(pc.list_value_length(split)).astype(np.int64), pc.list_flatten(split))
    return distinct.finish()
