"""Columns of lists, from the distinct entries of a file to what the ordinary reading makes of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from recsys.catalogue.label_table import names_with_commas
from recsys.catalogue.row_model import LONGEST_NAME, clean_name
from recsys.importers.cleaning import distinct
from recsys.kinds import Form, Medium, RelationKind
from recsys.names import StringTable, fold_text
from recsys.title import Source, Title, Tone
from training.columnar.arrow_text import is_clean_line, string_table
from training.columnar.counted_blocks import vocabulary
from training.columnar.distinct_values import RawColumn, as_json
from training.columnar.ragged import Ragged
from training.columnar.single_values import LabelMeaning, is_bare_tag, label_meanings, titles_with

_MEDIA, _FORMS, _KINDS = tuple(Medium), tuple(Form), tuple(RelationKind)
_LETTER = "[A-Za-z]"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Names:
    """The names of people or companies.

    Parameters
    ----------
    lists : Ragged
        Positions in ``values``, each once a row.
    values : pyarrow.Array of string
        Names as the ordinary reading cleans them.
    odd : ndarray of bool, shape (n_rows,)
        Rows to be read in the ordinary way.
    """

    lists: Ragged
    values: pa.Array
    odd: NDArray[np.bool_]


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


@dataclass(frozen=True, slots=True)
class Pieces:
    """Objects that the entries of each row stand for.

    Parameters
    ----------
    lists : Ragged
        Positions in ``values``.
    values : tuple
        Distinct objects, in the order of :func:`sorted` where they have one.
    odd : ndarray of bool, shape (n_rows,)
        Rows to be read in the ordinary way.
    """

    lists: Ragged
    values: tuple[Any, ...]
    odd: NDArray[np.bool_]


def names_of(field: str, raw: RawColumn, *, of_people: bool) -> Names:
    """Return the names that a column of people or companies lists.

    Parameters
    ----------
    field : str
        Field of the table, such as ``cast``.
    raw : RawColumn
        The column.
    of_people : bool
        Whether a name needs a letter.

    Returns
    -------
    Names
        The first of equal names counts.
    """
    clean = is_clean_line(raw.values, longest=LONGEST_NAME)
    if of_people:
        clean &= mask_of(pc.match_substring_regex(raw.values, _LETTER))
    lists, odd = Ragged(raw.indptr, raw.codes), raw.odd
    if clean.all():
        return Names(lists.once(), raw.values, odd)
    doubtful = np.flatnonzero(~clean)
    entries = raw.values.take(pa.array(doubtful)).to_pylist()
    titles = titles_with([{field: as_json(entry)} for entry in entries])
    found = [_name_of(entry, title) for entry, title in zip(entries, titles, strict=True)]
    new = pc.replace_with_mask(
        raw.values, pa.array(~clean), pa.array([name or "" for name in found], raw.values.type)
    ).dictionary_encode()
    codes = np.asarray(new.indices).astype(np.int32)
    silent, faulty = np.zeros(len(clean), np.bool_), np.zeros(len(clean), np.bool_)
    silent[doubtful] = [not name for name in found]
    faulty[doubtful] = [name is None for name in found]
    mapped = Ragged(lists.indptr, codes[lists.codes]).only(~silent[lists.codes])
    return Names(mapped.once(), new.dictionary, odd | rows_with(raw, faulty))


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
    sources, kinds = _coded([meaning.sources for meaning in known])
    among = np.full(len(clean), -1, np.int32)  # position of each value among those that say more than a tag
    among[told] = np.arange(len(told))
    telling = Ragged(lists.indptr, among[lists.codes])
    telling = telling.only(telling.codes >= 0)
    tags = [(place, tag) for place, meaning in zip(told.tolist(), known, strict=True) for tag in meaning.tags]
    return Labels(
        genres=_words(telling, [meaning.genres for meaning in known]),
        tags=_tags(lists, raw.values, bare, tags),
        media=telling.mapped(_places(_MEDIA, [meaning.medium for meaning in known])),
        forms=telling.mapped(_places(_FORMS, [meaning.form for meaning in known])),
        sources=(telling.mapped(sources), kinds),
        odd=raw.odd | rows_with(raw, faulty) | _is_torn(telling, texts),
    )


def codes_of(field: str, raw: RawColumn, *, is_listed: bool) -> tuple[Ragged, StringTable, NDArray[np.bool_]]:
    """Return the codes of countries or languages.

    Parameters
    ----------
    field : str
        ``countries`` or ``languages``.
    raw : RawColumn
        The column.
    is_listed : bool
        Whether its values are entries of lists; else whole cells.

    Returns
    -------
    tuple of Ragged, StringTable and ndarray of bool
        Sorted codes of each row, and the rows to be read in the ordinary way.
    """
    titles = _read(field, raw, is_listed=is_listed)
    faulty = np.array([title is None for title in titles], np.bool_)
    said: list[tuple[str, ...]] = [() if title is None else getattr(title, field) for title in titles]
    lists, values = _words(Ragged(raw.indptr, raw.codes), said)
    return lists, values, raw.odd | rows_with(raw, faulty)


def sources_of(raw: RawColumn, *, is_listed: bool) -> Pieces:
    """Return what stories were before, as a column of source material says it.

    Parameters
    ----------
    raw : RawColumn
        The column.
    is_listed : bool
        Whether its values are entries of lists; else whole cells.

    Returns
    -------
    Pieces
        Sources, each once a row.
    """
    titles = _read("source_material", raw, is_listed=is_listed)
    faulty = np.array([title is None for title in titles], np.bool_)
    lists, values = _coded([() if title is None else title.sources for title in titles])
    found = Ragged(raw.indptr, raw.codes).mapped(lists).once()
    return Pieces(found, values, raw.odd | rows_with(raw, faulty))


def tones_of(raw: RawColumn) -> Pieces:
    """Return the tones that a column of objects holds.

    Parameters
    ----------
    raw : RawColumn
        The column; its values stand between braces.

    Returns
    -------
    Pieces
        Tones sorted by id; a row that names one twice is odd.
    """
    objects = [_object(text) for text in raw.values.to_pylist()]
    titles = titles_with([{"tones": f"[{text}]" if text else "?"} for text in objects])
    tones = [title.tones if title is not None and _is_one_tone(title) else () for title in titles]
    faulty = np.array([len(found) != 1 for found in tones], np.bool_)
    lists, values = _coded(tones, key=_tone_key)
    found = Ragged(raw.indptr, raw.codes).mapped(lists)
    ids = {id: number for number, id in enumerate(sorted({tone.id for tone in values}))}
    numbers = np.array([ids[tone.id] for tone in values], np.int32)
    same = Ragged(found.indptr, numbers[found.codes]).repeated() if len(numbers) else np.zeros(0, np.bool_)
    twice = np.zeros(found.n_rows, np.bool_)
    twice[found.rows[same]] = True
    return Pieces(found.sorted(), values, raw.odd | rows_with(raw, faulty) | twice)


def relations_of(raw: RawColumn) -> Pieces:
    """Return the relations that a column of objects holds, as pairs of kind and id.

    Parameters
    ----------
    raw : RawColumn
        The column; its values stand between braces.

    Returns
    -------
    Pieces
        Pairs of a position in ``tuple(RelationKind)`` and an id, each once a row.
    """
    objects = [_object(text) for text in raw.values.to_pylist()]
    pairs = [_relation(text) if text else None for text in objects]
    faulty = np.array([pair is None for pair in pairs], np.bool_)
    lists, values = _coded([() if pair is None else (pair,) for pair in pairs])
    found = Ragged(raw.indptr, raw.codes).mapped(lists).once()
    return Pieces(found, values, raw.odd | rows_with(raw, faulty))


def rows_with(raw: RawColumn, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which rows have one of some values.

    Parameters
    ----------
    raw : RawColumn
        A column.
    chosen : ndarray of bool, shape (n_values,)
        Which values.

    Returns
    -------
    ndarray of bool, shape (n_rows,)
        Whether any entry is one of them.
    """
    found = np.zeros(len(raw.odd), np.bool_)
    if chosen.any():
        found[raw.rows[chosen[raw.codes]]] = True
    return found


