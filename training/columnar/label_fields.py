"""Columns of genres and tags: what labels say of a title, which is more than genres and tags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from recsys.catalogue.label_table import names_with_commas
from recsys.catalogue.row_model import LONGEST_NAME
from recsys.kinds import Form, Medium
from recsys.names import StringTable, fold_text
from recsys.title import Source, Title
from training.columnar.arrow_text import is_clean_line, string_table
from training.columnar.counted_blocks import vocabulary
from training.columnar.distinct_values import RawColumn, as_json
from training.columnar.list_fields import coded, rows_with, worded
from training.columnar.ragged import Ragged
from training.columnar.single_values import LabelMeaning, is_bare_tag, label_meanings, titles_with

_MEDIA, _FORMS = tuple(Medium), tuple(Form)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Labels:
    """What the genres or the tags of each row say.

    Parameters
    ----------
    genres, tags : tuple of Ragged and StringTable
        What becomes of them, sorted.
    media, forms : Ragged
        Positions in ``tuple(Medium)`` and ``tuple(Form)``; all that is said.
    sources : tuple of Ragged and tuple of Source
        In the order in which they are said.
    odd : ndarray of bool, shape (n_rows,)
        Rows to be read in the ordinary way.
    """

    genres: tuple[Ragged, StringTable]
    tags: tuple[Ragged, StringTable]
    media: Ragged
    forms: Ragged
    sources: tuple[Ragged, tuple[Source, ...]]
    odd: NDArray[np.bool_]


def labels_of(field: str, raw: RawColumn) -> Labels:
    """Return what a column of genres or tags says.

    Parameters
    ----------
    field : str
        ``genres`` or ``tags``.
    raw : RawColumn
        The column.

    Returns
    -------
    Labels
        What each row says.
    """
    clean = is_clean_line(raw.values, longest=LONGEST_NAME)
    bare = clean & is_bare_tag(raw.values) if field == "tags" else np.zeros(len(clean), np.bool_)
    told = np.flatnonzero(~bare)
    texts = raw.values.take(pa.array(told)).to_pylist()
    is_clean = clean[told]
    plain = iter(label_meanings(field, [text for text, is_so in zip(texts, is_clean, strict=True) if is_so]))
    doubtful = [text for text, is_so in zip(texts, is_clean, strict=True) if not is_so]
    read = iter(titles_with([{field: as_json(text)} for text in doubtful]))
    meanings = [next(plain) if is_so else _meaning(next(read)) for is_so in is_clean.tolist()]
    faulty = np.zeros(len(clean), np.bool_)
    faulty[told] = [meaning is None for meaning in meanings]
    known = [meaning or _SILENT for meaning in meanings]
    lists = Ragged(raw.indptr, raw.codes)
    sources, kinds = coded([meaning.sources for meaning in known])
    among = np.full(len(clean), -1, np.int32)  # position of each value among those that say more than a tag
    among[told] = np.arange(len(told))
    telling = Ragged(lists.indptr, among[lists.codes])
    telling = telling.only(telling.codes >= 0)
    tags = [(place, tag) for place, meaning in zip(told.tolist(), known, strict=True) for tag in meaning.tags]
    return Labels(
        genres=worded(telling, [meaning.genres for meaning in known]),
        tags=_tags(lists, raw.values, bare, tags),
        media=telling.mapped(_places(_MEDIA, [meaning.medium for meaning in known])),
        forms=telling.mapped(_places(_FORMS, [meaning.form for meaning in known])),
        sources=(telling.mapped(sources), kinds),
        odd=raw.odd | rows_with(raw, faulty) | _is_torn(telling, texts),
    )


_SILENT = LabelMeaning((), (), None, None, ())


def _meaning(title: Title | None) -> LabelMeaning | None:
    if title is None:
        return None
    return LabelMeaning(title.genres, title.tags, title.medium, title.form, title.sources)


def _tags(
    lists: Ragged, values: pa.Array, bare: NDArray[np.bool_], others: Sequence[tuple[int, str]]
) -> tuple[Ragged, StringTable]:
    """Sorted tags of each row: those that stand for themselves, and those that other values mean."""
    places = np.concatenate([np.flatnonzero(bare), np.array([place for place, _ in others], np.int64)])
    texts = [values.filter(pa.array(bare)), pa.array([tag for _, tag in others], values.type)]
    known = vocabulary(pa.concat_arrays(texts))
    order = np.argsort(places, kind="stable")
    meanings = Ragged.of_pairs(places[order], known.ranks[order], len(values))
    return lists.mapped(meanings).sorted(), string_table(known.terms)


def _places(kinds: Sequence[T], values: Sequence[T | None]) -> Ragged:
    return Ragged.of_lists([[] if value is None else [kinds.index(value)] for value in values])


def _is_torn(lists: Ragged, texts: Sequence[str]) -> NDArray[np.bool_]:
    """Rows that may hold a name with commas that was torn apart."""
    found = np.zeros(lists.n_rows, np.bool_)
    folded = [fold_text(text) for text in texts]
    for parts in names_with_commas():
        if not set(parts) <= set(folded):
            continue
        whole = np.ones(lists.n_rows, np.bool_)
        for part in parts:
            is_part = np.array([text == part for text in folded], np.bool_)
            whole &= np.bincount(lists.rows[is_part[lists.codes]], minlength=lists.n_rows) > 0
        found |= whole
    return found
