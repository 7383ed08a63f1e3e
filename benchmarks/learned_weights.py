"""What a model gains by learning from its owner's pairs, labels or ratings.

Usage: ``python benchmarks/learned_weights.py [DATA]``, where DATA holds ``mal_anime`` and
``movies_ml_tmdb``; without an argument ``../shared/data/eval``.

Pairs: the dev half of the anime pairs is the owner's, the test half is asked. A pair of the dev
half is not learned from if it, or its reverse, lies in the test half. Learning sees nothing of
the test half; which features and constants it has was chosen with figures of both halves in view.
The same with 50, 250 and 1,000 of these pairs, drawn five times. Labels: cross-validated inside. Ratings:
learned from every second viewer, measured on the others.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from recsys.catalogue import Catalogue, read_catalogue
from recsys.model import Model
from training.evaluation import (
    ColdStart,
    HoldOut,
    Judgements,
    ModelScorer,
    Pairs,
    Ratings,
    Settings,
    TaskResult,
    evaluate,
    read_judgements,
)
from training.evaluation.splits import in_half
from training.learning import learn, without_reverse
from training.learning.cross_validation import ndcg_by_source
from training.pipeline import train

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / "eval"
FEW, N_DRAWS = (50, 250, 1_000), 5


def main() -> None:
    """Learn, measure and print."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    if not data.is_dir():
        print(f"skipped: {data} is not there")
        return
    _pairs(data / "mal_anime")
    _labels_and_ratings(data / "movies_ml_tmdb")


def _pairs(folder: Path) -> None:
    catalogue = read_catalogue([folder / "catalog.jsonl.gz"]).catalogue
    judgements = read_judgements(
        catalogue,
        pairs=folder / "pairs.csv.gz",
        siblings=folder / "siblings.csv.gz",
        split=folder / "split.csv.gz",
    ).judgements
    assert judgements.pairs is not None
    ids = [title.id for title in catalogue]
    dev, test = (
        in_half(judgements.pairs, half, halves=judgements.halves, ids=ids) for half in ("dev", "test")
    )
    own = without_reverse(dev, test)
    print(f"pairs: {len(own)} of {len(dev)} pairs of the dev half are learned from")
    model = train(catalogue)
    started = perf_counter()
    learned = learn(model, replace(judgements, pairs=own))
    print(f"learned in {perf_counter() - started:.0f} s")
    _print_record(learned.info.learned)
    _compare(catalogue, judgements, model, learned)
    for n_pairs in FEW:
        for draw in range(N_DRAWS):
            few = learn(model, replace(judgements, pairs=_some(own, n_pairs, draw)))
            is_same = few.learned is None and few.info.weights == model.info.weights
            print(
                f"{n_pairs} pairs, draw {draw}:",
                "nothing changes" if is_same else _ndcg(few, judgements, test),
            )


def _ndcg(model: Model, judgements: Judgements, pairs: Pairs) -> str:
    return f"nDCG@10 {ndcg_by_source(model, pairs, judgements.siblings).mean():.4f}"


def _some(pairs: Pairs, n: int, draw: int) -> Pairs:
    chosen = np.zeros(len(pairs), dtype=np.bool_)
    chosen[np.random.default_rng(draw).choice(len(pairs), n, replace=False)] = True
    return pairs.subset(chosen)


def _compare(catalogue: Catalogue, judgements: Judgements, model: Model, learned: Model) -> None:
    others = [ModelScorer(learned, name="learned")]
    found = evaluate(
        catalogue, model, judgements, baselines=["soup"], others=others, settings=Settings(half="test")
    )
    task = found.task("pairs")
    _print_task(task)
    ratio = task.method("soup").figures["ndcg"].value
    print(f"learned over soup: {task.method('learned').figures['ndcg'].value / ratio:.2f}")


def _print_task(task: TaskResult) -> None:
    print(*task.notes, sep="; ")
    for method in task.methods:
        figure, beyond = method.figures["ndcg"], method.beyond
        assert beyond is not None
        print(
            f"{method.name:>8}: nDCG@10 {figure.value:.4f} [{figure.low:.4f}, {figure.high:.4f}]"
            f"  top 1 % of titles {beyond.hub_share:.3f}  most shown {beyond.most_shown:.3f}"
            f"  coverage {beyond.coverage:.3f}"
        )
    gain = task.method("learned").against["ndcg"].difference
    print(f"default minus learned: {gain.value:+.4f} [{gain.low:+.4f}, {gain.high:+.4f}], paired")


def _labels_and_ratings(folder: Path) -> None:
    catalogue = read_catalogue([folder / "catalog.jsonl.gz"]).catalogue
    model = train(catalogue)
    print("labels:")
    _print_record(
        learn(model, read_judgements(catalogue, labels=folder / "pairs.csv.gz").judgements).info.learned
    )
    judgements = read_judgements(catalogue, ratings=folder / "ratings.csv.gz").judgements
    assert judgements.ratings is not None
    own, others = (_of_every_second(judgements.ratings, rest) for rest in (0, 1))
    learned = learn(model, replace(judgements, ratings=own))
    print("ratings of every second viewer, measured on the other viewers:")
    _print_record(learned.info.learned)
    for hiding in (HoldOut(), ColdStart(0.2)):
        found = evaluate(
            catalogue,
            model,
            replace(judgements, ratings=others),
            others=[ModelScorer(learned, name="learned")],
            settings=Settings(hiding=hiding),
        )
        _print_task(found.task("ratings"))


def _of_every_second(ratings: Ratings, rest: int) -> Ratings:
    chosen = ratings.user % 2 == rest
    time = None if ratings.time is None else ratings.time[chosen]
    return replace(
        ratings, user=ratings.user[chosen], row=ratings.row[chosen], rating=ratings.rating[chosen], time=time
    )


def _print_record(record: Mapping[str, Any]) -> None:
    for part, found in record.items():
        print(f"  {part}: {found}")


if __name__ == "__main__":
    main()
