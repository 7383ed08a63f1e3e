"""Rows of titles from their bytes, in numpy; :mod:`recsys.index.packed_rows` says what the bytes are.

:mod:`recsys.index.compiled_unpacking` holds the same, compiled; a test compares the results to the last bit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import Csr
from recsys.features import ColumnIdf
from recsys.variable_bytes import decoded

FACTOR_BYTES = 4
MOST_BLOCKS = 255
"""Blocks of one title, whose number takes one byte."""
LONGEST_NUMBER = 8
"""Bytes: a bit, the distance of a column in 31 and the place of a ratio in 24."""


def bits_of(n_ratios: int) -> int:
    """Return how many bits the place of a ratio takes.

    Parameters
    ----------
    n_ratios : int
        How many ratios there are.

    Returns
    -------
    int
        0 for one or none.
    """
    return max(n_ratios - 1, 0).bit_length()


@dataclass(frozen=True, slots=True, eq=False)
class Heads:
    """The bytes of some titles, factors and features apart.

    Parameters
    ----------
    n_factors : ndarray of uint8, shape (n_titles,)
        How many factors each title has.
    factors : ndarray of float32
        Those of all titles.
    tails : ndarray of uint8
        The bytes of the features of all titles.
    ends : ndarray of int64, shape (n_titles,)
        Where those of each end.
    """

    n_factors: NDArray[np.uint8]
    factors: NDArray[np.float32]
    tails: NDArray[np.uint8]
    ends: NDArray[np.int64]

    @classmethod
    def of(cls, starts: NDArray[np.int64], entries: NDArray[np.uint8]) -> Heads:
        """Return the bytes of some titles in this form.

        Parameters
        ----------
        starts : ndarray of int64, shape (n_titles + 1,)
            Where those of each title begin.
        entries : ndarray of uint8
            The bytes.

        Returns
        -------
        Heads
            Copies.
        """
        n_factors = entries[starts[:-1]]
        sizes = n_factors * np.int64(FACTOR_BYTES)
        begins = np.concatenate([[0], np.cumsum(sizes)])
        at = np.arange(begins[-1]) + np.repeat(starts[:-1] + 1 - begins[:-1], sizes)
        is_tail = np.ones(len(entries), np.bool_)
        is_tail[at] = False
        is_tail[starts[:-1]] = False
        ends = starts[1:] - np.arange(1, len(starts)) - begins[1:]
        return cls(n_factors, entries[at].view(np.dtype("<f4")), entries[is_tail], ends)


@dataclass(frozen=True, slots=True, eq=False)
class Tails:
    """The features of some titles, as their bytes tell them.

    Parameters
    ----------
    indptr : ndarray of int64, shape (n_titles + 1,)
        Where the features of each title begin.
    distances : ndarray of int64, shape (nnz,)
        From the column before; of the first column of a title from 0.
    strong : ndarray of int64
        Entries whose ratio is not 1.
    places : ndarray of int64
        Of each of them, the place of its ratio.
    """

    indptr: NDArray[np.int64]
    distances: NDArray[np.int64]
    strong: NDArray[np.int64]
    places: NDArray[np.int64]

    @classmethod
    def of(cls, heads: Heads, ratio_bits: int) -> Tails:
        """Return the features of some titles.

        Parameters
        ----------
        heads : Heads
            Their bytes.
        ratio_bits : int
            How many bits the place of a ratio takes.

        Returns
        -------
        Tails
            Of bytes that nobody has written so, any numbers.
        """
        numbers, lasts = decoded(heads.tails)
        indptr = np.concatenate([[0], np.searchsorted(lasts, heads.ends)])
        strong = np.flatnonzero(numbers & 1)
        numbers >>= 1
        places = numbers[strong] & ((1 << ratio_bits) - 1)
        numbers[strong] >>= ratio_bits
        return cls(indptr, numbers, strong, places)

    @property
    def columns(self) -> NDArray[np.int64]:
        """Columns, shape (nnz,)."""
        upto = np.concatenate([[0], np.cumsum(self.distances)])
        return np.asarray(upto[1:] - np.repeat(upto[self.indptr[:-1]], np.diff(self.indptr)))


def begins_block(indptr: NDArray[np.int64], blocks: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which features are the first of a title's block: the n-th of all titles has the n-th factor.

    Parameters
    ----------
    indptr : ndarray of int64, shape (n_titles + 1,)
        Where the features of each title begin.
    blocks : ndarray of int64, shape (nnz,)
        The block of each.

    Returns
    -------
    ndarray of bool, shape (nnz,)
        True for the first of each.
    """
    is_first = np.empty(len(blocks), np.bool_)
    is_first[1:] = blocks[1:] != blocks[:-1]
    starts = indptr[:-1]
    is_first[starts[starts < len(blocks)]] = True
    return is_first


def unpack(
    starts: NDArray[np.int64], entries: NDArray[np.uint8], ratios: NDArray[np.float64], idf: ColumnIdf
) -> Csr:
    """Return the rows of some titles.

    Parameters
    ----------
    starts : ndarray of int64, shape (n_titles + 1,)
        Where the bytes of each title begin.
    entries : ndarray of uint8
        The bytes.
    ratios : ndarray of float64, shape (n_ratios,)
        Ratios other than 1.
    idf : ColumnIdf
        What each column weighs within the catalogue.

    Returns
    -------
    Csr
        Columns as int32, values as float32.
    """
    heads = Heads.of(starts, entries)
    tails = Tails.of(heads, bits_of(len(ratios)))
    columns = tails.columns
    blocks = idf.blocks_of(columns)
    values = idf.at(columns, blocks)
    values[tails.strong] *= ratios[tails.places]
    values *= heads.factors[np.cumsum(begins_block(tails.indptr, blocks)) - 1]
    return Csr(tails.indptr, columns.astype(np.int32), values.astype(np.float32))
