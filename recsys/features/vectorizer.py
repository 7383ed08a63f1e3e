"""Fitting the features: from the titles of a catalogue to the fitted space and the matrix.

The only file of the library that imports scikit-learn; a running service never loads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from recsys.arrays import Csr
from recsys.features.space import CountedTokens, FeatureSpace, FittedBlock
from recsys.features.spec import DEFAULT_BLOCKS, BlockSpec
from recsys.features.tokens import EXTRACTORS
from recsys.features.weighting import idf_weights, pivoted_norms, row_norms, term_weights
from recsys.names import PeopleIndex, StringTable
from recsys.title import Title

_AT_ONCE = 2**17  # entries


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
        matrix = self.fit_counts(_count(spec, titles, people) for spec in self.blocks)
        self.people_ = people
        return matrix

    def fit_counts(self, counted: Iterable[CountedTokens]) -> sparse.csr_matrix:
        """Learn the features from tokens that are counted already, and return the matrix.

        Parameters
        ----------
        counted : iterable of CountedTokens
            One for each of the blocks, in their order; each is dropped before the next is asked for.

        Returns
        -------
        scipy.sparse.csr_matrix of float32, shape (n_titles, n_features)
            As :meth:`fit_transform` returns it. ``people_`` is left to whoever counted the credits.
        """
        fitted: list[FittedBlock] = []
        pieces: list[sparse.csr_matrix] = []
        for spec, counts in zip(self.blocks, counted, strict=True):
            block, rows = _fit_block(spec, counts, fitted[-1].stop if fitted else 0)
            fitted.append(block)
            pieces.append(_weighted(block, rows))
        self.space_ = FeatureSpace(tuple(fitted))
        return _side_by_side(pieces)

    def fill(
        self,
        matrix: sparse.csr_matrix,
        name: str,
        tokens: Sequence[Sequence[tuple[str, float]]] | CountedTokens,
    ) -> sparse.csr_matrix:
        """Fit one block again from tokens that no single title knows, and return the new matrix.

        Parameters
        ----------
        matrix : scipy.sparse.csr_matrix of float32, shape (n_titles, n_features)
            As :meth:`fit_transform` returned it.
        name : str
            Name of the block.
        tokens : sequence of sequences of (str, float), or CountedTokens
            Tokens of each title with their strengths.

        Returns
        -------
        scipy.sparse.csr_matrix of float32, shape (n_titles, n_features)
            The same blocks, with that one filled. :meth:`transform` leaves it empty: for a title
            that is not in the catalogue nothing of the kind is known.
        """
        check_is_fitted(self, "space_")
        fitted: list[FittedBlock] = []
        pieces: list[sparse.csr_matrix] = []
        for block in self.space_.blocks:
            start = fitted[-1].stop if fitted else 0
            if block.spec.name == name:
                counts = tokens if isinstance(tokens, CountedTokens) else _counted(tokens)
                filled, rows = _fit_block(block.spec, counts, start)
                fitted.append(filled)
                pieces.append(_weighted(filled, rows))
            else:
                fitted.append(replace(block, start=start))
                pieces.append(matrix[:, block.start : block.stop])
        self.space_ = FeatureSpace(tuple(fitted))
        return _side_by_side(pieces)

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
        blocks = self.space_.blocks
        counted = (_count(block.spec, titles, self.people_) for block in blocks)
        pairs = zip(blocks, counted, strict=True)
        return _side_by_side([_weighted(block, _on_vocabulary(own, block.terms)) for block, own in pairs])

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


def _count(spec: BlockSpec, titles: Sequence[Title], people: PeopleIndex) -> CountedTokens:
    extract = EXTRACTORS[spec.name]
    return _counted(extract(title, people) for title in titles)


def _counted(extracted: Iterable[Iterable[tuple[str, float]]]) -> CountedTokens:
    rows = list(map(list, extracted))
    tokens = [token for row in rows for token, _ in row]
    terms = sorted(set(tokens))
    rank = {term: place for place, term in enumerate(terms)}
    columns = np.fromiter(map(rank.__getitem__, tokens), np.int64, len(tokens))
    strengths = np.array([strength for row in rows for _, strength in row], np.float64)
    lengths = np.cumsum([0, *map(len, rows)])
    matrix = sparse.csr_matrix((strengths, columns, lengths), shape=(len(rows), len(terms)))
    matrix.sum_duplicates()
    return CountedTokens(StringTable.from_strings(terms), _plain(matrix))


def _fit_block(spec: BlockSpec, counts: CountedTokens, start: int) -> tuple[FittedBlock, Csr]:
    """The fitted block, and the counts of its own tokens."""
    # 1. the vocabulary: tokens of enough titles
    frequency = np.bincount(counts.rows.indices, minlength=len(counts.terms))
    kept = frequency >= spec.min_df
    terms, rows = counts.terms, counts.rows
    if not kept.all():
        terms, rows = _subset(terms, kept), _select(rows, kept)
    # 2. idf, and the lengths before normalisation
    idf = idf_weights(frequency[kept].astype(np.int64), n_titles=rows.n_rows, kind=spec.idf)
    norms = np.concatenate([np.empty(0), *(_norms(part, spec, idf) for part in _parts(rows))])
    filled = norms[norms > 0]
    if not len(filled):
        return FittedBlock(spec, start, terms, idf, 1.0, 1.0), rows
    # 3. the scale: after division by the pivoted length, the mean of ‖x‖² becomes 1
    mean = float(filled.mean())
    self_similarity = (filled / pivoted_norms(filled, pivot=spec.pivot, mean=mean)) ** 2
    return FittedBlock(spec, start, terms, idf, mean, float(1 / np.sqrt(self_similarity.mean()))), rows


def _norms(rows: Csr, spec: BlockSpec, idf: NDArray[np.float64]) -> NDArray[np.float64]:
    return row_norms(rows.indptr, term_weights(rows.data.astype(np.float64), spec.tf) * idf[rows.indices])


def _weighted(block: FittedBlock, rows: Csr) -> sparse.csr_matrix:
    values = np.concatenate([np.empty(0, np.float32), *(block.weigh(part).data for part in _parts(rows))])
    return sparse.csr_matrix((values, rows.indices, rows.indptr), shape=(rows.n_rows, len(block.terms)))


def _parts(rows: Csr) -> Iterator[Csr]:
    """Rows in pieces that a processor's cache holds, as each row is weighed by itself."""
    cuts = np.searchsorted(rows.indptr, np.arange(0, int(rows.indptr[-1]) + 1, _AT_ONCE))
    for start, stop in pairwise(np.unique(np.concatenate((cuts, [0, rows.n_rows]))).tolist()):
        first, last = int(rows.indptr[start]), int(rows.indptr[stop])
        yield Csr(rows.indptr[start : stop + 1] - first, rows.indices[first:last], rows.data[first:last])


