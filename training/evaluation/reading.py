"""All judgements about a catalogue, read from the files that an owner has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from recsys.catalogue import Catalogue, Problem
from training.evaluation.judgement_files import JudgementReader
from training.evaluation.judgements import Judgements, Siblings


@dataclass(frozen=True, slots=True)
class JudgementReading:
    """What came out of files of judgements.

    Parameters
    ----------
    judgements : Judgements
        What could be used.
    problems : tuple of Problem
        What could not, in the order of files and lines.
    """

    judgements: Judgements
    problems: tuple[Problem, ...]


def read_judgements(
    catalogue: Catalogue,
    *,
    pairs: Path | None = None,
    labels: Path | None = None,
    ratings: Path | None = None,
    siblings: Path | None = None,
    split: Path | None = None,
) -> JudgementReading:
    """Return the judgements of some files, with all that is wrong in them.

    Without a file of siblings those titles are siblings that the catalogue relates to each other.

    Parameters
    ----------
    catalogue : Catalogue
        The titles that the files name by their ids.
    pairs, labels, ratings, siblings, split : Path or None
        CSV files, plain or gzipped; see :class:`JudgementReader` for their columns.

    Returns
    -------
    JudgementReading
        Judgements and problems.

    Raises
    ------
    BadData
        If a file cannot be read, lacks a column, or has no row that can be used.
    """
    reader = JudgementReader(catalogue)
    judgements = Judgements(
        pairs=None if pairs is None else reader.pairs(pairs),
        labels=None if labels is None else reader.labels(labels),
        ratings=None if ratings is None else reader.ratings(ratings),
        siblings=related(catalogue) if siblings is None else reader.siblings(siblings),
        halves={} if split is None else reader.halves(split),
    )
    return JudgementReading(judgements, tuple(reader.problems))


def related(catalogue: Catalogue) -> Siblings:
    """Return as siblings the titles that a catalogue relates to each other, in one step.

    Parameters
    ----------
    catalogue : Catalogue
        The titles.

    Returns
    -------
    Siblings
        Sequels, spin-offs, remakes and the like.
    """
    pairs = (
        (row, catalogue.row_of(relation.id))
        for row, title in enumerate(catalogue)
        for relation in title.relations
        if relation.id in catalogue
    )
    return Siblings.from_pairs(pairs, n_titles=len(catalogue))
