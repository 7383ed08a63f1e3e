"""How good inferred tones and tags are, and how much of the lost nDCG inferred tags win back.

Usage: ``python benchmarks/tone_inference.py FOLDER`` where the folder holds ``catalog.jsonl.gz``,
``pairs.csv.gz``, ``split.csv.gz`` and ``siblings.csv.gz``. Without an argument it takes
``../shared/data/eval/mal_anime``. Three measurements:

1. Tones of the built-in titles, five folds: each fifth is guessed from the other four.
2. Tones of titles that the folder's catalogue and the built-in one both hold, guessed from the
   folder's rows by the other built-in titles: how confidence carries over to foreign rows.
3. Tags of half of the titles deleted, five times (seeds 0 to 4), and inferred from the rest: nDCG@10
   with all tags, without the deleted ones, and with inferred ones; the share of the loss that is won
   back, with a paired bootstrap 95 % interval over the sources.

Without the folder only the first is printed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, f1_score

from recsys.catalogue import Catalogue, load_builtin, read_catalogue
from recsys.names import fold_text
from recsys.title import Medium, Title, ToneBasis, ToneState
from training.evaluation import ModelScorer, read_judgements
from training.evaluation.bootstrap import percentile_interval, resampled_means
from training.evaluation.pairs_task import measure_on_pairs, pair_questions
from training.evaluation.questions import NDCG, Question
from training.pipeline import train
from training.tagging import Labels, Reliability, guess, infer_tags, infer_tones, reliability, tone_labels
from training.tagging.evidence import evidence_matrix, tone_evidence
from training.tagging.tagging import TONES_AT_LEAST

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / "eval" / "mal_anime"
K = 10
N_FOLDS = 5
N_DELETIONS = 5


def main() -> None:
    """Print the three measurements."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    print_folds(list(load_builtin()))
    if not (folder / "pairs.csv.gz").is_file():
        print(f"skipped: {folder} has no pairs.csv.gz")
        return
    catalogue = read_catalogue([folder / "catalog.jsonl.gz"]).catalogue
    print_foreign(catalogue, load_builtin())
    print_won_back(catalogue, folder)


def print_folds(titles: list[Title]) -> None:
    """Print how well tones of titles are guessed from other titles of the same catalogue."""
    labels = tone_labels(titles)
    folds = np.random.default_rng(0).permutation(len(labels.rows)) % N_FOLDS
    confidence, blocks = np.zeros(labels.matrix.shape), tone_evidence(titles)
    for fold in range(N_FOLDS):
        known, asked = folds != fold, labels.rows[folds == fold]
        taught = Labels(labels.names, labels.rows[known], labels.matrix[known])
        confidence[folds == fold] = guess(evidence_matrix(titles, blocks, asked), taught, asked).confidence
    offered, truth = confidence >= TONES_AT_LEAST, labels.matrix
    print(f"own vocabulary: {len(titles)} titles, {len(labels.names)} tones, {N_FOLDS} folds")
    for average in ("micro", "macro"):
        f1 = f1_score(truth, offered, average=average, zero_division=0.0)
        precise = average_precision_score(truth, confidence, average=average)
        by_chance = float(truth.mean()) if average == "micro" else float(truth.mean(axis=0).mean())
        print(f"  {average} F1 {f1:.3f}  average precision {precise:.3f} (at random {by_chance:.3f})")
    mean_offered, mean_stated = offered.sum(axis=1).mean(), truth.sum(axis=1).mean()
    print(f"  {mean_offered:.1f} tones a title from {TONES_AT_LEAST} on; stated are {mean_stated:.1f}")
    print(f"  right {float(truth[offered].mean()):.3f}")
    _print_reliability(reliability(confidence, truth))


