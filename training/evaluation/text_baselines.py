"""Baselines that read texts: each turns a title into one vector, and compares vectors by a product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.preprocessing import normalize

from recsys.catalogue import Catalogue
from recsys.errors import QueryError
from training.evaluation.documents import described, everything, soup
from training.evaluation.scorer import Scorer

STOP_WORDS = "english"
K1, B = 1.2, 0.75
"""Saturation and length of BM25, Lucene's defaults."""
MIN_DOC_FREQ, N_QUERY_TERMS = 5, 25
"""Lucene's more-like-this, with ``min_term_freq`` 1: each word of a synopsis stands there once."""
_MINILM = "all-MiniLM-L6-v2"


@dataclass(frozen=True, slots=True)
class VectorScorer:
    """Scores that are the product of a source's row with each title's row.

    Parameters
    ----------
    name : str
        What it is called in tables.
    queries, titles : scipy.sparse.csr_matrix of float64, shape (n_titles, n_terms)
        Each title as a question, and as an answer.
    """

    name: str
    queries: sparse.csr_matrix
    titles: sparse.csr_matrix

    def scores(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the score of every title for each of some sources.

        Parameters
        ----------
        rows : ndarray of int64, shape (n,)
            Sources.

        Returns
        -------
        ndarray of float64, shape (n, n_titles)
            Products.
        """
        return np.asarray((self.queries[rows] @ self.titles.T).toarray())

    def profile(self, rows: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the score of every title for the weighted sum of a viewer's titles.

        Parameters
        ----------
        rows : ndarray of int64, shape (n,)
            Titles that the viewer likes.
        weights : ndarray of float64, shape (n,)
            How much each counts.

        Returns
        -------
        ndarray of float64, shape (n_titles,)
            Products.
        """
        summed = sparse.csr_matrix(weights[None, :]) @ self.queries[rows]
        return np.asarray((summed @ self.titles.T).toarray()[0])


def soup_counts(catalogue: Catalogue) -> Scorer:
    """Return the cosine of word counts over genres, tags and names, as every tutorial has it.

    Parameters
    ----------
    catalogue : Catalogue
        The titles.

    Returns
    -------
    Scorer
        The method.
    """
    counts = normalize(_counts([soup(title) for title in catalogue]))
    return VectorScorer("soup", counts, counts)


def synopsis_tfidf(catalogue: Catalogue) -> Scorer:
    """Return the cosine of TF-IDF over the synopses.

    Parameters
    ----------
    catalogue : Catalogue
        The titles.

    Returns
    -------
    Scorer
        The method.
    """
    rows = _tfidf([title.synopsis for title in catalogue])
    return VectorScorer("synopsis", rows, rows)


def one_tfidf(catalogue: Catalogue) -> Scorer:
    """Return the cosine of one TF-IDF over all fields together.

    Parameters
    ----------
    catalogue : Catalogue
        The titles.

    Returns
    -------
    Scorer
        The method.
    """
    rows = _tfidf([everything(title) for title in catalogue])
    return VectorScorer("one-tfidf", rows, rows)


def more_like_this(catalogue: Catalogue) -> Scorer:
    """Return what Lucene's ``MoreLikeThis`` does over all fields together.

    Of the words of the source those 25 are asked for that have the highest tf · idf, with the
    idf of ``ClassicSimilarity``, ``1 + ln((N + 1) / (df + 1))``, among words of at least five
    titles. They are scored by BM25 (Robertson and Zaragoza 2009, section 3) with Lucene's idf,
    ``ln(1 + (N - df + .5) / (df + .5))``.

    Parameters
    ----------
    catalogue : Catalogue
        The titles.

    Returns
    -------
    Scorer
        The method.
    """
    counts = _counts([everything(title) for title in catalogue])
    n_titles, frequency = counts.shape[0], np.bincount(counts.indices, minlength=counts.shape[1])
    classic = 1 + np.log((n_titles + 1) / (frequency + 1))
    idf = np.log(1 + (n_titles - frequency + 0.5) / (frequency + 0.5))
    asked = _strongest(counts, np.where(frequency >= MIN_DOC_FREQ, classic, 0.0))
    asked.data = idf[asked.indices]
    return VectorScorer("lucene", asked, _saturated(counts))


def sentence_embedding(catalogue: Catalogue) -> Scorer:
    """Return the cosine of MiniLM sentence embeddings of name, genres, tags and synopsis.

    Parameters
    ----------
    catalogue : Catalogue
        The titles.

    Returns
    -------
    Scorer
        The method.

    Raises
    ------
    QueryError
        If ``sentence_transformers`` is not installed.
    """
    try:
        library = import_module("sentence_transformers")
    except ImportError as error:
        msg = "--baseline minilm needs a package that is not here: pip install sentence-transformers"
        raise QueryError(msg) from error
    encoded = library.SentenceTransformer(_MINILM).encode([described(title) for title in catalogue])
    rows = normalize(sparse.csr_matrix(np.asarray(encoded, dtype=np.float64)))
    return VectorScorer("minilm", rows, rows)


def _counts(texts: Sequence[str]) -> sparse.csr_matrix:
    """Counts of words; no word at all, which scikit-learn refuses, gives one empty column."""
    vectorizer = CountVectorizer(stop_words=STOP_WORDS, dtype=np.float64)
    analyse = vectorizer.build_analyzer()
    if not any(analyse(text) for text in texts):
        return sparse.csr_matrix((len(texts), 1))
    return sparse.csr_matrix(vectorizer.fit_transform(texts))


def _tfidf(texts: Sequence[str]) -> sparse.csr_matrix:
    vectorizer = TfidfVectorizer(stop_words=STOP_WORDS)
    analyse = vectorizer.build_analyzer()
    if not any(analyse(text) for text in texts):
        return sparse.csr_matrix((len(texts), 1))
    return sparse.csr_matrix(vectorizer.fit_transform(texts))


def _strongest(counts: sparse.csr_matrix, idf: NDArray[np.float64]) -> sparse.csr_matrix:
    """The words of each title with the highest tf · idf; words of idf 0 are none."""
    strength = sparse.csr_matrix(counts @ sparse.diags(idf))
    strength.eliminate_zeros()
    # Row by row, strongest first, equal ones in the order of the alphabet.
    owner = np.repeat(np.arange(counts.shape[0]), np.diff(strength.indptr))
    order = np.lexsort((strength.indices, -strength.data, owner))
    place = np.arange(len(order)) - strength.indptr[owner[order]]
    kept = order[place < N_QUERY_TERMS]
    entries = (strength.data[kept], (owner[kept], strength.indices[kept]))
    return sparse.csr_matrix(entries, shape=counts.shape)


def _saturated(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    norms = K1 * (1 - B + B * lengths / max(lengths.mean(), 1e-9))
    owner = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    data = counts.data * (K1 + 1) / (counts.data + norms[owner])
    return sparse.csr_matrix((data, counts.indices, counts.indptr), shape=counts.shape)
