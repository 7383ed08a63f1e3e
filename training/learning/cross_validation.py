"""How much learning would give on sources that it has not seen.

Sources are dealt into folds. What is learned for a fold has seen neither the pairs of its
sources nor their reverse: who knows that *b* was recommended for *a* knows the answer for *b*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from recsys.model import Model
from training.evaluation import ModelScorer, Pairs, Siblings
from training.evaluation.pairs_task import measure_on_pairs, pair_questions
from training.evaluation.questions import NDCG

K = 10
CLEAR = 2.0
"""A gain is clear that is above so many of its standard errors."""

_T = TypeVar("_T")
Variants = Mapping[_T, Model]
"""Models by the setting that made them."""


@dataclass(frozen=True, slots=True)
class Gains:
    """What each setting gave on sources that it was not learned from.

    Parameters
    ----------
    before : float
        Mean nDCG@10 of the model as it was.
    gains : mapping of float to ndarray of float64, shape (n_sources,)
        By setting: nDCG@10 of each source, minus what the model had before.
    """

    before: float
    gains: Mapping[float, NDArray[np.float64]]

    @property
    def best(self) -> float:
        """Setting with the highest mean; the first of equals."""
        return max(self.gains, key=lambda setting: float(self.gains[setting].mean()))

    def is_clear(self, setting: float) -> bool:
        """Whether a setting is better by more than chance.

        Parameters
        ----------
        setting : float
            One of ``gains``.

        Returns
        -------
        bool
            True if its mean gain is above two standard errors.
        """
        gain = self.gains[setting]
        return float(gain.mean()) > CLEAR * standard_error(gain)

    def as_good_as_best(self, setting: float) -> bool:
        """Whether a setting lies within one standard error of the best.

        Parameters
        ----------
        setting : float
            One of ``gains``.

        Returns
        -------
        bool
            By the paired difference (Breiman et al. 1984, section 3.4.3).
        """
        lost = self.gains[self.best] - self.gains[setting]
        return float(lost.mean()) <= standard_error(lost)


def standard_error(values: NDArray[np.float64]) -> float:
    """Return the standard error of the mean.

    Parameters
    ----------
    values : ndarray of float64, shape (n,)
        At least two.

    Returns
    -------
    float
        0 or more.
    """
    return float(values.std(ddof=1) / np.sqrt(len(values)))


def cross_validate(
    model: Model,
    pairs: Pairs,
    siblings: Siblings,
    learn: Callable[[Pairs], Variants[float]],
    *,
    settings: Sequence[float],
    n_folds: int,
) -> Gains:
    """Return what learning gives on unseen sources.

    Parameters
    ----------
    model : Model
        The model as it is.
    pairs : Pairs
        Recommendations by people.
    siblings : Siblings
        Titles that are no answers.
    learn : callable
        From pairs to one model a setting.
    settings : sequence of float
        The settings.
    n_folds : int
        Number of folds; at least 2.

    Returns
    -------
    Gains
        Each source once.
    """
    before = []
    found: dict[float, list[NDArray[np.float64]]] = {setting: [] for setting in settings}
    for seen, unseen in source_folds(pairs, n_folds=n_folds):
        before.append(ndcg_by_source(model, unseen, siblings))
        variants = learn(seen) if len(seen) else dict.fromkeys(settings, model)
        for setting in settings:
            found[setting].append(ndcg_by_source(variants[setting], unseen, siblings))
    base = np.concatenate(before)
    return Gains(float(base.mean()), {s: np.concatenate(own) - base for s, own in found.items()})


def source_folds(pairs: Pairs, *, n_folds: int) -> Iterator[tuple[Pairs, Pairs]]:
    """Yield what may be learned from, and what it is measured on.

    Parameters
    ----------
    pairs : Pairs
        All pairs.
    n_folds : int
        Number of folds.

    Yields
    ------
    tuple of Pairs and Pairs
        Pairs of other sources without the reverse of any in the fold; pairs of the fold.
    """
    sources, source_of = np.unique(pairs.source, return_inverse=True)
    folds = (np.random.default_rng(0).permutation(len(sources)) % n_folds)[source_of]
    for fold in range(n_folds):
        unseen = pairs.subset(folds == fold)
        yield without_reverse(pairs.subset(folds != fold), unseen), unseen


def without_reverse(pairs: Pairs, kept_back: Pairs) -> Pairs:
    """Return the pairs that tell nothing of others that are kept back.

    Parameters
    ----------
    pairs : Pairs
        What is to be learned from.
    kept_back : Pairs
        What it will be measured on.

    Returns
    -------
    Pairs
        Those of which neither the same pair nor the reverse is kept back.
    """
    told = set(zip(kept_back.source.tolist(), kept_back.target.tolist(), strict=True))
    told |= {(target, source) for source, target in told}
    ends = zip(pairs.source.tolist(), pairs.target.tolist(), strict=True)
    return pairs.subset(np.array([pair not in told for pair in ends], dtype=np.bool_))


def ndcg_by_source(model: Model, pairs: Pairs, siblings: Siblings) -> NDArray[np.float64]:
    """Return nDCG@10 of each source, as :mod:`training.evaluation` measures it.

    Parameters
    ----------
    model : Model
        The model.
    pairs : Pairs
        Right answers.
    siblings : Siblings
        Titles that are left out.

    Returns
    -------
    ndarray of float64, shape (n_sources,)
        In the order of the sources that have an answer left.
    """
    questions = pair_questions(pairs, siblings)
    return measure_on_pairs(ModelScorer(model), questions, k=K).values[NDCG] if questions else np.empty(0)


def with_weights(model: Model, weights: Mapping[str, float]) -> Model:
    """Return a model with other weights.

    Parameters
    ----------
    model : Model
        The model.
    weights : mapping of str to float
        All weights.

    Returns
    -------
    Model
        Its hub factors are those that it had.
    """
    return replace(model, info=replace(model.info, weights=dict(weights)))
