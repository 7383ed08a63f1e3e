"""A query with filters of four strengths against the same without one.

Usage: ``python -m benchmarks.filter_speed --titles 100000``. The claim is that of the filter that 1 % of the
titles pass; the others are printed beside it. Every list is compared with that of the reference, which
scores the titles that pass one by one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.claims import report, result
from benchmarks.comparison import assert_same, best
from benchmarks.options import read_options
from benchmarks.questions import K, asker, chosen_rows, seed_questions
from benchmarks.sized_model import sized_model
from benchmarks.timing import OURS, Ratio, interleaved
from recsys.index.protocol import Mask
from recsys.model import Model
from recsys.similarity import scores_between

CLAIMED = 0.01
SHARES = (0.5, 0.1, CLAIMED, 0.001)
_CHECKED = 3


def main() -> None:
    """Measure each filter."""
    options = read_options(__doc__, rounds=9)
    model = sized_model(options.titles, options.work)
    rows = chosen_rows(model)
    questions = seed_questions(model, rows)
    filters = {share: drawn_filter(model, share) for share in SHARES}
    check(model, rows[:_CHECKED], filters)
    contestants = {OURS: asker(model, questions)}
    contestants |= {str(share): asker(model, questions, mask) for share, mask in filters.items()}
    times = interleaved(contestants, rows.tolist(), rounds=options.rounds)
    for share in SHARES:
        ratio = Ratio.of(times[OURS].rounds, times[str(share)].rounds)
        print(f"filter of {share:.1%}: {times[str(share)].median * 1e3:.3f} ms, {ratio.median:.2f} x as fast")
    ratio = Ratio.of(times[OURS].rounds, times[str(CLAIMED)].rounds)
    checked = f"{_CHECKED} questions by {len(SHARES)} filters: the same {K} titles as the reference"
    ours, without = times[str(CLAIMED)].median * 1e3, times[OURS].median * 1e3
    report(result("filter", options.titles, ours, without, ratio, checked=checked), options.work)


def drawn_filter(model: Model, share: float) -> Mask:
    """Return a filter that a share of the titles passes, drawn at random.

    Parameters
    ----------
    model : Model
        The model.
    share : float
        How many pass, from 0 to 1.

    Returns
    -------
    ndarray of bool, shape (n_titles,)
        The same for the same model and share.
    """
    return np.random.default_rng(11).random(len(model)) < share


def check(model: Model, rows: NDArray[np.int64], filters: dict[float, Mask]) -> None:
    """Compare filtered lists with those of the reference.

    Parameters
    ----------
    model : Model
        The model.
    rows : ndarray of int64
        The titles that are asked for.
    filters : dict of float to ndarray of bool
        Which titles pass.

    Raises
    ------
    AssertionError
        If a list differs.
    """
    reference = scores_between(model, rows)
    for share, mask in filters.items():
        ask = asker(model, seed_questions(model, rows), mask)
        for row, scores in zip(rows.tolist(), reference, strict=True):
            passing = np.flatnonzero(mask)
            passing = passing[passing != row]
            found, theirs = best(scores[passing], min(K, len(passing)))
            assert_same(ask(row), passing[found], theirs, what=f"filter of {share:.1%}, row {row}")


if __name__ == "__main__":
    main()
