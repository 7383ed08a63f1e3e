"""How famous titles are, as far as the catalogue knows: a dial in both directions, off by default."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from recsys.title import Title


def fame(titles: Sequence[Title]) -> NDArray[np.float32]:
    """Return how famous each title is among those of its catalogue.

    Where the catalogue gives ``popularity``, it is the share of known titles that are less
    popular less the share of those that are more so: numbers of viewers span many orders of
    magnitude, and only their order means the same in every catalogue. Where no title has one, a
    place in a chart says that a title is famous, and nothing says of any that it is not.

    Parameters
    ----------
    titles : sequence of Title
        Titles in row order.

    Returns
    -------
    ndarray of float32, shape (n_titles,)
        -1 to +1; NaN is unknown.
    """
    popularity = np.array(
        [np.nan if t.popularity is None else t.popularity for t in titles], dtype=np.float64
    )
    places = np.array([min((rank.rank for rank in title.ranks), default=0) for title in titles], np.int64)
    return fame_of(popularity, places)


def fame_of(popularity: NDArray[np.float64], places: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the same from columns.

    Parameters
    ----------
    popularity : ndarray of float64, shape (n_titles,)
        NaN is unknown.
    places : ndarray of int64, shape (n_titles,)
        Best place in any chart, from 1; 0 is unknown.

    Returns
    -------
    ndarray of float32, shape (n_titles,)
        -1 to +1; NaN is unknown.
    """
    known = np.isfinite(popularity)
    famous = np.full(len(popularity), np.nan, dtype=np.float32)
    if known.any():
        famous[known] = _order(popularity[known])
    else:
        charted = np.flatnonzero(places)
        famous[charted] = [height(place) for place in places[charted].tolist()]
    return famous


def height(place: int) -> float:
    """Return what a place in a chart is worth.

    Parameters
    ----------
    place : int
        From 1.

    Returns
    -------
    float
        ``1 / log2(1 + place)``, the discount of DCG (Järvelin and Kekäläinen 2002): 1 for the
        first place, .5 for the third, .29 for the tenth.
    """
    return float(1 / np.log2(1 + place))


def _order(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of those below less share of those above, of each value among all."""
    ordered = np.sort(values)
    below = np.searchsorted(ordered, values, side="left")
    above = len(values) - np.searchsorted(ordered, values, side="right")
    return np.asarray((below - above) / max(len(values) - 1, 1))
