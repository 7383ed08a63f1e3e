"""What one filter says of every title: it passes, fails, or is unknown; and how columns are asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.index.facets import Facets
from recsys.index.protocol import Mask


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one filter says of every title.

    No title is in two of *passes* and *unknown*.

    Parameters
    ----------
    name : str
        The filter as a query writes it, such as ``countries.all`` or ``tones``.
    passes : ndarray of bool, shape (n_titles,)
        Known, or inferred, to fulfil it.
    unknown : ndarray of bool, shape (n_titles,)
        Neither known to fulfil nor known to fail it.
    inferred : ndarray of bool or None, shape (n_titles,)
        Those that pass by an inferred fact alone.
    silent : ndarray of bool or None, shape (n_titles,)
        Those unknown ones of which so much else is told that silence rather means that it is
        fulfilled: they keep their place in the list, and their mark.
    """

    name: str
    passes: Mask
    unknown: Mask
    inferred: Mask | None = None
    silent: Mask | None = None


def having(facets: Facets, name: str, terms: Iterable[str]) -> Mask:
    """Return which titles have at least one of some terms.

    Parameters
    ----------
    facets : Facets
        The facts of all titles.
    name : str
        A sparse column.
    terms : iterable of str
        Terms; those that no title has change nothing.

    Returns
    -------
    ndarray of bool, shape (n_titles,)
        True where one of them stands.
    """
    return marked(len(facets.year), holders(facets, name, terms)[0])


def holders(facets: Facets, name: str, terms: Iterable[str]) -> tuple[NDArray[np.int32], NDArray[Any]]:
    """Return the titles that have some terms, term by term.

    Parameters
    ----------
    facets : Facets
        The facts of all titles.
    name : str
        A sparse column.
    terms : iterable of str
        Terms; those that no title has change nothing.

    Returns
    -------
    tuple of ndarray and ndarray
        Rows, ascending within each term, and the number that the column holds of each.
    """
    codes = [code for term in dict.fromkeys(terms) if (code := facets.code(name, term)) is not None]
    found = facets.holders[name].of(codes)
    if len(found) == 1:
        return found[0].rows, found[0].data
    data = getattr(facets, name).data[:0]
    rows = np.concatenate([np.empty(0, np.int32), *(one.rows for one in found)])
    return rows, np.concatenate([data, *(one.data for one in found)])


def marked(n_titles: int, rows: NDArray[Any]) -> Mask:
    """Return a mask of some titles.

    Parameters
    ----------
    n_titles : int
        Number of titles.
    rows : ndarray of int
        Titles, in any order.

    Returns
    -------
    ndarray of bool, shape (n_titles,)
        True at these rows.
    """
    mask = np.zeros(n_titles, dtype=np.bool_)
    mask[rows] = True
    return mask


def is_one_of(column: NDArray[np.int8], values: Iterable[int]) -> Mask:
    """Return where a column of codes has one of a few values.

    Parameters
    ----------
    column : ndarray of int8, shape (n_titles,)
        Positions in a closed list.
    values : iterable of int
        A handful: each is one quick comparison, where :func:`numpy.isin` sorts.

    Returns
    -------
    ndarray of bool, shape (n_titles,)
        True where it has.
    """
    mask = np.zeros(len(column), dtype=np.bool_)
    for value in values:
        mask |= column == value
    return mask
