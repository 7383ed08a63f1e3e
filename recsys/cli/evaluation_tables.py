"""An evaluation as people read it: for each kind of judgement how good, how much better, and what else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from recsys.cli.terminal import clean, write

if TYPE_CHECKING:
    from training.evaluation import Beyond, Evaluation, Interval, TaskResult

_METRICS = {
    "ndcg": "nDCG@{k}",
    "graded_ndcg": "graded nDCG@{k}",
    "recall": "recall@{k}",
    "mrr": "MRR",
    "hit_rate": "hit rate@{k}",
    "auc": "AUC",
}
_MAIN = ("ndcg", "auc")
"""The metrics in which methods are compared."""
_ROUNDING = 1e-9
_BEYOND = {
    "coverage": "coverage",
    "hub_share": "top 1 %",
    "most_shown": "most shown",
    "diversity": "diversity",
    "novelty": "novelty",
    "across_borders": "across borders",
    "explained": "explained",
}


def render_evaluation(console: Console, evaluation: Evaluation) -> None:
    """Write an evaluation for people.

    Parameters
    ----------
    console : Console
        Where to.
    evaluation : Evaluation
        What was measured.
    """
    for task in evaluation.tasks:
        heading = f"{task.kind}: {task.n_units} {task.unit}"
        answers = "" if task.kind == "labels" else f", {task.n_judgements} right answers"
        write(console, f"{heading}{answers}, {evaluation.n_titles} titles", style="bold")
        for note in task.notes:
            write(console, note, indent=2)
        for table in (_accuracy(task, evaluation.k), _against(task, evaluation.k), _beyond(task)):
            if table is not None:
                console.print()
                console.print(Padding(table, (0, 0, 0, 2), expand=False))
        console.print()


def _accuracy(task: TaskResult, k: int) -> Table:
    """Each metric with its 95 % interval."""
    shown = [name for name in task.methods[0].figures if name != "graded_ndcg" or _is_graded(task)]
    table = _table("method", *(_METRICS[name].format(k=k) for name in shown))
    for method in task.methods:
        table.add_row(clean(method.name), *(_interval(method.figures[name]) for name in shown))
    return table


def _is_graded(task: TaskResult) -> bool:
    """Whether some right answers count more than others."""
    pairs = [(method.figures["graded_ndcg"], method.figures["ndcg"]) for method in task.methods]
    return any(abs(graded.value - binary.value) > _ROUNDING for graded, binary in pairs)


def _against(task: TaskResult, k: int) -> Table | None:
    """The first method against each other one, paired."""
    first, *others = task.methods
    metric = next(name for name in _MAIN if name in first.figures)
    if not others:
        return None
    name = _METRICS[metric].format(k=k)
    table = _table(f"{first.name} against", f"{name}, difference", "ratio")
    for method in others:
        found = method.against[metric]
        ratio = "-" if found.ratio is None else _interval(found.ratio, "{:.2f}")
        table.add_row(clean(method.name), _interval(found.difference, "{:+.4f}"), ratio)
    return table


def _beyond(task: TaskResult) -> Table | None:
    """What the lists are like; a figure that is not known of any method has no column."""
    looked = [(method, method.beyond) for method in task.methods if method.beyond is not None]
    shown = [name for name in _BEYOND if any(getattr(beyond, name) is not None for _, beyond in looked)]
    if not looked:
        return None
    table = _table("lists of", *(_BEYOND[name] for name in shown))
    for method, beyond in looked:
        table.add_row(clean(method.name), *(_figure(beyond, name) for name in shown))
    return table


def _figure(beyond: Beyond, name: str) -> str:
    value = getattr(beyond, name)
    return "-" if value is None else f"{value:.3f}"


def _interval(figure: Interval, form: str = "{:.4f}") -> str:
    return f"{form} [{form}, {form}]".format(figure.value, figure.low, figure.high)


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number else "left", no_wrap=not number)
    return table
