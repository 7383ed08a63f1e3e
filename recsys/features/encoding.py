"""Titles into a feature space that is fitted already: what training and later additions do alike.

Nothing of it needs scikit-learn, so that titles can be added to a model without loading it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from recsys.arrays import Csr
from recsys.features.fitting import chosen_columns, side_by_side, sorted_rows, weighted
from recsys.features.space import CountedTokens, FeatureSpace, Terms
from recsys.features.spec import BlockSpec
from recsys.features.tokens import EXTRACTORS
from recsys.names import ChosenStrings, PeopleIndex, StringTable
from recsys.title import Title

_WORTH_A_TABLE = 20
"""To look up one token takes as long as to put so many into a dictionary."""


def encoded(space: FeatureSpace, titles: Sequence[Title], people: PeopleIndex) -> sparse.csr_matrix:
    """Return the matrix of titles × features.

    Parameters
    ----------
    space : FeatureSpace
        The fitted blocks.
    titles : sequence of Title
        Titles, of the catalogue or new; tokens that were not fitted are left out.
    people : PeopleIndex
        Who is who.

    Returns
    -------
    scipy.sparse.csr_matrix of float32, shape (n_titles, n_features)
        Unweighted blocks; block weights live in the query.
    """
    own = (counted_tokens(block.spec, titles, people) for block in space.blocks)
    pairs = zip(space.blocks, own, strict=True)
    return side_by_side([weighted(block, _on_vocabulary(counts, block.terms)) for block, counts in pairs])


def unknown_tokens(
    space: FeatureSpace, titles: Sequence[Title], people: PeopleIndex
) -> dict[str, tuple[str, ...]]:
    """Return what a fitted space does not know of titles: it counts for nothing in their scores.

    Parameters
    ----------
    space : FeatureSpace
        The fitted blocks.
    titles : sequence of Title
        Any titles.
    people : PeopleIndex
        Who is who.

    Returns
    -------
    dict of str to tuple of str
        The tokens by block, in code-point order; blocks that know all are left out.
    """
    found = {}
    for block in space.blocks:
        terms = counted_tokens(block.spec, titles, people).terms
        strange = tuple(np.array([*terms], dtype=object)[_places(terms, block.terms) < 0])
        if strange:
            found[block.spec.name] = strange
    return found


def counted_tokens(spec: BlockSpec, titles: Sequence[Title], people: PeopleIndex) -> CountedTokens:
    """Return the tokens of one block in titles.

    Parameters
    ----------
    spec : BlockSpec
        The block.
    titles : sequence of Title
        The titles.
    people : PeopleIndex
        Who is who.

    Returns
    -------
    CountedTokens
        Strengths of equal tokens of a title are added up.
    """
    extract = EXTRACTORS[spec.name]
    return counted(extract(title, people) for title in titles)


def counted(extracted: Iterable[Iterable[tuple[str, float]]]) -> CountedTokens:
    """Return tokens as numbers of a vocabulary of their own.

    Parameters
    ----------
    extracted : iterable of iterables of (str, float)
        Tokens of each title with their strengths.

    Returns
    -------
    CountedTokens
        Strengths of equal tokens of a title are added up.
    """
    rows = list(map(list, extracted))
    tokens = [token for row in rows for token, _ in row]
    terms = sorted(set(tokens))
    rank = {term: place for place, term in enumerate(terms)}
    columns = np.fromiter(map(rank.__getitem__, tokens), np.int64, len(tokens))
    strengths = np.array([strength for row in rows for _, strength in row], np.float64)
    lengths = np.cumsum([0, *map(len, rows)])
    matrix = sparse.csr_matrix((strengths, columns, lengths), shape=(len(rows), len(terms)))
    matrix.sum_duplicates()
    return CountedTokens(StringTable.from_strings(terms), sorted_rows(matrix))


def _on_vocabulary(counts: CountedTokens, terms: Terms) -> Csr:
    target = _places(counts.terms, terms)
    kept = chosen_columns(counts.rows, target >= 0)
    # Both vocabularies are in code-point order, so the columns stay ascending.
    return Csr(kept.indptr, target[target >= 0][kept.indices].astype(np.int32), kept.data)


def _places(own: StringTable, terms: Terms) -> NDArray[np.int64]:
    """The place of each token in a sorted vocabulary; -1 where that lacks it."""
    # A choice of strings walks all of its table, of which it may be a small part.
    n_walked = len(terms.table) if isinstance(terms, ChosenStrings) else len(terms)
    if len(own) * _WORTH_A_TABLE < n_walked:
        found = map(terms.place_of, own)
        return np.array([-1 if place is None else place for place in found], dtype=np.int64)
    places = {term: place for place, term in enumerate(terms)}
    return np.array([places.get(term, -1) for term in own], dtype=np.int64)
