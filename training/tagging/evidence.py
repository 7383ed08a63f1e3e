"""What speaks for a tone or a tag: the other facts of a title, as one sparse matrix.

Each block is one kind of fact. Its rows are brought to length 1 and multiplied by the block's
weight, so that a long synopsis does not drown three genres. The weights were chosen on the tags
of one reference set by their held-out log loss; the result hardly depends on any one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from recsys.features import Idf
from recsys.features.text import words
from recsys.features.tokens import tag_token
from recsys.features.weighting import idf_weights
from recsys.names import fold_text
from recsys.title import SourceKind, Title, ToneBasis

Tokens = Callable[[Title], Iterable[str]]

_GRAMS = (3, 4, 5)
_YEARS = (5, 10)
_MOST_COLUMNS = 20
_LONGEST_VALUE = 80


@dataclass(frozen=True, slots=True)
class EvidenceBlock:
    """One kind of fact.

    Parameters
    ----------
    weight : float
        Length of the block's rows.
    tokens : callable
        From a title to its tokens.
    by_rarity : bool
        Whether rare tokens count for more (idf).
    min_titles : int
        Tokens of fewer titles are left out.
    """

    weight: float
    tokens: Tokens
    by_rarity: bool = False
    min_titles: int = 2


def evidence_matrix(
    titles: Sequence[Title], blocks: Sequence[EvidenceBlock], asked: NDArray[np.int64]
) -> sparse.csr_matrix:
    """Return titles × evidence; the mean squared length of the rows is 1.

    Only what some title asked about has is evidence. Otherwise titles of a rich catalogue would be
    recognised by their casts while they are held out, and the confidence that they teach would be
    too high for a catalogue without casts.

    Parameters
    ----------
    titles : sequence of Title
        All titles that take part, labelled or not.
    blocks : sequence of EvidenceBlock
        As :func:`tone_evidence` or :func:`tag_evidence` give them.
    asked : ndarray of int64
        Positions of the titles to guess for.

    Returns
    -------
    scipy.sparse.csr_matrix of float64, shape (n_titles, n_features)
        A title of which nothing is known has an empty row.
    """
    matrix = sparse.csr_matrix(
        sparse.hstack([_block_rows(titles, block, asked) for block in blocks], format="csr")
    )
    squares = float((matrix.data**2).sum()) / max(len(titles), 1)
    return matrix / np.sqrt(squares) if squares > 0 else matrix


def tone_evidence(titles: Sequence[Title]) -> tuple[EvidenceBlock, ...]:
    """Return what speaks for tones: common facts, the tags, and the owner's own columns.

    Parameters
    ----------
    titles : sequence of Title
        All titles that take part.

    Returns
    -------
    tuple of EvidenceBlock
        In a fixed order.
    """
    return (*_COMMON, EvidenceBlock(1.0, _tags), *_own_columns(titles))


def tag_evidence(titles: Sequence[Title]) -> tuple[EvidenceBlock, ...]:
    """Return what speaks for tags: common facts, the tones, and the owner's own columns.

    Parameters
    ----------
    titles : sequence of Title
        All titles that take part.

    Returns
    -------
    tuple of EvidenceBlock
        In a fixed order.
    """
    return (*_COMMON, EvidenceBlock(1.0, _tones), *_own_columns(titles))


def _synopsis(title: Title) -> Iterable[str]:
    return words(title.synopsis)


def _genres(title: Title) -> Iterator[str]:
    """Genres, and pairs of them: a romantic comedy is not the sum of its two halves."""
    yield from title.genres
    yield from (f"{a}|{b}" for a, b in combinations(sorted(title.genres), 2))


def _names(title: Title) -> Iterator[str]:
    """Words of all names and pieces of them: parts of a series share most of their name."""
    for name in title.names:
        for word in fold_text(name).split():
            yield f"={word}"
            padded = f" {word} "
            for length in _GRAMS:
                yield from (padded[i : i + length] for i in range(len(padded) - length + 1))


def _people(title: Title) -> Iterator[str]:
    return (fold_text(credit.person) for credit in title.credits)


def _studios(title: Title) -> Iterator[str]:
    return (fold_text(studio.name) for studio in title.studios)


def _sources(title: Title) -> Iterator[str]:
    return (
        source.kind if source.kind is not SourceKind.OTHER else source.name or "" for source in title.sources
    )


def _facts(title: Title) -> Iterator[str]:
    yield from (f"form:{fact}" for fact in (title.form, title.medium) if fact is not None)
    yield from (f"country:{country}" for country in title.countries)
    if title.year is not None:
        yield from (f"year:{span}:{title.year // span}" for span in _YEARS)


def _tags(title: Title) -> Iterator[str]:
    return (tag_token(tag) for tag in title.tags)


def _tones(title: Title) -> Iterator[str]:
    return (f"{tone.id}:{tone.state}" for tone in title.tones if tone.basis is ToneBasis.STATED)


_COMMON = (
    EvidenceBlock(2.0, _synopsis, by_rarity=True),
    EvidenceBlock(0.85, _genres, min_titles=1),
    EvidenceBlock(1.65, _names, by_rarity=True),
    EvidenceBlock(0.4, _people),
    EvidenceBlock(0.5, _studios),
    EvidenceBlock(0.7, _sources),
    EvidenceBlock(0.5, _facts),
)


def _own_columns(titles: Sequence[Title]) -> Iterator[EvidenceBlock]:
    """One block a column that this library does not know, such as a rating of age.

    Only words take part: a number of an unknown kind may be a popularity or a rating.
    """
    filled = Counter(key for title in titles for key in title.extra if any(_values(title, key)))
    often = sorted(filled, key=lambda key: (-filled[key], key))[:_MOST_COLUMNS]
    for key in sorted(often):
        yield EvidenceBlock(0.6, _column(key))


def _column(key: str) -> Tokens:
    return lambda title: _values(title, key)


def _values(title: Title, key: str) -> Iterator[str]:
    value = title.extra.get(key)
    for entry in value if isinstance(value, list | tuple) else (value,):
        if isinstance(entry, str) and 0 < len(entry) <= _LONGEST_VALUE:
            yield fold_text(entry)


def _block_rows(titles: Sequence[Title], block: EvidenceBlock, asked: NDArray[np.int64]) -> sparse.csr_matrix:
    # 1. counts, columns in the order of their first title
    codes: dict[str, int] = {}
    lengths, columns, numbers = [0], list[int](), list[int]()
    for title in titles:
        counts = Counter(token for token in block.tokens(title) if token)
        lengths.append(len(counts))
        columns.extend(codes.setdefault(token, len(codes)) for token in counts)
        numbers.extend(counts.values())
    # 2. the second mention of a word says less than the first
    values = 1 + np.log(np.array(numbers, dtype=np.float64))
    shape = (len(titles), len(codes))
    rows = sparse.csr_matrix(
        (values, np.array(columns, dtype=np.int64), np.cumsum(lengths)), shape=shape, dtype=np.float64
    )
    # 3. what can be compared at all, its rarity, and the length
    n_titles_with = np.bincount(rows.indices, minlength=len(codes)).astype(np.int64)
    is_asked = np.bincount(rows[asked].indices, minlength=len(codes)) > 0
    kept = np.flatnonzero(is_asked & (n_titles_with >= block.min_titles))
    kind = Idf.SMOOTH if block.by_rarity else Idf.NONE
    idf = idf_weights(n_titles_with[kept], n_titles=len(titles), kind=kind)
    weighted = rows[:, kept] @ sparse.diags(idf, shape=(len(kept), len(kept)))
    norms = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    factors = np.divide(block.weight, norms, out=np.zeros_like(norms), where=norms > 0)
    return sparse.csr_matrix(sparse.diags(factors) @ weighted)
