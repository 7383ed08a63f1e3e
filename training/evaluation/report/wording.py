"""The words of the report: what metrics, figures and kinds of judgement are called, and what they mean."""

from __future__ import annotations

from dataclasses import dataclass

from training.evaluation.questions import GRADED, HIT_RATE, MRR, NDCG, RECALL
from training.evaluation.results import TaskResult

_ROUNDING = 1e-9
_METRICS = {
    NDCG: "nDCG@{k}",
    GRADED: "graded nDCG@{k}",
    RECALL: "recall@{k}",
    MRR: "MRR",
    HIT_RATE: "hit rate@{k}",
    "auc": "AUC",
}
HEADINGS = {
    "pairs": "Pairs: what people recommend",
    "labels": "Labels: good and bad recommendations",
    "ratings": "Ratings: what viewers like",
}
PROTOCOLS = {
    "pairs": (
        "People said: if you liked this title, try that one. Each method ranks all titles of the catalogue "
        "for each source; the source itself and titles of the same series may not be shown. "
        "An answer is right if somebody recommended it for the source."
    ),
    "labels": (
        "People called single recommendations good or bad. The AUC is how often a good one has a higher "
        "score than a bad one; .5 is chance. Intervals are from drawing sources again."
    ),
    "ratings": (
        "Of each viewer some liked titles are hidden. Each method is told the others and ranks the titles; "
        "what the viewer has rated besides may not be shown. An answer is right if it is a hidden title."
    ),
}
METRIC_MEANINGS = {
    NDCG: "how high the right answers stand in the list; 1 is a list with all of them first",
    GRADED: "the same, where an answer that more people gave counts more",
    RECALL: "share of the right answers that are in the list",
    MRR: "one over the place of the first right answer, in the whole ranking",
    HIT_RATE: "share of the lists that hold a right answer",
    "auc": "how often a good recommendation scores above a bad one",
}


@dataclass(frozen=True, slots=True)
class Look:
    """A figure of :class:`training.evaluation.beyond.Beyond`: its name there, its heading, its meaning."""

    field: str
    heading: str
    meaning: str


LOOKS = (
    Look("coverage", "coverage", "share of all titles that stand in any list"),
    Look("hub_share", "top 1 %", "share of all places that the most shown 1 % of the titles hold"),
    Look("most_shown", "most shown", "share of the lists in which the most shown title stands"),
    Look("diversity", "diversity", "1 minus the mean cosine of two titles of a list"),
    Look("novelty", "novelty", "bits: 0 if only the most popular title were shown, more for less known ones"),
    Look("across_borders", "across borders", "share of the lists with a title from another country"),
    Look("explained", "explained", "share of the shown titles with a reason besides year, country and form"),
)


def metric_name(metric: str, k: int) -> str:
    """Return what a metric is called.

    Parameters
    ----------
    metric : str
        Its name in the results.
    k : int
        Length of the lists.

    Returns
    -------
    str
        Such as ``nDCG@10``.
    """
    return _METRICS[metric].format(k=k)


def shown_metrics(task: TaskResult) -> tuple[str, ...]:
    """Return the metrics that say something of their own.

    Parameters
    ----------
    task : TaskResult
        What was measured.

    Returns
    -------
    tuple of str
        Without the graded nDCG where all right answers count the same.
    """
    is_graded = any(
        abs(method.figures[GRADED].value - method.figures[NDCG].value) > _ROUNDING
        for method in task.methods
        if GRADED in method.figures
    )
    return tuple(name for name in task.methods[0].figures if name != GRADED or is_graded)


def shown_looks(task: TaskResult) -> tuple[Look, ...]:
    """Return the figures beyond accuracy that are known of any method.

    Parameters
    ----------
    task : TaskResult
        What was measured.

    Returns
    -------
    tuple of Look
        None for labels, which have no lists.
    """
    looked = [method.beyond for method in task.methods if method.beyond is not None]
    return tuple(look for look in LOOKS if any(getattr(one, look.field) is not None for one in looked))
