"""One exact query through a vector engine in process against our own index; the export, and its size.

Usage: ``python -m benchmarks.engine_speed --titles 100000``. The engine is Qdrant's core, an extra
(``pip install 'recsys[qdrant]'``), over a folder beside the model. Every list is compared with ours.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.options import read_options
from benchmarks.questions import K, asker, chosen_rows, seed_questions
from benchmarks.sized_model import sized_model
from benchmarks.timing import once
from recsys.engines import with_engine
from recsys.engines.export import export
from recsys.index import NEAREST, Hits, QueryVector
from recsys.index.protocol import Mask
from recsys.model import Model

SHARES = (1.0, 0.1, 0.01)
N_SEEDS = 5
_BLOCK = 512


def main() -> None:
    """Measure the export, then questions with filters and questions of several seeds."""
    options = read_options(__doc__)
    model, folder = sized_model(options.titles, options.work), options.work / f"engine-{options.titles}"
    shutil.rmtree(folder, ignore_errors=True)
    address = f"qdrant://{folder.resolve()}"
    begun = time.process_time()
    seconds = once(lambda: list(export(model, address)))
    processor = time.process_time() - begun
    print(f"export of {len(model):,} titles: {seconds:.1f} s, {processor:.1f} s of processor")
    print(f"folder: {allocated(folder) / 1e6:.0f} MB")
    searched = with_engine(model, address)
    rows = chosen_rows(model)
    plain = seed_questions(model, rows)
    for share in SHARES:
        passing = np.random.default_rng(11).random(len(model)) < share
        compare(f"one seed, filter of {share:.0%}", model, searched, plain, passing, options.rounds)
    nearest = {row: near_to_any(plain, row) for row in plain}
    compare(f"near to any of {N_SEEDS} seeds", model, searched, nearest, None, options.rounds)


def compare(
    name: str,
    model: Model,
    searched: Model,
    questions: Mapping[int, QueryVector],
    eligible: Mask | None,
    rounds: int,
) -> None:
    """Measure one kind of question, after a look whether both give the same lists.

    Parameters
    ----------
    name : str
        What is measured.
    model, searched : Model
        With our own index, and with the engine.
    questions : mapping of int to QueryVector
        By the row of their title.
    eligible : ndarray of bool, shape (n_titles,), or None
        Titles that may be answers; None allows all.
    rounds : int
        How many turns each takes.

    Raises
    ------
    AssertionError
        If the lists differ.
    """
    ours, theirs = asker(model, questions, eligible), asker(searched, questions, eligible)
    for row in questions:
        assert ours(row).rows.tolist() == theirs(row).rows.tolist(), f"{name}, row {row}"
    turns = [(processor_time(ours, questions), processor_time(theirs, questions)) for _ in range(rounds)]
    own, engine = np.median(turns, axis=0) * 1e3
    print(f"{name}: {own:.2f} ms of processor ours, {engine:.2f} ms engine; the same {K} titles")


def processor_time(ask: Callable[[int], Hits], rows: Collection[int]) -> float:
    """Return what a question takes of the processors, all threads of this process together.

    An engine has threads of its own: on a machine that does other things as well they wait for each other,
    and the clock says more of those things than of the engine.

    Parameters
    ----------
    ask : callable
        Asks by the row of a title.
    rows : collection of int
        The titles.

    Returns
    -------
    float
        Seconds, the median of all questions.
    """
    for row in rows:  # without being timed: nobody pays for what the other one has driven out of the caches
        ask(row)
    taken = []
    for row in rows:
        start = time.process_time()
        ask(row)
        taken.append(time.process_time() - start)
    return float(np.median(taken))


def near_to_any(questions: Mapping[int, QueryVector], row: int) -> QueryVector:
    """Return the question for titles near to any of several.

    Parameters
    ----------
    questions : mapping of int to QueryVector
        Questions for titles near to one.
    row : int
        The first of the seeds.

    Returns
    -------
    QueryVector
        As likes that stand for themselves give it.
    """
    others = [other for other in questions if other != row][: N_SEEDS - 1]
    each = tuple(questions[seed] for seed in (row, *others))
    nothing = replace(
        questions[row],
        columns=np.empty(0, dtype=np.int32),
        coefficients=np.empty(0),
        years=np.empty(0, dtype=np.int64),
        year_coefficients=np.empty(0),
    )
    return replace(nothing, each=each, each_weights=np.full(N_SEEDS, 1 / N_SEEDS), share=1.0, power=NEAREST)


def allocated(folder: Path) -> int:
    """Return how much of a disk a folder takes; engines make files with holes.

    Parameters
    ----------
    folder : Path
        The folder.

    Returns
    -------
    int
        Bytes.
    """
    return sum(path.stat().st_blocks * _BLOCK for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
