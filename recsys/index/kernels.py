"""The loops of a search, in numpy: what they compute, for where nothing is compiled.

:mod:`recsys.index.compiled_kernels` holds the same, compiled; a test compares their results to the last
bit, but for the roots of :func:`close`, which may be one unit higher there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import Csr, SparseVector
from recsys.features import ColumnIdf
from recsys.index.batch import PlainWeights
from recsys.index.inverted import HUB_UNIT, TILE, InvertedIndex
from recsys.index.protocol import Hits, Mask, QueryVector
from recsys.index.scan_plan import ScanTerms
from recsys.index.scan_units import ROUND_UP, SHIFT
from recsys.index.unpacking import unpack

if TYPE_CHECKING:
    from recsys.index.packed_rows import PackedRows

Sums = NDArray[np.uint16]
Maxima = NDArray[np.uint16]
Means = NDArray[np.float32]

LANES = 64
"""Titles of a tile whose maxima are kept: each of as many others, this far apart."""
FEW = 100
"""So many titles are scored by compiled loops without a scan: that takes as long."""
_AT_ONCE = 2**22
"""Bytes of packed rows."""
_ROUNDED_UP = np.float32(1 + 2**-16)  # more than single precision loses in a mean


class Searches(Protocol):
    """Whole searches: the module :mod:`recsys.index.compiled_search`."""

    def search(self, index: Any, vector: QueryVector, k: int, tier: Mask, *, sharing: bool) -> Hits:
        """Return the k best titles of a tier.

        Parameters
        ----------
        index : ExactIndex
            All titles.
        vector : QueryVector
            A plain sum that asks for something.
        k : int
            How many.
        tier : ndarray of bool, shape (n_titles,)
            Titles that may be returned.
        sharing : bool
            Leave out titles that share no trait.

        Returns
        -------
        Hits
            Best first.
        """

    def nearest(
        self, index: Any, plain: PlainWeights, origins: NDArray[np.int64], k: int, *, sharing: bool
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the k nearest titles of each of some titles.

        Parameters
        ----------
        index : ExactIndex
            All titles.
        plain : PlainWeights
            What each feature and the year weigh.
        origins : ndarray of int64, shape (n,)
            The titles.
        k : int
            How many.
        sharing : bool
            Leave out titles that share no trait.

        Returns
        -------
        rows : ndarray of int64, shape (n, k)
            Best first; -1 where there are no more.
        scores : ndarray of float64, shape (n, k)
            Their scores.
        """


@dataclass(frozen=True, slots=True)
class Kernels:
    """The loops that are used together.

    Parameters
    ----------
    scan : callable
        As :func:`scan`.
    join : callable
        As :func:`join`.
    close : callable
        As :func:`close`.
    maxima : callable
        As :func:`maxima_of`.
    collect : callable
        As :func:`collect`.
    unpack : callable
        As :func:`recsys.index.unpacking.unpack`.
    dot : callable
        As :func:`dot`.
    dot_many : callable
        As :func:`dot_many`.
    searches : Searches or None
        Whole searches that use them, where they are compiled.
    """

    scan: Callable[[InvertedIndex, ScanTerms, int, Sums], None]
    join: Callable[[Sums, float, float, float, Means], None]
    close: Callable[[Means, float, Sums], None]
    maxima: Callable[[Sums], Maxima]
    collect: Callable[[Sums, Maxima, int, int], NDArray[np.int64]]
    unpack: Callable[[NDArray[np.int64], NDArray[np.uint8], NDArray[np.float64], ColumnIdf], Csr]
    dot: Callable[[PackedRows, NDArray[np.int64], SparseVector], NDArray[np.float64]]
    dot_many: Callable[
        [PackedRows, NDArray[np.int64], NDArray[np.int32], NDArray[np.float64]], NDArray[np.float64]
    ]
    searches: Searches | None = None


def scan(inverted: InvertedIndex, terms: ScanTerms, start: int, sums: Sums) -> None:
    """Write the coarse sum of every title, without those of inner scans.

    Parameters
    ----------
    inverted : InvertedIndex
        All titles.
    terms : ScanTerms
        What to add up.
    start : int
        What every title begins with.
    sums : ndarray of uint16, shape (n_positions,)
        Receives the sums; 0 where there is no title.
    """
    # 1. years: one amount a run, times the hub factors; where there is no title, nothing
    sums[inverted.year_starts[-1] :] = 0
    for year, amount in enumerate(terms.amounts.astype(np.int64)):
        run = slice(inverted.year_starts[year], inverted.year_starts[year + 1])
        hubs = inverted.hubs[run].astype(np.int64) - (amount < 0)
        sums[run] = start - (-amount * hubs) // HUB_UNIT
    # 2. common features: columns. Sums wrap around 2^16 on their way, but end within it.
    for place, weight in zip(terms.places, terms.column_weights, strict=True):
        codes = inverted.column(int(place)).astype(np.uint16)
        sums += weight.astype(np.uint16) * (codes if weight >= 0 else np.maximum(codes, 1) - 1)
    # 3. rare features: postings
    for feature, posting_weight in zip(terms.features, terms.posting_weights, strict=True):
        codes_of_list = inverted.posting_codes_of(feature).astype(np.int32)
        shares = (posting_weight * codes_of_list + ROUND_UP) >> SHIFT
        sums[inverted.positions_of(feature)] += shares.astype(np.uint16)


