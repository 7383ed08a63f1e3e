"""nDCG@10 of the default model on human "if you liked X, try Y" pairs.

Usage: ``python benchmarks/pairs_ndcg.py FOLDER`` where the folder holds ``catalog.jsonl.gz``,
``pairs.csv.gz``, ``split.csv.gz`` and ``siblings.csv.gz``. Without an argument it takes
``../shared/data/eval/mal_anime``. A model is trained from the catalogue as it is and measured by
:mod:`training.evaluation`; the mean over the sources of each half is printed with a bootstrap
95 % interval. ``recsys evaluate`` measures the same, beside baselines.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from recsys.catalogue import read_catalogue
from training.evaluation import Settings, evaluate, read_judgements
from training.pipeline import train

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / "eval" / "mal_anime"
K = 10


def main() -> None:
    """Train, measure, and print nDCG@10 by half."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    if not (folder / "pairs.csv.gz").is_file():
        print(f"skipped: {folder} has no pairs.csv.gz")
        return
    catalogue = read_catalogue([folder / "catalog.jsonl.gz"]).catalogue
    model = train(catalogue)
    judgements = read_judgements(
        catalogue,
        pairs=folder / "pairs.csv.gz",
        siblings=folder / "siblings.csv.gz",
        split=folder / "split.csv.gz",
    ).judgements
    for half in ("dev", "test"):
        task = evaluate(catalogue, model, judgements, settings=Settings(k=K, half=half)).task("pairs")
        found = task.methods[0].figures["ndcg"]
        interval = f"[{found.low:.4f}, {found.high:.4f}]"
        print(f"{half:>4}: nDCG@{K} {found.value:.4f}  {interval}  {task.n_units} sources")
    print("weights:", json.dumps(dict(model.info.weights)))


if __name__ == "__main__":
    main()
