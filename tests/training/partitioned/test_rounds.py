from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from recsys.errors import ArtifactError
from training.backends import JoblibBackend, Task
from training.builtin import builtin_digest
from training.partitioned import rounds
from training.partitioned.parts import Part
from training.partitioned.rounds import PartTask, each_part, once
from training.partitioned.work import Arrays
from training.task_run import RunUnfinished

T = TypeVar("T")
_PARTS = tuple(Part(number, f"part-{number}", "") for number in range(3))


def _folder(root: Path, part: Part) -> Arrays:
    return Arrays(root / str(part.number))


def write_step(part: Part, root: Path) -> None:
    with (root / "calls").open("a") as calls:
        calls.write(f"{part.number}\n")


def dying_step(part: Part, root: Path) -> None:
    if part.number == 1 and not (root / "died").exists():
        (root / "died").touch()
        os.kill(os.getpid(), signal.SIGKILL)


def removing_step(part: Part, root: Path) -> None:
    """Writes before and after somebody removes the folder, and others make new ones."""
    arrays = _folder(root, part)
    arrays.write("before", np.arange(3))
    shutil.rmtree(arrays.folder)
    arrays.write("after", np.arange(3))


def deadly_step(part: Part) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_step_is_done_once_for_each_part(tmp_path: Path) -> None:
    told: list[int] = []
    for _ in range(2):
        each_part(
            write_step,
            parts=_PARTS,
            given=(tmp_path,),
            into=lambda part: _folder(tmp_path, part),
            backend=JoblibBackend("loky", 1),
            tell=lambda _, done, total: told.append(done) if total == 3 else None,
        )
    assert (tmp_path / "calls").read_text().split() == ["0", "1", "2"]
    assert told == [0, 1, 2, 3, 3]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a system with SIGKILL")
def test_a_process_that_is_killed_is_replaced(tmp_path: Path) -> None:
    each_part(
        dying_step,
        parts=_PARTS,
        given=(tmp_path,),
        into=lambda part: _folder(tmp_path, part),
        backend=JoblibBackend("loky", 2),
    )
    assert all(_folder(tmp_path, part).is_done("dying_step") for part in _PARTS)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a system with SIGKILL")
def test_a_step_that_kills_whoever_does_it_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(RunUnfinished, match="the same command goes on"):
        each_part(
            deadly_step,
            parts=_PARTS[:1],
            given=(),
            into=lambda part: _folder(tmp_path, part),
            backend=JoblibBackend("loky", 2),
        )


class _Elsewhere:
    """A backend whose workers have a disk of their own."""

    def results(self, tasks: Sequence[Task[T]]) -> Iterator[T]:
        for task in tasks:
            assert isinstance(task, partial)
            number, do = task.args
            yield (number, do.into.folder.name)  # type: ignore[misc]


def test_a_worker_that_writes_where_nobody_sees_it_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "PATIENCE", 0.0)
    with pytest.raises(RunUnfinished, match="the same folder at the same place"):
        each_part(
            write_step,
            parts=_PARTS,
            given=(tmp_path,),
            into=lambda part: _folder(tmp_path, part),
            backend=_Elsewhere(),
        )


def test_a_worker_that_outlives_its_run_marks_nothing_in_a_folder_that_was_made_anew(tmp_path: Path) -> None:
    task = PartTask(removing_step, _folder(tmp_path, _PARTS[0]), _PARTS[0], (tmp_path,), builtin_digest())
    with pytest.raises(RunUnfinished, match="was removed while something was still written there"):
        task()
    assert not _folder(tmp_path, _PARTS[0]).is_done("removing_step")


def test_a_worker_of_another_release_does_nothing(tmp_path: Path) -> None:
    task = PartTask(write_step, _folder(tmp_path, _PARTS[0]), _PARTS[0], (tmp_path,), "another")
    with pytest.raises(ArtifactError, match="has another release of recsys"):
        task()
    assert not list(tmp_path.iterdir())


def test_a_step_of_all_parts_is_done_once(tmp_path: Path) -> None:
    for _ in range(2):
        once(write_step, _PARTS[0], tmp_path, into=Arrays(tmp_path / "whole"))
    assert (tmp_path / "calls").read_text().split() == ["0"]
