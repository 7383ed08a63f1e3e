"""A model and its baselines, measured on all judgements there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from recsys.catalogue import Catalogue
from recsys.errors import BadData
from recsys.model import Model
from training.evaluation.baselines import BASELINES
from training.evaluation.beyond import Inspector
from training.evaluation.bootstrap import difference_interval, mean_interval, ratio_interval
from training.evaluation.judgements import Judgements, Labels, Pairs, Ratings
from training.evaluation.labels_task import Labelled, auc_difference, auc_interval, measure_on_labels
from training.evaluation.pairs_task import measure_on_pairs, pair_questions
from training.evaluation.questions import Measured
from training.evaluation.ratings_task import Hiding, HoldOut, measure_on_ratings, viewer_questions
from training.evaluation.results import Comparison, Evaluation, MethodResult, TaskResult
from training.evaluation.scorer import ModelScorer, Scorer
from training.evaluation.splits import in_half

AUC = "auc"
Tell = Callable[[str], None]
"""Is told what is being done."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How it is measured.

    Parameters
    ----------
    k : int
        Length of the lists.
    half : str
        ``test``, ``dev`` or ``all`` of the sources of pairs.
    hiding : Hiding
        Which likes of viewers are hidden.
    """

    k: int = 10
    half: str = "test"
    hiding: Hiding = field(default_factory=HoldOut)


def evaluate(
    catalogue: Catalogue,
    model: Model,
    judgements: Judgements,
    *,
    baselines: Sequence[str] = (),
    others: Sequence[Scorer] = (),
    settings: Settings | None = None,
    tell: Tell = lambda _: None,
) -> Evaluation:
    """Return how good a model is, beside baselines on the same questions.

    Parameters
    ----------
    catalogue : Catalogue
        The titles.
    model : Model
        A model of the same titles.
    judgements : Judgements
        What people said of them.
    baselines : sequence of str
        Names in :data:`training.evaluation.baselines.BASELINES`.
    others : sequence of Scorer
        Further methods to measure beside the model.
    settings : Settings or None
        How it is measured; None takes the defaults.
    tell : callable
        Is told what is being done.

    Returns
    -------
    Evaluation
        One table a kind of judgement, the model first.

    Raises
    ------
    BadData
        If the model is one of other titles, or the judgements leave no question.
    """
    _check(catalogue, model)
    scorers: list[Scorer] = [ModelScorer(model), *others]
    for name in baselines:
        tell(f"Fitting {name}")
        scorers.append(BASELINES[name](catalogue))
    bench = _Bench(catalogue, Inspector(model, catalogue.titles), scorers, settings or Settings(), tell)
    tasks = []
    if judgements.pairs is not None:
        tasks.append(bench.pairs(judgements, judgements.pairs))
    if judgements.labels is not None:
        tasks.append(bench.labels(judgements.labels))
    if judgements.ratings is not None:
        tasks.append(bench.ratings(judgements.ratings))
    return Evaluation(
        n_titles=len(catalogue),
        fingerprint=catalogue.fingerprint,
        k=bench.settings.k,
        weights=dict(model.info.weights),
        tasks=tuple(tasks),
    )


@dataclass(frozen=True, slots=True)
class _Bench:
    """The methods, and what they are measured with."""

    catalogue: Catalogue
    inspector: Inspector
    scorers: Sequence[Scorer]
    settings: Settings
    tell: Tell

    def pairs(self, judgements: Judgements, pairs: Pairs) -> TaskResult:
        ids = [title.id for title in self.catalogue]
        half = self.settings.half
        asked = in_half(pairs, half, halves=judgements.halves, ids=ids)
        questions = pair_questions(asked, judgements.siblings)
        if not questions:
            msg = f"no source of the half {half!r} has a pair that is left: try another half, or all"
            raise BadData(msg)
        measured = []
        for scorer in self.scorers:
            self.tell(f"Pairs: {scorer.name}")
            measured.append(measure_on_pairs(scorer, questions, k=self.settings.k))
        n_left = sum(len(question.relevant) for question in questions)
        n_sources = len(np.unique(asked.source))
        notes = (
            f"half {half}: {n_sources} of {len(np.unique(pairs.source))} sources",
            f"{len(asked) - n_left} pairs are of siblings and were removed; sources without any other pair: "
            f"{n_sources - len(questions)}",
        )
        sources = measured[0].units
        methods = [self._on_lists(one, measured[0], is_about_one=True) for one in measured]
        return TaskResult(
            "pairs", "sources", tuple(ids[row] for row in sources), n_left, notes, tuple(methods)
        )

    def labels(self, labels: Labels) -> TaskResult:
        n_good = int(labels.is_good.sum())
        if n_good in (0, len(labels)):
            msg = f"all {len(labels)} labels are {'good' if n_good else 'bad'}: the AUC needs both kinds"
            raise BadData(msg)
        measured = []
        for scorer in self.scorers:
            self.tell(f"Labels: {scorer.name}")
            measured.append(measure_on_labels(scorer, labels))
        notes = (
            f"{n_good} good and {len(labels) - n_good} bad, of {len(np.unique(labels.source))} sources; "
            "intervals by resampling sources",
        )
        ids = tuple(self.catalogue[int(row)].id for row in labels.source)
        methods = tuple(_on_labels(one, measured[0]) for one in measured)
        return TaskResult("labels", "pairs", ids, len(labels), notes, methods)

    def ratings(self, ratings: Ratings) -> TaskResult:
        hiding = self.settings.hiding
        questions = viewer_questions(hiding.viewers(ratings, n_titles=len(self.catalogue)))
        if not questions:
            msg = f"no viewer likes enough titles for: {hiding}; hide fewer, or lower the threshold"
            raise BadData(msg)
        measured = []
        for scorer in self.scorers:
            self.tell(f"Ratings: {scorer.name}")
            measured.append(measure_on_ratings(scorer, questions, k=self.settings.k))
        notes = (str(hiding), f"{len(questions)} of {len(ratings.users)} viewers like enough titles")
        users = tuple(ratings.users[user] for user in measured[0].units)
        n_hidden = sum(len(question.relevant) for question in questions)
        methods = [self._on_lists(one, measured[0], is_about_one=False) for one in measured]
        return TaskResult("ratings", "viewers", users, n_hidden, notes, tuple(methods))

    def _on_lists(self, measured: Measured, first: Measured, *, is_about_one: bool) -> MethodResult:
        values = measured.values
        pairs = {} if measured is first else {name: (first.values[name], values[name]) for name in values}
        return MethodResult(
            name=measured.name,
            figures={name: mean_interval(own) for name, own in values.items()},
            against={
                name: Comparison(difference_interval(*pair), ratio_interval(*pair))
                for name, pair in pairs.items()
            },
            beyond=self.inspector.look(measured.lists, measured.units if is_about_one else None),
            values=values,
        )


def _on_labels(measured: Labelled, first: Labelled) -> MethodResult:
    against = {} if measured is first else {AUC: Comparison(auc_difference(first, measured), None)}
    return MethodResult(
        measured.name, {AUC: auc_interval(measured)}, against, None, {"scores": measured.scores}
    )


def _check(catalogue: Catalogue, model: Model) -> None:
    ids = model.names.ids.table
    if len(model) != len(catalogue) or any(ids[row] != title.id for row, title in enumerate(catalogue)):
        msg = (
            f"the model has {len(model)} titles, the catalogue {len(catalogue)}, and they are not the same: "
            "train it on this catalogue"
        )
        raise BadData(msg)
