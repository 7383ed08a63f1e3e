"""Columns of lists, from the distinct entries of a file to what the ordinary reading makes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from recsys.catalogue.row_model import LONGEST_NAME
from recsys.importers.cleaning import distinct
from recsys.kinds import Form, Medium, RelationKind
from recsys.names import StringTable
from recsys.title import Title
from training.columnar.arrow_text import is_clean_line, mask_of
from training.columnar.distinct_values import RawColumn, as_json
from training.columnar.ragged import Ragged
from training.columnar.single_values import titles_with

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
    titles = read_values(field, raw, is_listed=is_listed)
    faulty = np.array([title is None for title in titles], np.bool_)
    said: list[tuple[str, ...]] = [() if title is None else getattr(title, field) for title in titles]
    lists, values = worded(Ragged(raw.indptr, raw.codes), said)
    return lists, values, raw.odd | rows_with(raw, faulty)


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


def read_values(field: str, raw: RawColumn, *, is_listed: bool) -> list[Title | None]:
    """Return what the ordinary reading makes of each value of a column.

    Parameters
    ----------
    field : str
        Field of the table.
    raw : RawColumn
        The column.
    is_listed : bool
        Whether its values are entries of lists; else whole cells.

    Returns
    -------
    list of Title or None
        None where it finds anything wrong.
    """
    texts = raw.values.to_pylist()
    return titles_with([{field: as_json(text) if is_listed else text} for text in texts])


def _name_of(entry: str, title: Title | None) -> str | None:
    """The name that an entry gives; empty if none, None if its row has to be looked at."""
    if title is None:
        return None
    names = [credit.person for credit in title.credits] or [studio.name for studio in title.studios]
    # Control characters go only after equal entries became one: what they tell apart stays apart.
    return "".join(names) if names == distinct([entry]) else None


def worded(lists: Ragged, meanings: Sequence[Sequence[str]]) -> tuple[Ragged, StringTable]:
    """Return the sorted words of each row, where each value means some.

    Parameters
    ----------
    lists : Ragged
        Values of each row.
    meanings : sequence of sequences of str
        Words of each value.

    Returns
    -------
    tuple of Ragged and StringTable
        Words in code-point order, each once a row.
    """
    numbered, words = coded(meanings, key=str)
    return lists.mapped(numbered).sorted(), StringTable.from_strings(words)


def coded(
    meanings: Sequence[Sequence[T]], key: Callable[[T], Any] | None = None
) -> tuple[Ragged, tuple[T, ...]]:
    """Return lists of objects as numbers of distinct objects.

    Parameters
    ----------
    meanings : sequence of sequences
        Hashable objects.
    key : callable or None
        Order of the distinct objects; None leaves them in the order in which they are met.

    Returns
    -------
    tuple of Ragged and tuple
        The numbers, and the distinct objects.
    """
    known = list(dict.fromkeys(chain.from_iterable(meanings)))
    if key is not None:
        known.sort(key=key)
    place = {value: number for number, value in enumerate(known)}
    return Ragged.of_lists([[place[value] for value in values] for values in meanings]), tuple(known)
