"""A task that kills whoever does it ends the run, after all others are done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import pytest

from training.backends import Task, WorkersLost
from training.task_run import MOST_IN_VAIN, results_of_all

T = TypeVar("T")
POISON = 0


@dataclass
class OneByOne:
    """A worker that does tasks in their order until one kills it."""

    begun: list[int] = field(default_factory=list)

    def results(self, tasks: Sequence[Task[T]]) -> Iterator[T]:
        for task in tasks:
            assert isinstance(task, partial)
            self.begun.append(task.args[0])
            if task.args[0] == POISON:
                msg = "it is dead"
                raise WorkersLost(msg)
            yield task()


def squares(n: int) -> dict[int, Callable[[], int]]:
    return {number: partial(pow, number, 2) for number in range(n)}


def test_every_task_is_done_once_where_nobody_dies() -> None:
    backend = OneByOne()
    tasks = {number + 1: task for number, task in squares(5).items()}
    assert dict(results_of_all(tasks, backend)) == {1: 0, 2: 1, 3: 4, 4: 9, 5: 16}
    assert backend.begun == [1, 2, 3, 4, 5]


def test_what_kills_comes_last_and_is_given_up() -> None:
    backend = OneByOne()
    found: dict[int, int] = {}
    with pytest.raises(WorkersLost, match="it is dead"):
        found.update(results_of_all(squares(8), backend))
    assert found == {number: number**2 for number in range(1, 8)}
    assert backend.begun.count(POISON) <= MOST_IN_VAIN + 2
