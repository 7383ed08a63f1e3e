"""A few lists as they are: whoever reads figures should see what they are figures of."""

from __future__ import annotations

from dataclasses import dataclass

from recsys.catalogue import Catalogue
from recsys.model import Model
from training.evaluation.evaluation import Settings
from training.evaluation.judgements import Judgements
from training.evaluation.questions import Question
from training.evaluation.ranked import rank
from training.evaluation.report.trade_off import answer, asked_questions, sample
from training.evaluation.scorer import ModelScorer

N_EXAMPLES = 8
N_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """A title of a list, and whether people recommended it too."""

    label: str
    is_hit: bool


@dataclass(frozen=True, slots=True)
class Example:
    """The beginning of one list.

    Parameters
    ----------
    source : str
        Label of the title that it was made for.
    n_relevant : int
        How many other titles people recommended.
    shown : tuple of Shown
        The first titles, best first.
    """

    source: str
    n_relevant: int
    shown: tuple[Shown, ...]


def examples(
    catalogue: Catalogue, model: Model, judgements: Judgements, *, settings: Settings
) -> tuple[Example, ...]:
    """Return the lists of a few sources of pairs, drawn with a fixed seed.

    Viewers are not shown: what somebody likes is their own affair.

    Parameters
    ----------
    catalogue : Catalogue
        The titles.
    model : Model
        A model of them.
    judgements : Judgements
        What people said of them.
    settings : Settings
        How it was measured.

    Returns
    -------
    tuple of Example
        At most eight; none without pairs.
    """
    asked = sample(asked_questions("pairs", catalogue, judgements, settings), N_EXAMPLES)
    return tuple(_example(catalogue, ModelScorer(model), question) for question in asked)


def _example(catalogue: Catalogue, scorer: ModelScorer, question: Question) -> Example:
    scores = answer(scorer, question, "pairs")
    ranking = rank(scores, excluded=question.excluded, unit=question.unit)
    first = ranking.contenders(N_SHOWN)[:N_SHOWN]
    right = set(question.relevant.tolist())
    shown = tuple(Shown(catalogue[int(row)].label, int(row) in right) for row in first)
    return Example(catalogue[int(question.seeds[0])].label, len(question.relevant), shown)
