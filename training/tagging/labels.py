"""What is learned from: which titles bear which tones or tags, as somebody said."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.catalogue import tone_vocabulary
from recsys.catalogue.derived import COMPUTED_TONES
from recsys.features.tokens import tag_token
from recsys.index.facets import DESCRIBED
from recsys.title import Title, ToneBasis, ToneState

FEWEST = 10
"""Labels of fewer titles are not learned."""
MOST_LABELS = 500
MOST_TITLES = 5_000
"""The work grows with the cube of this."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Titles and what they bear.

    Parameters
    ----------
    names : tuple of str
        The labels, sorted.
    rows : ndarray of int64, shape (n_titles,)
        Positions of the labelled titles, ascending.
    matrix : ndarray of float64, shape (n_titles, n_labels)
        1 where the title bears the label, else 0.
    """

    names: tuple[str, ...]
    rows: NDArray[np.int64]
    matrix: NDArray[np.float64]


def tone_labels(titles: Sequence[Title]) -> Labels:
    """Return the stated tones of titles that are described well enough to say what they lack.

    Parameters
    ----------
    titles : sequence of Title
        Any titles.

    Returns
    -------
    Labels
        Tones of the vocabulary by id; neither content warnings nor what follows from facts.
    """
    said = {row: frozenset(stated_tones(title)) for row, title in enumerate(titles) if is_described(title)}
    return _labels(said)


def tag_labels(titles: Sequence[Title]) -> Labels:
    """Return the tags of titles that have any.

    Parameters
    ----------
    titles : sequence of Title
        Any titles.

    Returns
    -------
    Labels
        Tags in their most frequent spelling; spellings that mean one token are one label.
    """
    spelt: dict[str, Counter[str]] = defaultdict(Counter)
    for title in titles:
        for tag in title.tags:
            spelt[tag_token(tag)][tag] += 1
    spelt.pop("", None)
    written = {token: min(by, key=lambda tag: (-by[tag], tag)) for token, by in spelt.items()}
    said = {
        row: frozenset(written[token] for tag in title.tags if (token := tag_token(tag)) in written)
        for row, title in enumerate(titles)
    }
    return _labels({row: names for row, names in said.items() if names})


def is_described(title: Title) -> bool:
    """Return whether so many tones are stated that silence on another says something.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    bool
        From five stated tones on, as for filters.
    """
    stated = {tone.id for tone in title.tones if tone.basis is ToneBasis.STATED}
    return len(stated - COMPUTED_TONES) >= DESCRIBED


def stated_tones(title: Title) -> set[str]:
    """Return the tones of a title that somebody stated and that can be guessed for others.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    set of str
        Ids of the vocabulary.
    """
    vocabulary = tone_vocabulary()
    present = (t for t in title.tones if t.basis is ToneBasis.STATED and t.state is ToneState.YES)
    return {tone.id for tone in present if tone.id in vocabulary and tone.id not in COMPUTED_TONES}


def _labels(said: dict[int, frozenset[str]]) -> Labels:
    rows = np.array(sorted(said), dtype=np.int64)
    if len(rows) > MOST_TITLES:
        rows = np.sort(np.random.default_rng(0).choice(rows, MOST_TITLES, replace=False))
    count = Counter(name for row in rows.tolist() for name in said[row])
    # What nearly every title bears cannot be told apart from what all bear.
    usable = [name for name in count if FEWEST <= count[name] <= len(rows) - FEWEST]
    names = tuple(sorted(sorted(usable, key=lambda name: (-count[name], name))[:MOST_LABELS]))
    matrix = np.array([[name in said[row] for name in names] for row in rows.tolist()], dtype=np.float64)
    return Labels(names, rows, matrix.reshape(len(rows), len(names)))
