"""What each feature block gives: the model without it, and the model of nothing else, measured again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from recsys.catalogue import Catalogue
from recsys.model import Model
from recsys.ranking import YEAR
from training.evaluation.bootstrap import Interval, difference_interval
from training.evaluation.evaluation import AUC, Settings, Tell, evaluate
from training.evaluation.judgements import Judgements, Labels
from training.evaluation.labels_task import Labelled, auc_difference
from training.evaluation.questions import NDCG
from training.evaluation.results import Evaluation, MethodResult, TaskResult
from training.hubness import hub_factors

_SCORES = "scores"


@dataclass(frozen=True, slots=True)
class BlockGain:
    """What one block gives.

    Parameters
    ----------
    block : str
        The block, or ``year``.
    weight : float
        Its weight in the model.
    without : Interval
        The metric of the model in which this block weighs nothing.
    gain : Interval
        Whole model minus that, on the same questions.
    alone : Interval
        The metric of the model in which all other blocks weigh nothing.
    lacking : Interval
        Whole model minus that, on the same questions.
    """

    block: str
    weight: float
    without: Interval
    gain: Interval
    alone: Interval
    lacking: Interval


@dataclass(frozen=True, slots=True)
class Ablation:
    """What the blocks give on one kind of judgement.

    Parameters
    ----------
    kind : str
        ``pairs``, ``labels`` or ``ratings``.
    metric : str
        ``ndcg`` or ``auc``.
    whole : Interval
        The metric of the model as it is.
    blocks : tuple of BlockGain
        The largest gain first.
    """

    kind: str
    metric: str
    whole: Interval
    blocks: tuple[BlockGain, ...]


def ablations(
    catalogue: Catalogue,
    model: Model,
    judgements: Judgements,
    found: Evaluation,
    *,
    settings: Settings,
    tell: Tell = lambda _: None,
) -> tuple[Ablation, ...]:
    """Return what each block gives on each kind of judgement.

    Weights are changed and nothing is trained again, but the factors that hold hubs back: they
    are made of the scores, and would else still know of a block that weighs nothing.

    Parameters
    ----------
    catalogue : Catalogue
        The titles.
    model : Model
        A model of them.
    judgements : Judgements
        What people said of them.
    found : Evaluation
        The model as it is, measured on the same judgements with the same settings.
    settings : Settings
        How it was measured.
    tell : callable
        Is told what is being done.

    Returns
    -------
    tuple of Ablation
        In the order of ``found.tasks``.
    """
    measured: dict[str, tuple[Evaluation, Evaluation]] = {}
    for block in weighing_blocks(model):
        tell(f"Blocks: {block}")
        measured[block] = (
            evaluate(catalogue, without_block(model, block), judgements, settings=settings),
            evaluate(catalogue, of_block_alone(model, block), judgements, settings=settings),
        )
    return tuple(_ablation(task, measured, model, judgements) for task in found.tasks)


def weighing_blocks(model: Model) -> tuple[str, ...]:
    """Return the blocks that add to scores, and ``year`` if it does.

    Parameters
    ----------
    model : Model
        The model.

    Returns
    -------
    tuple of str
        Blocks with a weight and at least one feature, in the order of the space.
    """
    weights = model.info.weights
    own = [block.spec.name for block in model.space.blocks if len(block.terms)]
    return tuple(name for name in (*own, YEAR) if weights.get(name))


def without_block(model: Model, block: str) -> Model:
    """Return the model in which a block weighs nothing.

    Parameters
    ----------
    model : Model
        The model as it is.
    block : str
        The block, or ``year``.

    Returns
    -------
    Model
        Its hubs are measured again.
    """
    return _weighing(model, {**model.info.weights, block: 0.0})


def of_block_alone(model: Model, block: str) -> Model:
    """Return the model in which all other blocks weigh nothing.

    Parameters
    ----------
    model : Model
        The model as it is.
    block : str
        The block, or ``year``.

    Returns
    -------
    Model
        Its hubs are measured again.
    """
    weights = model.info.weights
    return _weighing(model, {**dict.fromkeys(weights, 0.0), block: weights[block]})


def _weighing(model: Model, weights: dict[str, float]) -> Model:
    changed = replace(model, info=replace(model.info, weights=weights))
    return replace(changed, hubs=hub_factors(changed), stored_index=None)


def _ablation(
    task: TaskResult,
    measured: dict[str, tuple[Evaluation, Evaluation]],
    model: Model,
    judgements: Judgements,
) -> Ablation:
    whole = task.methods[0]
    metric = NDCG if NDCG in whole.figures else AUC
    gains = []
    for block, variants in measured.items():
        without, alone = (variant.task(task.kind).methods[0] for variant in variants)
        gains.append(
            BlockGain(
                block=block,
                weight=model.info.weights[block],
                without=without.figures[metric],
                gain=_difference(whole, without, judgements.labels),
                alone=alone.figures[metric],
                lacking=_difference(whole, alone, judgements.labels),
            )
        )
    gains.sort(key=lambda gain: (-gain.gain.value, gain.block))
    return Ablation(task.kind, metric, whole.figures[metric], tuple(gains))


def _difference(whole: MethodResult, other: MethodResult, labels: Labels | None) -> Interval:
    if labels is not None and AUC in whole.figures:
        ours, theirs = (Labelled(one.name, labels, one.values[_SCORES]) for one in (whole, other))
        return auc_difference(ours, theirs)
    return difference_interval(whole.values[NDCG], other.values[NDCG])
