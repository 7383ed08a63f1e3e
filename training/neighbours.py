"""The nearest titles of every title, by the default weights."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from recsys.model import Model
from recsys.neighbours import NOBODY
from training.bulk_scores import BulkScores, Floats
from training.plain_questions import PlainQuestions

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


@dataclass(frozen=True, slots=True)
class NeighbourBlock:
    """The nearest titles of several titles, best first.

    Parameters
    ----------
    origins : ndarray of int64, shape (n,)
        The titles.
    rows : ndarray of int64, shape (n, k)
        Their neighbours; equal scores in the order of their rows. Where a title has fewer,
        :data:`recsys.neighbours.NOBODY`.
    scores : ndarray of float64 (coarse: float32), shape (n, k)
        Their scores.
    """

    origins: NDArray[np.int64]
    rows: NDArray[np.int64]
    scores: Floats


class Nearest(Protocol):
    """Finds the nearest titles of many titles at once; may be asked in several threads."""

    def of(self, origins: NDArray[np.int64], k: int) -> NeighbourBlock:
        """Return the k nearest titles of each of some titles.

        Parameters
        ----------
        origins : ndarray of int64, shape (n,)
            The titles.
        k : int
            How many; fewer than there are titles.

        Returns
        -------
        NeighbourBlock
            In the order of the origins.
        """
        ...


class NearestByProducts:
    """Among all titles, whether they share a trait or not, by dense products.

    Parameters
    ----------
    model : Model
        The model.
    coarse : bool
        Take the scores to some thousandths only; see :class:`training.bulk_scores.BulkScores`.
    """

    def __init__(self, model: Model, *, coarse: bool = False) -> None:
        self._scores = BulkScores(model, coarse=coarse)

    def of(self, origins: NDArray[np.int64], k: int) -> NeighbourBlock:
        """Return the k nearest titles of each of some titles; see :class:`Nearest`.

        Parameters
        ----------
        origins : ndarray of int64, shape (n,)
            The titles.
        k : int
            How many; fewer than there are titles.

        Returns
        -------
        NeighbourBlock
            In the order of the origins.
        """
        scores = self._scores.scores(origins)
        n_titles = scores.shape[1]
        scores[np.arange(len(origins)), origins] = -np.inf  # no title is its own neighbour
        if not k:
            return NeighbourBlock(origins, np.empty((len(origins), 0), np.int64), scores[:, :0])
        threshold = np.partition(scores, n_titles - k, axis=1)[:, n_titles - k]
        place, row = np.nonzero(scores >= threshold[:, None])  # keeps every tie at the threshold
        found = scores[place, row]
        order = np.lexsort((row, -found, place))
        first = np.searchsorted(place, np.arange(len(origins)))  # of each title's, whose number is k or more
        best = order[first[:, None] + np.arange(k)]
        return NeighbourBlock(origins, row[best], found[best])


class NearestByIndex:
    """What the index answers to "similar to this one" before any relation is looked at, to the last bit.

    Parameters
    ----------
    model : Model
        The model.
    sharing : bool
        Leave out titles that share no trait, as every list does.
    """

    def __init__(self, model: Model, *, sharing: bool) -> None:
        self._index = model.index
        self._n_titles = len(model)
        self._questions = PlainQuestions(model)
        self._sharing = sharing

    def of(self, origins: NDArray[np.int64], k: int) -> NeighbourBlock:
        """Return the k nearest titles of each of some titles; see :class:`Nearest`.

        Parameters
        ----------
        origins : ndarray of int64, shape (n,)
            The titles.
        k : int
            How many; fewer than there are titles.

        Returns
        -------
        NeighbourBlock
            In the order of the origins.
        """
        rows = np.full((len(origins), k), NOBODY, dtype=np.int64)
        scores = np.zeros((len(origins), k))
        others = np.ones(self._n_titles, dtype=np.bool_)
        for place, row in enumerate(origins.tolist() if k else ()):
            others[row] = False
            (hits,) = self._index.top(self._questions.of(row), k, [others], sharing=self._sharing)
            others[row] = True
            rows[place, : len(hits.rows)] = hits.rows
            scores[place, : len(hits.rows)] = hits.scores
        return NeighbourBlock(origins, rows, scores)


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
    nearest: Nearest = NearestByProducts(model, coarse=coarse)
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
