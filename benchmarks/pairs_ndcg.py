"""nDCG@10 of the default model on human "if you liked X, try Y" pairs.

Usage: ``python benchmarks/pairs_ndcg.py FOLDER`` where the folder holds ``catalog.jsonl.gz``,
``pairs.csv.gz``, ``split.csv.gz`` and ``siblings.csv.gz``. Without an argument it takes
``../shared/data/eval/mal_anime``. A model is trained from the catalogue as it is; the title
itself and its siblings are removed from both the lists and the pairs; the mean over the
sources of each half is printed with a bootstrap 95 % interval. Scores are rounded to six
digits and ties broken at random.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from recsys.catalogue import read_catalogue
from training.neighbours import write_neighbours
from training.pipeline import train

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / "eval" / "mal_anime"
K = 10
N_NEIGHBOURS = 200


def main() -> None:
    """Train, write the neighbours, and print nDCG@10 by half."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    if not (folder / "pairs.csv.gz").is_file():
        print(f"skipped: {folder} has no pairs.csv.gz")
        return
    model = train(read_catalogue([folder / "catalog.jsonl.gz"]).catalogue)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "neighbours.jsonl.gz"
        for _ in write_neighbours(model, path, k=N_NEIGHBOURS):
            pass
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            lists = {line["id"]: line["neighbours"] for line in map(json.loads, stream)}
    wanted: dict[str, set[str]] = defaultdict(set)
    for pair in _rows(folder / "pairs.csv.gz"):
        wanted[pair["source_id"]].add(pair["target_id"])
    siblings: dict[str, set[str]] = defaultdict(set)
    for pair in _rows(folder / "siblings.csv.gz"):
        siblings[pair["id"]].add(pair["sibling_id"])
    halves = {row["source_id"]: row["half"] for row in _rows(folder / "split.csv.gz")}
    rng = np.random.default_rng(7)
    for half in ("dev", "test"):
        sources = sorted(source for source in wanted if halves.get(source) == half)
        values = [_ndcg(lists[s], wanted[s] - siblings[s] - {s}, siblings[s], rng) for s in sources]
        known = np.array([value for value in values if value is not None])
        low, high = _interval(known)
        print(f"{half:>4}: nDCG@{K} {known.mean():.4f}  [{low:.4f}, {high:.4f}]  {len(known)} sources")
    print("weights:", json.dumps(dict(model.info.weights)))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def _ndcg(
    neighbours: list[dict[str, float | str]], wanted: set[str], removed: set[str], rng: np.random.Generator
) -> float | None:
    if not wanted:
        return None
    left = [entry for entry in neighbours if entry["id"] not in removed]
    order = np.lexsort((rng.random(len(left)), np.array([-float(entry["score"]) for entry in left])))[:K]
    discounts = 1 / np.log2(np.arange(2, K + 2))
    gains = np.array([left[place]["id"] in wanted for place in order], dtype=float)
    return float((gains * discounts[: len(gains)]).sum() / discounts[: min(K, len(wanted))].sum())


def _interval(values: np.ndarray, n_resamples: int = 2000) -> tuple[float, float]:
    rng = np.random.default_rng(0)
    means = values[rng.integers(0, len(values), (n_resamples, len(values)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


if __name__ == "__main__":
    main()
