"""What single values mean: each is read once, by the ordinary reading, as the only cell of a title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from recsys.catalogue.label_table import _SHELVES, _families, _lists
from recsys.catalogue.labels import sort_labels
from recsys.catalogue.problems import RowReport
from recsys.catalogue.row_model import HIGHEST_COUNT
from recsys.catalogue.vocabulary import genre_ids
from recsys.importers.importing import titles_of_rows
from recsys.importers.table import FieldColumn, rows_of_cells
from recsys.importers.table_row import native_row
from recsys.kinds import Form, Medium
from recsys.title import Source, Title
from training.columnar.arrow_text import mask_of
from training.columnar.folding import is_words

_NAME = "x"  # of a title that exists for the sake of one of its values


@dataclass(frozen=True, slots=True)
class LabelMeaning:
    """What a genre or a tag says of a title.

    Parameters
    ----------
    genres, tags : tuple of str
        What becomes of it.
    medium, form : Medium or None, Form or None
        What it says besides.
    sources : tuple of Source
        What it says the title was before.
    """

    genres: tuple[str, ...]
    tags: tuple[str, ...]
    medium: Medium | None
    form: Form | None
    sources: tuple[Source, ...]


def titles_with(rows: Sequence[Mapping[str, str]]) -> list[Title | None]:
    """Return the titles that have these cells and no others.

    Parameters
    ----------
    rows : sequence of mapping of str to str
        Cells by field, in the order of the columns; equal fields in all rows.

    Returns
    -------
    list of Title or None
        None where the ordinary reading finds anything wrong, or keeps a cell as it is.
    """
    if not rows:
        return []
    fields = [FieldColumn(field, field) for field in ("id", "title", *rows[0])]
    cells = (
        ({"id": f"{_NAME}{number}", "title": _NAME, **row}, RowReport(_NAME, number))
        for number, row in enumerate(rows)
    )
    read = titles_of_rows("table", rows_of_cells(cells, fields, is_mapped=False))
    faulty = {problem.line for problem in read.problems}
    faulty.update(int(title.id[len(_NAME) :]) for title in read.catalogue if title.extra)
    by_id = read.catalogue.by_id
    return [None if number in faulty else by_id.get(f"{_NAME}{number}") for number in range(len(rows))]


def numbers(field: str, cells: Iterable[str]) -> list[float | None]:
    """Return the numbers that cells of a field hold.

    Parameters
    ----------
    field : str
        ``year``, ``minutes``, ``episodes`` or ``popularity``.
    cells : iterable of str
        Distinct cells, none of them empty.

    Returns
    -------
    list of float or None
        NaN where the cell says nothing; None where it has to be read with its row.
    """
    return [_number(field, cell) for cell in cells]


def label_meanings(field: str, labels: Sequence[str]) -> list[LabelMeaning]:
    """Return what genres or tags say, each by itself.

    Parameters
    ----------
    field : str
        ``genres`` or ``tags``.
    labels : sequence of str
        Distinct labels that need no cleaning.

    Returns
    -------
    list of LabelMeaning
        One a label.
    """
    return [
        _label_meaning([label], []) if field == "genres" else _label_meaning([], [label]) for label in labels
    ]


def prepare_labels() -> None:
    """Return nothing; read the tables of labels, which takes a moment when they are asked for first."""
    _last_words()
    label_meanings("tags", [_NAME])


def is_bare_tag(labels: pa.Array) -> NDArray[np.bool_]:
    """Return which tags certainly say nothing that a table knows: they stand for themselves.

    Parameters
    ----------
    labels : pyarrow.Array of string
        Tags that need no cleaning.

    Returns
    -------
    ndarray of bool
        True where no name of the tables of labels ends in the same word.
    """
    last = pc.ascii_lower(pc.replace_substring_regex(labels, "^.* ", ""))
    known = pc.is_in(last, pa.array(sorted(_last_words()), last.type))
    return is_words(labels) & ~mask_of(known)


@cache
def _last_words() -> frozenset[str]:
    return frozenset(name.rpartition(" ")[2] for name in (*_lists(), *_families(), *_SHELVES))


def _number(field: str, cell: str) -> float | None:
    report = RowReport()
    row = native_row([("title", (_NAME, None)), ("id", (_NAME, None)), (field, (cell, None))], report)
    value = (row or {}).get(field)
    if report.problems or (field in ("minutes", "episodes") and (value or 0) > HIGHEST_COUNT):
        return None
    return float("nan") if value is None else float(value)


def _label_meaning(genres: list[str], tags: list[str]) -> LabelMeaning:
    said = sort_labels(genres, tags)
    return LabelMeaning(
        tuple(sorted({id for genre in said.genres for id in genre_ids(genre)})),
        said.tags,
        said.medium,
        said.form,
        tuple(map(Source, said.sources)),
    )
