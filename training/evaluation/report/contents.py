"""What a report is made of: the evaluation itself, and what is measured for the report alone."""

from __future__ import annotations

from dataclasses import dataclass

from recsys.catalogue import Catalogue
from recsys.model import Model
from training.evaluation.evaluation import Settings, Tell
from training.evaluation.judgements import Judgements
from training.evaluation.report.ablation import Ablation, ablations, weighing_blocks
from training.evaluation.report.catalogue_map import CatalogueMap, catalogue_map
from training.evaluation.report.examples import Example, examples
from training.evaluation.report.trade_off import TradeOff, trade_offs
from training.evaluation.results import Evaluation


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that a report tells.

    Parameters
    ----------
    evaluation : Evaluation
        The model beside its baselines.
    ablations : tuple of Ablation
        What each block gives, by kind of judgement.
    trade_offs : tuple of TradeOff
        What variety costs, by kind of judgement.
    examples : tuple of Example
        A few lists.
    map : CatalogueMap or None
        The catalogue at a glance; None where it is too small.
    """

    evaluation: Evaluation
    ablations: tuple[Ablation, ...]
    trade_offs: tuple[TradeOff, ...]
    examples: tuple[Example, ...]
    map: CatalogueMap | None


def contents(
    catalogue: Catalogue,
    model: Model,
    judgements: Judgements,
    found: Evaluation,
    *,
    settings: Settings | None = None,
    tell: Tell = lambda _: None,
) -> Contents:
    """Return what a report of an evaluation tells; further measurements are made for it.

    Parameters
    ----------
    catalogue : Catalogue
        The titles.
    model : Model
        A model of them.
    judgements : Judgements
        What people said of them.
    found : Evaluation
        The model and its baselines, measured on these judgements.
    settings : Settings or None
        How they were measured; None takes the defaults.
    tell : callable
        Is told what is being done.

    Returns
    -------
    Contents
        For :func:`training.evaluation.report.page.render`.
    """
    how = settings or Settings()
    gains = ablations(catalogue, model, judgements, found, settings=how, tell=tell)
    traded = trade_offs(catalogue, model, judgements, found, settings=how, tell=tell)
    tell("Map of the catalogue")
    return Contents(
        evaluation=found,
        ablations=gains,
        trade_offs=traded,
        examples=examples(catalogue, model, judgements, settings=how),
        map=catalogue_map(catalogue, model),
    )


def n_steps(model: Model, found: Evaluation) -> int:
    """Return how often :func:`contents` tells at most what it is doing.

    Parameters
    ----------
    model : Model
        The model.
    found : Evaluation
        Its evaluation.

    Returns
    -------
    int
        For a progress bar.
    """
    return len(weighing_blocks(model)) + len(found.tasks) + 1
