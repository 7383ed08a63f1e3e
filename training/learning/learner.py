"""From what people said to a model that has learned from it, and that says what it learned.

Nothing is used that does not clearly help sources it was not learned from: a model that learned
nothing equals the default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from recsys.errors import BadData
from recsys.model import Model
from recsys.ranking import LEARNED
from training.evaluation import Judgements, Labels, ModelScorer, Pairs, Ratings, Siblings
from training.evaluation.labels_task import Labelled, auc_difference, measure_on_labels
from training.evaluation.metrics import auc
from training.learning.block_weights import fit_multipliers, judged_labels, judged_lists, multiplied
from training.learning.candidates import draw_candidates
from training.learning.co_likes import co_liked_pairs
from training.learning.cross_validation import Gains, cross_validate, standard_error, with_weights
from training.learning.second_stage import LEAST_PAIRS, fit_second_stage
from training.learning.viewer_validation import cross_validate_viewers

RIDGES = (1_000.0, 100.0, 10.0)
STRENGTHS = (0.25, 0.5, 0.75, 1.0)
LEAST_SOURCES = 10
"""With fewer sources nothing can be validated, and nothing is learned."""
BLOCK_FOLDS, STAGE_FOLDS = 5, 3
LEAST_OF_EACH = 20
"""So many good and so many bad labels are needed."""


def learn(model: Model, judgements: Judgements, *, origin: Mapping[str, str] | None = None) -> Model:
    """Return a model that has learned from what people said.

    Parameters
    ----------
    model : Model
        With the weights that its catalogue gave it.
    judgements : Judgements
        Pairs, ratings or labels: one of them.
    origin : mapping of str to str or None
        What the manifest shall say of where they came from, such as the sha256 of the file.

    Returns
    -------
    Model
        ``info.learned`` says what it learned from, what that gave, and whether it is used.

    Raises
    ------
    BadData
        If there is nothing to learn from, or more than one kind of it.
    """
    given = {
        name: own for name in ("pairs", "ratings", "labels") if (own := getattr(judgements, name)) is not None
    }
    if len(given) != 1:
        msg = f"expected pairs, ratings or labels to learn from, and one of them: got {len(given)}"
        raise BadData(msg)
    (kind,) = given
    source = {"kind": kind, **(origin or {}), "n_judgements": len(given[kind])}
    if judgements.labels is not None:
        return _from_labels(model, judgements.labels, source)
    if judgements.ratings is not None:
        return _from_ratings(model, judgements.ratings, judgements.siblings, source)
    assert judgements.pairs is not None  # noqa: S101 - one of three is there
    return _from_pairs(model, _told(judgements.pairs, judgements.siblings), source)


@dataclass(frozen=True, slots=True)
class _Told:
    pairs: Pairs
    siblings: Siblings

    @property
    def n_sources(self) -> int:
        return len(np.unique(self.pairs.source))


def _told(pairs: Pairs, siblings: Siblings) -> _Told:
    """The pairs without those of siblings: from them nothing is learned."""
    is_sibling = [
        target in siblings.of(source)
        for source, target in zip(pairs.source.tolist(), pairs.target.tolist(), strict=True)
    ]
    return _Told(pairs.subset(~np.array(is_sibling, dtype=np.bool_)), siblings)


def _from_pairs(model: Model, told: _Told, source: dict[str, Any]) -> Model:
    source["n_sources"] = told.n_sources
    if told.n_sources < LEAST_SOURCES:
        return _noted(model, {"from": source, "nothing": f"fewer than {LEAST_SOURCES} sources"})
    record: dict[str, Any] = {"from": source}
    model, record["block_weights"] = _with_factors(model, told)
    if len(told.pairs) < LEAST_PAIRS:
        record["second_stage"] = {"is_used": False, "why": f"fewer than {LEAST_PAIRS} pairs"}
    else:
        model, record["second_stage"] = _with_stage(model, told)
    return _noted(model, record)


def _with_factors(model: Model, told: _Told) -> tuple[Model, dict[str, Any]]:
    def learned(seen: Pairs) -> dict[float, Model]:
        found = _factors(model, _Told(seen, told.siblings), RIDGES)
        return {ridge: _multiplied(model, factors) for ridge, factors in found.items()}

    gains = cross_validate(model, told.pairs, told.siblings, learned, settings=RIDGES, n_folds=BLOCK_FOLDS)
    ridge = gains.best
    factors = _factors(model, told, (ridge,))[ridge]
    is_used = gains.is_clear(ridge)
    chosen = _multiplied(model, factors) if is_used else model
    return chosen, {
        **_summary(gains, ridge, "sources", is_used=is_used),
        "ridge": ridge,
        "multipliers": factors,
    }


def _factors(model: Model, told: _Told, ridges: Sequence[float]) -> dict[float, dict[str, float]]:
    judged = judged_lists(model, draw_candidates(model, told.pairs, told.siblings))
    return {ridge: fit_multipliers(judged, ridge=ridge) for ridge in ridges}


def _multiplied(model: Model, factors: Mapping[str, float]) -> Model:
    return with_weights(model, multiplied(model.info.weights, factors))


def _with_stage(model: Model, told: _Told) -> tuple[Model, dict[str, Any]]:
    def learned(seen: Pairs) -> dict[float, Model]:
        return _stages(model, _Told(seen, told.siblings))

    gains = cross_validate(model, told.pairs, told.siblings, learned, settings=STRENGTHS, n_folds=STAGE_FOLDS)
    return _chosen_stage(model, gains, lambda: learned(told.pairs), "sources")


def _stages(model: Model, told: _Told) -> dict[float, Model]:
    fitted = fit_second_stage(model, draw_candidates(model, told.pairs, told.siblings))
    staged = replace(model, learned=fitted)
    return {s: with_weights(staged, {**model.info.weights, LEARNED: s}) for s in STRENGTHS}


def _chosen_stage(
    model: Model, gains: Gains, learn_all: Callable[[], Mapping[float, Model]], units: str
) -> tuple[Model, dict[str, Any]]:
    strength = next(s for s in STRENGTHS if gains.as_good_as_best(s))
    is_used = gains.is_clear(strength)
    chosen = learn_all()[strength] if is_used else model
    return chosen, {**_summary(gains, strength, units, is_used=is_used), "strength": strength}


def _from_ratings(model: Model, ratings: Ratings, siblings: Siblings, source: dict[str, Any]) -> Model:
    """A second stage from what is liked by the same viewers.

    Factors of block weights are not learned from that: what is liked together is another
    question than what a viewer's list should hold, and they made such lists worse.
    """
    pairs = _told(co_liked_pairs(ratings, n_titles=len(model)), siblings)
    source |= {"n_pairs": len(pairs.pairs), "n_sources": pairs.n_sources}
    if len(pairs.pairs) < LEAST_PAIRS:
        return _noted(
            model, {"from": source, "nothing": f"fewer than {LEAST_PAIRS} pairs of co-liked titles"}
        )

    def learned(seen: Ratings) -> dict[float, Model]:
        found = _told(co_liked_pairs(seen, n_titles=len(model)), siblings)
        return _stages(model, found) if len(found.pairs) else dict.fromkeys(STRENGTHS, model)

    gains = cross_validate_viewers(model, ratings, learned, settings=STRENGTHS, n_folds=STAGE_FOLDS)
    if gains is None or len(gains.gains[STRENGTHS[0]]) < LEAST_SOURCES:
        why = f"fewer than {LEAST_SOURCES} viewers like enough titles to validate it"
        return _noted(model, {"from": source, "nothing": why})
    chosen, record = _chosen_stage(model, gains, lambda: _stages(model, pairs), "viewers")
    return _noted(chosen, {"from": source, "second_stage": record})


def _summary(gains: Gains, setting: float, units: str, *, is_used: bool) -> dict[str, Any]:
    gain = gains.gains[setting]
    return {
        "is_used": is_used,
        "measure": f"nDCG@10 of unseen {units}",
        "before": round(gains.before, 4),
        "after": round(gains.before + float(gain.mean()), 4),
        "standard_error_of_gain": round(standard_error(gain), 4),
    }


def _from_labels(model: Model, labels: Labels, source: dict[str, Any]) -> Model:
    n_good = int(labels.is_good.sum())
    sources = np.unique(labels.source)
    source["n_sources"] = len(sources)
    if min(n_good, len(labels) - n_good) < LEAST_OF_EACH or len(sources) < LEAST_SOURCES:
        why = f"fewer than {LEAST_OF_EACH} labels of a kind, or fewer than {LEAST_SOURCES} sources"
        return _noted(model, {"from": source, "nothing": why})
    before = measure_on_labels(ModelScorer(model), labels)
    unseen = {ridge: _labelled_unseen(model, labels, ridge) for ridge in RIDGES}
    ridge = max(unseen, key=lambda ridge: auc(unseen[ridge].scores, labels.is_good))
    difference = auc_difference(unseen[ridge], before)
    factors = fit_multipliers(judged_labels(model, labels), ridge=ridge)
    blocks = {
        "is_used": difference.low > 0,
        "measure": "AUC of unseen sources",
        "before": round(auc(before.scores, labels.is_good), 4),
        "after": round(auc(unseen[ridge].scores, labels.is_good), 4),
        "interval_of_gain": [round(difference.low, 4), round(difference.high, 4)],
        "ridge": ridge,
        "multipliers": factors,
    }
    chosen = _multiplied(model, factors) if difference.low > 0 else model
    return _noted(chosen, {"from": source, "block_weights": blocks})


def _labelled_unseen(model: Model, labels: Labels, ridge: float) -> Labelled:
    """Scores of all labels, each by weights that saw no label of its source."""
    sources, source_of = np.unique(labels.source, return_inverse=True)
    folds = (np.random.default_rng(0).permutation(len(sources)) % BLOCK_FOLDS)[source_of]
    scores = np.empty(len(labels))
    for fold in range(BLOCK_FOLDS):
        seen, unseen = _some(labels, folds != fold), _some(labels, folds == fold)
        factors = fit_multipliers(judged_labels(model, seen), ridge=ridge)
        variant = _multiplied(model, factors)
        scores[folds == fold] = measure_on_labels(ModelScorer(variant), unseen).scores
    return Labelled(LEARNED, labels, scores)


def _some(labels: Labels, chosen: np.ndarray[Any, np.dtype[np.bool_]]) -> Labels:
    return Labels(labels.source[chosen], labels.target[chosen], labels.is_good[chosen])


def _noted(model: Model, record: Mapping[str, Any]) -> Model:
    return replace(model, info=replace(model.info, learned=dict(record)))
