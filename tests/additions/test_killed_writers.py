"""A process that adds titles is killed before any one of its changes to the disk."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import numpy as np
import pytest

from recsys.additions import add_titles, catch_up
from recsys.additions.added_file import AddedFile
from recsys.artifact import open_model
from recsys.publication import publish
from tests.builders import model_of, title
from tests.faults.failing_disk import disk
from tests.faults.mortal import KILLED, ended, started
from tests.faults.report import record
from tests.faults.scale import rounds

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

TITLES = (title("ash", genres=("drama",), year=2020), title("birch", genres=("crime",), year=2021))
MAPLE, YEW = title("maple", genres=("drama",)), title("yew", genres=("crime",))
_AROUND_NAMES = 20
"""Among the last changes files get their names and the pointer is moved; the first ones write the line."""


def die(_: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def adding(folder: Path, at: int) -> None:
    """Add a title and die before one of the changes."""
    with disk(at, die):
        add_titles(folder, [MAPLE])


def test_killed_writer_leaves_a_whole_model_and_no_written_line_is_lost(tmp_path: Path) -> None:
    trained = tmp_path / "trained"
    base = publish(model_of(*TITLES), trained).info.version
    shutil.copytree(trained, tmp_path / "undisturbed")
    with disk(0, lambda _: None) as undisturbed:
        expected = add_titles(tmp_path / "undisturbed", [MAPLE]).info
    n, n_changes = rounds(usual=4, soak=200), len(undisturbed.kinds)
    ends = np.linspace(1, _AROUND_NAMES, n // 4, dtype=int), np.linspace(0, _AROUND_NAMES, n // 2, dtype=int)
    points = {*ends[0].tolist(), *(n_changes - ends[1]).tolist(), *range(1, n_changes, n_changes // (n // 4))}
    n_whole_lines = n_caught_up = 0
    for number, at in enumerate(sorted(points)):
        folder = Path(shutil.copytree(trained, tmp_path / str(number)))
        assert ended(started(adding, folder, at)) == KILLED, f"change {at}"
        assert open_model(folder).info.version in (base, expected.version), f"change {at}"
        is_written = len(AddedFile.of(folder, base).lines) == 1
        found = catch_up(folder)
        assert open_model(folder).info.version == (expected.version if is_written else base), f"change {at}"
        n_whole_lines, n_caught_up = n_whole_lines + is_written, n_caught_up + (found is not None)
        if number % 10 == 0:
            assert len(add_titles(folder, [MAPLE, YEW])) == len(TITLES) + 2
            assert not list(folder.glob(".writing-*"))
        shutil.rmtree(folder)
    record(
        "kill -9 of a process that adds titles, before one of its changes to the disk",
        f"{len(points)} of {n_changes} changes",
        f"a whole model every time; {n_whole_lines} lines had been written, and all are in the model: "
        f"{n_caught_up} were published by the next who looked",
    )
