"""What a catalogue of some size needs: measured once, and appended to a file.

Usage: ``python -m benchmarks.capacity.measure --titles 1000000``. Sizes are every power of ten from 10,000
up to the given one. Training runs in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.all_neighbours_speed import our_neighbours
from benchmarks.capacity.processor import median_ms, processor_seconds
from benchmarks.claims import machine
from benchmarks.index_size import bytes_by_part, searched_bytes
from benchmarks.options import read_options
from benchmarks.processes import run_module
from benchmarks.questions import K, asker, chosen_rows, seed_questions
from benchmarks.scaling import powers_of_ten
from benchmarks.sized_model import catalogue_file, model_folder, sized_model
from benchmarks.timing import once
from recsys.artifact import open_model
from recsys.model import Model
from recsys.query import Query, Seed
from recsys.recommender import Recommender

FIGURES = "capacity.jsonl"
N_QUESTIONS = 50
N_NEIGHBOURS = 2048
_MB = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured of one size.

    Parameters
    ----------
    titles : int
        The size.
    features, values : int
        Of the matrix: its columns, and what is not zero.
    training_seconds : float
        From a Parquet file to a published, verified model.
    training_mb : float
        Peak of memory meanwhile, in MB; mapped pages count.
    searched_mb : float
        What a search may read: matrix, index, hub factors.
    shown_mb : float
        What is only shown: each title's own line.
    other_mb : float
        Everything else of the artifact: names, people, facts for filters.
    opening_ms : float
        Opening without verifying every byte.
    verifying_seconds : float
        Opening with every byte verified.
    query_ms : float
        Top 20 for one title, processor time, median.
    slowest_query_ms : float
        The slowest of the questions.
    answer_ms : float
        The same as a whole answer: names, reasons, parts of each score.
    neighbours_ms : float
        Processor time a title when the nearest of very many are looked for.
    machine : str
        Processor, cores and memory.
    """

    titles: int
    features: int
    values: int
    training_seconds: float
    training_mb: float
    searched_mb: float
    shown_mb: float
    other_mb: float
    opening_ms: float
    verifying_seconds: float
    query_ms: float
    slowest_query_ms: float
    answer_ms: float
    neighbours_ms: float
    machine: str


def main() -> None:
    """Measure each size."""
    options = read_options(__doc__)
    for titles in powers_of_ten(options.titles):
        figures = measured(titles, options.work)
        with (options.work / FIGURES).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(figures), sort_keys=True) + "\n")
        print(figures, flush=True)


def measured(titles: int, work: Path) -> Figures:
    """Return the figures of one size.

    Parameters
    ----------
    titles : int
        The size.
    work : Path
        Folder of the benchmarks' files.

    Returns
    -------
    Figures
        All of them.
    """
    catalogue, scratch = catalogue_file(titles, work), work / f"capacity-{titles}"
    training = run_module("benchmarks.capacity.training", str(catalogue), str(scratch))
    shutil.rmtree(scratch)
    folder = model_folder(titles, work)
    verifying = once(lambda: open_model(folder))
    model = sized_model(titles, work)
    sizes = bytes_by_part({name: array.nbytes for name, array in model.arrays().items()})
    searched, shown = searched_bytes(model), sizes["documents"]
    queries = _query_seconds(model)
    neighbours, _ = our_neighbours(model, min(N_NEIGHBOURS, titles // 2))
    return Figures(
        titles=titles,
        features=model.space.n_features,
        values=int(model.rows.frequency(model.space.n_features).sum()),
        training_seconds=training.seconds,
        training_mb=training.peak_bytes / _MB,
        searched_mb=searched / _MB,
        shown_mb=shown / _MB,
        other_mb=(sum(sizes.values()) - searched - shown) / _MB,
        opening_ms=median_ms([once(lambda: open_model(folder, verify="sizes")) for _ in range(5)]),
        verifying_seconds=verifying,
        query_ms=median_ms(queries),
        slowest_query_ms=1e3 * max(queries),
        answer_ms=median_ms(_answer_seconds(model)),
        neighbours_ms=1e3 * neighbours,
        machine=machine(),
    )


def _query_seconds(model: Model) -> list[float]:
    rows = chosen_rows(model, N_QUESTIONS)
    return processor_seconds(asker(model, seed_questions(model, rows)), rows.tolist())


def _answer_seconds(model: Model) -> list[float]:
    ids = (model.names.ids.table[row] for row in chosen_rows(model, N_QUESTIONS).tolist())
    queries = [Query(like=(Seed(id),), k=K) for id in ids]
    return processor_seconds(Recommender(model).recommend, queries)


if __name__ == "__main__":
    main()
