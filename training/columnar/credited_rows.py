"""The people of a table: who did what in each row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from recsys.importers.table_row import PEOPLE
from recsys.kinds import Role
from training.columnar.distinct_values import RawColumn, united_values
from training.columnar.list_fields import names_of
from training.columnar.ragged import Ragged, side_by_side

_MOST_CREDITS = 2_000
_ROLES = tuple(Role)
_BILLED = ("cast", "voices")


@dataclass(frozen=True, slots=True)
class Credits:
    """People in the order of the columns.

    Parameters
    ----------
    people : tuple of Ragged and pyarrow.Array
        Names of each row.
    roles : ndarray of int8, shape (n_credits,)
        Position in the list of roles.
    orders : ndarray of int32, shape (n_credits,)
        Place in the billing from 1 on; 0 has none.
    odd : ndarray of bool, shape (n_rows,)
        Rows to be read in the ordinary way.
    """

    people: tuple[Ragged, pa.Array]
    roles: NDArray[np.int8]
    orders: NDArray[np.int32]
    odd: NDArray[np.bool_]


def credits_of(columns: dict[str, RawColumn], n_rows: int) -> Credits:
    """Return the people of a table.

    Parameters
    ----------
    columns : dict of str to RawColumn
        Columns of people by name; they are used up.
    n_rows : int
        Number of rows.

    Returns
    -------
    Credits
        Those of one column after those of another.
    """
    parts = [(name, names_of(name, columns.pop(name), of_people=True)) for name in tuple(columns)]
    if not parts:
        nothing = Ragged(np.zeros(n_rows + 1, np.int64), np.empty(0, np.int32))
        none = (nothing, pa.array([], pa.string()))
        return Credits(none, np.empty(0, np.int8), np.empty(0, np.int32), np.zeros(n_rows, np.bool_))
    codes, values = united_values([n.lists.codes for _, n in parts], [n.values for _, n in parts])
    lists = [Ragged(names.lists.indptr, own) for (_, names), own in zip(parts, codes, strict=True)]
    people, places = side_by_side(lists)
    roles, orders = np.empty(len(people.codes), np.int8), np.zeros(len(people.codes), np.int32)
    for (name, _), own, place in zip(parts, lists, places, strict=True):
        roles[place] = _ROLES.index(Role(PEOPLE[name]))
        if name in _BILLED:
            orders[place] = np.arange(len(own.codes)) - own.indptr[own.rows] + 1
    odd = np.logical_or.reduce([names.odd for _, names in parts])
    return Credits((people, values), roles, orders, odd | (np.diff(people.indptr) > _MOST_CREDITS))
