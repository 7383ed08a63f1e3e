"""Where the tasks of a run are done: in threads, or in processes of this machine.

A third backend, a cluster, is :class:`training.dask_backend.DaskBackend`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from joblib import Parallel, delayed, parallel_config
from joblib.externals.loky.process_executor import BrokenProcessPool

T = TypeVar("T")
Task = Callable[[], T]
"""Does something when it is called, and gives what it found."""


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

    def results(self, tasks: Sequence[Task[T]]) -> Iterator[T]:
        """Yield what tasks give, the first that is ready first.

        Parameters
        ----------
        tasks : sequence of callable
            The tasks; for other processes such as can be sent there.

        Yields
        ------
        object
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
        Threads, or processes, which share files but not what they make of them.
    n_jobs : int
        How many; -1 takes all processors. One is this process itself.
    """

    kind: Literal["threading", "loky"] = "threading"
    n_jobs: int = -1

    def results(self, tasks: Sequence[Task[T]]) -> Iterator[T]:
        """Yield what tasks give; see :class:`Backend`.

        Parameters
        ----------
        tasks : sequence of callable
            The tasks.

        Yields
        ------
        object
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
                with closing(work(delayed(task)() for task in tasks)) as found:
                    yield from found
            except BrokenProcessPool as error:
                msg = "a worker process was killed, perhaps for want of memory: fewer jobs at once need less"
                raise WorkersLost(msg) from error
