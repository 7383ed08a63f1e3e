"""Columns of lists and of texts, in which a number stands for each distinct value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from recsys.names import StringTable
from recsys.title import Source, Tone

V = TypeVar("V", StringTable, tuple[Tone, ...], tuple[Source, ...])


@dataclass(frozen=True, slots=True)
class CodedColumn(Generic[V]):
    """A list of values for each title.

    Parameters
    ----------
    indptr : ndarray of int64, shape (n_titles + 1,)
        Where the list of each title begins in ``codes``.
    codes : ndarray of int32, shape (n_entries,)
        Positions in ``values``.
    values : StringTable or tuple
        Distinct values; some may be used by no title.
    """

    indptr: NDArray[np.int64]
    codes: NDArray[np.int32]
    values: V

    @property
    def rows(self) -> NDArray[np.int64]:
        """Which title each entry belongs to."""
        return np.repeat(np.arange(len(self.indptr) - 1), np.diff(self.indptr))


@dataclass(frozen=True, slots=True)
class CodedText:
    """One text, or none, for each title.

    Parameters
    ----------
    codes : ndarray of int32, shape (n_titles,)
        Positions in ``values``; -1 where nothing is said.
    values : StringTable
        Distinct texts.
    """

    codes: NDArray[np.int32]
    values: StringTable


@dataclass(frozen=True, slots=True)
class CodedCredits:
    """The credits of each title, in the order in which the ordinary reading has them.

    Parameters
    ----------
    indptr : ndarray of int64, shape (n_titles + 1,)
        Where the credits of each title begin.
    people : ndarray of int32, shape (n_credits,)
        Positions in ``names``.
    roles : ndarray of int8, shape (n_credits,)
        Positions in ``tuple(Role)``.
    orders : ndarray of int32, shape (n_credits,)
        Billing, from 1; 0 where there is none.
    names : StringTable
        Distinct names as written: ``Credit.person``.
    """

    indptr: NDArray[np.int64]
    people: NDArray[np.int32]
    roles: NDArray[np.int8]
    orders: NDArray[np.int32]
    names: StringTable


@dataclass(frozen=True, slots=True)
class CodedRelations:
    """The relations of each title, told from both sides, sorted by kind and id.

    Parameters
    ----------
    indptr : ndarray of int64, shape (n_titles + 1,)
        Where the relations of each title begin.
    kinds : ndarray of int8, shape (n_relations,)
        Positions in ``tuple(RelationKind)``.
    others : ndarray of int32, shape (n_relations,)
        Positions in ``ids``.
    told : ndarray of bool, shape (n_relations,)
        Whether the title says so itself; else only the other one does.
    ids : StringTable
        Distinct ids of related titles, whether these are in the catalogue or not.
    """

    indptr: NDArray[np.int64]
    kinds: NDArray[np.int8]
    others: NDArray[np.int32]
    told: NDArray[np.bool_]
    ids: StringTable