def print_foreign(catalogue: Catalogue, builtin: Catalogue) -> None:
    """Print whether confidences hold for rows that somebody else wrote."""
    same = dict(_same_titles(catalogue, builtin))
    teachers = [title for title in builtin if title.id not in same]
    tagged = infer_tones(catalogue, teachers, most=len(builtin)).catalogue
    guesses = [
        (tone.confidence, float(tone.id in _stated(builtin.by_id[id])))
        for id, row in same.items()
        for tone in tagged[row].tones
        if tone.basis is ToneBasis.INFERRED
    ]
    sure, right = np.array(guesses).T
    print(f"foreign rows: {len(same)} titles of both catalogues, {len(guesses)} tones offered")
    print(f"  mean confidence {sure.mean():.3f}, right {right.mean():.3f}")
    _print_reliability(reliability(sure, right))


def print_won_back(catalogue: Catalogue, folder: Path) -> None:
    """Print nDCG with all tags, with half of them deleted, and with inferred ones."""
    judgements = read_judgements(
        catalogue,
        pairs=folder / "pairs.csv.gz",
        siblings=folder / "siblings.csv.gz",
        split=folder / "split.csv.gz",
    ).judgements
    assert judgements.pairs is not None
    questions = pair_questions(judgements.pairs, judgements.siblings)
    full = _ndcg(catalogue, questions)
    without, inferred = np.zeros_like(full), np.zeros_like(full)
    for seed in range(N_DELETIONS):
        rest = _with_half_of_the_tags(catalogue, seed)
        started = perf_counter()
        tagging = infer_tags(rest)
        took = perf_counter() - started
        print(f"deletion {seed}: {tagging.n_guesses} tags in {tagging.n_filled} titles, {took:.1f} s")
        _print_reliability(tagging.reliability)
        without += _ndcg(rest, questions) / N_DELETIONS
        inferred += _ndcg(tagging.catalogue, questions) / N_DELETIONS
    for half in ("dev", "test"):
        asked = np.array([judgements.halves.get(int(question.unit)) == half for question in questions])
        _print_half(half, full[asked], without[asked], inferred[asked])


def _print_half(
    half: str, full: NDArray[np.float64], without: NDArray[np.float64], inferred: NDArray[np.float64]
) -> None:
    print(f"{half}: nDCG@{K} all tags {full.mean():.4f}, half deleted {without.mean():.4f}, ", end="")
    print(f"inferred {inferred.mean():.4f}  ({len(full)} sources)")
    means = resampled_means(np.stack([full, without, inferred]))
    won = percentile_interval(
        float((inferred - without).mean() / (full - without).mean()),
        (means[2] - means[1]) / (means[0] - means[1]),
    )
    print(f"  won back {won.value:.3f} [{won.low:.3f}, {won.high:.3f}]")


def _ndcg(catalogue: Catalogue, questions: tuple[Question, ...]) -> NDArray[np.float64]:
    return measure_on_pairs(ModelScorer(train(catalogue)), questions, k=K).values[NDCG]


def _with_half_of_the_tags(catalogue: Catalogue, seed: int) -> Catalogue:
    order = np.random.default_rng(seed).permutation(len(catalogue))
    deleted = set(order[: len(catalogue) // 2].tolist())
    return Catalogue(
        replace(title, tags=()) if row in deleted else title for row, title in enumerate(catalogue)
    )


def _same_titles(catalogue: Catalogue, builtin: Catalogue) -> Iterator[tuple[str, int]]:
    """Animation of one name, and of one year or the next to it: id here, and row there."""
    rows: dict[tuple[str, int], int] = {}
    for row, title in enumerate(catalogue):
        for name in title.names if title.year else ():
            rows.setdefault((fold_text(name), title.year or 0), row)
    for title in builtin:
        if title.medium is Medium.ANIMATION and title.year:
            keys = [(fold_text(name), title.year + off) for off in (0, 1, -1) for name in title.names]
            found = next((rows[key] for key in keys if key in rows), None)
            if found is not None:
                yield title.id, found


def _stated(title: Title) -> set[str]:
    return {tone.id for tone in title.tones if tone.state is ToneState.YES}


def _print_reliability(found: Reliability) -> None:
    print(f"  expected calibration error {found.expected_calibration_error:.4f}; sure, right, guesses:")
    print("  " + "; ".join(f"{b.confidence:.2f} {b.right:.2f} {b.count}" for b in found.bins))


if __name__ == "__main__":
    main()