_SILENT = LabelMeaning((), (), None, None, ())


def _read(field: str, raw: RawColumn, *, is_listed: bool) -> list[Title | None]:
    texts = raw.values.to_pylist()
    return titles_with([{field: as_json(text) if is_listed else text} for text in texts])


def _name_of(entry: str, title: Title | None) -> str | None:
    """The name that an entry gives; empty if none, None if its row has to be looked at."""
    if title is None:
        return None
    names = [credit.person for credit in title.credits] or [studio.name for studio in title.studios]
    # Control characters go only after equal entries became one: what they tell apart stays apart.
    return "".join(names) if names == distinct([entry]) else None


def _meaning(title: Title | None) -> LabelMeaning | None:
    if title is None:
        return None
    return LabelMeaning(title.genres, title.tags, title.medium, title.form, title.sources)


def _words(lists: Ragged, meanings: Sequence[Sequence[str]]) -> tuple[Ragged, StringTable]:
    """Sorted words of each row, where each value means some."""
    coded, words = _coded(meanings, key=str)
    return lists.mapped(coded).sorted(), StringTable.from_strings(words)


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


def _coded(
    meanings: Sequence[Sequence[T]], key: Callable[[T], Any] | None = None
) -> tuple[Ragged, tuple[T, ...]]:
    """Lists of objects as numbers of distinct objects, in order if there is one."""
    known = list(dict.fromkeys(chain.from_iterable(meanings)))
    if key is not None:
        known.sort(key=key)
    place = {value: number for number, value in enumerate(known)}
    return Ragged.of_lists([[place[value] for value in values] for values in meanings]), tuple(known)


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


def _object(text: str) -> str:
    """JSON of an object of which the braces are missing; empty if it is none."""
    try:
        value = json.loads(f"{{{text}}}")
    except (ValueError, RecursionError):
        return ""
    return f"{{{text}}}" if isinstance(value, dict) else ""


def _is_one_tone(title: Title) -> bool:
    return len(title.tones) == 1 and not title.tags and title.content_warnings is None


def _tone_key(tone: Tone) -> tuple[Any, ...]:
    return tone.id, tone.intensity, tone.state, tone.basis, tone.confidence


def _relation(text: str) -> tuple[int, str] | None:
    value = json.loads(text)
    kind, id = value.get("kind"), value.get("id")
    if value.keys() != {"kind", "id"} or not isinstance(kind, str) or not isinstance(id, str):
        return None
    is_plain = id.isprintable() and id == clean_name(id) and 0 < len(id) <= LONGEST_NAME
    return (_KINDS.index(RelationKind(kind)), id) if kind in _KIND_NAMES and is_plain else None


_KIND_NAMES = frozenset(map(str, RelationKind))
