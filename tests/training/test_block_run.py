from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TypeVar

import pytest

from recsys import Model
from tests.builders import model_of, title
from training import block_files as module
from training.backends import Task, WorkersLost
from training.block_files import BlockFile, block_files
from training.block_run import Span, finish_blocks, finished
from training.nearest import NearestByIndex
from training.task_run import MOST_IN_VAIN, RunUnfinished

T = TypeVar("T")

K = 2


@dataclass
class Mortal:
    """Workers that die after so many blocks."""

    bears: int
    for_good: bool = False
    asked: list[int] = field(default_factory=list)

    def results(self, tasks: Sequence[Task[T]]) -> Iterator[T]:
        self.asked.append(len(tasks))
        backwards = reversed(tasks)  # no order is promised
        yield from (task() for task in islice(backwards, self.bears))
        if self.bears < len(tasks):
            msg = "they are dead"
            raise WorkersLost(msg, for_good=self.for_good)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four titles a block, so that there are three."""
    monkeypatch.setattr(module, "BLOCK", 4)


@pytest.fixture(scope="module")
def model() -> Model:
    return model_of(*(title(f"t{n:02}", genres=("drama",), year=1990 + n) for n in range(12)))


@pytest.fixture
def files(model: Model, tmp_path: Path) -> list[BlockFile]:
    return block_files(model, tmp_path, ".blocks-", k=K, sharing=False)


def run(model: Model, files: list[BlockFile], backend: Mortal) -> list[int]:
    told: list[int] = []
    finish_blocks(files, NearestByIndex(model, sharing=False), backend, tell=told.append)
    return told


def test_what_lost_workers_had_not_handed_over_is_asked_again_and_nothing_else(
    model: Model, files: list[BlockFile]
) -> None:
    backend = Mortal(bears=1)
    assert run(model, files, backend) == [4, 8, 12]
    assert backend.asked == [3, 2, 1]


def test_blocks_are_kept_under_the_titles_they_belong_to(model: Model, files: list[BlockFile]) -> None:
    run(model, files, Mortal(bears=3))
    nearest = NearestByIndex(model, sharing=False)
    for file in files:
        whole = Span(file.start, file.stop, K).found_by(nearest)
        assert finished(file).rows.tolist() == whole.rows.tolist()


def test_workers_that_die_again_and_again_with_nothing_done_are_given_up(
    model: Model, files: list[BlockFile]
) -> None:
    run(model, files[1:], Mortal(bears=3))
    backend = Mortal(bears=0)
    with pytest.raises(
        RunUnfinished, match="they are dead; 2 of 3 blocks are kept: the same command goes on"
    ):
        run(model, files, backend)
    assert backend.asked == [1] * MOST_IN_VAIN


def test_workers_that_were_waited_for_in_vain_are_not_asked_again(
    model: Model, files: list[BlockFile]
) -> None:
    backend = Mortal(bears=1, for_good=True)
    with pytest.raises(RunUnfinished, match="1 of 3 blocks are kept"):
        run(model, files, backend)
    assert len(backend.asked) == 1


def test_a_file_that_somebody_changes_meanwhile_is_not_taken(model: Model, files: list[BlockFile]) -> None:
    run(model, files, Mortal(bears=3))
    files[1].path.write_bytes(b"")
    with pytest.raises(RunUnfinished, match="run the same command again"):
        finished(files[1])
