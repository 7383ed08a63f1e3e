"""From a catalogue to a model: the offline half of the engine, step by step."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits  # scikit-learn brings it

from recsys.arrays import Csr
from recsys.catalogue import Catalogue
from recsys.catalogue.uncollected import uncollected
from recsys.errors import BadData
from recsys.features import DEFAULT_BLOCKS, BlockSpec
from recsys.features.vectorizer import TitleVectorizer
from recsys.index import Facets
from recsys.model import Model, ModelInfo, describe
from recsys.names import ExternalIds, TitleNames
from recsys.overview import Overview
from recsys.ranking import RelationGraph
from recsys.title import Title
from training.calibration import calibrate
from training.expectation import EXPECTED_GENRES, GENRES, expected_genres
from training.hubness import hub_factors
from training.layout import layout
from training.representatives import representatives


@uncollected()
def train(
    catalogue: Catalogue, *, blocks: tuple[BlockSpec, ...] = DEFAULT_BLOCKS, made_from: str = ""
) -> Model:
    """Return the model of a catalogue; equal catalogues give equal models.

    Parameters
    ----------
    catalogue : Catalogue
        The titles.
    blocks : tuple of BlockSpec
        Feature blocks.
    made_from : str
        Digest by which the trainer will know the model again.

    Returns
    -------
    Model
        Not yet published.

    Raises
    ------
    BadData
        If the catalogue has no title.
    """
    titles = list(catalogue)
    if not titles:
        msg = "the catalogue has no title that can be used: see its problems with `recsys audit`"
        raise BadData(msg)
    # Sums in another order end in other bits; and threads that wait for each other take far longer
    # than one alone where something else is running.
    with threadpool_limits(1, user_api="blas"):
        return _trained(catalogue, titles, blocks, made_from)


def _trained(
    catalogue: Catalogue, titles: list[Title], blocks: tuple[BlockSpec, ...], made_from: str
) -> Model:
    # 1. features
    vectorizer = TitleVectorizer(blocks)
    matrix = vectorizer.fit_transform(titles)
    # 2. facts for filters, and the weights that the catalogue gives itself
    facets = Facets.build(titles)
    described = float(facets.described.mean())
    calibration = calibrate(matrix, facets.year, vectorizer.space_, described=described)
    if {EXPECTED_GENRES, GENRES} <= vectorizer.space_.by_name.keys():
        expected = expected_genres(matrix, vectorizer.space_, calibration.weights)
        matrix = vectorizer.fill(matrix, EXPECTED_GENRES, expected)
        known = {name: measure for name, measure in calibration.measured.items() if name != EXPECTED_GENRES}
        calibration = calibrate(matrix, facets.year, vectorizer.space_, described=described, known=known)
    # 3. names, relations and what is shown
    info = ModelInfo(
        fingerprint=catalogue.fingerprint,
        n_titles=len(titles),
        weights=calibration.weights,
        on_request=calibration.on_request,
        nearest=calibration.nearest,
        blocks=tuple(describe(block) for block in vectorizer.space_.blocks),
        made_from=made_from,
    )
    model = Model(
        info=info,
        space=vectorizer.space_,
        rows=_csr(matrix),
        postings=_csr(matrix.T.tocsr()),
        facets=facets,
        names=TitleNames.build(titles),
        external_ids=ExternalIds.build(titles),
        people=vectorizer.people_,
        relations=RelationGraph.build(titles, {title.id: row for row, title in enumerate(titles)}),
        documents=catalogue.documents,
        overview=Overview.blank(len(titles)),
        hubs=np.ones(len(titles), dtype=np.float32),
    )
    # 4. what needs the scores of the model itself: hubs, the map, and who stands for all
    model = replace(model, hubs=hub_factors(model))
    x, y = layout(model)
    return replace(model, overview=Overview(x, y, representatives(model)))


def _csr(matrix: sparse.csr_matrix) -> Csr:
    matrix.sort_indices()
    return Csr(
        matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32), matrix.data.astype(np.float32)
    )
