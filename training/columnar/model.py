"""From the columns of a table to a model, without an object per title."""

from __future__ import annotations

from threadpoolctl import threadpool_limits

from recsys.catalogue.uncollected import uncollected
from recsys.features import DEFAULT_BLOCKS, BlockSpec
from recsys.features.vectorizer import TitleVectorizer
from recsys.model import Model
from training.columnar.catalogue_columns import CatalogueColumns
from training.columnar.documents import documents_of
from training.columnar.facets import facets_of
from training.columnar.names import external_ids_of, names_of_columns, relations_of_columns
from training.columnar.vectorizing import vectorize
from training.pipeline import Facts, finished, refuse_empty


@uncollected()
def train_columns(
    columns: CatalogueColumns, *, blocks: tuple[BlockSpec, ...] = DEFAULT_BLOCKS, made_from: str = ""
) -> Model:
    """Return the model of a table: the same arrays as of the titles that its rows are.

    Parameters
    ----------
    columns : CatalogueColumns
        The table, as :func:`training.columnar.reading.read_columns` gives it.
    blocks : tuple of BlockSpec
        Feature blocks.
    made_from : str
        Digest by which the trainer will know the model again.

    Returns
    -------
    Model
        Not yet published; equal to what :func:`training.pipeline.train` makes of the same catalogue.

    Raises
    ------
    BadData
        If the table has no title.
    """
    refuse_empty(len(columns))
    with threadpool_limits(1, user_api="blas"):  # as there
        features = vectorize(columns, blocks)
        vectorizer = TitleVectorizer.of(features.space, features.people)
        return finished(vectorizer, features.matrix, facts_of(columns), made_from=made_from)


def facts_of(columns: CatalogueColumns) -> Facts:
    """Return all that a model holds of a table besides its features.

    Parameters
    ----------
    columns : CatalogueColumns
        The table.

    Returns
    -------
    Facts
        Equal to those of the titles that its rows are.
    """
    documents = documents_of(columns)
    return Facts(
        fingerprint=documents.fingerprint,
        facets=facets_of(columns),
        names=names_of_columns(columns),
        external_ids=external_ids_of(columns),
        relations=relations_of_columns(columns),
        documents=documents.table,
    )
