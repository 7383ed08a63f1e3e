from __future__ import annotations

import os
import signal
from pathlib import Path

import joblib
import pytest

from training.block_run import RunUnfinished
from training.partitioned.parts import Part
from training.partitioned.rounds import each_part, once
from training.partitioned.work import Arrays

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


def test_a_step_is_done_once_for_each_part(tmp_path: Path) -> None:
    told: list[int] = []
    for _ in range(2):
        each_part(
            write_step,
            parts=_PARTS,
            given=(tmp_path,),
            into=lambda part: _folder(tmp_path, part),
            n_jobs=1,
            tell=lambda _, done, total: told.append(done) if total == 3 else None,
        )
    assert (tmp_path / "calls").read_text().split() == ["0", "1", "2"]
    assert told == [0, 1, 2, 3, 3]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a system with SIGKILL")
def test_a_process_that_is_killed_ends_the_run_and_the_next_one_goes_on(tmp_path: Path) -> None:
    def run() -> None:
        with joblib.parallel_config("loky", n_jobs=2):
            each_part(dying_step, parts=_PARTS, given=(tmp_path,), into=lambda part: _folder(tmp_path, part))

    with pytest.raises(RunUnfinished, match="the same command goes on"):
        run()
    run()
    assert all(_folder(tmp_path, part).is_done("dying_step") for part in _PARTS)


def test_a_step_of_all_parts_is_done_once(tmp_path: Path) -> None:
    for _ in range(2):
        once(write_step, _PARTS[0], tmp_path, into=Arrays(tmp_path / "whole"))
    assert (tmp_path / "calls").read_text().split() == ["0"]
