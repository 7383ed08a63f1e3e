"""A run of tasks that outlives its workers: what they had not handed over is asked again."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from functools import partial
from typing import TypeVar

from recsys.errors import RecsysError
from training.backends import Backend, Task, WorkersLost

MOST_IN_VAIN = 5
"""So often in a row workers may be lost without a task done: perhaps one is more than they can bear."""

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class RunUnfinished(RecsysError):
    """Some of the work could not be done; what was done is kept, and the same command goes on."""


def results_of_all(tasks: Mapping[K, Task[T]], backend: Backend) -> Iterator[tuple[K, T]]:
    """Yield what each task gives, the first that is ready first, however often workers die.

    Parameters
    ----------
    tasks : mapping of key to callable
        Each may be done again, by another worker, if the one that had it was lost.
    backend : Backend
        Where they are done.

    Yields
    ------
    tuple of key and object
        One a task.

    Raises
    ------
    WorkersLost
        If nobody is left to do the others.
    """
    waiting, in_vain = dict(tasks), 0
    while waiting:
        n_waiting = len(waiting)
        try:
            for key, result in backend.results([partial(_named, *item) for item in waiting.items()]):
                del waiting[key]
                yield key, result
        except WorkersLost as lost:
            in_vain = 0 if len(waiting) < n_waiting else in_vain + 1
            if lost.for_good or in_vain == MOST_IN_VAIN:
                raise
            # What kills whoever does it was among the first: it comes last now, when the others are done.
            waiting = dict(reversed(waiting.items()))


def _named(key: K, task: Task[T]) -> tuple[K, T]:
    return key, task()
