"""The nearest titles of every title, by the default weights."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout
from joblib import Parallel, delayed
from numpy.typing import NDArray

from recsys.errors import QueryError
from recsys.model import Model
from training.backends import Backend
from training.block_files import BlockFile, block_files, remove_blocks
from training.block_run import finish_blocks, finished
from training.nearest import Nearest, NearestByIndex, NearestByProducts, NeighbourBlock

BLOCK = 64
"""Titles scored at once: 64 × n_titles scores in double precision; more do not stay in a cache."""
_LEVEL = 6
"""Of gzip: 9 takes four times as long for files that are smaller by a twenty-fifth."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nearest titles of one title, best first.

    Parameters
    ----------
    row : int
        The title.
    rows : ndarray of int64, shape (k,)
        Its neighbours; equal scores in the order of their rows.
    scores : ndarray of float64, shape (k,)
        Their scores.
    """

    row: int
    rows: NDArray[np.int64]
    scores: NDArray[np.float64]


def all_neighbours(model: Model, *, k: int, n_jobs: int = 1) -> Iterator[Neighbours]:
    """Yield the k nearest titles of every title, relations included.

    Parameters
    ----------
    model : Model
        The model.
    k : int
        How many; fewer where the catalogue is smaller.
    n_jobs : int
        Threads; products release the GIL.

    Yields
    ------
    Neighbours
        In row order.
    """
    for block in neighbour_blocks(model, k=k, n_jobs=n_jobs):
        yield from map(Neighbours, block.origins.tolist(), block.rows, block.scores)


def neighbour_blocks(
    model: Model, *, k: int, n_jobs: int = 1, coarse: bool = False
) -> Iterator[NeighbourBlock]:
    """Yield the same as :func:`all_neighbours`, many titles at once.

    Parameters
    ----------
    model : Model
        The model.
    k : int
        How many; fewer where the catalogue is smaller.
    n_jobs : int
        Threads; products release the GIL.
    coarse : bool
        Take the scores to some thousandths only; see :class:`training.bulk_scores.BulkScores`.

    Yields
    ------
    NeighbourBlock
        In row order.
    """
    nearest: Nearest = NearestByProducts(model) if coarse else NearestByIndex(model, sharing=False)
    blocks = (np.arange(start, min(start + BLOCK, len(model))) for start in range(0, len(model), BLOCK))
    work = Parallel(n_jobs=n_jobs, prefer="threads", return_as="generator")
    yield from work(delayed(nearest.of)(rows, min(k, len(model) - 1)) for rows in blocks)


def write_neighbours(
    model: Model,
    path: Path,
    *,
    k: int,
    nearest: Nearest,
    backend: Backend,
    tell: Callable[[int, str], None] = lambda *_: None,
) -> None:
    """Write the neighbours of all titles as gzipped JSON lines.

    Finished blocks are files beside it, with which a run goes on that was killed; they are removed when
    the file appears, which it does when the last title is done.

    Parameters
    ----------
    model : Model
        The model.
    path : Path
        ``….jsonl.gz``; equal models give equal bytes, whatever the backend.
    k : int
        How many neighbours a title; fewer where the catalogue is smaller.
    nearest : Nearest
        What finds them in this model; for other processes one that can be sent there.
    backend : Backend
        Where it is asked.
    tell : callable
        Is told after each block, and while writing, how many titles are done and what is being done.

    Raises
    ------
    QueryError
        If another run writes the same file.
    RunUnfinished
        If nobody is left to find the others.
    """
    place, prefix = path.parent, f".{path.name}.blocks-"
    with _only_writer(path):
        files = block_files(model, place, prefix, k=min(k, len(model) - 1), sharing=False)
        finish_blocks(files, nearest, backend, tell=lambda n_done: tell(n_done, "Neighbours"))
        _write(model, path, files, tell)
        remove_blocks(place, prefix)


@contextmanager
def _only_writer(path: Path) -> Iterator[None]:
    lock = FileLock(path.with_name(f".{path.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        msg = f"somebody else is writing {path}: wait until it is there"
        raise QueryError(msg) from None
    try:
        yield
    finally:
        with suppress(OSError):  # Windows removes it itself, and lets nobody else
            Path(lock.lock_file).unlink()
        lock.release()


def _write(model: Model, path: Path, files: Sequence[BlockFile], tell: Callable[[int, str], None]) -> None:
    aside = path.with_name(f".{path.name}.writing")
    try:
        with aside.open("wb") as raw, gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as stream:
            for file in files:
                for line in _lines(model, file):
                    stream.write(line.encode() + b"\n")
                tell(file.stop, "Writing")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _lines(model: Model, file: BlockFile) -> Iterator[str]:
    found = finished(file)
    ids = model.names.ids.table
    for row, rows, scores in zip(count(file.start), found.rows.tolist(), found.scores.tolist(), strict=False):
        pairs = zip(rows, scores, strict=True)
        neighbours = [{"id": ids[near], "score": round(score, 6)} for near, score in pairs]
        yield json.dumps({"id": ids[row], "neighbours": neighbours}, ensure_ascii=False)
