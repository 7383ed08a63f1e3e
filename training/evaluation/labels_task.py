"""Labels: whether a method scores good recommendations above bad ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.evaluation.bootstrap import Interval, percentile_interval, resampled_counts
from training.evaluation.judgements import Labels
from training.evaluation.metrics import auc, weighted_auc
from training.evaluation.ranked import DIGITS
from training.evaluation.scorer import Scorer, chunks


@dataclass(frozen=True, slots=True)
class Labelled:
    """What one method scores the labelled pairs.

    Parameters
    ----------
    name : str
        The method.
    labels : Labels
        The pairs.
    scores : ndarray of float64, shape (n,)
        Score of each pair, rounded as everywhere.
    """

    name: str
    labels: Labels
    scores: NDArray[np.float64]


def measure_on_labels(scorer: Scorer, labels: Labels) -> Labelled:
    """Return the scores of labelled pairs, each from its source.

    Parameters
    ----------
    scorer : Scorer
        The method.
    labels : Labels
        The pairs.

    Returns
    -------
    Labelled
        One score a pair.
    """
    scores = np.empty(len(labels))
    for sources in chunks(np.unique(labels.source)):
        table = scorer.scores(sources)
        own = np.isin(labels.source, sources)
        scores[own] = table[np.searchsorted(sources, labels.source[own]), labels.target[own]]
    return Labelled(scorer.name, labels, np.round(scores, DIGITS))


def auc_interval(measured: Labelled) -> Interval:
    """Return the AUC over all pairs, with an interval from resampled sources.

    The pairs of one source are no independent witnesses, so they are drawn together.

    Parameters
    ----------
    measured : Labelled
        Scores and labels.

    Returns
    -------
    Interval
        Ties count half.
    """
    resampled = _resampled(measured)
    return percentile_interval(
        auc(measured.scores, measured.labels.is_good), resampled[np.isfinite(resampled)]
    )


def auc_difference(ours: Labelled, theirs: Labelled) -> Interval:
    """Return the difference of two AUCs over the same pairs, with its interval.

    Parameters
    ----------
    ours, theirs : Labelled
        Two methods on the same labels.

    Returns
    -------
    Interval
        Positive where ours is better.
    """
    is_good = ours.labels.is_good
    resampled = _resampled(ours) - _resampled(theirs)
    value = auc(ours.scores, is_good) - auc(theirs.scores, is_good)
    return percentile_interval(value, resampled[np.isfinite(resampled)])


def _resampled(measured: Labelled) -> NDArray[np.float64]:
    """AUC of each resample of the sources; NaN where only good or only bad ones were drawn."""
    labels = measured.labels
    sources, source_of = np.unique(labels.source, return_inverse=True)
    drawn = resampled_counts(len(sources))
    return np.concatenate(
        [weighted_auc(measured.scores, labels.is_good, counts[:, source_of]) for counts in drawn]
    )
