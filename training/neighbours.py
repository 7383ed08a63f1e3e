"""The nearest titles of every title, by the default weights."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from recsys.model import Model
from training.nearest import Nearest, NearestByIndex, NearestByProducts, NeighbourBlock

BLOCK = 64
"""Titles scored at once: 64 × n_titles scores in double precision; more do not stay in a cache."""


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


def write_neighbours(model: Model, path: Path, *, k: int, n_jobs: int = 1) -> Iterator[int]:
    """Write the neighbours of all titles as gzipped JSON lines, and yield how many are done.

    The file appears when the last title is done; whoever stops before that leaves nothing.

    Parameters
    ----------
    model : Model
        The model.
    path : Path
        ``….jsonl.gz``; equal models give equal bytes.
    k : int
        How many neighbours a title.
    n_jobs : int
        Threads.

    Yields
    ------
    int
        Number of titles written so far.
    """
    aside = path.with_name(f".{path.name}.writing")
    try:
        with aside.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as stream:
            for count, found in enumerate(all_neighbours(model, k=k, n_jobs=n_jobs), start=1):
                stream.write(_line(model, found).encode() + b"\n")
                yield count
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _line(model: Model, found: Neighbours) -> str:
    ids = model.names.ids.table
    pairs = zip(found.rows, found.scores, strict=True)
    neighbours = [{"id": ids[int(row)], "score": round(float(score), 6)} for row, score in pairs]
    return json.dumps({"id": ids[found.row], "neighbours": neighbours}, ensure_ascii=False)
