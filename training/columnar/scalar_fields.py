"""Columns of which each cell is one fact: years and counts, form and medium, fame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from recsys.kinds import Form, Medium, Status
from training.columnar.distinct_values import DistinctValues, RawColumn, add_cells
from training.columnar.single_values import numbers, titles_with

KIND_FIELDS = ("form", "medium", "format", "status")
_FORMS, _MEDIA, _STATUSES = tuple(Form), tuple(Medium), tuple(Status)
_HIGHEST, _DIGITS = 1e15, 1e6
"""Numbers below the first, of at most six digits after the point, are read as they are written."""
_HIGHEST_WITH_FRACTION, _LOWEST = 1e9, 1e-4


@dataclass(frozen=True, slots=True)
class Kinds:
    """Form, medium and status of each row, as positions in the tuples of their kinds; -1 where unknown."""

    forms: NDArray[np.int8]
    media: NDArray[np.int8]
    statuses: NDArray[np.int8]
    odd: NDArray[np.bool_]


def kinds_of(columns: Mapping[str, RawColumn], n_rows: int) -> Kinds:
    """Return what the columns of kinds say together: "anime film" is of a form and of a medium.

    Parameters
    ----------
    columns : mapping of str to RawColumn
        Those of ``form``, ``medium``, ``format`` and ``status`` that there are, in the order of the file.
    n_rows : int
        Number of rows.

    Returns
    -------
    Kinds
        Each combination of cells is read once.
    """
    combined = np.zeros(n_rows, np.int64)
    for raw in columns.values():
        combined = combined * (len(raw.values) + 1) + cells_of(raw) + 1
    _, first, codes = np.unique(combined, return_index=True, return_inverse=True)
    cells = {field: ([*raw.values.to_pylist(), ""], cells_of(raw)) for field, raw in columns.items()}
    rows = [{field: texts[places[row]] for field, (texts, places) in cells.items()} for row in first]
    titles = titles_with(rows)
    known = [title for title in titles if title is not None]
    forms, media, statuses = (
        np.array([-1 if title is None else _place(kinds, getattr(title, name)) for title in titles], np.int8)
        for name, kinds in (("form", _FORMS), ("medium", _MEDIA), ("status", _STATUSES))
    )
    faulty = np.array([title is None for title in titles], np.bool_)
    if not columns or len(known) == 0:
        unknown = np.full(n_rows, -1, np.int8)
        return Kinds(unknown, unknown, unknown, np.full(n_rows, bool(columns)))
    return Kinds(forms[codes], media[codes], statuses[codes], faulty[codes])


def numbers_of(field: str, raw: RawColumn) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the numbers of a column of which equal cells are many.

    Parameters
    ----------
    field : str
        ``year``, ``minutes``, ``episodes`` or ``popularity``.
    raw : RawColumn
        The column.

    Returns
    -------
    tuple of ndarray of float64 and ndarray of bool
        NaN where unknown; and the rows to be read in the ordinary way.
    """
    found = numbers(field, raw.values.to_pylist())
    values = np.array([np.nan if value is None else value for value in found] + [np.nan])
    faulty = np.array([value is None for value in found] + [False], np.bool_)
    cells = cells_of(raw)
    return values[cells], faulty[cells]


def cells_of(raw: RawColumn) -> NDArray[np.int32]:
    """Return the value of each cell of a column of single values.

    Parameters
    ----------
    raw : RawColumn
        The column.

    Returns
    -------
    ndarray of int32, shape (n_rows,)
        Positions in ``values``; -1 where there is none.
    """
    found = np.full(len(raw.odd), -1, np.int32)
    found[np.diff(raw.indptr) > 0] = raw.codes
    return found


class NumberColumn:
    """A column of numbers that may all be different; what Arrow holds as numbers is not spelled out.

    Parameters
    ----------
    field : str
        Field of the table.
    """

    def __init__(self, field: str) -> None:
        self._field = field
        self._values: list[NDArray[np.float64]] = []
        self._spelled = DistinctValues()

    def add(self, column: pa.Array) -> None:
        """Take the next rows.

        Parameters
        ----------
        column : pyarrow.Array
            The column.
        """
        values = np.full(len(column), np.nan)
        if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
            given = column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
            plain = _is_short(given)
            values[plain] = given[plain] + 0.0  # a cell writes -0.0 as 0
            column = pa.array(np.where(plain, None, column.to_pylist())) if not plain.all() else None
        self._values.append(values)
        if column is None:
            none = pa.array([], pa.string())
            self._spelled.add(np.zeros(len(values), np.int64), none)
        else:
            add_cells(column, self._spelled)

    def finish(self) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Return the numbers, NaN where unknown, and the rows to be read in the ordinary way."""
        values, odd = numbers_of(self._field, self._spelled.finish())
        plain = np.concatenate([np.empty(0), *self._values])
        return np.where(np.isnan(plain), values, plain), odd


def _is_short(values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Numbers of which the shortest spelling has few digits and no exponent; unknown ones too."""
    with np.errstate(invalid="ignore", over="ignore"):
        size = np.abs(values)
        whole = (size < _HIGHEST) & (values == np.rint(values))
        short = (
            (size < _HIGHEST_WITH_FRACTION)
            & (size >= _LOWEST)
            & (values == np.rint(values * _DIGITS) / _DIGITS)
        )
    return np.asarray(whole | short | np.isnan(values), np.bool_)


def _place(kinds: tuple[Form, ...] | tuple[Medium, ...] | tuple[Status, ...], value: object) -> int:
    return -1 if value is None else list(kinds).index(value)  # type: ignore[arg-type]
