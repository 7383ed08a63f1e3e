from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from joblib.externals.loky import get_reusable_executor

from tests.faults.all_neighbours import Invented, assert_best_by_brute_force
from training import block_files
from training.backends import JoblibBackend, WorkersLost
from training.block_run import Span
from training.version_nearest import VersionNearest

N_TITLES = 120


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Invented]:
    yield Invented.of(N_TITLES, tmp_path_factory.mktemp("invented"))
    get_reusable_executor().shutdown(wait=True)


@pytest.mark.parametrize("backend", [JoblibBackend("threading", 3), JoblibBackend("loky", 2)], ids=str)
def test_each_backend_writes_what_brute_force_finds(
    invented: Invented, backend: JoblibBackend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(block_files, "BLOCK", 7)
    assert_best_by_brute_force(invented.model, invented.expected)
    assert invented.written(tmp_path / "near.jsonl.gz", backend) == invented.expected


def test_a_process_that_is_killed_is_told_as_a_worker_lost(invented: Invented) -> None:
    nearest = VersionNearest.at(invented.version, sharing=False)
    tasks = [partial(Span(start, start + 1, 3).found_by, nearest) for start in range(N_TITLES)]
    found = JoblibBackend("loky", 2).results(tasks)
    next(found)
    with pytest.raises(WorkersLost, match="a worker process was killed"):  # noqa: PT012 - the second ends it
        for pid in workers():
            os.kill(pid, signal.SIGKILL)
        list(found)


def workers() -> list[int]:
    """The processes that loky has started for this one."""
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    pids = children.read_text(encoding="ascii").split() if children.exists() else []
    return [int(pid) for pid in pids if b"popen_loky" in Path(f"/proc/{pid}/cmdline").read_bytes()]
