"""How surely exports of other sites are matched: precision and recall on dirty exports of built-in titles.

`python benchmarks/history_matching.py [--titles 500] [--seeds 5]`. The exports are synthetic
(tests/history/exports.py): other spellings, missing and wrong years, foreign ids, entries of titles that the
catalogue does not have. Precision is over matched records, recall over entries of titles that it has.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from recsys.catalogue import load_builtin
from recsys.history import MatchedBy, match_records, read_history_bytes
from recsys.model import Model
from tests.history.exports import FORMATS, Export, export
from training.pipeline import train

PRECISION, RECALL = 0.99, 0.95


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one export."""

    n_right: int
    n_wrong: int
    n_entries: int
    n_found: int
    n_ambiguous: int
    problems: int


def score(model: Model, made: Export, *, has_plans: bool) -> Score:
    """Return how an export was matched, against what its writer meant; some sites export no plans."""
    history = read_history_bytes(made.name, made.data)
    right = wrong = ambiguous = 0
    found: set[str] = set()
    for match in match_records(model, history.records):
        ambiguous += match.by is MatchedBy.AMBIGUOUS
        if match.row is None:
            continue
        id = model.names.ids.table[match.row]
        meant = made.meant(match.record)
        right += id in meant
        wrong += id not in meant
        found.add(id)
    written = [one for one in made.truth if has_plans or not one.is_planned]
    entries = {one.id for one in written if one.id is not None}
    return Score(right, wrong, len(entries), len(entries & found), ambiguous, len(history.problems))


def main() -> None:
    """Print a table, one line a format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--titles", type=int, default=500)
    parser.add_argument("--seeds", type=int, default=5)
    asked = parser.parse_args()
    catalogue = load_builtin()
    model = train(catalogue)
    print(f"{asked.titles} of {len(catalogue)} built-in titles, {asked.seeds} exports of each format")
    print("| format | entries | precision | recall | ambiguous | reached |\n|---|---|---|---|---|---|")
    for format in FORMATS:
        scores = []
        for seed in range(asked.seeds):
            rng = np.random.default_rng(seed)
            drawn = [catalogue[int(row)] for row in rng.permutation(len(catalogue))]
            made = export(format, drawn, seed=seed, dirt=True)
            if len(made.truth) > asked.titles:  # a site takes only what it can have
                kept = {one.id for one in made.truth if one.id}
                chosen = [title for title in drawn if title.id in kept][: asked.titles]
                made = export(format, chosen, seed=seed, dirt=True)
            scores.append(score(model, made, has_plans=not format.startswith("netflix")))
        right, wrong = sum(one.n_right for one in scores), sum(one.n_wrong for one in scores)
        n_entries, n_found = sum(one.n_entries for one in scores), sum(one.n_found for one in scores)
        precision, recall = right / (right + wrong), n_found / n_entries
        reached = "yes" if precision >= PRECISION and recall >= RECALL else "no"
        ambiguous = sum(one.n_ambiguous for one in scores)
        print(f"| {format} | {n_entries} | {precision:.4f} | {recall:.4f} | {ambiguous} | {reached} |")


if __name__ == "__main__":
    main()
