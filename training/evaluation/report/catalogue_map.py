"""All titles as points: what the features hold together, and whether form and country show in it.

The weighted features are reduced by a truncated singular value decomposition (Halko, Martinsson
and Tropp 2011) and laid out by t-SNE (van der Maaten and Hinton 2008; van der Maaten 2014).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.manifold import TSNE
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits  # scikit-learn brings it

from recsys.catalogue import Catalogue, country_name
from recsys.model import Model
from recsys.ranking import column_weights
from recsys.similarity import matrix

N_DRAWN = 5_000
"""Titles of a larger catalogue are a sample of so many, drawn with a fixed seed."""
N_COMPONENTS = 50
N_COUNTRIES = 8
UNKNOWN, OTHER = "unknown", "other countries"
_LEAST_TITLES = 8
_PERPLEXITY = 30
_SPREAD = 1e-4  # standard deviation of the start, as scikit-learn's own
_LEAST_VARIANCE = 1e-9
_SEED = 13


@dataclass(frozen=True, slots=True)
class Group:
    """Titles of one colour."""

    name: str
    members: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CatalogueMap:
    """Where titles lie, and two ways to colour them.

    Parameters
    ----------
    places : ndarray of float64, shape (n_drawn, 2)
        Point of each title that is drawn.
    n_titles : int
        Number of titles in the catalogue.
    n_components : int
        To how many numbers a title was reduced before it was laid out.
    explained : float
        Share of the variance of the features that these hold.
    forms, countries : tuple of Group
        Positions in ``places`` by form, and by first country; the unknown ones last.
    """

    places: NDArray[np.float64]
    n_titles: int
    n_components: int
    explained: float
    forms: tuple[Group, ...]
    countries: tuple[Group, ...]


def catalogue_map(catalogue: Catalogue, model: Model) -> CatalogueMap | None:
    """Return a map of a catalogue by the features of its model.

    Parameters
    ----------
    catalogue : Catalogue
        The titles.
    model : Model
        A model of them.

    Returns
    -------
    CatalogueMap or None
        None where there are too few titles or features for a map to say anything.
    """
    rows = np.arange(len(catalogue))
    if len(rows) > N_DRAWN:
        rows = np.sort(np.random.default_rng(_SEED).choice(len(rows), N_DRAWN, replace=False))
    n_components = min(N_COMPONENTS, model.space.n_features - 1, len(rows) - 1)
    if len(rows) < _LEAST_TITLES or n_components < 2:
        return None
    features = _weighted(model, rows)
    if not _differ(features):
        return None
    svd = TruncatedSVD(n_components, random_state=_SEED)
    reduced = svd.fit_transform(features)
    titles = [catalogue[int(row)] for row in rows]
    countries = [country_name(t.countries[0]) if t.countries else UNKNOWN for t in titles]
    return CatalogueMap(
        places=_laid_out(reduced),
        n_titles=len(catalogue),
        n_components=n_components,
        explained=float(svd.explained_variance_ratio_.sum()),
        forms=_groups([title.form or UNKNOWN for title in titles]),
        countries=_groups(_most_frequent(countries)),
    )


def _weighted(model: Model, rows: NDArray[np.int64]) -> sparse.csr_matrix:
    """Rows of length 1 whose products are cosines by the model's weights; the year is no feature."""
    picked = matrix(model, rows).astype(np.float64)
    weights = np.sqrt(np.maximum(column_weights(model.space, model.info.weights), 0))
    picked.data *= weights[model.space.blocks_of(picked.indices)]
    return sparse.csr_matrix(normalize(picked))


def _differ(features: sparse.csr_matrix) -> bool:
    """Whether not all titles are the same."""
    means = np.asarray(features.mean(axis=0)).ravel()
    return bool(features.power(2).sum() / features.shape[0] - means @ means > _LEAST_VARIANCE)


def _laid_out(reduced: NDArray[np.float64]) -> NDArray[np.float64]:
    start = reduced[:, :2] - reduced[:, :2].mean(axis=0)
    start = start / max(float(start[:, 0].std()), 1e-12) * _SPREAD
    # Equal titles that start on one point would never part.
    start += np.random.default_rng(_SEED).normal(0, _SPREAD / 100, start.shape)
    perplexity = min(_PERPLEXITY, (len(reduced) - 1) / 6)
    tsne = TSNE(init=start.astype(np.float32), perplexity=perplexity, random_state=_SEED)
    with threadpool_limits(1):  # sums in another order are another map
        return np.asarray(tsne.fit_transform(reduced), dtype=np.float64)


def _most_frequent(countries: Sequence[str]) -> list[str]:
    """Countries, the rarer ones as one."""
    counts = Counter(country for country in countries if country != UNKNOWN)
    ranked = sorted(counts, key=lambda country: (-counts[country], country))
    kept = {*ranked[:N_COUNTRIES], UNKNOWN}
    return [country if country in kept else OTHER for country in countries]


def _groups(names: Sequence[str]) -> tuple[Group, ...]:
    """Titles by name: the largest group first, the rest and the unknown last."""
    counts = Counter(names)
    ranked = sorted(counts, key=lambda name: (name == UNKNOWN, name == OTHER, -counts[name], name))
    array = np.array(names)
    return tuple(Group(name, np.flatnonzero(array == name)) for name in ranked)
