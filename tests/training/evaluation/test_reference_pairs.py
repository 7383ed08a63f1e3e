"""The baselines on real pairs: what they scored before this package existed, by other code."""

from __future__ import annotations

from pathlib import Path

import pytest

from recsys.catalogue import read_catalogue
from training.evaluation.baselines import BASELINES
from training.evaluation.pairs_task import measure_on_pairs, pair_questions
from training.evaluation.reading import read_judgements
from training.evaluation.splits import in_half

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "eval" / "mal_anime"
KNOWN = {
    "random": 0.002,
    "popularity": 0.025,
    "soup": 0.086,
    "synopsis": 0.036,
    "one-tfidf": 0.049,
    "lucene": 0.051,
}


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason="the reference data are not part of the project")
def test_baselines_score_what_other_code_measured() -> None:
    catalogue = read_catalogue(DATA / "catalog.jsonl.gz").catalogue
    files = {"pairs": "pairs.csv.gz", "siblings": "siblings.csv.gz", "split": "split.csv.gz"}
    found = read_judgements(catalogue, **{key: DATA / name for key, name in files.items()})
    assert found.problems == ()
    judgements = found.judgements
    assert judgements.pairs is not None
    ids = [title.id for title in catalogue]
    questions = pair_questions(
        in_half(judgements.pairs, "test", halves=judgements.halves, ids=ids), judgements.siblings
    )
    assert len(questions) == 1165
    for name, expected in KNOWN.items():
        measured = measure_on_pairs(BASELINES[name](catalogue), questions, k=10)
        # The other code broke ties by one random order, which is worth up to .002 to the soup.
        assert measured.values["ndcg"].mean() == pytest.approx(expected, abs=0.003), name
