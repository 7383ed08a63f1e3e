"""The model as a scikit-learn estimator, for pipelines, grid searches and notebooks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from recsys.catalogue import Catalogue
from recsys.features import DEFAULT_BLOCKS, BlockSpec
from recsys.features.vectorizer import TitleVectorizer
from recsys.ranking import column_weights
from recsys.title import Title
from training.neighbours import all_neighbours
from training.pipeline import train


class ContentRecommender(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn is untyped
    """Content-based neighbours of titles.

    Parameters
    ----------
    blocks : tuple of BlockSpec
        Feature blocks.

    Attributes
    ----------
    model_ : recsys.model.Model
        The trained model; :class:`recsys.Recommender` answers from it.
    vectorizer_ : TitleVectorizer
        The fitted features.
    """

    def __init__(self, blocks: tuple[BlockSpec, ...] = DEFAULT_BLOCKS) -> None:
        self.blocks = blocks

    def fit(self, titles: Sequence[Title] | Catalogue, y: None = None) -> ContentRecommender:
        """Train a model.

        Parameters
        ----------
        titles : sequence of Title or Catalogue
            The titles; rows of the model are in the order of their ids.
        y : None
            Ignored; there for scikit-learn.

        Returns
        -------
        ContentRecommender
            Itself.
        """
        catalogue = titles if isinstance(titles, Catalogue) else Catalogue(titles)
        self.model_ = train(catalogue, blocks=self.blocks)
        self.vectorizer_ = TitleVectorizer.of(self.model_.space, self.model_.people)
        return self

    def transform(self, titles: Sequence[Title]) -> sparse.csr_matrix:
        """Return titles in the weighted space: the product of two rows is what their facts add to a score.

        The score has three things more: the year term, the candidate's hub factor, and the
        block of expected genres. The last is learned from the whole catalogue, so it is empty
        here, also for a title of the catalogue; the rows of ``model_`` hold it.

        Parameters
        ----------
        titles : sequence of Title
            Titles, of the catalogue or new.

        Returns
        -------
        scipy.sparse.csr_matrix of float32, shape (n_titles, n_features)
            Each block times the square root of its weight.
        """
        check_is_fitted(self, "model_")
        space = self.model_.space
        matrix = self.vectorizer_.transform(titles)
        roots = np.sqrt(column_weights(space, self.model_.info.weights)).astype(np.float32)
        matrix.data *= roots[space.blocks_of(matrix.indices)]
        return matrix

    def get_feature_names_out(self, input_features: None = None) -> NDArray[np.object_]:
        """Return the name of every column, as ``block:token``.

        Parameters
        ----------
        input_features : None
            Ignored; there for scikit-learn.

        Returns
        -------
        ndarray of object, shape (n_features,)
            Names in column order.
        """
        check_is_fitted(self, "vectorizer_")
        return self.vectorizer_.get_feature_names_out()

    def kneighbors(self, n_neighbors: int = 10) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return the nearest titles of every title of the catalogue.

        Parameters
        ----------
        n_neighbors : int
            How many; at most the number of titles less one.

        Returns
        -------
        scores : ndarray of float64, shape (n_titles, n_neighbors)
            Scores, best first: a similarity, so that higher is nearer.
        rows : ndarray of int64, shape (n_titles, n_neighbors)
            Rows of the neighbours.
        """
        check_is_fitted(self, "model_")
        found = list(all_neighbours(self.model_, k=n_neighbors))
        return np.array([one.scores for one in found]), np.array([one.rows for one in found])