def _side_by_side(pieces: Sequence[sparse.csr_matrix]) -> sparse.csr_matrix:
    return sparse.csr_matrix(sparse.hstack(pieces, format="csr", dtype=np.float32))


def _select(rows: Csr, kept: NDArray[np.bool_]) -> Csr:
    matrix = sparse.csr_matrix((rows.data, rows.indices, rows.indptr), shape=(rows.n_rows, len(kept)))
    return _plain(matrix[:, np.flatnonzero(kept)])


def _subset(terms: StringTable, kept: NDArray[np.bool_]) -> StringTable:
    lengths = np.diff(terms.offsets)
    return StringTable(terms.blob[np.repeat(kept, lengths)], np.concatenate(([0], np.cumsum(lengths[kept]))))


def _on_vocabulary(counts: CountedTokens, terms: StringTable) -> Csr:
    places = {term: place for place, term in enumerate(terms)}
    target = np.array([places.get(term, -1) for term in counts.terms], dtype=np.int64)
    kept = _select(counts.rows, target >= 0)
    # Both vocabularies are in code-point order, so the columns stay ascending.
    return Csr(kept.indptr, target[target >= 0][kept.indices].astype(np.int32), kept.data)


def _plain(matrix: sparse.csr_matrix) -> Csr:
    matrix.sort_indices()
    return Csr(matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32), matrix.data)
