"""What one filter says of every title: it passes, fails, or is unknown; and how columns are asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys.arrays import Csr
from recsys.index.facets import Facets
from recsys.index.protocol import Mask


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one filter says of every title.

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


def is_empty(matrix: Csr) -> Mask:
    """Return which titles have nothing in a sparse column.

    Parameters
    ----------
    matrix : Csr
        Titles × terms.

    Returns
    -------
    ndarray of bool, shape (n_titles,)
        True where nothing is known.
    """
    return np.asarray(np.diff(matrix.indptr) == 0)


def having(facets: Facets, name: str, terms: Sequence[str]) -> Mask:
    """Return which titles have at least one of some terms.

    Parameters
    ----------
    facets : Facets
        The facts of all titles.
    name : str
        A sparse column.
    terms : sequence of str
        Terms; those that no title has change nothing.

    Returns
    -------
    ndarray of bool, shape (n_titles,)
        True where one of them stands.
    """
    matrix: Csr = getattr(facets, name)
    codes = [facets.codes[name][term] for term in terms if term in facets.codes[name]]
    mask = np.zeros(matrix.n_rows, dtype=np.bool_)
    mask[rows_of(matrix, np.flatnonzero(np.isin(matrix.indices, codes)))] = True
    return mask


def rows_of(matrix: Csr, places: np.ndarray) -> np.ndarray:
    """Return the rows in which some entries of a sparse matrix stand.

    Parameters
    ----------
    matrix : Csr
        Titles × terms.
    places : ndarray of int
        Positions in its data.

    Returns
    -------
    ndarray of int64
        A row a position.
    """
    return np.searchsorted(matrix.indptr, places, side="right") - 1
