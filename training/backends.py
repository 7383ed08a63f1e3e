"""Where the tasks of a run are done: in threads, or in processes of this machine.

A third backend, a cluster, is :class:`training.dask_backend.DaskBackend`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from joblib import Parallel, delayed, parallel_config
from joblib.externals.loky.process_executor import BrokenProcessPool

from training.block_files import FoundBlock
from training.nearest import Nearest


@dataclass(frozen=True, slots=True)
class Span:
    """A task: the neighbours of titles that stand side by side.

    Parameters
    ----------
    start, stop : int
        The first title, and the first one after them.
    k : int
        How many neighbours a title.
    """

    start: int
    stop: int
    k: int

    def found_by(self, nearest: Nearest) -> FoundBlock:
        """Return their neighbours.

        Parameters
        ----------
        nearest : Nearest
            What finds them.

        Returns
        -------
        FoundBlock
            In the types in which it is kept.
        """
        block = nearest.of(np.arange(self.start, self.stop), self.k)
        return FoundBlock(self.start, block.rows.astype(np.int32), block.scores.astype(np.float64))


class WorkersLost(Exception):
    """Workers died, or what hands them their tasks; what they had not handed over may be asked again.

    Parameters
    ----------
    message : str
        Who is lost.
    for_good : bool
        Whether it was waited for in vain.
    """

    def __init__(self, message: str, *, for_good: bool = False) -> None:
        super().__init__(message)
        self.for_good = for_good


class Backend(Protocol):
    """Does tasks side by side."""

    def found(self, nearest: Nearest, spans: Sequence[Span]) -> Iterator[FoundBlock]:
        """Yield what tasks find, the first that is ready first.

        Parameters
        ----------
        nearest : Nearest
            What finds neighbours.
        spans : sequence of Span
            The tasks.

        Yields
        ------
        FoundBlock
            One a task.

        Raises
        ------
        WorkersLost
            If some tasks were not done.
        """
        ...


@dataclass(frozen=True, slots=True)
class JoblibBackend:
    """Workers of this machine.

    Parameters
    ----------
    kind : {"threading", "loky"}
        Threads, or processes, which share the model's files but not what they make of them.
    n_jobs : int
        How many; -1 takes all processors.
    """

    kind: Literal["threading", "loky"] = "threading"
    n_jobs: int = -1

    def found(self, nearest: Nearest, spans: Sequence[Span]) -> Iterator[FoundBlock]:
        """Yield what tasks find; see :class:`Backend`.

        Parameters
        ----------
        nearest : Nearest
            What finds neighbours; for processes one that can be sent there.
        spans : sequence of Span
            The tasks.

        Yields
        ------
        FoundBlock
            The first that is ready first.

        Raises
        ------
        WorkersLost
            If a process was killed.
        """
        inner = (
            1 if self.kind == "loky" else None
        )  # else each worker takes threads of its own beside the others
        with parallel_config(self.kind, n_jobs=self.n_jobs, inner_max_num_threads=inner):
            work = Parallel(return_as="generator_unordered", batch_size=1)
            try:
                with closing(work(delayed(span.found_by)(nearest) for span in spans)) as found:
                    yield from found
            except BrokenProcessPool as error:
                msg = "a worker process was killed, perhaps for want of memory"
                raise WorkersLost(msg) from error
