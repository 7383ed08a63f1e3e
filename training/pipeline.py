"""From a catalogue to a model: the offline half of the engine, step by step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits  # scikit-learn brings it

from recsys.array_rooms import InFolder, InMemory
from recsys.arrays import Csr
from recsys.catalogue import Catalogue
from recsys.catalogue.uncollected import uncollected
from recsys.errors import BadData
from recsys.features import DEFAULT_BLOCKS, BlockSpec
from recsys.features.vectorizer import TitleVectorizer
from recsys.index import Facets, facets_of_titles
from recsys.index.packing import pack
from recsys.model import Model, ModelInfo, describe
from recsys.names import ExternalIds, StringTable, TitleNames
from recsys.overview import Overview
from recsys.ranking import RelationGraph
from recsys.title import Title
from training.calibration import calibrate
from training.expectation import EXPECTED_GENRES, GENRES, expected_genre_tokens
from training.hubness import hub_factors
from training.layout import layout
from training.representatives import representatives


@dataclass(frozen=True, slots=True)
class Facts:
    """What a model holds of a catalogue besides its features.

    Parameters
    ----------
    fingerprint : str
        sha256 of the catalogue's canonical rows.
    facets : Facets
        Facts for filters.
    names : TitleNames
        Every name of every title.
    external_ids : ExternalIds
        Ids of the titles at other sites.
    relations : RelationGraph
        Sequels, spin-offs, other versions.
    documents : StringTable
        Each title as one line of canonical JSON.
    """

    fingerprint: str
    facets: Facets
    names: TitleNames
    external_ids: ExternalIds
    relations: RelationGraph
    documents: StringTable


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
    refuse_empty(len(titles))
    # Sums in another order end in other bits; and threads that wait for each other take far longer
    # than one alone where something else is running.
    with threadpool_limits(1, user_api="blas"):
        return _trained(catalogue, titles, blocks, made_from)


def refuse_empty(n_titles: int) -> None:
    """Raise if there is nothing to train on.

    Parameters
    ----------
    n_titles : int
        Number of titles.

    Raises
    ------
    BadData
        If there is none.
    """
    if not n_titles:
        msg = "the catalogue has no title that can be used: see its problems with `recsys audit`"
        raise BadData(msg)


def _trained(
    catalogue: Catalogue, titles: list[Title], blocks: tuple[BlockSpec, ...], made_from: str
) -> Model:
    vectorizer = TitleVectorizer(blocks)
    matrix = vectorizer.fit_transform(titles)
    facts = Facts(
        fingerprint=catalogue.fingerprint,
        facets=facets_of_titles(titles),
        names=TitleNames.build(titles),
        external_ids=ExternalIds.build(titles),
        relations=RelationGraph.build(titles, {title.id: row for row, title in enumerate(titles)}),
        documents=catalogue.documents,
    )
    return finished(vectorizer, matrix, facts, made_from=made_from)


def finished(
    vectorizer: TitleVectorizer,
    matrix: sparse.csr_matrix,
    facts: Facts,
    *,
    made_from: str = "",
    scratch: Path | None = None,
) -> Model:
    """Return the model of a catalogue whose features and facts are arrays already.

    Parameters
    ----------
    vectorizer : TitleVectorizer
        Fitted on the catalogue; its block of expected genres is fitted here.
    matrix : scipy.sparse.csr_matrix of float32, shape (n_titles, n_features)
        What it made of the titles; may be memory-mapped, and is read a piece at a time.
    facts : Facts
        All else.
    made_from : str
        Digest by which the trainer will know the model again.
    scratch : Path or None
        Folder for the arrays of the model that grow with the matrix; has to stay until it is published.
        None makes them in memory.

    Returns
    -------
    Model
        Not yet published.
    """
    room = InMemory() if scratch is None else InFolder(scratch)
    rows = _csr(matrix)
    # 1. the weights that the catalogue gives itself
    years, described = facts.facets.year, float(facts.facets.described.mean())
    calibration = calibrate(rows, years, vectorizer.space_, described=described)
    if {EXPECTED_GENRES, GENRES} <= vectorizer.space_.by_name.keys():
        expected = expected_genre_tokens(rows, vectorizer.space_, calibration.weights)
        rows = vectorizer.fill(rows, EXPECTED_GENRES, expected, room=room)
        known = {name: measure for name, measure in calibration.measured.items() if name != EXPECTED_GENRES}
        calibration = calibrate(rows, years, vectorizer.space_, described=described, known=known)
    # 2. everything side by side
    n_titles = len(facts.documents)
    info = ModelInfo(
        fingerprint=facts.fingerprint,
        n_titles=n_titles,
        weights=calibration.weights,
        on_request=calibration.on_request,
        nearest=calibration.nearest,
        blocks=tuple(describe(block) for block in vectorizer.space_.blocks),
        made_from=made_from,
    )
    model = Model(
        info=info,
        space=vectorizer.space_,
        rows=pack(rows, vectorizer.space_.idf, room=room),
        facets=facts.facets,
        names=facts.names,
        external_ids=facts.external_ids,
        people=vectorizer.people_,
        relations=facts.relations,
        documents=facts.documents,
        overview=Overview.blank(n_titles),
        hubs=np.ones(n_titles, dtype=np.float32),
    )
    # 3. what needs the scores of the model itself: hubs, the map, and who stands for all
    model = replace(model, hubs=hub_factors(model))
    x, y = layout(model)
    model = replace(model, overview=Overview(x, y, representatives(model)))
    # 4. the matrix by feature; in memory it is made when it is asked for
    return model if scratch is None else replace(model, stored_index=model.indexed(room))


def _csr(matrix: sparse.csr_matrix) -> Csr:
    matrix.sort_indices()
    return Csr(
        matrix.indptr.astype(np.int64, copy=False),
        matrix.indices.astype(np.int32, copy=False),
        matrix.data.astype(np.float32, copy=False),
    )
