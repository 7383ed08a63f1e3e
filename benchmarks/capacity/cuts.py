"""What is lost and won where not every title is looked at.

Usage: ``python -m benchmarks.capacity.cuts --titles 1000000``. A first pass asks without the features that
more than some share of the titles have; whoever shares none of the others is not seen at all, which is what
is called blocking. Its best candidates are then scored exactly. Recall is the share of the exact top 20 that
comes out, and the time is that of the processor over an exact search.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import partial

import numpy as np

from benchmarks.capacity.processor import median_ms, processor_seconds
from benchmarks.options import read_options
from benchmarks.questions import K, chosen_rows, seed_questions
from benchmarks.sized_model import sized_model
from recsys.index import QueryVector, best
from recsys.index.protocol import Mask, Rows
from recsys.model import Model

CUTS = "capacity-cuts.jsonl"
SHARES = (1.0, 1 / 4, 1 / 32, 1 / 256, 1 / 2048)
"""Features that more titles have than this share of them are cut."""
CANDIDATES = (100, 1000)
N_QUESTIONS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What a cut gives.

    Parameters
    ----------
    titles : int
        Size of the catalogue.
    share : float
        Features of more titles than this share were left out of the first pass.
    candidates : int
        So many titles of it were scored exactly.
    recall : float
        Share of the exact top 20 that was found, mean of the questions.
    least_recall : float
        That of the worst question.
    time : float
        Processor time over that of the exact search, both medians.
    """

    titles: int
    share: float
    candidates: int
    recall: float
    least_recall: float
    time: float


def main() -> None:
    """Measure each cut."""
    options = read_options(__doc__)
    model = sized_model(options.titles, options.work)
    with (options.work / CUTS).open("a", encoding="utf-8") as file:
        for cut in measured(model):
            file.write(json.dumps(asdict(cut), sort_keys=True) + "\n")
            print(cut, flush=True)


def measured(model: Model) -> Iterator[Cut]:
    """Yield what each cut gives.

    Parameters
    ----------
    model : Model
        The model.

    Yields
    ------
    Cut
        For each share and number of candidates one.
    """
    questions = seed_questions(model, chosen_rows(model, N_QUESTIONS))
    exact = {row: _exact(model, row, vector) for row, vector in questions.items()}
    asked = list(questions.items())
    exact_ms = median_ms(processor_seconds(lambda one: _exact(model, *one), asked))
    frequency = model.rows.frequency(model.space.n_features)
    for share in SHARES:
        is_kept = frequency <= share * len(model)
        for n_candidates in CANDIDATES:
            search = partial(_cut, model, is_kept, n_candidates)
            recalls = [_recall(search(one), exact[one[0]]) for one in asked]
            yield Cut(
                titles=len(model),
                share=share,
                candidates=n_candidates,
                recall=float(np.mean(recalls)),
                least_recall=min(recalls),
                time=median_ms(processor_seconds(search, asked)) / exact_ms,
            )


def _recall(found: Rows, exact: Rows) -> float:
    return len(np.intersect1d(found, exact)) / max(len(exact), 1)


def _others(model: Model, row: int) -> Mask:
    others = np.ones(len(model), dtype=np.bool_)
    others[row] = False
    return others


def _exact(model: Model, row: int, vector: QueryVector) -> Rows:
    return model.index.top(vector, K, [_others(model, row)])[0].rows


def _cut(model: Model, is_kept: Mask, n_candidates: int, asked: tuple[int, QueryVector]) -> Rows:
    row, vector = asked
    kept = is_kept[vector.columns]
    first = replace(
        vector,
        columns=vector.columns[kept],
        coefficients=vector.coefficients[kept],
        traits=vector.traits[is_kept[vector.traits]],
    )
    candidates = model.index.top(first, n_candidates, [_others(model, row)], sharing=True)[0].rows
    return best(candidates, model.index.scores(vector, candidates), K).rows


if __name__ == "__main__":
    main()
