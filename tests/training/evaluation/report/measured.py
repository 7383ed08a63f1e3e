"""The small catalogue with hostile names, measured once for all tests of the report."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from recsys.catalogue import Catalogue
from tests.training.evaluation.small import CATALOGUE as PLAIN
from training.evaluation import HoldOut, Judgements, Labels, Pairs, Ratings, Settings, Siblings, evaluate
from training.pipeline import train

HOSTILE = "<script>alert(1)</script>"
CATALOGUE = Catalogue([replace(title, title=f"{HOSTILE} {title.id}") for title in PLAIN])
MODEL = train(CATALOGUE)
SETTINGS = Settings(k=3, half="all", hiding=HoldOut(1))


def rows(ids: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Rows of titles with ids of one letter."""
    return np.array([CATALOGUE.row_of(id) for id in ids], dtype=np.int64)


JUDGEMENTS = Judgements(
    siblings=Siblings.from_pairs([], n_titles=len(CATALOGUE)),
    pairs=Pairs(rows("aabef"), rows("bcdfg"), np.array([5.0, 1, 1, 2, 1])),
    labels=Labels(rows("aaee"), rows("befh"), np.array([True, False, True, False])),
    ratings=Ratings(np.array([0, 0, 0, 1, 1, 1]), rows("abcefg"), np.full(6, 5.0), None, ("u", "v")),
)
FOUND = evaluate(CATALOGUE, MODEL, JUDGEMENTS, baselines=("random", "soup"), settings=SETTINGS)
