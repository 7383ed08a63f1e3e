"""An invented catalogue in which those who like one genre welcome another."""

from __future__ import annotations

import numpy as np

from recsys.catalogue import Catalogue
from recsys.model import Model
from tests.builders import title
from training.evaluation import Judgements, Pairs, Siblings
from training.pipeline import train

GENRES = ("drama", "comedy", "thriller", "romance")
TAGS = ("Sea", "Smith", "Hospital", "Kite", "Opera", "Harbour")
WELCOME = {"drama": "thriller", "comedy": "romance", "thriller": "comedy", "romance": "drama"}
N_TITLES = 120


def catalogue() -> Catalogue:
    """Return titles of one genre and two tags each; tags say nothing of what is welcome."""
    rng = np.random.default_rng(5)
    return Catalogue(
        title(
            f"t{number:03}",
            genres=(GENRES[number % 4],),
            tags=tuple(str(tag) for tag in rng.choice(TAGS, 2, replace=False)),
            year=2000 + int(rng.integers(0, 20)),
        )
        for number in range(N_TITLES)
    )


def model() -> Model:
    """Return the default model of that catalogue."""
    return train(catalogue())


def welcome_pairs(n_each: int, *, seed: int = 0, n_sources: int = N_TITLES) -> Pairs:
    """Return pairs from each source to titles of the genre that is welcome to its viewers."""
    rng = np.random.default_rng(seed)
    found = []
    for source in range(n_sources):
        welcome = GENRES.index(WELCOME[GENRES[source % 4]])
        found += [
            (source, int(t)) for t in rng.choice(np.arange(welcome, N_TITLES, 4), n_each, replace=False)
        ]
    return _pairs(found)


def noisy_pairs(n: int, *, seed: int = 0) -> Pairs:
    """Return pairs that mean nothing."""
    rng = np.random.default_rng(seed)
    drawn = {(int(a), int(b)) for a, b in rng.integers(0, N_TITLES, (2 * n, 2)) if a != b}
    return _pairs(sorted(drawn)[: 2 * n : 2][:n])


def told(pairs: Pairs) -> Judgements:
    """Return nothing but these pairs; no title has a sibling."""
    return Judgements(siblings=Siblings.from_pairs([], n_titles=N_TITLES), pairs=pairs)


def _pairs(found: list[tuple[int, int]]) -> Pairs:
    rows = np.array(sorted(found), dtype=np.int64)
    return Pairs(rows[:, 0], rows[:, 1], np.ones(len(rows)))
