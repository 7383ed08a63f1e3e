"""How titles push each other apart on the map: all pairs where they are few, samples where many.

Titles are put in the order of a Z-curve through the plane (Morton 1966), so that those which
are near in the order are mostly near in the plane. The pairs are then gone through by their
distance *in the order*: the nearest always, of the farther ones a few distances of each
octave, weighted by how many they stand for. So the sums over all pairs are right on the
average, and the noise of a single step is what the momentum of the descent evens out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

N_NEAREST = 8
"""Distances in the order that are always taken."""
N_SAMPLED = 3
"""Distances that are drawn of each octave beyond."""

_BITS = 15
_MASKS = ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555))


def repulsion(places: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Return how each title is pushed away by all others.

    This is the repulsive half of the gradient of t-SNE, ``Σ_j q_ij² (y_i − y_j) / Σ_kl q_kl``
    with ``q_ij = 1/(1 + ‖y_i − y_j‖²)`` (van der Maaten and Hinton 2008, section 3.3).

    Parameters
    ----------
    places : ndarray of float64, shape (2, n_titles)
        Where the titles are; at least two.
    rng : numpy.random.Generator
        Draws the samples; only whole numbers are drawn.

    Returns
    -------
    ndarray of float64, shape (2, n_titles)
        The pushes.
    """
    n_titles = places.shape[1]
    order = curve_order(places, rng)
    x, y = places[:, order]
    # Twice round the ring, so that the titles at a distance, past the end too, are a slice.
    ring_x, ring_y = np.concatenate((x, x)), np.concatenate((y, y))
    push_x, push_y, total = np.zeros_like(ring_x), np.zeros_like(ring_y), 0.0
    here = slice(n_titles)
    for distance, weight in distances(n_titles, rng):
        there = slice(distance, distance + n_titles)
        away_x, away_y = x - ring_x[there], y - ring_y[there]
        nearness = 1 / (1 + away_x * away_x + away_y * away_y)
        total += 2 * weight * float(nearness.sum())
        nearness *= nearness
        nearness *= weight
        for push, away in ((push_x, away_x), (push_y, away_y)):
            away *= nearness
            push[here] += away
            push[there] -= away
    pushes = np.empty_like(places)
    pushes[0, order] = push_x[:n_titles] + push_x[n_titles:]
    pushes[1, order] = push_y[:n_titles] + push_y[n_titles:]
    return pushes / total


def distances(n_titles: int, rng: np.random.Generator) -> list[tuple[int, float]]:
    """Return distances in a ring of titles, and how many distances each stands for.

    Parameters
    ----------
    n_titles : int
        Number of titles.
    rng : numpy.random.Generator
        Draws among those that are far.

    Returns
    -------
    list of (int, float)
        Distances from 1 to half the ring. With all titles as starting points, the weighted
        pairs stand for every pair once; in a small ring they are every pair once.
    """
    last = (n_titles - 1) // 2
    chosen = [(distance, 1.0) for distance in range(1, min(N_NEAREST, last) + 1)]
    low = N_NEAREST + 1
    while low <= last:
        end = min(2 * low, last + 1)
        count = min(N_SAMPLED, end - low)
        drawn = rng.choice(end - low, count, replace=False)
        chosen += [(low + int(one), (end - low) / count) for one in drawn]
        low = end
    if n_titles % 2 == 0:
        chosen.append((n_titles // 2, 0.5))  # from opposite ends of the ring each pair is met twice
    return chosen


def curve_order(places: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.int64]:
    """Return the titles in the order of a Z-curve, shifted at random.

    Parameters
    ----------
    places : ndarray of float64, shape (2, n_titles)
        Where the titles are.
    rng : numpy.random.Generator
        Draws the shift, so that the seams of the curve lie elsewhere each time.

    Returns
    -------
    ndarray of int64, shape (n_titles,)
        Titles along the curve.
    """
    low = places.min(axis=1, keepdims=True)
    extent = max(float((places - low).max()), 1e-9)
    steps = (1 << _BITS) - 1
    cells = ((places - low) / extent * steps).astype(np.int64) + rng.integers(0, steps, (2, 1))
    along = _spread(cells[0]) | _spread(cells[1]) << 1
    # Sorting numbers that end in the title itself takes a fifth of the time of a stable argsort.
    n_titles = len(along)
    return np.asarray(np.sort(along * n_titles + np.arange(n_titles)) % n_titles)


def _spread(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Numbers of 16 bits with an empty bit after each, to be filled by the other axis."""
    for shift, mask in _MASKS:
        numbers = (numbers | numbers << shift) & mask
    return numbers
