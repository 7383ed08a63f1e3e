"""The inverted index: for each feature the titles that have it, coarsely, for a first pass over all.

What decides a score is read from the titles' own rows, in full precision. Here a value takes one
byte, and titles lie in the order of their years, so that the year term is one number a run.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import NamedArrays, frozen, narrowed

TILE = 4096
"""Titles are scored so many at a time: their sums, two bytes each, stay in the nearest cache."""
COMMON = 1 / 32
"""A feature that more titles have than this share of them is a column with one code a title: adding
a whole column takes a processor's vector unit as long as a posting list of about this length."""
HALF = TILE // 2
"""Two titles of a tile share a byte: one of its first half, and the one as far into its second."""
LEVELS = 15
"""Highest code of a column, half a byte; 0 is absent."""
POSTING_LEVELS = 255
"""Highest code of a posting."""
HUB_SHIFT = 14
HUB_UNIT = 1 << HUB_SHIFT
"""Hub factors are whole multiples of one over this."""
GREATEST_HUB = 2
N_DIALS = 2
"""Columns after those of features: the dials escapism and fame."""


@dataclass(frozen=True, slots=True)
class InvertedIndex:
    """Posting lists of rare features and columns of common ones.

    The value of feature *j* in title *d* is ``x_dj · g_d`` with the title's hub factor. Its code is
    ``value / largest_j · levels``, rounded up, so that what is there stays there and no code says less
    than is true.

    Parameters
    ----------
    order : ndarray of int32, shape (n_titles,)
        Row of the title at each position: by year, then by row.
    position_of : ndarray of int32, shape (n_titles,)
        Position of each row.
    years : ndarray of int16, shape (n_years,)
        Distinct years, ascending; 0 is unknown.
    year_starts : ndarray of int64, shape (n_years + 1,)
        Position at which each year begins.
    hubs : ndarray of uint16, shape (n_positions,)
        Hub factors by position, rounded up to units of 1/:data:`HUB_UNIT`; positions are padded to whole
        tiles.
    largest : ndarray of float32, shape (n_features,)
        Largest value of each feature.
    common : ndarray of int32, shape (n_common,)
        Features that are columns, ascending: the n-th is column n. All others have a posting list.
    codes : ndarray of uint8, shape ((n_common + 2) · n_positions / 2,)
        Codes of each such feature, 0 to :data:`LEVELS`, two a byte; then of the two dials, from -1 (0) to +1.
    indptr : ndarray of uint32, of int64 from 2^32 postings on, shape (n_features + 1,)
        Where the posting list of each feature begins; those of common features are empty. It may be given
        in the wider type: compiled loops see the narrowest one.
    most : ndarray of int64, shape (2,)
        How many common features one title has at most, dials included, and how many others.
    positions : ndarray of int32, shape (n_postings,)
        Positions of the titles that have it, ascending.
    weights : ndarray of uint8, shape (n_postings,)
        Codes, 1 to :data:`POSTING_LEVELS`.
    """

    order: NDArray[np.int32]
    position_of: NDArray[np.int32]
    years: NDArray[np.int16]
    year_starts: NDArray[np.int64]
    hubs: NDArray[np.uint16]
    largest: NDArray[np.float32]
    common: NDArray[np.int32]
    codes: NDArray[np.uint8]
    indptr: NDArray[Any]
    most: NDArray[np.int64]
    positions: NDArray[np.int32]
    weights: NDArray[np.uint8]

    def __post_init__(self) -> None:
        """Make every array a view that cannot be written through."""
        object.__setattr__(self, "indptr", narrowed(self.indptr))
        for field in fields(self):
            object.__setattr__(self, field.name, frozen(getattr(self, field.name)))

    @property
    def n_positions(self) -> int:
        """Number of titles, rounded up to whole tiles."""
        return len(self.hubs)

    @property
    def by_position(self) -> tuple[NDArray[Any], ...]:
        """``order, position_of, years, year_starts, hubs``, as compiled loops take them."""
        return (self.order, self.position_of, self.years, self.year_starts, self.hubs)

    @property
    def by_feature(self) -> tuple[NDArray[Any], ...]:
        """``largest, common, most, codes, indptr, positions, weights``, as compiled loops take them."""
        return (
            *(self.largest, self.common, self.most, self.codes),
            *(self.indptr, self.positions, self.weights),
        )

    @property
    def n_common(self) -> int:
        """Number of features that are columns."""
        return len(self.common)

    def places(self, features: NDArray[np.integer]) -> NDArray[np.int64]:
        """Return which column each of some features is.

        Parameters
        ----------
        features : ndarray of int, shape (n,)
            Columns of the feature space.

        Returns
        -------
        ndarray of int64, shape (n,)
            Places among the common features; -1 for those that have a posting list.
        """
        places = np.searchsorted(self.common, features.astype(np.int32, copy=False))
        is_common = places < len(self.common)
        is_common[is_common] = self.common[places[is_common]] == features[is_common]
        return np.where(is_common, places, -1)

    def column(self, place: int) -> NDArray[np.uint8]:
        """Return the codes of one common feature or dial.

        Parameters
        ----------
        place : int
            Place among the common features; the dials come after them.

        Returns
        -------
        ndarray of uint8, shape (n_positions,)
            One a title.
        """
        size = self.n_positions // 2
        pairs = self.codes[place * size : (place + 1) * size].reshape(-1, HALF)
        return np.concatenate([pairs & LEVELS, pairs >> 4], axis=1).ravel()

    def holders(self, feature: int) -> NDArray[np.int32]:
        """Return the titles that have a feature.

        Parameters
        ----------
        feature : int
            Column of the feature space.

        Returns
        -------
        ndarray of int32
            Rows, in the order of their years.
        """
        place = int(self.places(np.array([feature]))[0])
        if place >= 0:
            return self.order[np.flatnonzero(self.column(place))]
        return self.order[self.positions[self.indptr[feature] : self.indptr[feature + 1]]]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return every array by the name that it bears in an artifact.

        Returns
        -------
        dict of str to ndarray
            One entry a field.
        """
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def from_arrays(cls, arrays: NamedArrays) -> InvertedIndex:
        """Return the index that :meth:`arrays` described.

        Parameters
        ----------
        arrays : mapping of str to ndarray
            May be memory-mapped.

        Returns
        -------
        InvertedIndex
            The same index; nothing is copied.
        """
        return cls(**{field.name: arrays[field.name] for field in fields(cls)})