def join(sums: Sums, zero: float, share: float, power: float, means: Means) -> None:
    """Add the sums of one scan to a power mean that is being made.

    Parameters
    ----------
    sums : ndarray of uint16, shape (n_positions,)
        As :func:`scan` wrote them.
    zero : float
        The sum that counts as 0; those below it do, too.
    share : float
        How much they count; all shares are 1 together.
    power : float
        Power of the mean; 0 is the geometric one.
    means : ndarray of float32, shape (n_positions,)
        Receives ``share · s^power``, or ``share · log s``, on top of what stands there.
    """
    above = np.maximum(sums.astype(np.float32) - np.float32(zero), np.float32(0))
    with np.errstate(divide="ignore"):
        means += np.float32(share) * (above ** np.float32(power) if power else np.log(above))


def close(means: Means, power: float, sums: Sums) -> None:
    """Add a power mean to the sums of a scan, rounded up.

    Parameters
    ----------
    means : ndarray of float32, shape (n_positions,)
        As :func:`join` left them.
    power : float
        Power of the mean.
    sums : ndarray of uint16, shape (n_positions,)
        Receives the roots on top of what stands there.
    """
    with np.errstate(divide="ignore"):
        roots = means ** np.float32(1 / power) if power else np.exp(means)
    sums += np.ceil(roots * _ROUNDED_UP).astype(np.uint16)


def maxima_of(sums: Sums) -> Maxima:
    """Return the greatest sums of groups of titles.

    Parameters
    ----------
    sums : ndarray of uint16, shape (n_positions,)
        As :func:`scan` wrote them.

    Returns
    -------
    ndarray of uint16, shape (n_positions / (TILE / LANES),)
        Of a tile, seen as rows of :data:`LANES` titles, the maximum of each column.
    """
    return np.asarray(sums.reshape(-1, TILE // LANES, LANES).max(axis=1).ravel())


def collect(sums: Sums, maxima: Maxima, low: int, high: int) -> NDArray[np.int64]:
    """Return where the sums lie within a range.

    Parameters
    ----------
    sums : ndarray of uint16, shape (n_positions,)
        As :func:`scan` returned them.
    maxima : ndarray of uint16
        As :func:`maxima_of` returned them; groups that stay below the range are skipped.
    low, high : int
        At least, and below; ``low`` is above 0.

    Returns
    -------
    ndarray of int64
        Positions, ascending.
    """
    del maxima  # numpy compares all of them as fast
    is_within = sums >= low
    if high <= np.iinfo(np.uint16).max:
        is_within &= sums < high
    return np.flatnonzero(is_within)


def dot(rows: PackedRows, which: NDArray[np.int64], vector: SparseVector) -> NDArray[np.float64]:
    """Return the products of some rows with a vector, in double precision.

    The summands are added one after the other in the order of their columns, so that every
    implementation gives the same bits.

    Parameters
    ----------
    rows : PackedRows
        Titles × features.
    which : ndarray of int64, shape (n,)
        Rows.
    vector : SparseVector
        Columns ascending.

    Returns
    -------
    ndarray of float64, shape (n,)
        The products.
    """
    products = np.zeros(len(which))
    if len(vector.columns):
        for part in _parts(rows, which):
            products[part] = _dot(rows.take(which[part]), vector)
    return products


def dot_many(
    rows: PackedRows, which: NDArray[np.int64], columns: NDArray[np.int32], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the products of some rows with several vectors at once.

    Parameters
    ----------
    rows : PackedRows
        Titles × features.
    which : ndarray of int64, shape (n,)
        Rows.
    columns : ndarray of int32, shape (n_columns,)
        Columns of the vectors, ascending.
    values : ndarray of float64, shape (n_columns, n_vectors)
        What each has there.

    Returns
    -------
    ndarray of float64, shape (n, n_vectors)
        To the last bit what :func:`dot` gives for each.
    """
    each = (dot(rows, which, SparseVector(columns, one)) for one in values.T)
    return np.stack(list(each), axis=1)


def _parts(rows: PackedRows, which: NDArray[np.int64]) -> Iterator[slice]:
    """So many rows at a time that their entries take little memory."""
    n_bytes = np.cumsum(rows.starts[which + 1].astype(np.int64) - rows.starts[which])
    start = 0
    while start < len(which):
        before = n_bytes[start - 1] if start else 0
        stop = max(int(np.searchsorted(n_bytes, before + _AT_ONCE)), start + 1)
        yield slice(start, stop)
        start = stop


def _dot(rows: Csr, vector: SparseVector) -> NDArray[np.float64]:
    owners = np.repeat(np.arange(rows.n_rows), np.diff(rows.indptr))
    place = np.minimum(np.searchsorted(vector.columns, rows.indices), len(vector.columns) - 1)
    is_asked = vector.columns[place] == rows.indices
    values = vector.values[place[is_asked]] * rows.data[is_asked].astype(np.float64)
    return np.bincount(owners[is_asked], values, rows.n_rows).astype(np.float64)


PLAIN = Kernels(scan, join, close, maxima_of, collect, unpack, dot, dot_many)
