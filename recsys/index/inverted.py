"""The inverted index: for each feature the titles that have it, coarsely, for a first pass over all.

What decides a score is read from the titles' own rows, in full precision. Here a value takes one
byte at most, and titles lie in the order of their years, so that the year term is one number a run.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import NamedArrays, frozen, narrowed
from recsys.index.postings import code_bits_of, levels_of
from recsys.index.upper_halves import floats_of

TILE = 4096
"""Titles are scored so many at a time: their sums, two bytes each, stay in the nearest cache."""
COMMON = 1 / 32
"""A feature that more titles have than this share of them is a column with one code a title: adding
a whole column takes a processor's vector unit as long as a posting list of about this length."""
HALF = TILE // 2
"""Two titles of a tile share a byte: one of its first half, and the one as far into its second."""
LEVELS = 15
"""Highest code of a column, half a byte; 0 is absent."""
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
    largest : ndarray of uint16, shape (n_features,)
        Largest value of each feature, rounded up: see :mod:`recsys.index.upper_halves`. It is the
        ``largest_j`` above.
    common : ndarray of int32, shape (n_common,)
        Features that are columns, ascending: the n-th is column n. All others have a posting list.
    codes : ndarray of uint8, shape ((n_common + 2) · n_positions / 2,)
        Codes of each such feature, 0 to :data:`LEVELS`, two a byte; then of the two dials, from -1 (0) to +1.
    indptr : ndarray of uint32, of int64 from 2^32 postings on, shape (n_features + 1,)
        Where the posting list of each feature begins; those of common features are empty. It may be given
        in the wider type: compiled loops see the narrowest one.
    most : ndarray of int64, shape (2,)
        How many common features one title has at most, dials included, and how many others.
    postings : ndarray of uint32, shape (n_postings,)
        Of each title that has the feature its position, ascending, and below it, in the last
        ``code_bits`` bits, its code, from 1 on.
    code_bits : int
        How many bits of a posting are its code: see :func:`recsys.index.postings.code_bits_of`.
    """

    order: NDArray[np.int32]
    position_of: NDArray[np.int32]
    years: NDArray[np.int16]
    year_starts: NDArray[np.int64]
    hubs: NDArray[np.uint16]
    largest: NDArray[np.uint16]
    common: NDArray[np.int32]
    codes: NDArray[np.uint8]
    indptr: NDArray[Any]
    most: NDArray[np.int64]
    postings: NDArray[np.uint32]
    code_bits: int

    def __post_init__(self) -> None:
        """Make every array a view that cannot be written through."""
        object.__setattr__(self, "indptr", narrowed(self.indptr))
        for name, array in self.arrays().items():
            object.__setattr__(self, name, frozen(array))

    @property
    def n_positions(self) -> int:
        """Number of titles, rounded up to whole tiles."""
        return len(self.hubs)

    @property
    def by_position(self) -> tuple[NDArray[Any], ...]:
        """``order, position_of, years, year_starts, hubs``, as compiled loops take them."""
        return (self.order, self.position_of, self.years, self.year_starts, self.hubs)

    @property
    def by_feature(self) -> tuple[Any, ...]:
        """``largest, common, most, codes, indptr, postings, code_bits``, as compiled loops take them."""
        return (
            *(self.largest, self.common, self.most, self.codes),
            *(self.indptr, self.postings, self.code_bits),
        )

    @property
    def posting_levels(self) -> int:
        """Highest code of a posting."""
        return levels_of(self.code_bits)

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

    def largest_of(self, features: NDArray[np.integer]) -> NDArray[np.float32]:
        """Return what no value of some features exceeds.

        Parameters
        ----------
        features : ndarray of int, shape (n,)
            Columns of the feature space.

        Returns
        -------
        ndarray of float32, shape (n,)
            The value by which their codes are shares.
        """
        return floats_of(self.largest[features])

    def positions_of(self, feature: int) -> NDArray[np.uint32]:
        """Return where the titles of one posting list stand.

        Parameters
        ----------
        feature : int
            Column of the feature space; of a common one the list is empty.

        Returns
        -------
        ndarray of uint32
            Positions, ascending.
        """
        return self._postings_of(feature) >> np.uint32(self.code_bits)

    def posting_codes_of(self, feature: int) -> NDArray[np.uint32]:
        """Return the codes of one posting list.

        Parameters
        ----------
        feature : int
            Column of the feature space; of a common one the list is empty.

        Returns
        -------
        ndarray of uint32
            In the order of their positions, 1 to :attr:`posting_levels`.
        """
        return self._postings_of(feature) & np.uint32(self.posting_levels)

    def _postings_of(self, feature: int) -> NDArray[np.uint32]:
        return self.postings[self.indptr[feature] : self.indptr[feature + 1]]

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
        return self.order[self.positions_of(feature)]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return every array by the name that it bears in an artifact.

        Returns
        -------
        dict of str to ndarray
            One entry a field that is an array: how many bits a code has follows from them.
        """
        return {name: getattr(self, name) for name in _names()}

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
        named = {name: arrays[name] for name in _names()}
        return cls(**named, code_bits=code_bits_of(len(named["hubs"])))


def _names() -> list[str]:
    return [field.name for field in fields(InvertedIndex) if field.name != "code_bits"]
