"""Qdrant's core in this process, over the folder of a shard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from recsys.arrays import SparseVector
from recsys.engines.per_process import PerProcess
from recsys.engines.points import VECTOR
from recsys.errors import IndexUnreachable
from recsys.index import Hits

if TYPE_CHECKING:
    import qdrant_edge

_CONFIG = "edge_config.json"
_INSTALL = "an engine in process needs qdrant-edge-py: pip install 'recsys[qdrant]'"


class EdgeEngine:
    """A shard to which nobody writes.

    Parameters
    ----------
    shard : Path
        Its folder; opened by each process that asks it.
    """

    def __init__(self, shard: Path) -> None:
        self._folder = shard
        self._shard = PerProcess(partial(_opened, shard))

    def nearest(self, questions: Sequence[SparseVector], limit: int) -> list[Hits]:
        """Return the titles with the greatest products; see :class:`recsys.engines.VectorEngine`.

        Parameters
        ----------
        questions : sequence of SparseVector
            Questions.
        limit : int
            How many titles of each, at least 1.

        Returns
        -------
        list of Hits
            Greatest products first.

        Raises
        ------
        IndexUnreachable
            If the shard cannot be read.
        """
        shard = self._shard.get()
        from qdrant_edge import Query, QueryBatchRequest, QueryRequest

        requests = [
            QueryRequest(limit=limit, query=Query.Nearest(sparse(question), using=VECTOR))
            for question in questions
        ]
        with told("read", self._folder):
            found = shard.query_batch(QueryBatchRequest(requests))
        return [
            Hits(np.array([p.id for p in points], dtype=np.int64), np.array([p.score for p in points]))
            for points in found
        ]

    def n_titles(self) -> int:
        """Return how many titles the shard holds.

        Returns
        -------
        int
            All of a version that was exported whole.

        Raises
        ------
        IndexUnreachable
            If the shard cannot be read.
        """
        return self._shard.get().info().points_count


def sparse(vector: SparseVector) -> qdrant_edge.SparseVector:
    """Return a vector as the engine takes it.

    Parameters
    ----------
    vector : SparseVector
        A title or a question.

    Returns
    -------
    qdrant_edge.SparseVector
        The same.
    """
    from qdrant_edge import SparseVector as Theirs

    return Theirs(vector.columns.tolist(), vector.values.tolist())


def check_installed() -> None:
    """Refuse to go on without the engine.

    Raises
    ------
    IndexUnreachable
        If it is not installed; says what to install.
    """
    try:
        import qdrant_edge  # noqa: F401 - only whether it is there
    except ModuleNotFoundError as error:
        raise IndexUnreachable(_INSTALL) from error


@contextmanager
def told(action: str, folder: Path) -> Iterator[None]:
    """Tell what goes wrong with a shard as an error of this library.

    Parameters
    ----------
    action : str
        What is done, ``"read"`` or ``"write"``.
    folder : Path
        The shard's.

    Yields
    ------
    None
        Inside, the engine may raise what it likes.

    Raises
    ------
    IndexUnreachable
        If it raises anything.
    """
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # it has none of its own, and its panics are no Exception
        msg = f"the vector engine cannot {action} {folder} ({str(error)[:200]})"
        raise IndexUnreachable(f"{msg}: run `recsys export qdrant` again") from error


def _opened(shard: Path) -> qdrant_edge.EdgeShard:
    check_installed()
    from qdrant_edge import EdgeShard

    with told("read", shard):
        if not (shard / _CONFIG).is_file():  # the engine would make a shard of any folder
            raise FileNotFoundError(f"it has no {_CONFIG}")
        return EdgeShard.load(str(shard))
