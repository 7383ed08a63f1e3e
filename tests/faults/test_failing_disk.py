"""The disk fails, or is full: the error is told, the old model is served, and the next run succeeds."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from recsys.artifact import open_model
from recsys.publication import publish
from tests.faults.disturbed import Disturbed
from tests.faults.failing_disk import disk
from tests.faults.mortal import ended, started, training_within
from tests.faults.report import record
from tests.faults.sampling import some
from tests.faults.scale import IS_SOAK
from tests.faults.tiny_artifact import Published, tiny_model

ROOT = Path(__file__).parents[2]
CHANGES = {"create", "write", "flush", "fsync", "mkdir", "chmod", "rename", "replace", "unlink", "rmdir"}


@pytest.fixture(scope="module")
def disturbed(tmp_path_factory: pytest.TempPathFactory) -> Disturbed:
    """The folder on the disk that fails."""
    old = Published.of(tiny_model("fine", "good"), tmp_path_factory.mktemp("old"))
    new = Published.of(tiny_model("fine", "good", "new"), tmp_path_factory.mktemp("new"))
    return Disturbed(tmp_path_factory.mktemp("disk") / "artifact", old, new)


def failing_with(code: int) -> Callable[[str], None]:
    def strike(_: str) -> None:
        raise OSError(code, os.strerror(code))

    return strike


def test_fault_of_any_change_to_the_disk_is_told_and_mended_by_the_next_run(disturbed: Disturbed) -> None:
    model = open_model(disturbed.new.folder)
    disturbed.set_up()
    with disk(0, failing_with(0)) as sound:
        publish(model, disturbed.folder)
    assert set(sound.kinds) >= CHANGES
    points = list(range(1, len(sound.kinds) + 1))
    # All but the files of single arrays, which are a hundred times the same.
    chosen = sorted({*some(points[:-25], 2), *some(points[-25:], 2)})
    n_told, n_old = 0, 0
    for at in chosen:
        code = (errno.EIO, errno.ENOSPC)[at % 2]
        disturbed.set_up()
        error = None
        with disk(at, failing_with(code)) as failing:
            try:
                publish(model, disturbed.folder)
            except OSError as caught:
                error = caught
        struck = f"{failing.kinds[at - 1]}, change {at}"
        if error is None:
            # A folder was there already, or what was to be removed stayed.
            assert failing.kinds[at - 1] in {"mkdir", "unlink", "rmdir"}, struck
            assert not disturbed.is_old(), struck
        else:
            assert error.errno == code, struck
            n_told += 1
            n_old += disturbed.is_old()
        disturbed.publish_again()
    record(
        "EIO or ENOSPC at a write, fsync, rename or any other change to the disk",
        f"{len(chosen)} of {len(points)} changes",
        f"{n_told} errors told, after {n_old} of which the old model was served and after "
        f"{n_told - n_old} the new one, which the pointer named already; {len(chosen) - n_told} times it "
        "did not matter; the next run succeeded and cleared what was left",
    )


@pytest.mark.skipif(not IS_SOAK, reason="`make soak` does it, in a process of its own")
def test_full_disk_is_told_and_mended_by_more_room(disturbed: Disturbed, tmp_path: Path) -> None:
    alone = ["unshare", "--map-root-user", "--mount"]
    if shutil.which("unshare") is None or subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("no disk can be mounted here: `unshare` is missing or not allowed")
    n_sizes = 100
    command = [sys.executable, "-m", "tests.faults.full_disk", str(tmp_path)]
    folders = [str(disturbed.old.folder), str(disturbed.new.folder)]
    done = subprocess.run(
        [*alone, *command, *folders, str(n_sizes)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert not done.returncode, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) == n_sizes
    told = [row for row in rows if row["error"]]
    assert told
    assert all(row["is_old"] for row in told)
    assert not any(row["is_old"] for row in rows if not row["error"])
    unclear = {row["error"] for row in told if "No space left on device" not in row["error"]}
    record(
        "a full disk (tmpfs of 2 MB)",
        f"{n_sizes} amounts of room",
        f"{len(told)} errors told, the old model served after each; "
        f"{len(rows) - len(told)} times there was room enough; the next run succeeded"
        + (f"; told otherwise than by `No space left on device`: {sorted(unclear)}" if unclear else ""),
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_file_that_may_not_grow_ends_training_with_a_message(disturbed: Disturbed, tmp_path: Path) -> None:
    catalogue = tmp_path / "titles.jsonl"
    rows = [{"id": id, "title": id.title(), "genres": ["drama"]} for id in ("fine", "good", "new")]
    catalogue.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    limits, messages = some(range(0, 30_001, 250), 1), []
    for n_bytes in limits:
        disturbed.set_up()
        code, told = _trained_within(n_bytes, catalogue, disturbed.folder)
        assert "Traceback" not in told
        if code:
            assert disturbed.is_old()
            assert code in (2, 6), told
            assert told.startswith("recsys: ")
            messages.append(told)
        disturbed.publish_again()
    assert messages
    record(
        "a file that may not grow (RLIMIT_FSIZE) while `recsys train` writes it",
        f"{len(limits)} sizes",
        f"{len(messages)} trainings ended with a message and no traceback, the old model served after each; "
        "the next run succeeded",
    )


def _trained_within(n_bytes: int, catalogue: Path, folder: Path) -> tuple[int, str]:
    """The exit code of a training whose files may not be longer, and what it said."""
    reading, writing = os.pipe()
    process = started(training_within, n_bytes, catalogue, folder, writing)
    os.close(writing)
    with open(reading, encoding="utf-8") as stream:  # noqa: PTH123 - a number, not a path
        told = stream.read()
    return ended(process), told
