"""How well the default model finds what people recommended, called good or liked, beside simple methods.

Usage: ``python benchmarks/quality.py [--markdown] [FOLDER]`` where the folder holds ``mal_anime``
and ``movies_ml_tmdb``, each with ``catalog.jsonl.gz`` and its judgements. Without an argument it takes
``../shared/data/eval``. One model with default settings is trained on each catalogue; nothing is
chosen by the set. Ratios and differences are paired, with bootstrap 95 % intervals over the sources or
viewers. With ratings the baseline sums what a viewer likes, and in a second row joins likes as the model
does. Where the folder is absent the script says so and ends.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from recsys.catalogue import read_catalogue
from training.evaluation import (
    ColdStart,
    HoldOut,
    Interval,
    Scorer,
    Settings,
    TaskResult,
    evaluate,
    read_judgements,
)
from training.evaluation.scorer import nearest_likes
from training.evaluation.text_baselines import one_tfidf
from training.pipeline import train

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / "eval"
ANIME, FILMS = "mal_anime", "movies_ml_tmdb"


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement: what, the figures of both methods, and how they compare."""

    what: str
    units: str
    ours: str
    theirs: str
    compared: str

    def cells(self) -> tuple[str, ...]:
        """Return the cells in the order of :data:`HEADINGS`."""
        return (self.what, self.units, self.ours, self.theirs, self.compared)


@dataclass(frozen=True, slots=True)
class JoinedAlike:
    """A baseline that joins a viewer's likes as the model does, so that only the features differ."""

    baseline: Scorer
    name: ClassVar[str] = "joined alike"

    def scores(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return what the baseline says of each source."""
        return self.baseline.scores(rows)

    def profile(self, rows: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the scores of the likes, joined."""
        return nearest_likes(self.baseline.scores(rows), weights)


HEADINGS = ("measured", "of", "recsys", "other", "compared")


def main() -> None:
    """Measure on every set that is there, and print one table."""
    folders = [Path(argument) for argument in sys.argv[1:] if not argument.startswith("-")]
    folder = folders[0] if folders else DEFAULT
    rows: list[Row] = []
    for name, measured in ((ANIME, on_pairs), (FILMS, on_films)):
        if (folder / name / "catalog.jsonl.gz").is_file():
            rows.extend(measured(folder / name))
        else:
            print(f"skipped: {folder / name} has no catalog.jsonl.gz")
    if rows:
        print_table(rows, is_markdown="--markdown" in sys.argv[1:])


def on_pairs(folder: Path) -> Iterator[Row]:
    """Yield what pairs say: the test half beside baselines, and the lists of all sources."""
    catalogue = read_catalogue([folder / "catalog.jsonl.gz"]).catalogue
    model = train(catalogue)
    judgements = read_judgements(
        catalogue,
        pairs=folder / "pairs.csv.gz",
        siblings=folder / "siblings.csv.gz",
        split=folder / "split.csv.gz",
    ).judgements
    test = evaluate(catalogue, model, judgements, baselines=("soup", "lucene")).task("pairs")
    for baseline in ("soup", "lucene"):
        yield ratio_row(f"{folder.name} pairs, test half, nDCG@10 over {baseline}", test, baseline)
    everybody = evaluate(catalogue, model, judgements, settings=Settings(half="all")).task("pairs")
    beyond = everybody.methods[0].beyond
    assert beyond is not None
    units = f"{everybody.n_units} {everybody.unit}"
    what = f"{folder.name} pairs, all sources"
    yield Row(f"{what}, places of the top 1 %", units, f"{beyond.hub_share:.4f}", "", "")
    yield Row(f"{what}, lists of the most shown", units, f"{beyond.most_shown:.4f}", "", "")


def on_films(folder: Path) -> Iterator[Row]:
    """Yield what labels and viewers of films say."""
    catalogue = read_catalogue([folder / "catalog.jsonl.gz"]).catalogue
    model = train(catalogue)
    labels = read_judgements(catalogue, labels=folder / "pairs.csv.gz").judgements
    labelled = evaluate(catalogue, model, labels, baselines=("soup",)).task("labels")
    yield auc_row(f"{folder.name} labels, AUC against soup", labelled, "soup")
    ratings = read_judgements(catalogue, ratings=folder / "ratings.csv.gz").judgements
    for told, hiding in (("five held out a viewer", HoldOut(5)), ("cold start", ColdStart(0.2))):
        task = evaluate(
            catalogue,
            model,
            ratings,
            others=[JoinedAlike(one_tfidf(catalogue))],
            baselines=("one-tfidf",),
            settings=Settings(hiding=hiding),
        ).task("ratings")
        what = f"{folder.name} ratings, {told}, nDCG@10 over one-tfidf"
        yield ratio_row(what, task, "one-tfidf")
        yield ratio_row(f"{what}, likes joined alike", task, JoinedAlike.name)


def ratio_row(what: str, task: TaskResult, baseline: str) -> Row:
    """Return how often as good the model is as a baseline."""
    ours, other = task.methods[0], task.method(baseline)
    ratio = other.against["ndcg"].ratio
    compared = "-" if ratio is None else f"{shown(ratio, '{:.2f}')} x"
    figures = shown(ours.figures["ndcg"]), shown(other.figures["ndcg"])
    return Row(what, f"{task.n_units} {task.unit}", *figures, compared)


def auc_row(what: str, task: TaskResult, baseline: str) -> Row:
    """Return how much better the model tells good from bad than a baseline."""
    ours, other = task.methods[0], task.method(baseline)
    figures = shown(ours.figures["auc"]), shown(other.figures["auc"])
    difference = shown(other.against["auc"].difference, "{:+.4f}")
    return Row(what, f"{task.n_units} {task.unit}", *figures, difference)


def shown(figure: Interval, form: str = "{:.4f}") -> str:
    """Return a figure with its interval."""
    return f"{form} [{form}, {form}]".format(figure.value, figure.low, figure.high)


def print_table(rows: list[Row], *, is_markdown: bool) -> None:
    """Print the rows under their headings, as Markdown or in columns."""
    lines = [HEADINGS, *(row.cells() for row in rows)]
    if is_markdown:
        lines.insert(1, ("---",) * len(HEADINGS))
        for cells in lines:
            print(f"| {' | '.join(cells)} |")
        return
    widths = [max(len(cells[column]) for cells in lines) for column in range(len(HEADINGS))]
    for cells in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip())


if __name__ == "__main__":
    main()
