"""Places for drawing: within a square, no two titles on one point, the isolated at the margin."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

UNIT = 10_000
"""Places are whole ten-thousandths, from -UNIT to UNIT."""


def placed(places: NDArray[np.float64], rows: NDArray[np.int64], n_titles: int) -> NDArray[np.float32]:
    """Return where all titles are drawn.

    Parameters
    ----------
    places : ndarray of float64, shape (2, n_bound)
        Places of the titles that have neighbours, in any unit.
    rows : ndarray of int64, shape (n_bound,)
        Their rows.
    n_titles : int
        Number of titles; those that are not in ``rows`` stand below the others.

    Returns
    -------
    ndarray of float32, shape (2, n_titles)
        x and y from -1 to 1, in four decimals; a title has its own cell of a grid that has
        sixty-four cells a title or more, so no two are on one point.
    """
    side = max(1, int(UNIT / (4 * np.sqrt(n_titles))))
    everywhere = np.empty((2, n_titles))
    everywhere[:, rows] = _fitted(places)
    isolated = np.setdiff1d(np.arange(n_titles), rows)
    everywhere[:, isolated] = _shelf(len(isolated), 2 * side / UNIT)
    points = np.rint(_fitted(everywhere) * UNIT).astype(np.int64)
    return (_apart(points, side) / UNIT).astype(np.float32)


def _fitted(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same picture, centred, its longer side from -1 to 1."""
    if not places.size:
        return places
    low, high = places.min(axis=1, keepdims=True), places.max(axis=1, keepdims=True)
    return np.asarray((places - (low + high) / 2) / max(float((high - low).max()) / 2, 1e-9))


def _shelf(count: int, spacing: float) -> NDArray[np.float64]:
    """Rows of places below the square."""
    columns = max(1, int(2 / spacing))
    numbers = np.arange(count)
    return np.stack([numbers % columns * spacing - 1, -1 - spacing * (2 + numbers // columns)])


def _apart(points: NDArray[np.int64], side: int) -> NDArray[np.int64]:
    """The points, those of a cell that is taken moved to the nearest free one; first come, first served."""
    taken: set[tuple[int, int]] = set()
    last = UNIT // side - 1
    result = points.copy()
    for row, (x, y) in enumerate(points.T.tolist()):
        cell = (x // side, y // side)
        if cell in taken:
            cell = next(other for other in _around(cell, last) if other not in taken)
            result[:, row] = cell[0] * side + x % side, cell[1] * side + y % side
        taken.add(cell)
    return result


def _around(cell: tuple[int, int], last: int) -> Iterator[tuple[int, int]]:
    """Cells around one, ring by ring, as far as the square goes."""
    x, y = cell
    for ring in range(1, 2 * last + 3):
        edge = range(-ring, ring + 1)
        around = [(x + d, y + e) for d in edge for e in (edge if abs(d) == ring else (-ring, ring))]
        yield from (one for one in around if max(one[0], one[1]) <= last and min(one) >= -last - 1)
