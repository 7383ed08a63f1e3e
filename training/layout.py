"""A map of the catalogue: titles in the plane, similar ones together.

This is t-SNE (van der Maaten and Hinton 2008) by other means. Its usual implementations use
``exp``, BLAS and parallel sums, whose last bits differ between processors, and a last bit
grows to another picture. Here are only sums in a fixed order, the four operations and the
square root, which IEEE 754 defines to the last bit (docs/decisions/0008-map.md).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recsys.model import Model
from training.neighbour_graph import NeighbourGraph
from training.placement import placed
from training.repulsion import repulsion

MOST_MAPPED = 15_000
"""Catalogues with more titles get no map: the time for neighbours grows with the square."""

N_STEPS = 200
MANY = 5_000
N_STEPS_OF_MANY = 120
"""In a catalogue of many titles each step takes long; 200 keep .41 instead of .385 of the ten nearest."""

_WARM_UP = 0.25
_COOL_DOWN = 0.3
_START = 5.0
"""Extent of the first places: from nearer together they need more steps, from farther they tear."""
_EXAGGERATION = 4.0
_LONGEST_STEP = 1.0
_N_WALKS = 50


def layout(model: Model) -> NDArray[np.float32]:
    """Return the place of every title on the map.

    Parameters
    ----------
    model : Model
        The model; its overview is not read.

    Returns
    -------
    ndarray of float32, shape (2, n_titles)
        x and y from -1 to 1, no two titles on one point; titles that have nothing in common
        with any other stand in rows below the map. All NaN above :data:`MOST_MAPPED` titles.
    """
    n_titles = len(model)
    if n_titles > MOST_MAPPED:
        return np.full((2, n_titles), np.nan, dtype=np.float32)
    rows, graph = NeighbourGraph.build(model).without_isolated()
    return placed(_embedded(graph), rows, n_titles)


def _embedded(graph: NeighbourGraph) -> NDArray[np.float64]:
    """Places that minimise the divergence of t-SNE, by gradient descent with momentum."""
    rng = np.random.Generator(np.random.PCG64(0))
    places = _START * _start(graph, rng)
    if not graph.n_titles:
        return places
    moves = np.zeros_like(places)
    n_steps = N_STEPS if graph.n_titles <= MANY else N_STEPS_OF_MANY
    for step in range(n_steps):
        # Exaggerated attraction at first lets neighbourhoods find each other (section 3.4 there).
        warming = step < _WARM_UP * n_steps
        pull = _attraction(graph, places) * (_EXAGGERATION if warming else 1.0)
        rate = graph.n_titles * min(1.0, (n_steps - step) / (_COOL_DOWN * n_steps))
        moves = (0.5 if warming else 0.8) * moves + rate * (pull + repulsion(places, rng))
        moves /= np.maximum(np.sqrt(moves[0] * moves[0] + moves[1] * moves[1]) / _LONGEST_STEP, 1.0)
        places = places + moves
    return places


def _attraction(graph: NeighbourGraph, places: NDArray[np.float64]) -> NDArray[np.float64]:
    """``Σ_j p_ij q_ij (y_j − y_i)``, the attractive half of the gradient."""
    x, y = (axis[graph.upper] - axis[graph.lower] for axis in places)
    strength = graph.weights / (1 + x * x + y * y)
    return np.stack(
        [graph.gathered(strength * x, -strength * x), graph.gathered(strength * y, -strength * y)]
    )


def _start(graph: NeighbourGraph, rng: np.random.Generator) -> NDArray[np.float64]:
    """Two slow modes of a lazy random walk on the graph, slightly disturbed.

    Equal titles, and titles of a part of the graph that nothing connects with the rest, would
    else start on one point and never part.
    """
    degrees = graph.degrees
    first = _slow_mode(graph, degrees, _noise(graph.n_titles, rng), others=())
    second = _slow_mode(graph, degrees, _noise(graph.n_titles, rng), others=(first,))
    return np.stack([axis + 0.01 * _noise(graph.n_titles, rng) for axis in (first, second)])


def _slow_mode(
    graph: NeighbourGraph,
    degrees: NDArray[np.float64],
    vector: NDArray[np.float64],
    *,
    others: tuple[NDArray[np.float64], ...],
) -> NDArray[np.float64]:
    """Power iteration with deflation; orthogonal to the constant and the others, mean square 1."""
    for _ in range(_N_WALKS):
        for other in (np.ones_like(vector), *others):
            norm = (degrees * other * other).sum()
            vector = vector - other * ((degrees * vector * other).sum() / max(norm, 1e-12))
        step = graph.gathered(graph.weights * vector[graph.upper], graph.weights * vector[graph.lower])
        vector = (vector + step / degrees) / 2
        vector = vector / max(np.sqrt((degrees * vector * vector).sum()), 1e-9)
    return vector


def _noise(n_titles: int, rng: np.random.Generator) -> NDArray[np.float64]:
    return rng.integers(-1000, 1001, n_titles) / 1000
