"""A catalogue of very many titles, from many Parquet files to an answer: measured once, appended to a file.

Usage: ``python -m benchmarks.capacity.parts --titles 10000000``. The catalogue is written first, if it is not
there. Then ``recsys train`` runs as anybody would run it, while its memory and its disk are looked at. The
model stays.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.capacity.every_title import best_of_all
from benchmarks.capacity.processor import median_ms, processor_seconds
from benchmarks.claims import machine
from benchmarks.index_size import searched_bytes
from benchmarks.options import read_options
from benchmarks.processes import family, run_module, together
from benchmarks.questions import K, asker, chosen_rows, seed_questions
from benchmarks.synthetic import write_parts
from recsys.artifact import open_model
from recsys.index import compile_kernels
from recsys.model import Model

FIGURES = "capacity-parts.jsonl"
JOBS = 2
SHOWN = ("documents.", "people.display.", "names.written.")
"""Beginnings of the names of arrays that are read for nothing but to be shown."""
_PIECES_A_PART = 10
_N_QUESTIONS = 20
_N_CHECKED = 2
"""All titles are looked at for each."""
_OFTEN = 1.0
"""Seconds from one look to the next."""
_GB = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class FromParts:
    """What was measured of one size.

    Parameters
    ----------
    titles, parts, features, values : int
        Titles, files, and columns and non-zeros of the matrix.
    training_seconds : float
        From the files to a published, verified model.
    training_gb : float
        Most memory that all processes of it held together at one look, each page counted once, mapped files
        included.
    disk_gb : float
        Most disk that work and model took together at one look.
    artifact_gb, shown_gb, searched_gb : float
        The model's arrays; of them what is only shown, and what a search by likeness may read.
    first_answer_seconds : float
        A process that opens the model by its sizes and answers one question, from its start to its end, just
        after all files were read.
    query_ms : float
        Top 20 for one title over the mapped arrays, processor time, median.
    checked : int
        So many of these questions were answered with the titles and scores that scipy finds among all titles.
    machine : str
        Processor, cores and memory.
    """

    titles: int
    parts: int
    features: int
    values: int
    training_seconds: float
    training_gb: float
    disk_gb: float
    artifact_gb: float
    shown_gb: float
    searched_gb: float
    first_answer_seconds: float
    query_ms: float
    checked: int
    machine: str


def main() -> None:
    """Measure one size."""
    options = read_options(__doc__)
    parts = _parts(options.titles, options.work)
    figures = measured(parts, options.work / f"model-of-parts-{options.titles}")
    with (options.work / FIGURES).open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(figures), sort_keys=True) + "\n")
    print(figures)


def _parts(titles: int, work: Path) -> Path:
    folder = work / f"parts-{titles}"
    if not folder.is_dir():
        aside = work / f".parts-{titles}"
        shutil.rmtree(aside, ignore_errors=True)
        print(f"writing {folder}", flush=True)
        write_parts(aside, titles, pieces_a_part=_PIECES_A_PART)
        aside.rename(folder)
    return folder


def measured(parts: Path, folder: Path) -> FromParts:
    """Return the figures of a catalogue.

    Parameters
    ----------
    parts : Path
        Folder of its Parquet files.
    folder : Path
        Where the model is published; what is there is removed.

    Returns
    -------
    FromParts
        All of them.
    """
    shutil.rmtree(folder, ignore_errors=True)
    training = _watched_training(parts, folder)
    model = open_model(folder, verify="sizes")
    sizes = {name: array.nbytes for name, array in model.arrays().items()}
    id = model.names.ids.table[int(chosen_rows(model, 1)[0])]
    compile_kernels()
    verified = open_model(folder)
    first = run_module("recsys", "similar", id, "--model", str(folder), environment={})
    return FromParts(
        titles=len(model),
        parts=len(list(parts.glob("*.parquet"))),
        features=model.space.n_features,
        values=int(model.rows.frequency(model.space.n_features).sum()),
        training_seconds=training.seconds,
        training_gb=training.memory / _GB,
        disk_gb=training.disk / _GB,
        artifact_gb=sum(sizes.values()) / _GB,
        shown_gb=sum(size for name, size in sizes.items() if name.startswith(SHOWN)) / _GB,
        searched_gb=searched_bytes(model) / _GB,
        first_answer_seconds=first.seconds,
        query_ms=_query_ms(verified),
        checked=_checked(verified),
        machine=machine(),
    )


@dataclass(frozen=True, slots=True)
class _Watched:
    seconds: float
    memory: int
    disk: int


def _watched_training(parts: Path, folder: Path) -> _Watched:
    command = [sys.executable, "-m", "recsys", "train", str(parts), "--out", str(folder), "--jobs", str(JOBS)]
    start, memory, disk = time.perf_counter(), 0, 0
    with subprocess.Popen(command) as process:
        while process.poll() is None:
            memory = max(memory, together(family(process.pid)))
            disk = max(disk, _disk(folder))
            time.sleep(_OFTEN)
    if process.returncode:
        msg = f"{' '.join(command)} ended with {process.returncode}"
        raise RuntimeError(msg)
    return _Watched(time.perf_counter() - start, memory, disk)


def _disk(folder: Path) -> int:
    """Bytes of the blocks below a folder, each file once however many names it has."""
    blocks: dict[int, int] = {}
    for path in folder.rglob("*"):
        try:
            told = path.stat()
        except OSError:
            continue  # it was removed meanwhile
        blocks[told.st_ino] = told.st_blocks * 512
    return sum(blocks.values())


def _query_ms(model: Model) -> float:
    rows = chosen_rows(model, _N_QUESTIONS)
    questions = asker(model, seed_questions(model, rows))
    return median_ms(processor_seconds(questions, rows.tolist()))


def _checked(model: Model) -> int:
    """How many questions were compared with all titles; raises where one differs."""
    rows = chosen_rows(model, _N_CHECKED)
    questions = seed_questions(model, rows)
    ask = asker(model, questions)
    for row in rows.tolist():
        hits, (best, scores) = ask(row), best_of_all(model, questions[row], row, K)
        if hits.rows.tolist() != best or not np.allclose(hits.scores, scores, rtol=0, atol=1e-9):
            msg = f"title {row}: the search does not find what is best among all titles"
            raise RuntimeError(msg)
    return len(rows)


if __name__ == "__main__":
    main()
