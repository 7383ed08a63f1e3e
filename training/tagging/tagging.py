"""Filling a catalogue: tones for titles that nobody described, tags for titles that have none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from recsys.catalogue import Catalogue, tones_of
from recsys.title import InferredTag, Title, Tone, ToneBasis
from training.tagging.evidence import evidence_matrix, tag_evidence, tone_evidence
from training.tagging.guessing import Guesses, guess
from training.tagging.labels import is_described, tag_labels, tone_labels
from training.tagging.reliability import Reliability, reliability

TONES_AT_LEAST = 0.5
"""A tone is told to people, so it should be rather right than wrong."""
TAGS_AT_LEAST = 0.03
"""A tag only counts for likeness, each by its confidence, and weak guesses help there."""
MOST_TONES = 8
MOST_TAGS = 15


@dataclass(frozen=True, slots=True)
class WordRecord:
    """How one tone or tag fared on titles held out.

    Parameters
    ----------
    name : str
        Id of the tone, or the tag.
    n_known : int
        Number of titles that it was learned from.
    n_offers : int
        How often it would have been offered to titles that bear it or not.
    precision : float or None
        Share of these offers that was right.
    is_trusted : bool
        Whether it was offered at all.
    """

    name: str
    n_known: int
    n_offers: int
    precision: float | None
    is_trusted: bool


@dataclass(frozen=True, slots=True)
class Tagging:
    """A catalogue with guesses, and how far they can be trusted.

    Parameters
    ----------
    catalogue : Catalogue
        All titles of the given one; nothing that was there is changed.
    n_learned_from : int
        Number of labelled titles.
    n_asked : int
        Number of titles that were guessed for.
    n_filled : int
        Number of titles that got at least one guess.
    n_guesses : int
        Number of guesses written.
    at_least : float
        The confidence from which a guess was offered.
    reliability : Reliability
        Of all labels on all labelled titles, each held out.
    words : tuple of WordRecord
        Each tone or tag that was learned, by name.
    """

    catalogue: Catalogue
    n_learned_from: int
    n_asked: int
    n_filled: int
    n_guesses: int
    at_least: float
    reliability: Reliability
    words: tuple[WordRecord, ...]


def infer_tones(
    catalogue: Catalogue,
    taught_by: Iterable[Title] = (),
    *,
    at_least: float = TONES_AT_LEAST,
    most: int = MOST_TONES,
) -> Tagging:
    """Return a catalogue in which titles that nobody described have inferred tones.

    What a title says already stays as it is: stated, absent, computed, inferred before, or
    meant by a tag. A title with five stated tones or more gets none. No tone is ever inferred
    to be absent, and no content warning is inferred.

    Parameters
    ----------
    catalogue : Catalogue
        The titles; those with five stated tones or more teach.
    taught_by : iterable of Title
        More titles to learn from, such as the built-in ones.
    at_least : float
        The confidence from which a tone is written; 0 to 1.
    most : int
        Highest number of inferred tones that a title gets, the surest first.

    Returns
    -------
    Tagging
        The catalogue and the record of each tone.
    """
    own = list(catalogue)
    titles = [*own, *taught_by]
    rows = np.array([row for row, title in enumerate(own) if not is_described(title)], dtype=np.int64)
    guesses = guess(evidence_matrix(titles, tone_evidence(titles), rows), tone_labels(titles), rows)
    return _filled(own, guesses, _with_tones, _known_tones, at_least, most)


def infer_tags(catalogue: Catalogue, *, at_least: float = TAGS_AT_LEAST, most: int = MOST_TAGS) -> Tagging:
    """Return a catalogue in which titles without tags have inferred ones of its own vocabulary.

    Parameters
    ----------
    catalogue : Catalogue
        The titles; those with tags teach.
    at_least : float
        The confidence from which a tag is written; 0 to 1.
    most : int
        Highest number of inferred tags that a title gets, the surest first.

    Returns
    -------
    Tagging
        The catalogue and the record of each tag. Guesses made before are made again.
    """
    own = list(catalogue)
    rows = np.array([row for row, title in enumerate(own) if not title.tags], dtype=np.int64)
    guesses = guess(evidence_matrix(own, tag_evidence(own), rows), tag_labels(own), rows)
    return _filled(own, guesses, _with_tags, _nothing_known, at_least, most)


Guess = tuple[str, float]


def _with_tones(title: Title, guesses: Sequence[Guess]) -> Title:
    new = (Tone(id, basis=ToneBasis.INFERRED, confidence=sure) for id, sure in guesses)
    return replace(title, tones=tuple(sorted((*title.tones, *new), key=lambda tone: tone.id)))


def _known_tones(title: Title) -> frozenset[str]:
    return frozenset(tone.id for tone in tones_of(title))


def _nothing_known(_: Title) -> frozenset[str]:
    return frozenset()


def _with_tags(title: Title, guesses: Sequence[Guess]) -> Title:
    return replace(title, inferred_tags=tuple(InferredTag(name, sure) for name, sure in sorted(guesses)))


def _filled(
    titles: list[Title],
    guesses: Guesses,
    written: Callable[[Title, Sequence[Guess]], Title],
    known: Callable[[Title], frozenset[str]],
    at_least: float,
    most: int,
) -> Tagging:
    # A guess of confidence 0 says nothing.
    offered = (guesses.confidence >= max(at_least, 0.01)) & guesses.trusted(at_least)
    n_filled = n_guesses = 0
    for place, row in enumerate(guesses.rows.tolist()):
        title, sure = titles[row], guesses.confidence[place]
        found = [
            (guesses.labels.names[label], float(sure[label])) for label in np.flatnonzero(offered[place])
        ]
        new = [(name, value) for name, value in found if name not in known(title)]
        best = sorted(new, key=lambda item: (-item[1], item[0]))[:most]
        titles[row] = written(title, best)
        n_filled, n_guesses = n_filled + bool(best), n_guesses + len(best)
    return Tagging(
        catalogue=Catalogue(titles),
        n_learned_from=len(guesses.labels.rows),
        n_asked=len(guesses.rows),
        n_filled=n_filled,
        n_guesses=n_guesses,
        at_least=at_least,
        reliability=reliability(guesses.held_out, guesses.labels.matrix),
        words=_records(guesses, at_least),
    )


def _records(guesses: Guesses, at_least: float) -> tuple[WordRecord, ...]:
    numbers = zip(
        guesses.labels.names,
        guesses.labels.matrix.sum(axis=0).tolist(),
        guesses.offers(at_least).tolist(),
        guesses.precision(at_least).tolist(),
        guesses.trusted(at_least).tolist(),
        strict=True,
    )
    return tuple(
        WordRecord(name, int(known), offers, round(right, 4) if offers else None, trusted)
        for name, known, offers, right, trusted in numbers
    )
