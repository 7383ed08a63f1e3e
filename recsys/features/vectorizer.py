"""Fitting the features: from the titles of a catalogue to the fitted space and the matrix.

The only file of the library that imports scikit-learn; a running service never loads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from recsys.array_rooms import Room
from recsys.arrays import Csr
from recsys.features.encoding import counted_tokens, encoded
from recsys.features.filling import with_block
from recsys.features.fitting import fit_block, fit_counts, weighted
from recsys.features.space import CountedTokens, FeatureSpace
from recsys.features.spec import DEFAULT_BLOCKS, BlockSpec
from recsys.names import PeopleIndex
from recsys.title import Title


class TitleVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn is untyped
    """Titles to a sparse matrix of weighted feature blocks.

    Each block is weighted by tf and idf, divided by its pivoted length and scaled to mean
    self-similarity 1, so that the product of two rows' blocks is a (pivoted) cosine. With
    pivot 1 a block equals scikit-learn's ``TfidfVectorizer`` or a normalised one-hot matrix.

    Parameters
    ----------
    blocks : tuple of BlockSpec
        The blocks, in the order of their columns.

    Attributes
    ----------
    space_ : FeatureSpace
        Vocabulary, idf and norms of every block.
    people_ : PeopleIndex
        Who is who in the catalogue's credits.
    """

    def __init__(self, blocks: tuple[BlockSpec, ...] = DEFAULT_BLOCKS) -> None:
        self.blocks = blocks

    @classmethod
    def of(cls, space: FeatureSpace, people: PeopleIndex) -> TitleVectorizer:
        """Return the fitted vectorizer of a model that is there already.

        Parameters
        ----------
        space : FeatureSpace
            Fitted blocks.
        people : PeopleIndex
            Who is who.

        Returns
        -------
        TitleVectorizer
            It transforms as the one did that fitted the space.
        """
        vectorizer = cls(tuple(block.spec for block in space.blocks))
        vectorizer.space_, vectorizer.people_ = space, people
        return vectorizer

    def fit(self, titles: Sequence[Title], y: None = None) -> TitleVectorizer:
        """Learn vocabulary, idf and norms of every block.

        Parameters
        ----------
        titles : sequence of Title
            The catalogue.
        y : None
            Ignored; there for scikit-learn.

        Returns
        -------
        TitleVectorizer
            Itself.
        """
        self.fit_transform(titles)
        return self

    def fit_transform(self, titles: Sequence[Title], y: None = None) -> sparse.csr_matrix:
        """Learn the features and return the matrix; each title is read only once.

        Parameters
        ----------
        titles : sequence of Title
            The catalogue.
        y : None
            Ignored; there for scikit-learn.

        Returns
        -------
        scipy.sparse.csr_matrix of float32, shape (n_titles, n_features)
            As :meth:`transform` returns it.
        """
        people = PeopleIndex.build(titles)
        matrix, self.space_ = fit_counts(
            self.blocks, (counted_tokens(spec, titles, people) for spec in self.blocks)
        )
        self.people_ = people
        return matrix

    def fill(self, rows: Csr, name: str, tokens: CountedTokens, *, room: Room) -> Csr:
        """Fit one block again from tokens that no single title knows, and return the new matrix.

        Parameters
        ----------
        rows : Csr
            Titles × features, float32, as :meth:`fit_transform` returned them; may be memory-mapped.
        name : str
            Name of the block.
        tokens : CountedTokens
            Tokens of each title with their strengths.
        room : Room
            Where the new matrix is made.

        Returns
        -------
        Csr
            The same blocks, with that one filled. :meth:`transform` leaves it empty: for a title
            that is not in the catalogue nothing of the kind is known.
        """
        check_is_fitted(self, "space_")
        blocks, n_features = self.space_.blocks, self.space_.n_features
        old = self.space_.by_name[name]
        filled, counts = fit_block(old.spec, tokens, old.start)
        moved = [replace(block, start=block.start + filled.stop - old.stop) for block in blocks]
        place = blocks.index(old)
        self.space_ = FeatureSpace((*blocks[:place], filled, *moved[place + 1 :]))
        own = weighted(filled, counts)
        return with_block(rows, old.start, old.stop, own, n_features=n_features, room=room)

    def transform(self, titles: Sequence[Title]) -> sparse.csr_matrix:
        """Return the matrix of titles × features.

        Parameters
        ----------
        titles : sequence of Title
            Titles, of the catalogue or new; tokens that were not fitted are left out.

        Returns
        -------
        scipy.sparse.csr_matrix of float32, shape (n_titles, n_features)
            Unweighted blocks; block weights live in the query.

        Raises
        ------
        sklearn.exceptions.NotFittedError
            If it has not been fitted.
        """
        check_is_fitted(self, "space_")
        return encoded(self.space_, titles, self.people_)

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
        check_is_fitted(self, "space_")
        return np.array(list(self.space_.names()), dtype=object)
