"""For each source the titles that compete for its list: what a ranking loss looks at.

Looking at every title would cost n_sources × n_titles. So the titles that the model ranks first
and the right answers are taken as they are, and some of the others at random; each of those
stands for many, which its ``offset`` says (sampled softmax, Bengio and Senécal 2008).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.model import Model
from recsys.similarity import scores_between
from training.evaluation import Pairs, Siblings
from training.evaluation.scorer import chunks

N_TOP = 100
N_RANDOM = 200


@dataclass(frozen=True, slots=True)
class Candidates:
    """Lists of competing titles, one list a source, list after list.

    Parameters
    ----------
    sources : ndarray of int64, shape (n,)
        Title of each list.
    starts : ndarray of int64, shape (n + 1,)
        Where each list begins in the arrays below.
    rows : ndarray of int64, shape (m,)
        Titles that compete.
    scores : ndarray of float64, shape (m,)
        What the model scores them for the source.
    mass : ndarray of float64, shape (m,)
        How much each counts as a right answer; 0 for most, the sum is 1.
    offset : ndarray of float64, shape (m,)
        Logarithm of the number of titles that each stands for.
    """

    sources: NDArray[np.int64]
    starts: NDArray[np.int64]
    rows: NDArray[np.int64]
    scores: NDArray[np.float64]
    mass: NDArray[np.float64]
    offset: NDArray[np.float64]

    @property
    def list_of(self) -> NDArray[np.int64]:
        """Number of the list of each candidate."""
        return np.repeat(np.arange(len(self.sources)), np.diff(self.starts))

    @property
    def n_right(self) -> int:
        """Number of right answers."""
        return int((self.mass > 0).sum())


def draw_candidates(
    model: Model, pairs: Pairs, siblings: Siblings, *, n_top: int = N_TOP, n_random: int = N_RANDOM
) -> Candidates:
    """Return who competes with the right answers; the same for the same input.

    Parameters
    ----------
    model : Model
        The model.
    pairs : Pairs
        Right answers by source; siblings are none.
    siblings : Siblings
        Titles that are left out.
    n_top : int
        So many of the titles that the model ranks first.
    n_random : int
        So many of all others.

    Returns
    -------
    Candidates
        A source without a right answer has no list. Within a source right answers count by the
        logarithm of the number of people, and a source by the root of how many there are.
    """
    answers = {
        source: (targets[is_left], np.log1p(weights[is_left]))
        for source, targets, weights in pairs.by_source()
        if (is_left := ~np.isin(targets, np.append(siblings.of(source), source))).any()
    }
    rng = np.random.default_rng(0)
    pieces = []
    for sources in chunks(np.array(list(answers), dtype=np.int64)):
        for source, scores in zip(sources.tolist(), scores_between(model, sources), strict=True):
            scores[np.append(siblings.of(source), source)] = -np.inf
            pieces.append(_list(scores, *answers[source], n_top, n_random, rng))
    lengths = [len(piece[0]) for piece in pieces]
    rows, scores, mass, offset = (np.concatenate(column) for column in zip(*pieces, strict=True))
    return Candidates(
        sources=np.array(list(answers), dtype=np.int64),
        starts=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        rows=rows.astype(np.int64),
        scores=scores,
        mass=mass / mass.sum(),
        offset=offset,
    )


def _list(
    scores: NDArray[np.float64],
    right: NDArray[np.int64],
    weights: NDArray[np.float64],
    n_top: int,
    n_random: int,
    rng: np.random.Generator,
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    allowed = np.flatnonzero(np.isfinite(scores))
    depth = min(n_top, len(allowed))
    best = allowed[np.argpartition(-scores[allowed], depth - 1)[:depth]]
    sure = np.union1d(best, right)
    others = np.setdiff1d(allowed, sure, assume_unique=True)
    drawn = rng.choice(others, min(n_random, len(others)), replace=False)
    rows = np.concatenate([sure, drawn])
    mass = np.zeros(len(rows))
    mass[np.searchsorted(sure, right)] = weights / weights.sum() * np.sqrt(len(right))
    stands_for = np.ones(len(rows))
    stands_for[len(sure) :] = len(others) / max(len(drawn), 1)
    return rows, scores[rows], mass, np.log(stands_for)


def listwise_loss(candidates: Candidates, logits: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
    """Return how badly logits rank the right answers, and how that changes with each logit.

    The cross entropy between the right answers and the softmax over the list (ListNet, Cao et
    al. 2007, with the top-one probability).

    Parameters
    ----------
    candidates : Candidates
        Lists.
    logits : ndarray of float64, shape (m,)
        Higher ranks higher.

    Returns
    -------
    float
        The loss, 0 or more.
    ndarray of float64, shape (m,)
        Its gradient.
    """
    starts, lengths = candidates.starts[:-1], np.diff(candidates.starts)
    shifted = logits + candidates.offset
    shifted = shifted - np.repeat(np.maximum.reduceat(shifted, starts), lengths)
    shares = np.exp(shifted)
    totals = np.add.reduceat(shares, starts)
    mass = np.add.reduceat(candidates.mass, starts)
    right = candidates.mass > 0
    log_shares = shifted[right] - np.log(np.repeat(totals, lengths)[right])
    loss = -float(candidates.mass[right] @ log_shares)
    return loss, shares * np.repeat(mass / totals, lengths) - candidates.mass
