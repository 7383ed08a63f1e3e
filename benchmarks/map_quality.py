"""How much of what is similar lies together on the map: ours, t-SNE of scikit-learn, and an SVD.

Usage: ``python benchmarks/map_quality.py [CATALOGUE]``; without an argument it takes the
built-in catalogue. All scores are held in memory, so a few thousand titles are the limit.
Printed are the trustworthiness (Venna and Kaski 2001: 1 if nobody has a neighbour in the plane
that is none by the scores), the share of the ten titles with the highest scores that are among
the ten nearest in the plane, and the seconds. t-SNE is given ``highest score − score`` as
distances, which was the best of three for it; the seconds of ours include the neighbours.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import TruncatedSVD
from sklearn.manifold import TSNE, trustworthiness

from recsys import load_builtin
from recsys.catalogue import Catalogue, read_catalogue
from recsys.similarity import scores_between
from training.estimator import ContentRecommender
from training.layout import layout

K = 10
PERPLEXITIES = (15, 30)

Places = NDArray[np.floating]


def main() -> None:
    """Train, draw the map by each method, and print a line for each."""
    catalogue = read_catalogue([Path(sys.argv[1])]).catalogue if len(sys.argv) > 1 else load_builtin()
    estimator = ContentRecommender().fit(catalogue)
    scores = scores_between(estimator.model_, np.arange(len(catalogue)))
    distances = scores.max() - scores
    np.fill_diagonal(distances, 0)
    print(f"{len(catalogue)} titles, of {K} neighbours; by chance {K / (len(catalogue) - 1):.3f} are kept")
    print(f"{'':>22}  trustworthiness   kept  seconds")
    for name, draw in _methods(estimator, catalogue, distances):
        started = perf_counter()
        places = draw()
        seconds = perf_counter() - started
        trust = trustworthiness(distances, places, n_neighbors=K, metric="precomputed")
        print(f"{name:>22}  {trust:15.4f}  {_kept(distances, places):.3f}  {seconds:7.1f}", flush=True)


def _methods(
    estimator: ContentRecommender, catalogue: Catalogue, distances: NDArray[np.float64]
) -> Iterator[tuple[str, Callable[[], Places]]]:
    yield "ours", lambda: layout(estimator.model_).T
    for perplexity in PERPLEXITIES:
        tsne = TSNE(metric="precomputed", init="random", perplexity=perplexity, random_state=0)
        yield f"t-SNE, perplexity {perplexity}", partial(tsne.fit_transform, distances)
    svd = TruncatedSVD(2, random_state=0)
    yield "SVD", lambda: svd.fit_transform(estimator.transform(list(catalogue)))


def _kept(distances: NDArray[np.float64], places: Places) -> float:
    similar = _nearest(distances)
    near = _nearest(((places[:, None] - places[None]) ** 2).sum(axis=2))
    return float(np.mean([len(np.intersect1d(a, b)) / K for a, b in zip(similar, near, strict=True)]))


def _nearest(distances: NDArray[np.floating]) -> NDArray[np.int64]:
    apart = distances.copy()
    np.fill_diagonal(apart, np.inf)
    return np.argsort(apart, axis=1, kind="stable")[:, :K]


if __name__ == "__main__":
    main()
