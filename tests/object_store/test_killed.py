"""Publishing and fetching are killed wherever it hurts: nothing half is served, and the next run goes on."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import numpy as np
import pytest

from recsys.artifact import open_model
from recsys.object_store.mirror import Mirror
from recsys.object_store.publishing import publish_to
from tests.faults.mortal import KILLED, duration, ended, started
from tests.faults.report import record
from tests.faults.scale import rounds
from tests.faults.tiny_artifact import Published
from tests.object_store import troubled
from tests.object_store.stored import Stored

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]
N_PROCESSES = 4


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def publishing(stored: Stored, model: Path, at: int = 0) -> None:
    """Publish a model; an operation of the store may be the last thing that the process begins."""
    troubled.make(at=at, strike=die)
    publish_to(stored.address, model, lambda _done, _of: None)


def fetching(stored: Stored, at: int = 0, seconds: float = 0.0) -> None:
    """Bring the copy up to date, with the same end."""
    troubled.make(at=at, strike=die, seconds=seconds)
    Mirror(stored.address).update()


def n_operations(stored: Stored, model: Published) -> tuple[int, int]:
    """What the store is asked for one publication, and for one copy of it."""
    counted = troubled.make()
    stored.publish(model)
    n_puts, counted = counted.n_operations, troubled.make()
    Mirror(stored.address).update()
    return n_puts, counted.n_operations


def points(n: int) -> list[int]:
    """Operations that are struck, the last two among them: there it is decided what is current."""
    return [*np.linspace(1, n - 2, rounds(usual=1, soak=100), dtype=int).tolist(), n - 1, n]


def version(mirror: Mirror) -> str:
    """What the copy holds, read from end to end."""
    return open_model(mirror.folder).info.version


def test_killed_publication_leaves_the_old_version_or_the_new_one_and_goes_on(
    stored: Stored, old: Published, new: Published, tmp_path: Path
) -> None:
    n_puts, _ = n_operations(Stored(tmp_path / "other"), new)
    mirror, n_old, n_again = Mirror(stored.address), 0, []
    struck = points(n_puts)
    for at in struck:
        shutil.rmtree(stored.folder, ignore_errors=True)
        stored.publish(old)
        assert ended(started(publishing, stored, new.folder, at)) == KILLED, f"operation {at}"
        mirror.update()
        n_old += version(mirror) == old.version.name
        assert version(mirror) in (old.version.name, new.version.name)
        n_again.append(stored.publish(new).n_copied)
        mirror.update()
        assert version(mirror) == new.version.name
    assert n_old
    assert min(n_again) == 0
    record(
        "kill -9 of `recsys publish` to a store, before one of its operations there",
        f"{len(struck)} of {n_puts} operations",
        f"readers had a whole version every time: {n_old} times the old one, {len(struck) - n_old} times the "
        "new one; the next run succeeded, and copied only what was not there",
    )


def test_killed_copy_is_never_half_and_goes_on_where_it_was(
    stored: Stored, old: Published, new: Published, tmp_path: Path
) -> None:
    _, n_reads = n_operations(Stored(tmp_path / "other"), new)
    mirror, n_asked = Mirror(stored.address), []
    struck = points(n_reads)
    for at in struck:
        shutil.rmtree(mirror.folder, ignore_errors=True)
        stored.publish(old)
        mirror.update()
        stored.publish(new)
        assert ended(started(fetching, stored, at)) == KILLED, f"operation {at}"
        assert version(mirror) == old.version.name
        n_before = len(stored.asked())
        mirror.update()
        n_asked.append(sum(line.endswith(".npy") for line in stored.asked()[n_before:]))
        assert version(mirror) == new.version.name
        assert {path.name for path in mirror.folder.glob(".*")} <= {".lock"}
    assert min(n_asked) < len(new.arrays()) / 10
    record(
        "kill -9 of the copying of a stored model, before one of its operations",
        f"{len(struck)} of {n_reads} operations",
        "the old version was whole every time; the next run succeeded, and fetched only what was not here",
    )


def test_copy_that_is_killed_at_any_moment_is_whole(stored: Stored, old: Published, new: Published) -> None:
    mirror, rng, seen = Mirror(stored.address), np.random.default_rng(0), []
    stored.publish(old)
    mirror.update()
    stored.publish(new)
    whole = duration(fetching, stored)
    n_kills = rounds(usual=1, soak=100)
    for _ in range(n_kills):
        shutil.rmtree(mirror.folder)
        stored.publish(old)
        mirror.update()
        stored.publish(new)
        ended(started(fetching, stored), after=rng.random() * whole)
        seen.append(version(mirror) == new.version.name)
        mirror.update()
        assert version(mirror) == new.version.name
    record(
        "kill -9 of the copying of a stored model, at random moments",
        f"{n_kills} kills within {whole:.2f} s",
        f"a whole version every time, {sum(seen)} times the new one; the next run succeeded",
    )


def test_processes_of_one_machine_fetch_a_version_once(stored: Stored, old: Published) -> None:
    stored.publish(old)
    n_before = len(stored.asked())
    processes = [started(fetching, stored, 0, 0.001) for _ in range(N_PROCESSES)]
    assert [ended(process) for process in processes] == [0] * N_PROCESSES
    read = stored.asked()[n_before:]
    assert sum(line.endswith(".npy") for line in read) == len(old.arrays())
    assert sum(line.endswith("manifest.json") for line in read) == 1
    assert version(Mirror(stored.address)) == old.version.name
